/* failure.h: the failure that a page leads up to, by its name.
 *
 * Where the session stands one step before one (study/foreseen.h), nobody has taken that step yet. The page
 * has it all the same: it is taken in a copy of the program, which the study looks at meanwhile, so that
 * the session stays as it is. */
#ifndef PAGE_FAILURE_H
#define PAGE_FAILURE_H

#include "repl/words/narrate.h"

struct failure {
    struct stepper *own; /* of the session, while the study looks at the copy; else NULL */
    bool is_ahead;       /* the last step is the copy's alone */
    bool is_past;        /* the step that was foreseen is taken, or another in its place */
    struct words text;   /* "deadlock: ..."; empty: nothing has failed so far */
    size_t frame;        /* of the page, to which it belongs */
};

/* Goes to the end of the journal, and on to the failure that is foreseen there. False with *error (heap
 * string, or NULL) when there was no memory for that. failure_close() in any case. */
bool failure_open(struct failure *failure, struct study *study, char **error);
void failure_close(struct failure *failure, struct study *study);

/* A frame, as the page comes to it. */
struct failure_frame {
    size_t number;
    bool is_last;
    uint64_t position;
    thread_slot mover;
    bool is_step; /* it ends a step */
};

/* Called for each frame in turn, while the study stands there: notes the first at which something
 * fails. */
void failure_note(struct failure *failure, const struct study *study,
                  const struct failure_frame *frame);

#endif
