#include "grade/tasks/server.h"

#include "grade/trial.h"

enum { NO_PLACE_ANSWER = -1 };

/* True when the thread stands before a wait for its element of this array of semaphores. */
static bool waits_on(const struct trial *trial, int id, const char *semaphores)
{
    const struct thread *thread = &worker_machine(trial->worker)->threads[id];
    char expression[40];
    int64_t address;
    snprintf(expression, sizeof expression, "&%s[%d]", semaphores, id);
    return thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_WAIT &&
           worker_number(trial->worker, expression, &address) &&
           thread->pending.object == (uint64_t)address;
}

static bool check_enqueue(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0];
    char expected[PHRASE_BYTES], got[PHRASE_BYTES];
    struct answer answer = worker_enqueue(trial->worker, id, task->arguments[1]);
    snprintf(expected, sizeof expected, "T%d queues its request and waits for the answer", id);
    if (!trial_has_come(trial, &answer, true, expected))
        return false;
    if (waits_on(trial, id, "answered"))
        return true;
    snprintf(got, sizeof got,
             answer.kind == ANSWER_RETURNED ? "T%d was told at once that there is not enough memory"
                                            : "T%d waits for something else",
             id);
    return trial_fail(trial, &(struct finding){.kind = "request lost",
                                               .manner = "answer",
                                               .expected = expected,
                                               .got = got,
                                               .look = "`threads`"});
}

/* Lets every request thread go on that has been answered. */
static bool let_go_on(struct trial *trial, const char *expected)
{
    for (thread_slot id = 0; id < WORKER_THREADS; id++) {
        if (!machine_can_run(worker_machine(trial->worker), id))
            continue;
        struct answer answer = worker_run(trial->worker, id);
        if (!trial_has_come(trial, &answer, true, expected))
            return false;
    }
    return true;
}

static bool check_serve(struct trial *trial, const struct task *task)
{
    static const char expected[] = "the server answers every thread that asked";
    char got[PHRASE_BYTES];
    (void)task;
    struct answer answer = worker_run(trial->worker, WORKER_SERVER);
    if (!trial_has_come(trial, &answer, true, expected) || !let_go_on(trial, expected))
        return false;
    for (int id = 0; id < WORKER_THREADS; id++)
        if (waits_on(trial, id, "answered")) {
            snprintf(got, sizeof got, "T%d still waits for its answer", id);
            return trial_fail(trial, &(struct finding){.kind = "request lost",
                                                       .manner = "answer",
                                                       .expected = expected,
                                                       .got = got,
                                                       .look = "`threads`"});
        }
    return true;
}

static bool check_answer(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0], wanted = task->arguments[1];
    char expression[40], expected[PHRASE_BYTES], got[PHRASE_BYTES];
    int64_t message = NO_PLACE_ANSWER;
    snprintf(expression, sizeof expression, "thread_message[%d]", id);
    worker_number(trial->worker, expression, &message);
    bool is_holding = waits_on(trial, id, "released");
    if (message == wanted && is_holding == (wanted != NO_PLACE_ANSWER))
        return true;
    snprintf(expected, sizeof expected, "T%d is answered %d", id, wanted);
    snprintf(got, sizeof got, "T%d is answered %lld%s", id, (long long)message,
             is_holding == (message != NO_PLACE_ANSWER) ? "" : ", but did not come to act on it");
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

const struct task_set server_tasks = {.name = "server", .rows = rows};
