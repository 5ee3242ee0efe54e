#include "grade/tasks/calls.h"

#include "grade/trial.h"
#include "grade/twins/twin.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ORDER_BYTES = 200 };

/* "F 1 2 = 3": what stands before the last " = ", and the number behind it; false without one. */
static bool split_at_equals(const char *text, char *before, int64_t *number)
{
    const char *equals = NULL;
    for (const char *at = text; (at = strstr(at, " = ")) != NULL; at++)
        equals = at;
    int length = equals == NULL ? (int)strlen(text) : (int)(equals - text);
    snprintf(before, ORDER_BYTES, "%.*s", length, text);
    if (equals != NULL)
        *number = strtoll(equals + 3, NULL, 0);
    return equals != NULL;
}

static bool check_call(struct trial *trial, const struct task *task)
{
    char order[ORDER_BYTES], name[TASK_NAME_BYTES];
    int64_t wanted = 0;
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    bool is_judged = split_at_equals(task->text, order, &wanted);
    const char *function = task_function(task, name, sizeof name);
    struct answer answer = worker_call(trial->worker, "%s", order);
    if (is_judged)
        phrase_add(&expected, "%s returns %" PRId64, function, wanted);
    else
        phrase_add(&expected, "%s comes back", function);
    if (!trial_has_come(trial, &answer, false, expected.bytes))
        return false;
    int64_t result = worker_result(trial->worker, function, &answer);
    if (!is_judged || result == wanted)
        return true;
    phrase_add(&got, "%s returns %" PRId64, function, result);
    phrase_add(&holds, "result == %" PRId64, result);
    return trial_fail(trial, &(struct finding){.manner = "result",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes});
}

static bool check_see(struct trial *trial, const struct task *task)
{
    char expression[ORDER_BYTES];
    int64_t wanted = 0, value = 0;
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0},
                  look = {.used = 0};
    split_at_equals(task->text, expression, &wanted);
    bool is_known = worker_number(trial->worker, expression, &value);
    if (is_known && value == wanted)
        return true;
    phrase_add(&expected, "%s is %" PRId64, expression, wanted);
    phrase_add(&got, is_known ? "%s is %" PRId64 : "%s cannot be read", expression, value);
    if (is_known)
        phrase_add(&holds, "%s == %" PRId64, expression, value);
    phrase_add(&look, "`print %s`", expression);
    return trial_fail(trial, &(struct finding){.manner = "value",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes,
                                               .look = look.bytes});
}

static bool check_blocks(struct trial *trial, const struct task *task)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    int64_t blocks = worker_machine(trial->worker)->heap.live_blocks - trial->live_blocks;
    if (blocks == task->arguments[0])
        return true;
    phrase_add(&expected, "%d blocks allocated", task->arguments[0]);
    phrase_add(&got, "%" PRId64 " blocks allocated", blocks);
    return trial_fail(
        trial, &(struct finding){.manner = "memory", .expected = expected.bytes, .got = got.bytes});
}

static const struct task_row rows[] = {
    {.name = "call", .takes_text = true, .function = "", .perform = check_call},
    {.name = "see", .takes_text = true, .needs = " = ", .perform = check_see},
    {.name = "blocks", .arguments = 1, .perform = check_blocks},
    {.name = NULL},
};

const struct task_set call_tasks = {.name = "calls", .rows = rows, .vary = twin_vary_requests};
