/* outcome.h: what comes of a grading, as the grader writes it down while it goes on: the report, which
 * is passed on, and the same as a result (results/result.h) for the supervisor
 * (supervisor/record.h). */
#ifndef GRADE_OUTCOME_H
#define GRADE_OUTCOME_H

#include <stdbool.h>
#include <stdio.h>

#include "grade/checks.h"
#include "results/result.h"
#include "results/tape.h"

struct outcome {
    struct result result;
    struct tape tape; /* the report is printed to tape.out */
    const char *outbox;
};

/* Begins, and leaves the result GRADE_RESULT in the folder `outbox`, which stays the caller's. False
 * when memory ran out. outcome_close() in any case. */
bool outcome_open(struct outcome *outcome, int lab, unsigned seed, const char *outbox, FILE *out);
void outcome_close(struct outcome *outcome);

/* What was printed so far is the head. */
void outcome_head(struct outcome *outcome, const char *title);

/* The session of a check's failure, as it stands in that file; the result is not written without. */
void outcome_add_session(struct outcome *outcome, int number, const char *path);

/* A check, of which stands in the report what was printed since the last. */
void outcome_add_check(struct outcome *outcome, int number, const struct check *check,
                       bool is_passed);

/* The last line of the report. */
void outcome_score(struct outcome *outcome, int points, int most);
void outcome_ungraded(struct outcome *outcome, const char *reason);

#endif
