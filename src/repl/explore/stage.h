/* stage.h: where findings are played: the program once more, beside the one of the session.
 *
 * While a stage is open, the study looks at it: what there is to say of the program says what
 * stands there. The session's own program waits, and is back when the stage is closed. */
#ifndef EXPLORE_STAGE_H
#define EXPLORE_STAGE_H

#include "explore/explore.h"
#include "repl/study/study.h"

struct stage {
    struct study *study;
    struct stepper *own; /* of the session */
    const struct explore_report *report;
    bool splits_output; /* each piece that is printed is a step of its own */
    uint64_t position;  /* at which every schedule begins, */
    uint64_t step;      /* and the step */
    FILE *heard;        /* what the program prints goes there; or NULL */
};

/* False with *error (heap string); then there is nothing to close. */
bool stage_open(struct stage *stage, struct study *study, const struct explore_report *report,
                bool splits_output, char **error);
void stage_close(struct stage *stage);

/* The places that are split in a finding's schedule; `ranges` has room for MACHINE_SPLITS. */
uint32_t stage_splits(const struct stage *stage, const struct record *record,
                      struct split_range *ranges);

/* Goes to the beginning, and splits what the finding's schedule splits; takes a step of a thread. */
void stage_begin(struct stage *stage, const struct record *record);
struct stop stage_step(struct stage *stage, thread_slot slot);

/* Goes from the beginning along the schedule to one step before its end; false when the program did
 * not follow. */
bool stage_play(struct stage *stage, const struct record *record);

/* The last step. */
struct stop stage_finish(struct stage *stage, const struct record *record);

#endif
