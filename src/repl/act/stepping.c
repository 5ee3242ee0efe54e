#include "repl/act/stepping.h"

#include "program/text.h"
#include "repl/act/asking.h"
#include "repl/inspect/tracing.h"
#include "repl/words/events.h"
#include "repl/words/narrate.h"
#include "repl/words/resting.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- Acting ---------------------------------------------------------------------------------- */

bool stepping_may_act(struct study *study, struct console *console)
{
    const struct event *event = &study_machine(study)->event;
    if (study->is_displaying)
        command_refuse(console, "a display only looks: this command would change the program");
    else if (event->kind != EVENT_NONE)
        command_refuse(
            console,
            "nothing can run after the event \"%s\"; go back with back 1, or begin again "
            "with reset",
            event_name(event->kind));
    return !study->is_displaying && event->kind == EVENT_NONE;
}

bool stepping_begin(struct study *study, struct console *console, const char *format, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (history_begin(study, line))
        return true;
    command_refuse_lack(console, "to remember this command");
    return false;
}

/* The thread looked at, if it goes on in the middle of a step. */
static thread_slot in_midstep(const struct study *study)
{
    thread_slot slot = study_thread_of_interest(study);
    return slot != NO_THREAD && study_thread(study, slot)->phase == PHASE_MIDSTEP ? slot
                                                                                  : NO_THREAD;
}

enum outcome stepping_end(struct study *study, struct console *console, const struct stop *stop)
{
    narrate_output(study, console);
    resting_stop(study, console, stop);
    if (stop->reason == STOP_INTERRUPTED) {
        stepper_goto(study->stepper, history_first(study));
        words_say(console,
                  "The command is taken back as a whole; step and run can be interrupted.");
    }
    history_end(study, NULL);
    return stepping_rest(study, console, in_midstep(study));
}

enum outcome stepping_rest(struct study *study, struct console *console, thread_slot slot)
{
    stops_show(study, console);
    if (study_machine(study)->event.kind != EVENT_NONE) {
        events_tell(study, console);
        resting_way_back(console);
        return OUTCOME_OK;
    }
    if (study->hooks->check != NULL)
        study->hooks->check(study, console);
    if (!study->hooks->rests_quietly || machine_anyone_can_run(study_machine(study)))
        resting_next(study, console, slot);
    return OUTCOME_OK;
}

/* ---- step, next, run ------------------------------------------------------------------------- */

struct wish {
    thread_slot slot; /* NO_THREAD: whom the scheduler picks */
    int64_t steps;
    bool has_steps, to_access;
};

static bool read_thread(const struct study *study, struct console *console, const char *text,
                        thread_slot *slot)
{
    *slot = study_find_thread(study, text);
    if (*slot != NO_THREAD)
        return true;
    struct words words;
    words_clear(&words);
    thread_slot all[MACHINE_THREADS];
    size_t count = (size_t)study_slots(study);
    for (size_t index = 0; index < count; index++)
        all[index] = (thread_slot)index;
    narrate_list(study, &words, all, count);
    command_refuse(console, "no thread \"%s\"; there %s %s", text, count == 1 ? "is only" : "are",
                   words.text);
    return false;
}

/* [-m] [THREAD] [N] in any order. A bare number is a count. */
static bool read_wish(const struct study *study, struct console *console, int count,
                      char **arguments, struct wish *wish)
{
    *wish = (struct wish){.slot = NO_THREAD, .steps = 1};
    for (int index = 0; index < count; index++) {
        const char *word = arguments[index];
        if (strcmp(word, "-m") == 0)
            wish->to_access = true;
        else if (words_is_numeric(word)) {
            if (wish->has_steps || !words_number(word, 1, INT64_MAX, &wish->steps))
                return command_refuse(console, "\"%s\" is no number of steps: one, 1 or more",
                                      word) == OUTCOME_OK;
            wish->has_steps = true;
        } else if (wish->slot != NO_THREAD)
            return command_refuse(console, "one thread steps at a time: \"%s\" is too many",
                                  word) == OUTCOME_OK;
        else if (!read_thread(study, console, word, &wish->slot))
            return false;
    }
    return true;
}

/* The thread that goes on when none is named: the one that ran last, else the lowest that can. */
static thread_slot default_thread(const struct study *study)
{
    thread_slot last = study_machine(study)->running;
    if (study_can_run(study, last))
        return last;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (study_can_run(study, slot))
            return slot;
    return NO_THREAD;
}

bool stepping_has_run(struct study *study, struct console *console, thread_slot slot)
{
    enum thread_state state = study_state(study, slot);
    struct spoken_name name = narrate_name(study, slot);
    if (state == STATE_DONE) {
        command_refuse(console, "%s has ended: it takes no more steps%s", name.text,
                       slot < study->hooks->named_slots ? " until it is started anew" : "");
        return false;
    }
    if (state != STATE_NEW)
        return true;
    if (study->hooks->begin != NULL)
        return study->hooks->begin(study, console, slot);
    command_refuse(console, "%s has nothing to run", name.text);
    return false;
}

/* What a stepped thread came to besides the operations shown. */
static void explain_thread(struct study *study, struct console *console, const struct stop *stop,
                           thread_slot slot)
{
    struct words words;
    words_clear(&words);
    const struct thread *thread = study_thread(study, slot);
    if (thread->phase == PHASE_DONE) {
        words_add(&words, "%s ends.", narrate_name(study, slot).text);
    } else if (stop->reason == STOP_BLOCKED) {
        narrate_wait(study, &words, slot);
        words_add(&words, ".");
    } else if (thread->phase == PHASE_MIDSTEP && thread->access.bytes > 0) {
        words_add(&words, "%s is about to %s %s (%s).", narrate_name(study, slot).text,
                  thread->access.is_write ? "write" : "read",
                  study_object(study, thread->access.address).text,
                  study_place(study, thread->pc).text);
    }
    words_capital(&words);
    words_print(&words, console, 0);
}

struct before stepping_look(const struct study *study)
{
    return (struct before){.step = study_machine(study)->step,
                           .position = stepper_position(study->stepper),
                           .is_calling = !study->hooks->rests_quietly && asking_is_calling(study)};
}

enum outcome stepping_tell(struct study *study, struct console *console,
                           const struct before *before, const struct stop *stop, thread_slot slot,
                           const char *line)
{
    bool has_returned = before->is_calling && !asking_is_calling(study);
    history_end(study, line);
    tracing_steps(study, console, before->step, study_machine(study)->step);
    narrate_output(study, console);
    if (has_returned)
        asking_tell_call(study, console);
    else if (slot != NO_THREAD)
        explain_thread(study, console, stop, slot);
    resting_stop(study, console, stop);
    return stepping_rest(study, console, slot != NO_THREAD ? slot : stop->thread);
}

/* Up to `limit` accesses to shared memory or ends of steps, each a choice of its own. */
static struct stop step_accesses(struct study *study, thread_slot slot, uint64_t limit)
{
    struct stop stop = {.reason = STOP_DONE};
    uint64_t steps = 0;
    study->is_interrupted = 0;
    for (uint64_t moves = 0; moves < limit && stop.reason == STOP_DONE; moves++) {
        stop = stepper_step_access(study->stepper, slot);
        stepper_gather(study->stepper, true);
        steps += stop.steps;
        if (study->is_interrupted && stop.reason == STOP_DONE)
            stop.reason = STOP_INTERRUPTED;
    }
    stepper_gather(study->stepper, false);
    stop.steps = steps;
    return stop;
}

/* Steps one thread in a command that has begun. An interrupted one is remembered as the steps that
 * it came to: "step T1 317". */
static enum outcome step_thread(struct study *study, struct console *console, thread_slot slot,
                                uint64_t limit, bool to_access)
{
    char *line = NULL;
    if (!stepping_has_run(study, console, slot)) {
        history_end(study, NULL);
        return OUTCOME_ERROR;
    }
    const struct before before = stepping_look(study);
    struct stop stop =
        to_access ? step_accesses(study, slot, limit) : stepper_step(study->stepper, slot, limit);
    if (stop.reason == STOP_INTERRUPTED)
        line = text_format(
            "step%s %s %" PRIu64, to_access ? " -m" : "", study_thread_name(study, slot).text,
            to_access ? stepper_position(study->stepper) - before.position : stop.steps);
    enum outcome outcome = stepping_tell(study, console, &before, &stop, slot, line);
    free(line);
    return outcome;
}

/* Steps whom the scheduler picks; an interrupted command is remembered as above. */
static enum outcome run_some(struct study *study, struct console *console, uint64_t limit,
                             bool is_single)
{
    const struct before before = stepping_look(study);
    struct stop stop = stepper_run(study->stepper, limit);
    char *line = NULL;
    if (stop.reason == STOP_INTERRUPTED)
        line = text_format("run %" PRIu64, stop.steps);
    enum outcome outcome =
        stepping_tell(study, console, &before, &stop, is_single ? stop.thread : NO_THREAD, line);
    free(line);
    return outcome;
}

static enum outcome run_step(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct wish wish;
    if (!stepping_may_act(study, console) || !read_wish(study, console, count, arguments, &wish))
        return OUTCOME_ERROR;
    if (wish.slot == NO_THREAD && wish.to_access)
        wish.slot = default_thread(study);
    if (wish.slot == NO_THREAD && !machine_anyone_can_run(study_machine(study)))
        return resting_next(study, console, NO_THREAD);
    bool is_named = wish.slot != NO_THREAD;
    char steps[24] = "";
    if (wish.steps > 1)
        snprintf(steps, sizeof steps, " %" PRId64, wish.steps);
    if (!stepping_begin(study, console, "step%s%s%s%s", wish.to_access ? " -m" : "",
                        is_named ? " " : "",
                        is_named ? study_thread_name(study, wish.slot).text : "", steps))
        return OUTCOME_ERROR;
    if (is_named)
        return step_thread(study, console, wish.slot, (uint64_t)wish.steps, wish.to_access);
    return run_some(study, console, (uint64_t)wish.steps, wish.steps == 1);
}

static enum outcome run_next(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    thread_slot slot = default_thread(study);
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    if (count > 0 && !read_thread(study, console, arguments[0], &slot))
        return OUTCOME_ERROR;
    if (slot == NO_THREAD)
        return resting_next(study, console, NO_THREAD);
    if (!stepping_begin(study, console, "next %s", study_thread_name(study, slot).text))
        return OUTCOME_ERROR;
    return step_thread(study, console, slot, UINT64_MAX, false);
}

static enum outcome run_run(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    int64_t steps = INT64_MAX;
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    if (count > 0 && !words_number(arguments[0], 1, INT64_MAX, &steps))
        return command_refuse(console, "run takes a number of steps, 1 or more, not \"%s\"",
                              arguments[0]);
    if (!machine_anyone_can_run(study_machine(study)))
        return resting_next(study, console, NO_THREAD);
    if (!stepping_begin(study, console, "run%s%s", count > 0 ? " " : "",
                        count > 0 ? arguments[0] : ""))
        return OUTCOME_ERROR;
    return run_some(study, console, (uint64_t)steps, false);
}

const struct command stepping_commands[] = {
    {.name = "step",
     .arguments = "[-m] [THREAD] [N]",
     .help =
         "one step, or N: up to just before the next operation on a lock or semaphore; -m: up to "
         "the next access to shared memory, or the Nth",
     .example = "step T1 2 -- two steps of T1, whatever the others could do",
     .most = 3,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_THREAD,
     .letter = 's',
     .repeats = true,
     .run = run_step},
    {.name = "next",
     .arguments = "[THREAD]",
     .help = "steps of one thread until it waits or ends",
     .example = "next T3 -- T3 goes on until it cannot",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .letter = 'n',
     .repeats = true,
     .run = run_next},
    {.name = "run",
     .arguments = "[N]",
     .help = "steps of whomever the scheduler picks, until nobody can run, or N steps",
     .example = "run -- all threads go on until each waits or has ended",
     .most = 1,
     .group = GROUP_MORE,
     .letter = 'r',
     .run = run_run},
    {.name = NULL},
};
