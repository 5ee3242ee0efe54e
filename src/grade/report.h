/* report.h: what the student reads: a line for each check, and below it what went wrong.
 *
 *      2   0/5   requests come out as they went in [request changed]
 *          input     init, push 3 40, pop
 *          expected  true, id 3, size 40
 *          got       true, id 40, size 3
 *          place     request_queue.c:52: *size = oldest->size;
 *          hint      A request comes out with another id …
 *          session   ./memrepl fail-lab1-2.mem
 *
 * In brackets stands the kind of failure that the check is meant for. What comes from the
 * student, what his program prints or the compiler says of it, is shown as a quotation, never as
 * a line of ours. */
#ifndef GRADE_REPORT_H
#define GRADE_REPORT_H

#include <stdio.h>

#include "grade/landing.h"
#include "grade/trial.h"

struct report {
    FILE *out;
    const char *hints;       /* path of the lab's hints */
    const char *shown_hints; /* the same as the student may open it */
    char hinted[512];        /* kinds that had their hint, each followed by a comma */
};

/* Check number `number`, passed or failed. */
void report_passed(struct report *report, int number, const struct check *check);
void report_failed(struct report *report, int number, const struct trial *trial,
                   const struct landing *landing);

/* Where the session of that failure is; `error` (an errno) when it could not be written. */
void report_session(struct report *report, const char *path, int error);

/* The hint for a kind of failure, the first time that it is asked for. */
void report_hint(struct report *report, const char *kind);

/* Text that is not ours, each line behind a bar, at most `lines` of them. Only printable ASCII,
 * UTF-8 and tabs come through. */
void report_quote(struct report *report, const char *text, int lines);

#endif
