#include "grade/tasks/server.h"

#include "grade/trial.h"
#include "grade/twins/serving.h"

#include <string.h>

enum { NO_PLACE_ANSWER = -1, ROUNDS_MOST = 100 };

/* True when the thread waits until it is told to give its bytes back. */
static bool is_holding(const struct trial *trial, int id)
{
    const struct thread *thread = &worker_machine(trial->worker)->threads[id];
    char expression[40];
    int64_t address;
    snprintf(expression, sizeof expression, "&released[%d]", id);
    return thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_WAIT &&
           worker_number(trial->worker, expression, &address) &&
           thread->pending.object == (uint64_t)address;
}

/* True when the thread sleeps, on whatever the server wakes it by; not on a lock that is held. */
static bool waits_for_answer(const struct trial *trial, thread_slot id)
{
    const struct machine *machine = worker_machine(trial->worker);
    const struct thread *thread = &machine->threads[id];
    return thread->phase == PHASE_PARKED && !machine_can_run(machine, id) &&
           thread->pending.kind != OPERATION_LOCK && !is_holding(trial, id);
}

/* The thread could go on for ever, and never sleeps. */
static bool fail_awake(struct trial *trial, thread_slot slot, const char *expected)
{
    const struct thread *thread = &worker_machine(trial->worker)->threads[slot];
    char got[PHRASE_BYTES];
    trial->failure.has_place =
        worker_place(trial->worker, thread->pending.pc, &trial->failure.place);
    snprintf(got, sizeof got, "%s goes on and on, and does not come to sleep",
             slot == WORKER_SERVER ? "the server" : worker_name(trial->worker, slot).text);
    return trial_fail(trial, &(struct finding){.kind = "busy waiting",
                                               .manner = "awake",
                                               .expected = expected,
                                               .got = got,
                                               .look = "`threads`"});
}

/* Who holds the lock that the thread stands before; NO_THREAD when nobody does, or it waits for
 * something else. */
static thread_slot holder_of_lock(const struct trial *trial, thread_slot slot)
{
    const struct machine *machine = worker_machine(trial->worker);
    const struct thread *thread = &machine->threads[slot];
    bool waits = thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_LOCK &&
                 !machine_can_run(machine, slot);
    const struct sync_object *lock = waits ? machine_object(machine, thread->pending.object) : NULL;
    return lock == NULL ? NO_THREAD : machine_holder(lock, slot);
}

/* The thread did not come to wait for its answer: it has ended, or stands before a lock. */
static bool fail_unasked(struct trial *trial, int id, bool has_ended, const char *expected)
{
    const struct thread *thread = &worker_machine(trial->worker)->threads[id];
    thread_slot holder = holder_of_lock(trial, (thread_slot)id);
    char got[PHRASE_BYTES];
    if (!has_ended)
        trial->failure.has_place =
            worker_place(trial->worker, thread->pending.pc, &trial->failure.place);
    if (has_ended)
        snprintf(got, sizeof got, "T%d was told at once that there is not enough memory", id);
    else
        snprintf(got, sizeof got, "T%d waits for a lock that %s holds", id,
                 holder == NO_THREAD ? "nobody" : worker_name(trial->worker, holder).text);
    return trial_fail(trial, &(struct finding){.kind = has_ended ? "request lost" : "deadlock",
                                               .manner = "answer",
                                               .expected = expected,
                                               .got = got,
                                               .look = "`threads`"});
}

static bool check_enqueue(struct trial *trial, const struct task *task)
{
    thread_slot id = (thread_slot)task->arguments[0];
    char expected[PHRASE_BYTES];
    struct answer answer = worker_enqueue(trial->worker, id, task->arguments[1]);
    const struct machine *machine = worker_machine(trial->worker);
    bool has_ended = answer.kind == ANSWER_RETURNED;
    snprintf(expected, sizeof expected, "T%d queues its request and waits for the answer", id);
    if (!trial_has_come(trial, &answer, true, expected))
        return false;
    if (waits_for_answer(trial, id))
        return true;
    if (machine_can_run(machine, id))
        return fail_awake(trial, id, expected);
    if (holder_of_lock(trial, id) == WORKER_SERVER && machine_can_run(machine, WORKER_SERVER))
        return fail_awake(trial, WORKER_SERVER, expected);
    return fail_unasked(trial, id, has_ended, expected);
}

/* Lets every request thread go on that has been answered. */
static bool let_go_on(struct trial *trial, const char *expected)
{
    for (thread_slot id = 0; id < (thread_slot)WORKER_THREADS; id++) {
        if (!machine_can_run(worker_machine(trial->worker), id))
            continue;
        struct answer answer = worker_run(trial->worker, id);
        if (!trial_has_come(trial, &answer, true, expected))
            return false;
    }
    return true;
}

/* Server and threads in turn, until none of them can go on. */
static bool let_all_go_on(struct trial *trial, const char *expected)
{
    for (int round = 0; round < ROUNDS_MOST; round++) {
        struct answer answer = worker_run(trial->worker, WORKER_SERVER);
        if (!trial_has_come(trial, &answer, true, expected) || !let_go_on(trial, expected))
            return false;
        if (!machine_can_run(worker_machine(trial->worker), WORKER_SERVER))
            return true;
    }
    return fail_awake(trial, WORKER_SERVER, expected);
}

/* What the server does meanwhile, and the kind of failure that this is. */
static const char *describe_server(const struct trial *trial, char *text, size_t size)
{
    const struct machine *machine = worker_machine(trial->worker);
    thread_slot holder = holder_of_lock(trial, WORKER_SERVER);
    bool has_ended = machine->threads[WORKER_SERVER].phase == PHASE_DONE;
    if (holder != NO_THREAD)
        snprintf(text, size, "the server waits for a lock that %s holds",
                 worker_name(trial->worker, holder).text);
    else
        snprintf(text, size, has_ended ? "the server has ended" : "the server sleeps, too");
    return holder != NO_THREAD ? "deadlock" : "request lost";
}

/* The thread sleeps on, and nobody is left who would wake it. */
static bool fail_unanswered(struct trial *trial, thread_slot id, const char *expected)
{
    const struct machine *machine = worker_machine(trial->worker);
    char server[60], got[PHRASE_BYTES];
    const char *kind = describe_server(trial, server, sizeof server);
    thread_slot shown = strcmp(kind, "deadlock") == 0 ? WORKER_SERVER : id;
    trial->failure.has_place =
        worker_place(trial->worker, machine->threads[shown].pending.pc, &trial->failure.place);
    snprintf(got, sizeof got, "T%d still waits for its answer, and %s", id, server);
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = "answer",
                                               .expected = expected,
                                               .got = got,
                                               .look = "`threads`"});
}

static bool check_serve(struct trial *trial, const struct task *task)
{
    static const char expected[] = "the server answers every thread that asked";
    (void)task;
    if (!let_all_go_on(trial, expected))
        return false;
    for (thread_slot id = 0; id < (thread_slot)WORKER_THREADS; id++)
        if (waits_for_answer(trial, id))
            return fail_unanswered(trial, id, expected);
    return true;
}

/* Who was refused says so. */
static bool judge_words(struct trial *trial, int id)
{
    char words[60], expected[PHRASE_BYTES], got[PHRASE_BYTES];
    const char *said = worker_said(trial->worker);
    snprintf(words, sizeof words, "Thread %d: Not enough memory\n", id);
    if (strstr(said, words) != NULL)
        return true;
    snprintf(expected, sizeof expected, "\"%.*s\" is printed", (int)strlen(words) - 1, words);
    snprintf(got, sizeof got, said[0] == '\0' ? "nothing is" : "\"%.*s\"", (int)strcspn(said, "\n"),
             said);
    return trial_fail(trial,
                      &(struct finding){.manner = "words", .expected = expected, .got = got});
}

static bool check_answer(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0], wanted = task->arguments[1];
    char expression[40], expected[PHRASE_BYTES], got[PHRASE_BYTES];
    int64_t message = NO_PLACE_ANSWER;
    snprintf(expression, sizeof expression, "thread_message[%d]", id);
    worker_number(trial->worker, expression, &message);
    bool holds = is_holding(trial, id);
    if (message == wanted && holds == (wanted != NO_PLACE_ANSWER))
        return wanted != NO_PLACE_ANSWER || judge_words(trial, id);
    snprintf(expected, sizeof expected, "T%d is answered %d", id, wanted);
    snprintf(got, sizeof got, "T%d is answered %lld%s", id, (long long)message,
             holds == (message != NO_PLACE_ANSWER) ? "" : ", but did not come to act on it");
    return trial_fail(
        trial, &(struct finding){
                   .manner = "answer", .expected = expected, .got = got, .look = "`messages`"});
}

static bool check_free(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0];
    struct answer answer = worker_call(trial->worker, "release_memory %d", id);
    return trial_has_come(trial, &answer, false, "the thread may go on") &&
           let_go_on(trial, "the thread gives its bytes back and ends");
}

static const struct task_row rows[] = {
    {.name = "enqueue", .arguments = 2, .on_thread = true, .perform = check_enqueue},
    {.name = "serve", .perform = check_serve},
    {.name = "answer", .arguments = 2, .on_thread = true, .perform = check_answer},
    {.name = "free", .arguments = 1, .on_thread = true, .perform = check_free},
    {.name = NULL},
};

const struct task_set server_tasks = {.name = "server", .rows = rows, .vary = serving_vary};
