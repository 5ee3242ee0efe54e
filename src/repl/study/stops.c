#include "repl/study/stops.h"

#include "program/expressions/expression.h"
#include "repl/act/stepping.h"
#include "repl/study/conditions.h"
#include "repl/study/frames.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {"", "break", "watch", "display"};

/* ---- The list -------------------------------------------------------------------------------- */

/* A free row; NULL, with the refusal printed, when all are taken or nothing may be set. */
static struct stop_point_text *free_point(struct study *study, struct console *console)
{
    for (int index = 0; index < STEPPER_STOPS; index++)
        if (study->stops.points[index].kind == STOP_POINT_NONE && !study->is_displaying)
            return &study->stops.points[index];
    command_refuse(console,
                   study->is_displaying ? "a display only looks: it cannot set a stop"
                                        : "all %d stops are in use; delete N frees one",
                   STEPPER_STOPS);
    return NULL;
}

static int index_of(const struct study *study, const struct stop_point_text *point)
{
    return (int)(point - study->stops.points);
}

/* Enters a stop that the stepper took, and the line that sets it again. */
static void keep(struct study *study, struct stop_point_text *point, enum stop_kind kind,
                 const char *text)
{
    struct words line;
    point->kind = kind;
    snprintf(point->text, sizeof point->text, "%.*s", STOP_TEXT_BYTES - 1, text);
    words_clear(&line);
    words_add(&line, "%s %s", kind_names[kind], text);
    history_note(study, line.text);
}

static enum outcome list_points(const struct study *study, struct console *console,
                                enum stop_kind kind)
{
    int shown = 0;
    for (int index = 0; index < STEPPER_STOPS; index++) {
        const struct stop_point_text *point = &study->stops.points[index];
        if (point->kind != kind)
            continue;
        fprintf(console->out, "%2d  %s %s\n", index + 1, kind_names[kind], point->text);
        shown++;
    }
    if (shown == 0)
        words_say(console, "No %s is set.", kind_names[kind]);
    return OUTCOME_OK;
}

/* ---- break ----------------------------------------------------------------------------------- */

/* "lock", "post", ...: after any thread did this. */
static bool break_on_operation(struct study *study, int index, const char *text)
{
    for (enum operation_kind kind = OPERATION_START; kind < OPERATION_KINDS; kind++)
        if (strcmp(text, operation_verb(kind)) == 0)
            return stepper_break_on(study->stepper, index, kind);
    return false;
}

static enum lines_result find_place(const struct study *study, const char *text,
                                    struct break_sites *sites)
{
    const char *colon = strrchr(text, ':');
    int64_t line;
    if (colon == NULL)
        return lines_break_function(study->lines, text, 0, sites);
    if (!words_number(colon + 1, 1, INT32_MAX, &line))
        return LINES_NO_LINE;
    char *file = strndup(text, (size_t)(colon - text));
    enum lines_result result =
        file == NULL ? LINES_NO_FILE : lines_break_at(study->lines, file, (int)line, sites);
    free(file);
    return result;
}

/* "PLACE if CONDITION": cuts `text` behind the place, and gives what must hold; NULL when there is no
 * condition.  False, refused, when something else stands there. */
static bool split_condition(struct console *console, char *text, const char **condition)
{
    char *end = text + strcspn(text, " \t");
    *condition = NULL;
    char *rest = end + strspn(end, " \t");
    if (*rest == '\0')
        return true;
    if (strncmp(rest, "if", 2) != 0 || strchr(" \t(", rest[2]) == NULL || rest[2] == '\0') {
        command_refuse(console, "break takes a place, and perhaps a condition: break %.*s if ...",
                       (int)(end - text), text);
        return false;
    }
    *end = '\0';
    *condition = rest + 2 + strspn(rest + 2, " \t");
    return true;
}

/* Enters the break and what must hold for it; `sites` NULL: at an operation. */
static bool keep_break(struct study *study, struct console *console, struct stop_point_text *point,
                       const char *place, const char *condition, const struct break_sites *sites)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct words line;
    int index = index_of(study, point);
    words_clear(&line);
    words_add(&line, condition == NULL ? "%s" : "%s if %s", place, condition);
    bool is_fine = condition == NULL ||
                   (strlen(condition) < sizeof point->condition && line.used < sizeof point->text);
    if (!is_fine)
        command_refuse(console, "a condition has less than %zu characters", sizeof point->text);
    else if (condition != NULL &&
             !conditions_check(study, condition, sites, problem, sizeof problem)) {
        command_refuse(console, "cannot break if %s: %s", condition, problem);
        is_fine = false;
    }
    if (!is_fine) {
        stepper_unset(study->stepper, index);
        return false;
    }
    keep(study, point, STOP_POINT_BREAK, line.text);
    snprintf(point->condition, sizeof point->condition, "%s", condition == NULL ? "" : condition);
    if (condition != NULL)
        conditions_ask(study, index);
    return true;
}

/* " if CONDITION", for the sentence that confirms it. */
static const char *if_words(const char *condition)
{
    return condition == NULL ? "" : ", if ";
}

static enum outcome set_break(struct study *study, struct console *console, const char *place,
                              const char *condition)
{
    struct break_sites sites;
    struct stop_point_text *point = free_point(study, console);
    if (point == NULL)
        return OUTCOME_ERROR;
    int index = index_of(study, point);
    const char *what = condition == NULL ? "" : condition;
    if (break_on_operation(study, index, place)) {
        if (!keep_break(study, console, point, place, condition, NULL))
            return OUTCOME_ERROR;
        words_say(console, "Break %d: after each %s%s%s.", index + 1, place, if_words(condition),
                  what);
        return OUTCOME_OK;
    }
    enum lines_result result = find_place(study, place, &sites);
    if (result != LINES_OK)
        return command_refuse(console, "cannot break at \"%s\": %s%s", place,
                              lines_result_sentence(result),
                              strchr(place, ':') != NULL
                                  ? ""
                                  : "; give FILE:LINE, a function, or an operation such as post");
    if (!stepper_break_at(study->stepper, index, sites.pcs, sites.count))
        return command_refuse(console, "cannot break at \"%s\": too many places", place);
    if (!keep_break(study, console, point, place, condition, &sites))
        return OUTCOME_ERROR;
    if (sites.place.line == 0)
        words_say(console, "Break %d: in %s%s%s.", index + 1, sites.place.function,
                  if_words(condition), what);
    else
        words_say(console, "Break %d: %s:%d, in %s%s%s.", index + 1, sites.place.file,
                  sites.place.line, sites.place.function, if_words(condition), what);
    return OUTCOME_OK;
}

static enum outcome run_break(void *context, struct console *console, int count, char **arguments)
{
    const char *condition;
    struct words place;
    if (count == 0)
        return list_points(context, console, STOP_POINT_BREAK);
    if (!split_condition(console, arguments[0], &condition))
        return OUTCOME_ERROR;
    const char *file = words_is_numeric(arguments[0]) ? frames_file(context) : NULL;
    words_clear(&place);
    words_add(&place, "%s%s%s", file == NULL ? "" : file, file == NULL ? "" : ":", arguments[0]);
    return set_break(context, console, place.text, condition);
}

/* ---- watch ----------------------------------------------------------------------------------- */

static enum outcome run_watch(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    char problem[EXPRESSION_PROBLEM_SIZE];
    if (count == 0)
        return list_points(study, console, STOP_POINT_WATCH);
    struct stop_point_text *point = free_point(study, console);
    if (point == NULL)
        return OUTCOME_ERROR;
    int index = index_of(study, point);
    *point = (struct stop_point_text){.kind = STOP_POINT_NONE};
    if (strlen(arguments[0]) >= sizeof point->text)
        return command_refuse(console, "what is watched has less than %zu characters",
                              sizeof point->text);
    snprintf(point->text, sizeof point->text, "%s", arguments[0]);
    if (!conditions_watch(study, point, index, problem, sizeof problem)) {
        stepper_unset(study->stepper, index);
        return command_refuse(console, "%s%s", problem, study_hint(study, problem));
    }
    study_note_frame(study);
    keep(study, point, STOP_POINT_WATCH, arguments[0]);
    words_say(console, "Watch %d: %s, now %s.", index + 1, point->text, point->value);
    return OUTCOME_OK;
}

/* ---- display --------------------------------------------------------------------------------- */

static enum outcome display(struct study *study, struct console *console, const char *line)
{
    bool was_displaying = study->is_displaying;
    study->is_displaying = true;
    enum outcome outcome = command_run(study->mode, console, line);
    study->is_displaying = was_displaying;
    return outcome;
}

static enum outcome run_display(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    if (count == 0)
        return list_points(study, console, STOP_POINT_DISPLAY);
    struct stop_point_text *point = free_point(study, console);
    if (point == NULL)
        return OUTCOME_ERROR;
    if (strlen(arguments[0]) >= sizeof point->text)
        return command_refuse(console, "a display is a command of less than %zu characters",
                              sizeof point->text);
    enum outcome outcome = display(study, console, arguments[0]);
    if (outcome != OUTCOME_OK)
        return outcome;
    keep(study, point, STOP_POINT_DISPLAY, arguments[0]);
    words_say(console, "Display %d: %s, after each command that acts.", index_of(study, point) + 1,
              point->text);
    return OUTCOME_OK;
}

/* ---- delete ---------------------------------------------------------------------------------- */

static enum outcome run_delete(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    int64_t number;
    (void)count;
    if (study->is_displaying)
        return command_refuse(console, "a display only looks: it cannot delete a stop");
    if (!words_number(arguments[0], 1, STEPPER_STOPS, &number) ||
        study->stops.points[number - 1].kind == STOP_POINT_NONE)
        return command_refuse(console, "no stop \"%s\"; break, watch and display list what is set",
                              arguments[0]);
    struct stop_point_text *point = &study->stops.points[number - 1];
    stepper_unset(study->stepper, (int)number - 1);
    words_say(console, "Deleted: %s %s.", kind_names[point->kind], point->text);
    *point = (struct stop_point_text){.kind = STOP_POINT_NONE};
    struct words line;
    words_clear(&line);
    words_add(&line, "delete %" PRId64, number);
    history_note(study, line.text);
    return OUTCOME_OK;
}

/* Takes the present value as known. */
static void show_watch(struct study *study, struct stop_point_text *point)
{
    conditions_look(study, point, index_of(study, point), point->value, sizeof point->value);
}

/* ---- When the program stopped ---------------------------------------------------------------- */

/* As struct witnessing has it, of the choice that has just been taken. */
static uint64_t unset_before(struct study *study, const struct stop *stop, thread_slot slot,
                             int32_t depth)
{
    uint64_t position = stepper_position(study->stepper);
    size_t count;
    if (stop->pc != 0 || depth == 0 || position == 0)
        return 0;
    const struct range *parts = stepper_watched(study->stepper, stop->number, &count);
    stepper_goto(study->stepper, position - 1);
    uint64_t unset = frames_unset(study, slot, depth, parts, count);
    stepper_goto(study->stepper, position);
    return unset;
}

/* What has changed since it was shown last; of the watch that stopped, in any case. */
static void tell_watch(struct study *study, struct console *console, const struct stop *stop,
                       struct stop_point_text *point)
{
    char before[STOP_TEXT_BYTES];
    memcpy(before, point->value, sizeof before);
    show_watch(study, point);
    struct stop own = *stop;
    own.number = index_of(study, point);
    if (own.number != stop->number && strcmp(before, point->value) == 0)
        return;
    own.pc = own.number == stop->number ? stop->pc : 0;
    bool is_gone = (point->function[0] != '\0' || point->is_own) &&
                   point->value[0] == '('; /* nothing was written */
    int32_t depth = conditions_depth(study, point);
    uint64_t unset = is_gone ? 0 : unset_before(study, &own, point->slot, depth);
    uint64_t pc = is_gone ? 0 : stepper_watch_pc(study->stepper, &own, depth, unset);
    words_say(console, "Watch %d: %s %s -> %s, by %s at %s.", own.number + 1, point->text, before,
              point->value, narrate_name(study, stop->thread).text,
              study_place(study, pc != 0 ? pc : study_pc(study, stop->thread)).text);
}

void stops_explain(struct study *study, struct console *console, const struct stop *stop)
{
    if (stop->reason == STOP_BREAK) {
        words_say(console, "Break %d (%s): %s is at %s.", stop->number + 1,
                  study->stops.points[stop->number].text, narrate_name(study, stop->thread).text,
                  study_place(study, stop->pc).text);
        return;
    }
    for (int index = 0; index < STEPPER_STOPS; index++)
        if (study->stops.points[index].kind == STOP_POINT_WATCH)
            tell_watch(study, console, stop, &study->stops.points[index]);
}

void stops_show(struct study *study, struct console *console)
{
    for (int index = 0; index < STEPPER_STOPS; index++) {
        struct stop_point_text *point = &study->stops.points[index];
        if (point->kind == STOP_POINT_DISPLAY)
            display(study, console, point->text);
        else if (point->kind == STOP_POINT_WATCH)
            show_watch(study, point);
    }
}

static const char *const break_words[] = {"start",     "lock",   "trylock",   "unlock",    "wait",
                                          "trywait",   "post",   "cond-wait", "cond-wake", "signal",
                                          "broadcast", "create", "join",      "yield",     NULL};

const struct command stops_commands[] = {
    {.name = "break",
     .arguments = "[[FILE:]LINE | FUNCTION | EVENT] [if EXPRESSION]",
     .help = "stop at a place, when the expression is true there, or after each operation of one "
             "kind: start, lock, trylock, unlock, "
             "wait, trywait, post, cond-wait, cond-wake, signal, broadcast, create, join, yield; "
             "alone: list them",
     .example = "break my_malloc -- stops each thread as it begins to ask for memory",
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_PLACE,
     .words = break_words,
     .run = run_break},
    {.name = "watch",
     .arguments = "[EXPRESSION]",
     .help =
         "stop after each change of a variable, an expression, a lock or semaphore; alone: list "
         "them",
     .example = "watch thread_message[3] -- stops when T3 gets its answer",
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_NAME,
     .run = run_watch},
    {.name = "display",
     .arguments = "[COMMAND]",
     .help = "show something after each command that acts; alone: list them",
     .example = "display threads -- shows the threads after each command",
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_COMMAND,
     .run = run_display},
    {.name = "delete",
     .arguments = "N",
     .help = "remove the break, watch or display numbered N",
     .example = "delete 1 -- the first stop is no longer set",
     .least = 1,
     .most = 1,
     .group = GROUP_MORE,
     .run = run_delete},
    {.name = NULL},
};
