/* statics.h: what libc functions keep between calls, or return a pointer to. It is the same memory
 * for all threads, as POSIX allows: checked like any other, so that races for it are noticed. */
#ifndef POSIX_LIBC_STATICS_H
#define POSIX_LIBC_STATICS_H

#include <stdint.h>
#include <time.h>

#define STATICS_TEXT_BYTES 128 /* more than any of libc's sentences has */
#define STATICS_SIGNALS 65     /* _NSIG of Linux */

struct variable; /* of the environment */

struct statics {
    char *token; /* strtok: where it goes on */
    struct tm time;
    char time_text[STATICS_TEXT_BYTES];
    char error[STATICS_TEXT_BYTES];
    char locale[2];
    void (*handlers[STATICS_SIGNALS])(int number); /* of signals; only raise() calls them */
    struct variable *environment;
    int has_warned_of_signals;
};

/* They are made, all zero, when first asked for. pc: told when there is no memory for them. */
struct statics *statics_get(uint64_t pc);

#endif
