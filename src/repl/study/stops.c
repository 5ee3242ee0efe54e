#include "repl/study/stops.h"

#include "program/expressions/expression.h"
#include "repl/study/narrate.h"
#include "repl/study/stepping.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WATCH_BYTES_MOST = 64 }; /* what stepper_watch() compares after each step */

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
    snprintf(point->text, sizeof point->text, "%s", text);
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

static enum outcome run_break(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct break_sites sites;
    if (count == 0)
        return list_points(study, console, STOP_POINT_BREAK);
    struct stop_point_text *point = free_point(study, console);
    if (point == NULL)
        return OUTCOME_ERROR;
    int index = index_of(study, point);
    if (break_on_operation(study, index, arguments[0])) {
        keep(study, point, STOP_POINT_BREAK, arguments[0]);
        words_say(console, "Break %d: after each %s.", index + 1, arguments[0]);
        return OUTCOME_OK;
    }
    enum lines_result result = find_place(study, arguments[0], &sites);
    if (result != LINES_OK)
        return command_refuse(console, "cannot break at \"%s\": %s%s", arguments[0],
                              lines_result_sentence(result),
                              strchr(arguments[0], ':') != NULL
                                  ? ""
                                  : "; give FILE:LINE, a function, or an operation such as post");
    if (!stepper_break_at(study->stepper, index, sites.pcs, sites.count))
        return command_refuse(console, "cannot break at \"%s\": too many places", arguments[0]);
    keep(study, point, STOP_POINT_BREAK, arguments[0]);
    if (sites.place.line == 0)
        words_say(console, "Break %d: in %s.", index + 1, sites.place.function);
    else
        words_say(console, "Break %d: %s:%d, in %s.", index + 1, sites.place.file, sites.place.line,
                  sites.place.function);
    return OUTCOME_OK;
}

/* ---- watch ----------------------------------------------------------------------------------- */

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

static enum outcome run_watch(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct memory_view view = study_view(study);
    struct value value;
    char problem[EXPRESSION_PROBLEM_SIZE];
    if (count == 0)
        return list_points(study, console, STOP_POINT_WATCH);
    struct stop_point_text *point = free_point(study, console);
    if (point == NULL)
        return OUTCOME_ERROR;
    if (!expression_evaluate(study->names, &view, arguments[0], &value, problem, sizeof problem))
        return command_refuse(console, "%s", problem);
    uint64_t size = value.type->size;
    if (!value.is_lvalue || size == 0 || size > WATCH_BYTES_MOST)
        return command_refuse(console,
                              "%s cannot be watched: a variable of 1 to %d bytes can, or one "
                              "element of an array",
                              arguments[0], WATCH_BYTES_MOST);
    if (!stepper_watch(study->stepper, index_of(study, point), value.address, size))
        return command_refuse(console, "%s cannot be watched", arguments[0]);
    keep(study, point, STOP_POINT_WATCH, arguments[0]);
    show_value(study, point->text, point->value, sizeof point->value);
    words_say(console, "Watch %d: %s, now %s.", index_of(study, point) + 1, point->text,
              point->value);
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

/* ---- When the program stopped ---------------------------------------------------------------- */

void stops_explain(struct study *study, struct console *console, const struct stop *stop)
{
    struct stop_point_text *point = &study->stops.points[stop->number];
    struct spoken_name name = narrate_name(study, stop->thread);
    struct place_name place = study_place(study, stop->pc);
    if (stop->reason == STOP_BREAK) {
        words_say(console, "Break %d (%s): %s is at %s.", stop->number + 1, point->text, name.text,
                  place.text);
        return;
    }
    char before[STOP_TEXT_BYTES];
    memcpy(before, point->value, sizeof before);
    show_value(study, point->text, point->value, sizeof point->value);
    words_say(console, "Watch %d: %s %s -> %s, by %s at %s.", stop->number + 1, point->text, before,
              point->value, name.text, place.text);
}

void stops_show(struct study *study, struct console *console)
{
    for (int index = 0; index < STEPPER_STOPS; index++) {
        struct stop_point_text *point = &study->stops.points[index];
        if (point->kind == STOP_POINT_DISPLAY)
            display(study, console, point->text);
        else if (point->kind == STOP_POINT_WATCH)
            show_value(study, point->text, point->value, sizeof point->value);
    }
}

static const char *const break_words[] = {"start",     "lock",   "trylock",   "unlock",    "wait",
                                          "trywait",   "post",   "cond-wait", "cond-wake", "signal",
                                          "broadcast", "create", "join",      "yield",     NULL};

const struct command stops_commands[] = {
    {.name = "break",
     .arguments = "[FILE:LINE | FUNCTION | EVENT]",
     .help = "stop at a place, or after each operation of one kind: start, lock, trylock, unlock, "
             "wait, trywait, post, cond-wait, cond-wake, signal, broadcast, create, join, yield; "
             "alone: list them",
     .example = "break my_malloc -- stops each thread as it begins to ask for memory",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_PLACE,
     .words = break_words,
     .run = run_break},
    {.name = "watch",
     .arguments = "[NAME]",
     .help = "stop after each change of a variable, lock or semaphore; alone: list them",
     .example = "watch thread_message[3] -- stops when T3 gets its answer",
     .most = 1,
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
