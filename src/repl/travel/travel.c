#include "repl/travel/travel.h"

#include "program/expressions/expression.h"
#include "repl/act/stepping.h"
#include "repl/travel/seeking.h"
#include "repl/words/narrate.h"
#include "repl/words/resting.h"

#include <inttypes.h>
#include <string.h>

enum { SHORT_BYTES = 40 }; /* of two values that stand in one line */

/* Says where the program stands now. */
static enum outcome arrive(struct study *study, struct console *console, const struct stop *stop)
{
    const struct machine *machine = study_machine(study);
    uint64_t ahead = stepper_length(study->stepper) - stepper_position(study->stepper);
    if (stop->reason == STOP_DIED || stop->reason == STOP_INTERRUPTED)
        resting_stop(study, console, stop);
    words_say(console, "Now at step %" PRIu64 ".%s", machine->step,
              ahead == 0 ? "" : " What lay ahead is kept until you act (goto STEP).");
    bool is_prompt = stop->thread != NO_THREAD && stop->thread == study_prompt(study);
    return stepping_rest(study, console,
                         is_prompt ? study_thread_of_interest(study) : stop->thread);
}

static enum outcome go_to(struct study *study, struct console *console, uint64_t position)
{
    struct stop stop = stepper_goto(study->stepper, position);
    return arrive(study, console, &stop);
}

/* The command typed that covers the choice at `position`; NULL when there is none. */
static const struct prompt_command *command_at_position(const struct study *study,
                                                        uint64_t position)
{
    for (size_t index = 0; index < study->history.count; index++) {
        const struct prompt_command *command = &study->history.commands[index];
        if (command->acts && command->first <= position && position < command->last)
            return command;
    }
    return NULL;
}

/* ", by T2 at counter.c:15" */
static void add_doer(const struct study *study, struct words *words, const struct change *change,
                     const char *typed)
{
    if (!change->is_typed)
        words_add(words, ", by %s", narrate_name(study, change->thread).text);
    else if (typed != NULL)
        words_add(words, ", by what was typed: %s", typed);
    if (change->pc != 0)
        words_add(words, " at %s", study_place(study, change->pc).text);
}

static void say_value(struct console *console, const char *when, const char *value)
{
    struct words words;
    words_clear(&words);
    words_add(&words, "%s", value);
    int column = fprintf(console->out, "  %-6s  ", when);
    console_wrap(console, column, column, words.text);
}

/* "Step 6: hits 1 -> 2, by T2 at counter.c:15."; what is long, or has arrows of its own, below it. */
static void say_change(const struct study *study, struct console *console, const char *text,
                       const struct change *change, const char *typed)
{
    const char *before = change->before, *after = change->after;
    bool is_shown = strcmp(before, after) != 0;
    bool is_short = is_shown && strlen(before) + strlen(after) < SHORT_BYTES &&
                    strstr(before, "->") == NULL && strstr(after, "->") == NULL;
    struct words words;
    words_clear(&words);
    if (!change->is_typed)
        words_add(&words, "Step %" PRIu64 ": ", change->step);
    words_add(&words, is_short ? "%s %s -> %s" : "%s changes", text, before, after);
    add_doer(study, &words, change, typed);
    words_add(&words, is_short || !is_shown ? "." : ":");
    words_print(&words, console, 0);
    if (is_shown && !is_short) {
        say_value(console, "before", before);
        say_value(console, "after", after);
    }
    if (change->accesses > 0)
        words_say(console, "step -m %s %" PRIu64 " stops just before that.",
                  study_thread_name(study, change->thread).text, change->accesses);
}

static enum outcome back_to(struct study *study, struct console *console, const char *text)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    struct change change;
    switch (seeking_find(study, text, &change, problem)) {
    case SEEKING_REFUSED:
        return command_refuse(console, "%s", problem);
    case SEEKING_NEVER:
        return command_refuse(console, "%s has been as it is since the beginning", text);
    case SEEKING_INTERRUPTED:
        return command_refuse(console, "interrupted; this is still step %" PRIu64,
                              study_machine(study)->step);
    case SEEKING_FOUND:
        break;
    }
    const struct prompt_command *command =
        change.is_typed ? command_at_position(study, change.position) : NULL;
    say_change(study, console, text, &change, command == NULL ? NULL : command->line);
    return go_to(study, console, command == NULL ? change.position : command->first);
}

/* What stands behind "to"; NULL when the argument is something else. */
static const char *behind_to(const char *argument)
{
    if (strncmp(argument, "to", 2) != 0 || strchr(" \t", argument[2]) == NULL)
        return NULL;
    return argument + 2 + strspn(argument + 2, " \t");
}

static enum outcome run_back(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    const char *sought = count > 0 ? behind_to(arguments[0]) : NULL;
    int64_t wanted = 1;
    if (sought != NULL && *sought == '\0')
        return command_refuse(console, "back to takes what has changed, such as a variable");
    if (sought != NULL)
        return back_to(study, console, sought);
    if (count > 0 && !words_number(arguments[0], 1, INT64_MAX, &wanted)) {
        struct symbol symbol;
        bool is_place = strchr(arguments[0], ':') != NULL ||
                        (image_symbol(study->image, arguments[0], &symbol) && symbol.is_function);
        return command_refuse(
            console,
            "back takes a number of steps, 1 or more, or to and what has changed, "
            "not \"%s\"%s%s",
            arguments[0], is_place ? "; to stop there is break " : "",
            is_place ? arguments[0] : "");
    }
    uint64_t moves = (uint64_t)wanted;
    uint64_t position = stepper_moves_back(study->stepper, &moves);
    if (moves == 0)
        return command_refuse(console, "there is no step to take back; this is the beginning");
    if (moves < (uint64_t)wanted)
        words_say(console, "There were only %" PRIu64 " to take back: this is the beginning.",
                  moves);
    return go_to(study, console, position);
}

static enum outcome run_undo(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    uint64_t present = stepper_position(study->stepper);
    int64_t wanted = 1;
    if (count > 0 && !words_number(arguments[0], 1, INT64_MAX, &wanted))
        return command_refuse(console, "undo takes a number of commands, 1 or more, not \"%s\"",
                              arguments[0]);
    const struct prompt_command *undone = NULL;
    for (size_t index = study->history.count; index-- > 0 && wanted > 0;) {
        const struct prompt_command *command = &study->history.commands[index];
        if (!command->acts || command->first >= present)
            continue;
        undone = command;
        wanted--;
    }
    if (undone == NULL)
        return command_refuse(console, "there is no command to undo; this is the beginning");
    words_say(console, "Undone, back to before: %s", undone->line);
    return go_to(study, console, undone->first);
}

/* The stepper finds the position just before the next step. When only the start of a command lies
 * between that and the step wanted, the place to be is before the command: goto 0 is where reset
 * goes. */
static bool find_step(struct study *study, uint64_t step, uint64_t *position)
{
    uint64_t present = stepper_position(study->stepper);
    if (!stepper_find_step(study->stepper, step, position))
        return false;
    for (size_t index = 0; index < study->history.count; index++) {
        const struct prompt_command *command = &study->history.commands[index];
        if (!command->acts || command->first >= *position || command->last < *position)
            continue;
        stepper_goto(study->stepper, command->first);
        if (study_machine(study)->step == step)
            *position = command->first;
        stepper_goto(study->stepper, present);
    }
    return true;
}

static enum outcome run_goto(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    int64_t step;
    uint64_t position;
    (void)count;
    if (!words_number(arguments[0], 0, INT64_MAX, &step))
        return command_refuse(console, "goto takes a step number, 0 or more, not \"%s\"",
                              arguments[0]);
    if (!find_step(study, (uint64_t)step, &position))
        return command_refuse(console, "step %" PRId64 " was never reached; this is step %" PRIu64,
                              step, study_machine(study)->step);
    return go_to(study, console, position);
}

static enum outcome run_reset(void *context, struct console *console, int count, char **arguments)
{
    (void)count, (void)arguments;
    return go_to(context, console, 0);
}

static const char *const back_words[] = {"to", NULL};

const struct command travel_commands[] = {
    {.name = "back",
     .arguments = "[N | to EXPRESSION]",
     .help = "take the last step back, or the last N; to: go to before the last change of a "
             "variable, list or lock",
     .example = "back to thread_message[3] -- who wrote it last, and where; stands just before",
     .least = 0,
     .most = -1,
     .group = GROUP_FIRST,
     .letter = 'b',
     .repeats = true,
     .complete = ARGUMENT_NAME,
     .words = back_words,
     .run = run_back},
    {.name = "undo",
     .arguments = "[N]",
     .help = "take the last command that moved the program back, or the last N; break, watch and "
             "display stay set",
     .example = "undo -- as if the last of them had not been typed",
     .least = 0,
     .most = 1,
     .group = GROUP_MORE,
     .run = run_undo},
    {.name = "goto",
     .arguments = "STEP",
     .help = "go to a step, back or forth, until a new action cuts off the future",
     .example = "goto 12 -- to the state after 12 steps",
     .least = 1,
     .most = 1,
     .group = GROUP_MORE,
     .run = run_goto},
    {.name = "reset",
     .arguments = "",
     .help = "go back to step 0",
     .example = "reset -- nobody has asked for anything yet",
     .least = 0,
     .most = 0,
     .group = GROUP_MORE,
     .run = run_reset},
    {.name = NULL},
};
