/* report.h: what the student reads: a line for each check, and below it what went wrong.
 *
 *      2   0/5   requests come out as they went in [request changed]
 *          input     init, push 3 40, pop
 *          expected  queue_pop returns true, id 3, size 40
 *          got       queue_pop returns true, id 40, size 3
 *          last line request_queue.c:52: return true;
 *          hint      A request comes out with another id …
 *          session   ./memrepl --echo fail-lab1-2.mem
 *
 * In brackets stands the kind of failure that the check is meant for. An event has a `place`; a
 * wrong result has the last line of the student's that touched memory before it was noticed. One
 * mistake makes many checks fail: of those that fail alike (the same function, manner and line)
 * the first is told, and the others refer to it. What comes from the
 * student, what his program prints or the compiler says of it, is shown as a quotation, never as
 * a line of ours. */
#ifndef GRADE_REPORT_H
#define GRADE_REPORT_H

#include <stdio.h>

#include "grade/landing.h"
#include "grade/trial.h"

enum { REPORT_SEEN = 64 };

struct seen {
    int number; /* of the check */
    const char *manner;
    const struct task_row *row; /* NULL: the start of the program */
    char file[64];              /* of the place; "": there is none */
    int line;
};

struct report {
    FILE *out;
    const char *home; /* where labs/ is */
    const char *lab;  /* its folder there, in which its own hints are */
    char hinted[512]; /* kinds that had their hint, each followed by a comma */
    struct seen seen[REPORT_SEEN];
    int seen_count;
};

/* Check number `number`, passed, with a note or "", or failed. False when nothing new was told of
 * its failure. */
void report_passed(struct report *report, int number, const struct check *check, const char *note);
bool report_failed(struct report *report, int number, const struct trial *trial,
                   const struct landing *landing);

/* Where the session of that failure is; `error` (an errno) when it could not be written. */
void report_session(struct report *report, const char *path, int error);

/* The hint for a kind of failure, the first time that it is asked for. */
void report_hint(struct report *report, const char *kind);

/* Text that is not ours, each line behind a bar, at most `lines` of them. Only printable ASCII,
 * UTF-8 and tabs come through. */
void report_quote(struct report *report, const char *text, int lines);

/* What the compiler or the linker said, the same way: from the first error on, when one has a line. */
void report_compiler(struct report *report, const char *text, int lines);

#endif
