/* limits.h: the options with which a session begins: their defaults, and what they may be. */
#ifndef REPL_LIMITS_H
#define REPL_LIMITS_H

#include <stdbool.h>
#include <stdio.h>

/* How a session begins; what the command line sets. */
struct repl_options {
    int threads; /* request threads, 1 to 60 */
    int memory;  /* bytes of the memory server, 1 to 65,536 */
    unsigned seed;
    int lab;              /* 0, or the lab whose file is the student's */
    const char *lab_from; /* folder with the student's files; NULL: labs/ */
    const char *home;     /* the folder with build/, src/, labs/ */
};

/* The defaults; `home` is kept, not copied. */
void repl_options_init(struct repl_options *options, const char *home);

/* Sets seed, threads, memory or lab from what was typed. False, options unchanged, when there is no
 * option of that name or the value is not allowed: *error is a sentence with the allowed range
 * (caller frees). `is_native`: memory may be up to 1 GiB. */
bool repl_options_set(struct repl_options *options, const char *name, const char *value,
                      bool is_native, char **error);

/* Prints the allowed range and the default of a name as above, " (1 to 60, default 10)"; nothing
 * for others. */
void repl_options_print_limits(const char *name, FILE *out);

/* The options that are not at their defaults, as " --seed 7 --threads 2". */
void repl_options_print(const struct repl_options *options, FILE *out);

#endif
