#include "grade/trial.h"

#include "grade/runs/around.h"
#include "posix/heap.h"
#include "program/host/mishaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HURRIED_TICKS = 2000000, HURRIED_IDLE_MS = 100 };

/* ---- Failures -------------------------------------------------------------------------------- */

bool trial_fail(struct trial *trial, const struct finding *finding)
{
    struct failure *failure = &trial->failure;
    const char *holds = finding->holds, *look = finding->look;
    failure->kind = finding->kind != NULL ? finding->kind : trial->check->kind;
    failure->manner = finding->manner;
    snprintf(failure->expected, sizeof failure->expected, "%s", finding->expected);
    snprintf(failure->got, sizeof failure->got, "%s", finding->got);
    snprintf(failure->holds, sizeof failure->holds, "%s", holds != NULL ? holds : "");
    snprintf(failure->look, sizeof failure->look, "%s", look != NULL ? look : "");
    return false;
}

const char *trial_problem(const char *problem)
{
    if (problem == NULL)
        mishap_note("no memory left");
    return problem == NULL ? "no memory left" : problem;
}

/* What an event tells about the student's mistake. Those without a row say nothing that the
 * check itself does not say better. */
static const char *const event_kinds[EVENT_KINDS] = {
    [EVENT_NULL_ACCESS] = "null pointer",
    [EVENT_USE_AFTER_FREE] = "freed memory used",
    [EVENT_DOUBLE_FREE] = "freed twice",
    [EVENT_STACK_OVERFLOW] = "endless loop",
    [EVENT_ENDLESS_LOOP] = "endless loop",
    [EVENT_EXIT] = "ended the program",
    [EVENT_ABORT] = "ended the program",
    [EVENT_ASSERT] = "ended the program",
    [EVENT_ILLEGAL] = "ended the program",
    [EVENT_OVERRUN] = "overrun",
    [EVENT_UNINITIALISED_READ] = "uninitialised read",
    [EVENT_WILD_ACCESS] = "wild pointer",
    [EVENT_BAD_FREE] = "bad free",
    [EVENT_READ_ONLY] = "write to a constant",
    [EVENT_INDEX] = "index out of bounds",
    [EVENT_DIVISION] = "division by zero",
};

static const char *kind_of(const struct trial *trial, const struct event *event)
{
    size_t task = trial->failure.task;
    const struct task_set *set =
        task < trial->check->task_count ? trial->check->tasks[task].set : NULL;
    bool has_word = set != NULL && set->kind_of_event != NULL;
    const char *kind = has_word ? set->kind_of_event(trial, event) : NULL;
    return kind != NULL ? kind : event_kinds[event->kind];
}

bool trial_find_caller(const struct trial *trial, const struct thread *thread, struct place *caller)
{
    int depth = thread->depth;
    return depth > 0 && depth <= MACHINE_CALLERS &&
           worker_place(trial->worker, thread->callers[depth - 1], caller) &&
           around_is_own(trial->submission, caller->file);
}

/* "use after free in queue_push, freed before at request_queue.c:62". */
static bool fail_by_event(struct trial *trial, const struct event *event, const char *expected)
{
    struct failure *failure = &trial->failure;
    struct place other;
    const char *name = event_name(event->kind);
    char got[PHRASE_BYTES], holds[FAILURE_LOOK_BYTES], side[80] = "";
    bool is_freed = event->kind == EVENT_USE_AFTER_FREE || event->kind == EVENT_DOUBLE_FREE;
    if (is_freed && worker_place(trial->worker, event->other_pc, &other))
        snprintf(side, sizeof side, ", freed before at %s:%d", other.file, other.line);
    failure->has_place = worker_place(trial->worker, event->pc, &failure->place);
    if (event->thread != NO_THREAD)
        failure->has_caller = trial_find_caller(
            trial, &worker_machine(trial->worker)->threads[event->thread], &failure->caller);
    /* A loop may go through more functions than one. */
    bool has_function = failure->has_place && failure->place.function[0] != '\0' &&
                        event->kind != EVENT_ENDLESS_LOOP;
    snprintf(got, sizeof got, "%s%s%s%s", name, has_function ? " in " : "",
             has_function ? failure->place.function : "", side);
    snprintf(holds, sizeof holds, "event %s", name);
    return trial_fail(trial, &(struct finding){.kind = kind_of(trial, event),
                                               .manner = name,
                                               .expected = expected,
                                               .got = got,
                                               .holds = holds});
}

bool trial_has_come(struct trial *trial, const struct answer *answer, bool may_wait,
                    const char *expected)
{
    const struct machine *machine = worker_machine(trial->worker);
    const struct thread *thread = &machine->threads[answer->slot];
    struct failure *failure = &trial->failure;
    switch (answer->kind) {
    case ANSWER_RETURNED:
        return true;
    case ANSWER_EVENT:
        return fail_by_event(trial, &machine->event, expected);
    case ANSWER_DIED:
        return trial_fail(trial, &(struct finding){.kind = "ended the program",
                                                   .manner = "death",
                                                   .expected = expected,
                                                   .got = "the process ended without a word"});
    case ANSWER_WAITS:
        break;
    }
    if (may_wait)
        return true;
    char got[PHRASE_BYTES];
    snprintf(got, sizeof got, "it does not come back: it waits in %s",
             operation_name(thread->pending.kind));
    failure->has_place = worker_place(trial->worker, thread->pending.pc, &failure->place);
    return trial_fail(trial, &(struct finding){.kind = "endless loop",
                                               .manner = "wait",
                                               .expected = expected,
                                               .got = got,
                                               .look = "`threads`"});
}

void trial_add_newest(struct trial *trial, struct phrase *phrase)
{
    struct heap_block block = {.address = UINT64_MAX};
    struct place place;
    struct stepper *stepper = worker_stepper(trial->worker);
    while (heap_block_at(stepper, block.address - 1, &block)) {
        bool is_live = block.allocated_pc != 0 && block.freed_pc == 0;
        if (!is_live || !worker_place(trial->worker, block.allocated_pc, &place) ||
            !around_is_own(trial->submission, place.file))
            continue;
        phrase_add(phrase, ", the last one at %s:%d", place.file, place.line);
        return;
    }
}

/* ---- Running --------------------------------------------------------------------------------- */

void *trial_model(const struct trial *trial, const struct task_set *set)
{
    size_t index = 0;
    while (trial->checks->sets[index] != set)
        index++;
    return trial->models[index];
}

static bool perform(struct trial *trial, const struct task *task)
{
    if (trial->worker == NULL)
        return task->row->perform(trial, task);
    const struct stepper *stepper = worker_stepper(trial->worker);
    uint64_t before = stepper_position(stepper);
    bool is_passed = task->row->perform(trial, task);
    if (stepper_position(stepper) != before)
        trial->task_begin = before;
    else if (!is_passed && task->row->function != NULL)
        trial->task_begin = 0; /* it could not be called: for what an earlier call has done */
    return is_passed;
}

static bool begin_worker(struct trial *trial)
{
    struct answer answer = worker_reset(trial->worker);
    if (!trial_has_come(trial, &answer, answer.slot == WORKER_SERVER,
                        "the program starts, and waits for what it is to do"))
        return false;
    trial->live_blocks = worker_machine(trial->worker)->heap.live_blocks;
    return true;
}

/* Brings program and models to where the tasks begin. */
static bool begin(struct trial *trial)
{
    if (trial->worker != NULL && !begin_worker(trial))
        return false;
    for (size_t index = 0; index < trial->checks->set_count; index++) {
        const struct task_set *set = trial->checks->sets[index];
        if (set->model_bytes > 0 && !set->keeps_model)
            memset(trial->models[index], 0, set->model_bytes);
        if (set->begin != NULL && !set->begin(trial))
            return false;
    }
    return true;
}

static void forget_failure(struct failure *failure)
{
    free(failure->session);
    free(failure->file);
    free(failure->line);
    *failure = (struct failure){.kind = NULL};
}

static void turn_to(struct trial *trial, const struct check *check)
{
    trial->check = check;
    trial->task_begin = 0;
    trial->note[0] = '\0';
    forget_failure(&trial->failure);
    trial->failure.task = check->task_count;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* Counts what the worker's program took since the last time; what is left then is what it may take. */
static void keep_time(struct trial *trial)
{
    if (trial->worker == NULL)
        return;
    struct stepper *stepper = worker_stepper(trial->worker);
    struct budget *budget = trial->submission->budget;
    int64_t cpu_ms = stepper_cpu_ms(stepper);
    budget->spent_ms += cpu_ms - trial->counted_ms;
    trial->counted_ms = cpu_ms;
    struct patience patience = {.ticks_in_all = TRIAL_TICKS,
                                .cpu_ms_in_all = cpu_ms + budget_left_ms(budget)};
    if (trial->loops >= TRIAL_LOOPS) {
        patience.ticks_of_step = HURRIED_TICKS;
        patience.idle_ms = HURRIED_IDLE_MS;
    }
    stepper_be_patient(stepper, patience);
}

static bool has_no_time(const struct trial *trial)
{
    return budget_is_spent(trial->submission->budget);
}

static bool has_no_ticks(const struct trial *trial)
{
    return trial->worker != NULL && stepper_ticks(worker_stepper(trial->worker)) >= TRIAL_TICKS;
}

/* There is no moment to land at. */
static bool fail_for_time(struct trial *trial, const char *before, const char *behind)
{
    struct phrase got = {.used = 0};
    phrase_add(&got, "%sthe time for one hand-in", before);
    if (has_no_time(trial))
        phrase_add(&got, " (%d s)", (int)(trial->submission->budget->most_ms / 1000));
    phrase_add(&got, " is used up%s", behind);
    trial->failure.task = trial->check->task_count;
    trial->failure.has_place = false;
    trial->failure.is_run = true;
    return trial_fail(trial, &(struct finding){
                                 .kind = "endless loop",
                                 .manner = "time",
                                 .expected = "all checks together come to an end in time",
                                 .got = got.bytes,
                             });
}

bool trial_fail_late(struct trial *trial)
{
    return fail_for_time(trial, "", ": not tried to the end");
}

/* Nothing of it is done. */
static bool fail_unbegun(struct trial *trial, const struct check *check)
{
    turn_to(trial, check);
    trial->failure.is_unbegun = true;
    return fail_for_time(trial, "not checked: ", "");
}

static bool has_looped(const struct trial *trial)
{
    return trial->worker != NULL && worker_machine(trial->worker)->event.kind == EVENT_ENDLESS_LOOP;
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static bool run(struct trial *trial, const struct check *check)
{
    turn_to(trial, check);
    if (!begin(trial))
        return false;
    for (size_t index = 0; index < check->task_count; index++) {
        trial->failure.task = index;
        if (!perform(trial, &check->tasks[index]))
            return false;
    }
    return true;
}

bool trial_run(struct trial *trial, const struct check *check)
{
    keep_time(trial); /* somebody may have looked closer at the check before */
    if (has_no_time(trial))
        return fail_unbegun(trial, check);
    bool is_passed = run(trial, check);
    trial->loops += !is_passed && has_looped(trial);
    keep_time(trial);
    bool is_late = has_no_ticks(trial) || (has_no_time(trial) && !trial->failure.is_run);
    return is_passed || (is_late ? trial_fail_late(trial) : false);
}

bool trial_open(struct trial *trial, struct worker *worker, const struct submission *submission,
                const struct checks *checks)
{
    *trial = (struct trial){.worker = worker, .submission = submission, .checks = checks};
    for (size_t index = 0; index < checks->set_count; index++) {
        size_t bytes = checks->sets[index]->model_bytes;
        trial->models[index] = bytes == 0 ? NULL : calloc(1, bytes);
        if (bytes > 0 && trial->models[index] == NULL)
            return false;
    }
    return true;
}

void trial_close(struct trial *trial)
{
    forget_failure(&trial->failure);
    for (size_t index = 0; index < TASK_SETS; index++)
        free(trial->models[index]);
    *trial = (struct trial){.worker = NULL};
}
