/* repl.h: one session at the prompt: the modes, and what a line does to them. */
#ifndef REPL_REPL_H
#define REPL_REPL_H

#include "repl/command.h"

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

struct repl;

/* A fresh session that prints to `console`. NULL when it cannot be made; *error says why (caller
 * frees). The options and the console must outlive it. */
struct repl *repl_open(const struct repl_options *options, struct console *console, char **error);
void repl_close(struct repl *repl);

/* The mode whose prompt is shown now. */
const struct mode *repl_mode(const struct repl *repl);
struct console *repl_console(const struct repl *repl);

/* The first lines at an interactive start. */
void repl_greet(struct repl *repl);

/* Stops the command that is running and the file that is being sourced. Async-signal-safe. */
void repl_interrupt(struct repl *repl);

/* Whether the last line, or file, was interrupted. */
bool repl_was_interrupted(const struct repl *repl);

/* Does one line in the present mode. */
enum outcome repl_line(struct repl *repl, const char *line);

/* Does the lines of a file, "-" for standard input; stops at the first that is not OUTCOME_OK,
 * which it prints as FILE:LINE: message. `echo` shows each line before it is done. A file that
 * sources itself, or is not text, is refused. Flushes the console after each line: what a reader at
 * the other end of a pipe sees is never behind. */
enum outcome repl_source(struct repl *repl, const char *path, bool echo);

#endif
