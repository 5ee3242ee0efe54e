/* keeper.h: the process that grades, as its supervisor holds it. */
#ifndef GRADE_SUPERVISOR_KEEPER_H
#define GRADE_SUPERVISOR_KEEPER_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "grade/sandbox/sandbox.h"

enum {
    KEEPER_TIME_LIMIT_MS = 600000, /* thirty times the longest right grading on a busy machine */
    KEEPER_REPORT_BYTES = 1 << 20, /* the longest report has 40 KiB */
    KEEPER_SESSION_BYTES = 1 << 20,
    KEEPER_READY = 3 /* the descriptor on which the grader says that it is shut in */
};

struct keeper {
    pid_t process;
    int report;
};

/* From here on a signal that asks to end (program/host/held.h) ends what runs and no more:
 * keeper_begin() fails, keeper_follow() returns at once. keeper_let_signals() makes up for it, and does
 * not return then, unless the caller has a handler of his own. */
void keeper_hold_signals(void);
void keeper_let_signals(void);
bool keeper_is_stopped(void);

/* Starts the words in that sandbox. False, with nothing left behind, when it cannot be had. */
bool keeper_begin(struct keeper *keeper, enum sandbox sandbox, const struct sandbox_view *view,
                  char *const *words);

/* The started one says that it is shut in. */
bool keeper_announce(void);

/* Passes the report on until the grading ends, and ends all that is left of it. NULL with its exit
 * status, or a sentence when it did not end by itself. */
const char *keeper_follow(struct keeper *keeper, FILE *out, int *status);

/* The sessions of a lab's failures in the current folder: removes those of an earlier grading, and
 * copies those in `outbox`; false when one cannot be written. */
void keeper_remove_sessions(int lab);
bool keeper_take_sessions(int lab, const char *outbox);

#endif
