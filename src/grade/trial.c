#include "grade/trial.h"

#include <string.h>

#include "grade/queue.h"
#include "grade/server.h"

static const struct task_row rows[] = {
    {.name = "litter", .on_queue = true, .perform = queue_check_litter},
    {.name = "init", .on_queue = true, .perform = queue_check_init},
    {.name = "push", .arguments = 2, .on_queue = true, .perform = queue_check_push},
    {.name = "pop", .on_queue = true, .perform = queue_check_pop},
    {.name = "is_empty", .on_queue = true, .perform = queue_check_is_empty},
    {.name = "destroy", .on_queue = true, .perform = queue_check_destroy},
    {.name = "memory", .arguments = 1, .perform = queue_check_memory},
    {.name = "enqueue", .arguments = 2, .on_thread = true, .perform = server_check_enqueue},
    {.name = "serve", .perform = server_check_serve},
    {.name = "answer", .arguments = 2, .on_thread = true, .perform = server_check_answer},
    {.name = "free", .arguments = 1, .on_thread = true, .perform = server_check_free},
};

const struct task_row *trial_task(const char *name)
{
    for (size_t index = 0; index < sizeof rows / sizeof rows[0]; index++)
        if (strcmp(rows[index].name, name) == 0)
            return &rows[index];
    return NULL;
}

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

/* What an event tells about the student's mistake. Those without a row say nothing that the
 * check itself does not say better. */
static const char *const event_kinds[EVENT_KINDS] = {
    [EVENT_NULL_ACCESS] = "null pointer",  [EVENT_USE_AFTER_FREE] = "freed memory used",
    [EVENT_DOUBLE_FREE] = "freed twice",   [EVENT_STACK_OVERFLOW] = "endless loop",
    [EVENT_ENDLESS_LOOP] = "endless loop", [EVENT_EXIT] = "ended the program",
    [EVENT_ABORT] = "ended the program",   [EVENT_ASSERT] = "ended the program",
    [EVENT_ILLEGAL] = "ended the program",
};

static const char *kind_of(const struct trial *trial, const struct event *event)
{
    size_t task = trial->failure.task;
    bool is_push = task < trial->check->task_count &&
                   trial->check->tasks[task].row->perform == queue_check_push;
    if (event->kind == EVENT_NULL_ACCESS && is_push && trial->blocks_left == 0)
        return "out of memory";
    return event_kinds[event->kind];
}

/* "use after free in queue_push, freed before at request_queue.c:62". */
static bool fail_by_event(struct trial *trial, const struct event *event, const char *expected)
{
    struct failure *failure = &trial->failure;
    struct place other;
    const char *name = event_name(event->kind);
    char got[FAILURE_BYTES], holds[FAILURE_LOOK_BYTES], side[80] = "";
    bool is_freed = event->kind == EVENT_USE_AFTER_FREE || event->kind == EVENT_DOUBLE_FREE;
    if (is_freed && worker_place(trial->worker, event->other_pc, &other))
        snprintf(side, sizeof side, ", freed before at %s:%d", other.file, other.line);
    failure->has_place = worker_place(trial->worker, event->pc, &failure->place);
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
    char got[FAILURE_BYTES];
    snprintf(got, sizeof got, "it does not come back: it waits in %s",
             operation_name(thread->pending.kind));
    failure->has_place = worker_place(trial->worker, thread->pending.pc, &failure->place);
    return trial_fail(trial, &(struct finding){.kind = "endless loop",
                                               .manner = "wait",
                                               .expected = expected,
                                               .got = got,
                                               .look = "`threads`"});
}

/* ---- Running --------------------------------------------------------------------------------- */

static bool perform(struct trial *trial, const struct task *task)
{
    const struct stepper *stepper = worker_stepper(trial->worker);
    uint64_t before = stepper_position(stepper);
    bool is_passed = task->row->perform(trial, task);
    if (stepper_position(stepper) != before)
        trial->task_begin = before;
    return is_passed;
}

/* Brings program and model to where the tasks begin. */
static bool begin(struct trial *trial)
{
    struct answer answer = worker_reset(trial->worker);
    if (!trial_has_come(trial, &answer, answer.slot == WORKER_SERVER,
                        "the memory server starts, and waits for its first request"))
        return false;
    trial->live_blocks = worker_machine(trial->worker)->heap.live_blocks;
    queue_check_begin(trial);
    return true;
}

bool trial_run(struct trial *trial, struct worker *worker, const struct check *check)
{
    *trial = (struct trial){.worker = worker, .check = check, .blocks_left = -1};
    trial->failure.task = check->task_count;
    if (!begin(trial))
        return false;
    for (size_t index = 0; index < check->task_count; index++) {
        trial->failure.task = index;
        if (!perform(trial, &check->tasks[index]))
            return false;
    }
    return true;
}
