/* trial.h: one check, done to the student's program: its tasks in turn, up to the first that
 * fails.
 *
 *     checks.c ----task----> trial.c --> queue.c, server.c --order--> worker.c
 *                                               | compare
 *                                    model: what the program should be by now
 *
 * The model is of another shape than the student's list: a plain array, of which the waiting
 * requests are a stretch. It only ever learns of the tasks, never of the program's memory. */
#ifndef GRADE_TRIAL_H
#define GRADE_TRIAL_H

#include "grade/checks.h"
#include "grade/worker.h"

enum { MODEL_REQUESTS = 8000, FAILURE_BYTES = 320, FAILURE_LOOK_BYTES = 80 };

struct model_request {
    int id, size;
};

/* requests[first] is the oldest that waits; those before it have been popped. */
struct model_queue {
    struct model_request requests[MODEL_REQUESTS];
    size_t first, count;
};

/* What was found wrong, and how one sees it at the prompt. */
struct finding {
    const char
        *kind; /* a block of the lab's hints; a constant. NULL: what the check is meant for */
    const char *manner; /* a constant: "result", "fields", an event's name */
    const char *expected, *got;
    const char *holds; /* what `expect` confirms after the last order; NULL: nothing does */
    const char *look;  /* commands that show it then; NULL: none but what the order itself says */
};

struct failure {
    const char *kind, *manner; /* a constant, or the check's */
    size_t task;               /* which of the check's; task_count: the start of the server */
    char expected[FAILURE_BYTES], got[FAILURE_BYTES];
    char holds[FAILURE_LOOK_BYTES], look[FAILURE_LOOK_BYTES]; /* "": none */
    bool has_place;                                           /* there was an event */
    struct place place;                                       /* where, in the source */
};

struct trial {
    struct worker *worker;
    const struct check *check;
    struct model_queue queues[QUEUES];
    int blocks_left;     /* that malloc will still give; -1: any number */
    int64_t live_blocks; /* on the program's heap before the first task */
    int id, size;        /* what the last successful pop stored */
    uint64_t task_begin; /* position of the stepper before the last task that gave an order */
    struct failure failure;
};

/* The row of that name; NULL when there is none. */
const struct task_row *trial_task(const char *name);

/* Does one check. False when the program failed it: trial->failure says how, and the program
 * stands where it did. The strings in the failure live as long as check and worker. */
bool trial_run(struct trial *trial, struct worker *worker, const struct check *check);

/* ---- For queue.c and server.c ---------------------------------------------------------------- */

/* Fills the failure. Always false, so that it can be returned. */
bool trial_fail(struct trial *trial, const struct finding *finding);

/* True when the order came to its end: the function returned or, with `may_wait`, the thread
 * waits. Else fills the failure. */
bool trial_has_come(struct trial *trial, const struct answer *answer, bool may_wait,
                    const char *expected);

#endif
