/* foreseen.h: what the next step of a thread will show, as an exploration or a session has told.
 *
 * It stands for one place of the journal, and is kept until that place is cut off. */
#ifndef STUDY_FORESEEN_H
#define STUDY_FORESEEN_H

#include "repl/command.h"
#include "stepper/machine/machine.h"

struct study;

struct foreseen {
    char *story; /* "deadlock: T1 waits for ...", without a full stop; NULL: nothing is foreseen */
    uint64_t position; /* of the journal, just before the step */
    thread_slot slot;  /* who takes it */
    uint8_t waiter;    /* as in stepper_step_waking() */
};

void foreseen_forget(struct foreseen *foreseen);

/* The program stands behind the step: false when the story is of an event or a deadlock, and none
 * stands here. */
bool foreseen_came(const struct study *study);

/* Writes the command that foresees the same of a study, with a line end. */
void foreseen_write(const struct study *study, FILE *file, const struct foreseen *foreseen);

/* Does `foresee THREAD STORY`; the context is the study. */
enum outcome foreseen_run(void *context, struct console *console, int count, char **arguments);

#endif
