/* record.h: the result of a grading (results/result.h), as its supervisor takes it out of the sandbox.
 *
 * What the grader left is read as any file that may be made up is, and must say what the report said
 * that came out meanwhile, and what the exit status says. Otherwise, and when the grading did not end
 * by itself, the result is ungraded, and has of the report what there was. */
#ifndef GRADE_SUPERVISOR_RECORD_H
#define GRADE_SUPERVISOR_RECORD_H

#include <stdbool.h>
#include <stdio.h>

#include "results/result.h"
#include "results/tape.h"

struct record {
    struct tape tape; /* all that the supervisor prints and passes on */
    const char *path; /* NULL: no result is wanted */
    struct result result;
    char *before, *report;
};

/* A result that is there is removed. False, with the reason printed to `out`, when that cannot be;
 * else record_close() comes at the end. The strings stay the caller's. */
bool record_open(struct record *record, const char *path, int lab, unsigned seed, FILE *out);

/* Between these two the report is passed on. */
void record_begin(struct record *record, const char *sandbox);
void record_end(struct record *record);

/* Takes what the grader left in the outbox; the exit status, `status` or that of an ungraded one. */
int record_take(struct record *record, const char *outbox, int status);

/* Says so; the exit status of that. */
int record_ungraded(struct record *record, const char *reason);

/* Writes the result; the exit status, which may get worse. */
int record_close(struct record *record, int status);

#endif
