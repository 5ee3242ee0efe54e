#include "repl/page/failure.h"

#include "repl/words/events.h"

bool failure_open(struct failure *failure, struct study *study, char **error)
{
    const struct foreseen *foreseen = &study->foreseen;
    uint64_t length = stepper_length(study->stepper);
    *failure = (struct failure){.own = NULL};
    *error = NULL;
    stepper_goto(study->stepper, length);
    if (foreseen->story == NULL || foreseen->position != length)
        return true;
    struct stepper *copy = stepper_open(study->image, error);
    if (copy == NULL)
        return false;
    stepper_copy(copy, study->stepper);
    failure->own = study->stepper;
    failure->is_ahead = true;
    study->stepper = copy;
    stepper_step_waking(copy, foreseen->slot, foreseen->waiter);
    return true;
}

void failure_close(struct failure *failure, struct study *study)
{
    if (failure->own == NULL)
        return;
    stepper_close(study->stepper);
    study->stepper = failure->own;
    failure->own = NULL;
}

/* True when the frame has the step that somebody has told of, and what was told can have come. In the
 * copy it is the last, even where the program could not take it and live. */
static bool is_foreseen(struct failure *failure, const struct study *study,
                        const struct failure_frame *frame)
{
    const struct foreseen *foreseen = &study->foreseen;
    if (foreseen->story == NULL || failure->is_past)
        return false;
    if (failure->is_ahead)
        return frame->is_last && foreseen_came(study);
    failure->is_past = frame->is_step && frame->position > foreseen->position;
    return failure->is_past && frame->mover == foreseen->slot && foreseen->waiter == 0 &&
           foreseen_came(study);
}

void failure_note(struct failure *failure, const struct study *study,
                  const struct failure_frame *frame)
{
    const struct event *event = &study_machine(study)->event;
    struct words *text = &failure->text;
    if (text->used > 0)
        return;
    if (is_foreseen(failure, study, frame))
        words_add(text, "%s", study->foreseen.story);
    else if (event->kind != EVENT_NONE && event->kind != EVENT_EXIT) {
        words_add(text, "%s: ", event_name(event->kind));
        events_story(study, text, event);
    } else if (study_is_deadlocked(study))
        words_add(text, "deadlock: nobody can run");
    failure->frame = frame->number;
}
