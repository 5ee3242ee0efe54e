/* respawn.h: the child process as the stepper holds it: replaced when it dies.
 *
 * A child that is lost need not be so by the program, the system may have wanted its memory. So an
 * order is given a second time to a new child, which the journal in the arena brings to where the
 * first one stood; only when that is lost too has the program died of it. When somebody has killed
 * that one, or the system gives none, it is a mishap instead (program/host/mishaps.h). One that
 * answers with what cannot be, see seen.h, is at fault at once. */
#ifndef STEPPER_RESPAWN_H
#define STEPPER_RESPAWN_H

#include "stepper/process.h"
#include "stepper/seen.h"

struct respawn {
    const struct image *image; /* the caller's */
    struct arena arena;        /* opened by the caller, */
    struct control *control;   /* which lies in it */
    struct process process;
    stepper_judge *judge; /* of stops that ask, see stepper.h; NULL: none */
    void *judge_context;
    struct seen seen; /* of the control block, since the last order */
    uint64_t base;    /* the last that could be */
};

/* Starts the first child. False when there is none to be had, see process_start(), or the program
 * ends it, or an event comes, while it is loaded. */
bool respawn_start(struct respawn *child);

/* Has the child do an order. STOP_DIED when two of them died of it: a third stands where they stood
 * before, or at the beginning when even that fails. An exploration is not begun again. */
struct stop respawn_give(struct respawn *child, const struct order *order);

/* Does an ORDER_GOTO, which leaves the journal whole. */
struct stop respawn_go_to(struct respawn *child, const struct order *order);

#endif
