#include "repl/study/conditions.h"

#include "program/expressions/expression.h"
#include "program/expressions/operators.h"
#include "program/expressions/pretended.h"
#include "program/frames/locals.h"
#include "program/values/show.h"
#include "repl/study/frames.h"
#include "repl/words/narrate.h"

#include <string.h>

/* ---- Where a value comes from ---------------------------------------------------------------- */

/* A view that keeps account of what an expression reads. */
struct account {
    const struct study *study;
    struct memory_view real;
    struct range parts[STEPPER_WATCH_PARTS];
    size_t count;
    bool is_full;   /* there were more */
    bool has_local; /* a local variable was found */
    bool foresees;  /* one whose declaration is being gone through counts, too */
    bool has_own;   /* or one of which each thread has its own */
};

static void account_for(struct account *account, uint64_t address, uint64_t bytes)
{
    if (bytes == 0 || image_is_readonly(account->study->image, address))
        return;
    for (size_t index = 0; index < account->count; index++)
        if (address >= account->parts[index].low && address + bytes <= account->parts[index].high)
            return;
    account->is_full = account->is_full || account->count == STEPPER_WATCH_PARTS;
    if (!account->is_full)
        account->parts[account->count++] = (struct range){address, address + bytes};
}

static bool read_accounted(void *context, uint64_t address, void *buffer, size_t size)
{
    struct account *account = context;
    bool is_read = account->real.read(account->real.context, address, buffer, size);
    if (is_read)
        account_for(account, address, size);
    return is_read;
}

static bool local_accounted(void *context, const char *name, struct value *value, const char **near)
{
    struct account *account = context;
    bool is_found = account->real.local(account->real.context, name, value, near) ||
                    (account->foresees && frames_local_to_come(account->study, name, value));
    account->has_local = account->has_local || (is_found && strstr(name, "::") == NULL);
    return is_found;
}

static const char *lost_accounted(void *context, const char *name)
{
    const struct account *account = context;
    return account->real.lost(account->real.context, name);
}

static bool block_accounted(void *context, uint64_t *address)
{
    struct account *account = context;
    account->has_own = true;
    return account->real.thread_block(account->real.context, address);
}

/* Evaluates in the frame that is looked at now, for an account that is empty but for `foresees`. */
static bool evaluate(const struct study *study, const char *text, struct account *account,
                     struct value *value, char *problem, size_t size)
{
    account->study = study;
    account->real = study_view(study);
    struct memory_view view = {.context = account,
                               .read = read_accounted,
                               .thread_block = block_accounted,
                               .local = local_accounted,
                               .lost = lost_accounted};
    if (!expression_evaluate(study->names, &view, text, value, problem, size))
        return false;
    if (value->is_lvalue)
        account_for(account, value->address,
                    value->bit_size > 0 ? (value->bit_offset + value->bit_size + 7) / 8
                                        : value->type->size);
    return true;
}

static bool is_unknown(const char *problem)
{
    return strncmp(problem, "no variable ", 12) == 0;
}

void conditions_ask(struct study *study, int number)
{
    stepper_set_judge(study->stepper, conditions_judge, study);
    stepper_ask(study->stepper, number);
}

/* ---- Watches --------------------------------------------------------------------------------- */

bool conditions_choose_call(struct study *study, const struct stop_point_text *point)
{
    struct call_frame frames[STUDY_FRAMES_MOST];
    if (point->function[0] == '\0' && !point->is_own) {
        study->chosen = (struct chosen_frame){.is_none = true};
        return true;
    }
    size_t count = study_frames(study, point->slot, frames);
    if (point->is_own && count > 0)
        study_choose_frame(study, point->slot, 0);
    if (point->is_own)
        return count > 0;
    for (size_t level = 0; level < count; level++) {
        const char *function = locals_function(study->names, &frames[level]);
        if (frames[level].pointer != point->frame || function == NULL ||
            strcmp(function, point->function) != 0)
            continue;
        study_choose_frame(study, point->slot, level);
        return true;
    }
    return false;
}

int32_t conditions_depth(struct study *study, const struct stop_point_text *point)
{
    struct chosen_frame chosen = study->chosen;
    int32_t depth = 0;
    if (point->function[0] != '\0' && conditions_choose_call(study, point))
        depth = study_thread(study, point->slot)->depth - (int32_t)study->chosen.level;
    study->chosen = chosen;
    return depth;
}

/* The value as `print` shows it; of a lock or semaphore without saying again what it is. */
static void show_value(const struct study *study, const char *name, char *shown, size_t size)
{
    static const char *const kinds[] = {"semaphore, ", "mutex, "};
    struct memory_view view = study_view(study);
    expression_print(study->names, &view, name, shown, size);
    for (size_t index = 0; index < sizeof kinds / sizeof kinds[0]; index++) {
        size_t length = strlen(kinds[index]);
        if (strncmp(shown, kinds[index], length) == 0)
            memmove(shown, shown + length, strlen(shown) - length + 1);
    }
}

/* Once it was not called, it is not called until it is. */
static void show_no_call(const struct study *study, const struct stop_point_text *point,
                         char *shown, size_t size)
{
    char awaited[STOP_TEXT_BYTES];
    if (point->is_own) {
        snprintf(shown, size, "%s", STOPS_NO_THREAD);
        return;
    }
    snprintf(awaited, sizeof awaited, "(%.60s is not called)", point->function);
    bool is_over =
        stepper_position(study->stepper) >= point->position && strcmp(awaited, point->value) != 0;
    if (is_over)
        snprintf(shown, size, "(%.60s has returned)", point->function);
    else
        snprintf(shown, size, "%s", awaited);
}

/* The call has begun, and not come to where it declares the variable: nothing has changed yet. */
static bool is_to_come(const struct stop_point_text *point, const char *problem)
{
    return point->function[0] != '\0' && is_unknown(problem);
}

/* `account`: of what it is made of now; NULL: it is awaited. */
static void watch_call(struct study *study, const struct stop_point_text *point, int number,
                       bool is_begun, const struct account *account)
{
    bool is_awaited = account == NULL;
    bool are_fresh = !is_awaited && frames_are_fresh(study, point->slot, study->chosen.level,
                                                     account->parts, account->count);
    const struct watched_call call = {.slot = point->slot,
                                      .depth = point->function[0] == '\0' ? 0 : point->depth,
                                      .code = point->code,
                                      .is_awaited = is_awaited,
                                      .is_begun = is_begun,
                                      .are_fresh = are_fresh};
    stepper_watch_call(study->stepper, number, &call);
}

void conditions_look(struct study *study, const struct stop_point_text *point, int number,
                     char *shown, size_t size)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct chosen_frame chosen = study->chosen;
    struct memory_view view = study_view(study);
    struct account account = {.foresees = false};
    struct value value;
    if (point->is_object) {
        show_value(study, point->text, shown, size);
        return;
    }
    bool is_begun = conditions_choose_call(study, point), is_there = is_begun;
    if (!is_there) {
        show_no_call(study, point, shown, size);
    } else if (evaluate(study, point->text, &account, &value, problem, sizeof problem)) {
        value_print(study->names, &view, &value, shown, size);
        stepper_watch_parts(study->stepper, number, account.parts, account.count);
    } else if (!is_to_come(point, problem)) {
        snprintf(shown, size, "(%s)", problem);
        stepper_watch_parts(study->stepper, number, account.parts, account.count);
    } else {
        is_there = false;
        if (shown != point->value)
            snprintf(shown, size, "%s", point->value);
    }
    watch_call(study, point, number, is_begun, is_there ? &account : NULL);
    study->chosen = chosen;
}

/* The call whose local variables the expression names, or the thread whose own ones. */
static void remember_call(const struct study *study, struct stop_point_text *point,
                          const struct account *account)
{
    struct call_frame frame;
    size_t level;
    if (!(account->has_local || account->has_own) ||
        !study_frame(study, &point->slot, &level, &frame))
        return;
    point->is_own = !account->has_local;
    if (point->is_own)
        return;
    const char *function = locals_function(study->names, &frame);
    snprintf(point->function, sizeof point->function, "%s", function == NULL ? "" : function);
    point->frame = frame.pointer;
    point->depth = study_thread(study, point->slot)->depth - (int32_t)level;
    if (!locals_code(study->names, &frame, &point->code))
        point->code = (struct range){0, 0};
    point->position = stepper_position(study->stepper);
}

bool conditions_read(const struct study *study, struct stop_point_text *point, char *problem,
                     size_t size)
{
    struct account account = {.foresees = true};
    struct value value;
    point->function[0] = '\0';
    point->is_own = false;
    if (!evaluate(study, point->text, &account, &value, problem, size))
        return false;
    remember_call(study, point, &account);
    return true;
}

/* A lock or semaphore is watched as an object. */
static bool watch_object(struct study *study, struct stop_point_text *point, int number)
{
    struct memory_view view = study_view(study);
    struct value value;
    char problem[EXPRESSION_PROBLEM_SIZE];
    point->is_object =
        expression_evaluate(study->names, &view, point->text, &value, problem, sizeof problem) &&
        type_plain(value.type)->kind == TYPE_OPAQUE && value.is_lvalue &&
        stepper_watch(study->stepper, number, value.address, value.type->size);
    if (point->is_object)
        show_value(study, point->text, point->value, sizeof point->value);
    return point->is_object;
}

/* Why the stepper does not take all of it. */
static void tell_unwatchable(const struct stop_point_text *point, const struct account *account,
                             char *problem, size_t size)
{
    uint64_t bytes = 0;
    for (size_t index = 0; index < account->count; index++)
        bytes += account->parts[index].high - account->parts[index].low;
    if (account->is_full || bytes > STEPPER_WATCH_BYTES)
        snprintf(problem, size,
                 "%.60s cannot be watched: it takes more than %d bytes, or more than %d places; "
                 "watch a part of it",
                 point->text, STEPPER_WATCH_BYTES, STEPPER_WATCH_PARTS);
    else
        snprintf(problem, size, "%.60s cannot be watched: that is no memory of the program",
                 point->text);
}

bool conditions_watch(struct study *study, struct stop_point_text *point, int number, char *problem,
                      size_t size)
{
    struct account account = {.foresees = true};
    struct value value;
    if (watch_object(study, point, number))
        return true;
    if (!evaluate(study, point->text, &account, &value, problem, size))
        return false;
    if (type_lacks_length(value.type)) {
        snprintf(problem, size,
                 "%.60s cannot be watched: only the program knows how long it is; watch "
                 "elements of it",
                 point->text);
        return false;
    }
    if (account.count == 0) {
        snprintf(problem, size, "%.60s cannot be watched: it never changes", point->text);
        return false;
    }
    if (account.is_full ||
        !stepper_watch_parts(study->stepper, number, account.parts, account.count)) {
        tell_unwatchable(point, &account, problem, size);
        return false;
    }
    remember_call(study, point, &account);
    conditions_ask(study, number);
    snprintf(point->value, sizeof point->value, "(not set yet)");
    conditions_look(study, point, number, point->value, sizeof point->value);
    return true;
}

/* ---- Conditions ------------------------------------------------------------------------------ */

/* What the condition's names will mean: locals of a frame that is not there yet, and what stands behind
 * "SCOPE::" now. */
struct future {
    const struct study *study;
    struct memory_view memory;
    struct call_frame frame;
};

static bool local_in_future(void *context, const char *name, struct value *value, const char **near)
{
    struct future *future = context;
    struct local local;
    if (strstr(name, "::") != NULL)
        return frames_local(future->study, name, value, near);
    if (!locals_find(future->study->names, &future->memory, &future->frame, name, &local) &&
        !locals_find_to_come(future->study->names, &future->memory, &future->frame, name, &local))
        return false;
    *value = (struct value){.type = local.type, .is_lvalue = true, .address = local.address};
    return true;
}

static const char *lost_in_future(void *context, const char *name)
{
    const struct future *future = context;
    return locals_why_lost(future->study->names, &future->memory, &future->frame, name);
}

static bool holds(const struct study *study, const struct memory_view *view, const char *text,
                  char *problem, size_t size)
{
    struct reckoning how = {study->names, view, false, problem, size};
    struct value value;
    bool truth = false;
    problem[0] = '\0';
    return expression_evaluate(study->names, view, text, &value, problem, size) &&
           operators_truth(&how, &value, &truth) && truth;
}

bool conditions_check(const struct study *study, const char *text, const struct break_sites *sites,
                      char *problem, size_t size)
{
    struct future future = {.study = study};
    struct memory_view real = {.context = &future,
                               .local = local_in_future,
                               .lost = lost_in_future},
                       view;
    if (sites == NULL)
        return true;
    pretended_memory(NULL, &future.memory);
    future.frame = (struct call_frame){.pc = sites->pcs[0], .pointer = 1};
    holds(study, pretended_memory(&real, &view), text, problem, size);
    return problem[0] == '\0' || strstr(problem, "division by zero") != NULL;
}

/* Also stops when the condition cannot be told, as then something is not as expected; but not for a variable
 * that is yet to come. */
static bool judge_break(const struct study *study, const struct stop_point_text *point)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct memory_view view = study_view(study);
    return holds(study, &view, point->condition, problem, sizeof problem) ||
           (problem[0] != '\0' && !is_unknown(problem));
}

bool conditions_judge(void *context, int number)
{
    struct study *study = context;
    const struct stop_point_text *point = &study->stops.points[number];
    struct chosen_frame chosen = study->chosen;
    bool is_wanted;
    study->chosen.is_set = false;
    if (point->kind == STOP_POINT_BREAK) {
        is_wanted = judge_break(study, point);
    } else {
        char shown[STOP_TEXT_BYTES];
        conditions_look(study, point, number, shown, sizeof shown);
        is_wanted = strcmp(shown, point->value) != 0;
    }
    study->chosen = chosen;
    return is_wanted;
}
