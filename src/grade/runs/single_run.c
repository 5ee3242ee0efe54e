#include "grade/runs/single_run.h"

#include "grade/runs/around.h"
#include "program/image/image.h"
#include "program/text.h"
#include "stepper/machine/scheduler.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    STEPS_MOST = 100000,  /* of a run: they take a second or two */
    STEPS_BACK = 40,      /* from the end, in which the student's code is looked for, */
    ACCESSES_MOST = 2000, /* in so many accesses of each */
};

static bool open_run(struct single_run *run, const struct single_run_order *order, char **problem)
{
    struct symbol main = {0};
    enum image_result result = image_open(order->path, &run->image);
    if (result == IMAGE_OK)
        result = lines_open(run->image, &run->places);
    if (result != IMAGE_OK)
        *problem = text_format("%s", image_result_sentence(result));
    else if (!image_symbol(run->image, "main", &main))
        *problem = text_format("it has no main()");
    else
        run->stepper = stepper_open_apart(run->image, problem);
    if (run->stepper == NULL)
        return false;
    stepper_be_patient(run->stepper,
                       (struct patience){.cpu_ms_in_all = budget_left_ms(run->budget)});
    stepper_start_main(run->stepper, main.address, order->words, "", 0);
    stepper_rebase(run->stepper);
    stepper_set_scheduler(run->stepper, order->scheduler, order->seed);
    return true;
}

void single_run_close(struct single_run *run)
{
    if (run->stepper != NULL)
        run->budget->spent_ms += stepper_cpu_ms(run->stepper);
    stepper_close(run->stepper);
    lines_close(run->places);
    image_close(run->image);
    *run = (struct single_run){.image = NULL};
}

/* True for a line of the student's, which is kept. */
static bool take_place(const struct single_run *run, const struct submission *submission,
                       uint64_t pc, struct moment *moment)
{
    struct place place;
    if (!lines_place(run->places, pc, &place) || place.line <= 0 ||
        !around_is_own(submission, place.file))
        return false;
    snprintf(moment->file, sizeof moment->file, "%s", place.file);
    moment->line = place.line;
    return true;
}

static void name_runner(const struct machine *machine, struct moment *moment)
{
    moment->is_found = true;
    memcpy(moment->runner, machine->threads[machine->running].name, sizeof moment->runner);
}

/* ---- To the end ------------------------------------------------------------------------------ */

/* The step that was just taken passed over a thread that waits at a line of the student's. */
static void note_waiter(struct single_run *run, const struct submission *submission)
{
    const struct machine *machine = stepper_machine(run->stepper);
    for (thread_slot slot = 0; (uint32_t)slot < machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        if (!thread->has_waited ||
            !take_place(run, submission, thread->pc, &run->one_wait_too_many))
            continue;
        name_runner(machine, &run->one_wait_too_many);
        memcpy(run->one_wait_too_many.waiter, thread->name, sizeof run->one_wait_too_many.waiter);
        run->one_wait_too_many.step = machine->step - 1;
        return;
    }
}

static void count_lines(struct single_run *run)
{
    struct output output;
    while (stepper_next_output(run->stepper, &output))
        for (size_t index = 0; index < output.size && !output.is_error; index++)
            run->lines += output.bytes[index] == '\n';
}

static void go(struct single_run *run, const struct submission *submission,
               const struct single_run_order *order)
{
    const struct machine *machine = stepper_machine(run->stepper);
    struct stop stop = {.reason = STOP_DONE};
    bool is_watched = order->look != NULL, goes_on = true;
    while (machine->step < STEPS_MOST && stop.reason == STOP_DONE && goes_on) {
        stop = stepper_run(run->stepper, 1);
        count_lines(run);
        if (!run->one_wait_too_many.is_found && machine->waits.waited > order->most_waits)
            note_waiter(run, submission);
        goes_on = !is_watched || order->look(order->looker, run);
    }
    run->is_late =
        stop.reason == STOP_DIED && stepper_cpu_ms(run->stepper) >= budget_left_ms(run->budget);
    run->event = machine->event;
    run->goes_on = machine_anyone_can_run(machine);
    run->waits = machine->waits;
    run->mapped_bytes = machine->pages.mapped_bytes;
}

/* ---- The student's code in it ---------------------------------------------------------------- */

/* Goes over the step that the thread takes from here; true when the student's code touches memory
 * in it, or it begins there. */
static bool go_over(struct single_run *run, const struct submission *submission, thread_slot slot,
                    struct moment *moment)
{
    const struct thread *thread = &stepper_machine(run->stepper)->threads[slot];
    bool is_own = take_place(run, submission, thread->pc, moment);
    for (int access = 0; access < ACCESSES_MOST; access++) {
        struct stop stop = stepper_step_access(run->stepper, slot);
        if (stop.reason != STOP_DONE || thread->phase != PHASE_MIDSTEP)
            break;
        is_own = take_place(run, submission, thread->pc, moment) || is_own;
    }
    return is_own;
}

struct moment single_run_latest(struct single_run *run, const struct submission *submission)
{
    const struct machine *machine = stepper_machine(run->stepper);
    const uint64_t last = machine->step;
    struct moment moment = {.is_found = false};
    for (uint64_t back = 1; back <= STEPS_BACK && back <= last; back++) {
        uint64_t position;
        const struct trace_entry *done = stepper_trace(run->stepper, last - back + 1);
        if (done == NULL || !stepper_find_step(run->stepper, last - back, &position))
            break;
        thread_slot slot = done->thread;
        stepper_goto(run->stepper, position);
        if (!go_over(run, submission, slot, &moment))
            continue;
        moment.is_found = true;
        moment.step = last - back;
        memcpy(moment.runner, machine->threads[slot].name, sizeof moment.runner);
        break;
    }
    return moment;
}

bool single_run_do(struct single_run *run, const struct submission *submission,
                   const struct single_run_order *order, char **problem)
{
    *run = (struct single_run){.budget = submission->budget};
    *problem = NULL;
    if (!open_run(run, order, problem))
        return false;
    go(run, submission, order);
    return true;
}

/* ---- The session ----------------------------------------------------------------------------- */

char *single_run_session(const struct trial *trial, const struct single_run_order *order,
                         const struct moment *moment, const char *next)
{
    const struct failure *failure = &trial->failure;
    struct phrase arguments = {.used = 0};
    struct text_stream session;
    if (!text_stream_open(&session))
        return NULL;
    FILE *file = session.out;
    for (size_t index = 1; order->words[index] != NULL; index++)
        phrase_add(&arguments, "%s%s", index == 1 ? "" : " ", order->words[index]);
    around_write(trial->submission, order->words[0], arguments.bytes, NULL, file);
    fprintf(file, "scheduler %s", scheduler_name(order->scheduler));
    if (scheduler_has_seed(order->scheduler))
        fprintf(file, " %" PRIu64, order->seed);
    fprintf(file, "\nrun\nstats\ngoto %" PRIu64 "\nsay One step before %s: type step %s.\n",
            moment->step, next, moment->runner);
    fprintf(file, "say In your code: %s:%d  %s\n", moment->file, moment->line,
            failure->line == NULL ? "" : failure->line);
    return text_stream_close(&session);
}
