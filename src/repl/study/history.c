#include "repl/study/history.h"

#include "repl/export/keeping.h"
#include "repl/study/narrate.h"
#include "repl/study/resting.h"
#include "repl/study/stepping.h"
#include "repl/study/study.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- The list -------------------------------------------------------------------------------- */

static void drop(struct history *history, size_t index)
{
    free(history->commands[index].line);
    history->count--;
    memmove(&history->commands[index], &history->commands[index + 1],
            (history->count - index) * sizeof history->commands[0]);
}

static void free_commands(struct prompt_command *commands, size_t count)
{
    for (size_t index = 0; commands != NULL && index < count; index++)
        free(commands[index].line);
    free(commands);
}

static void forget_kept(struct history *history)
{
    free_commands(history->cut, history->cut_count);
    history->cut = NULL;
}

void history_clear(struct history *history)
{
    free_commands(history->commands, history->count);
    forget_kept(history);
    *history = (struct history){0};
}

/* Copies the list, for put_back(). False when out of memory. */
static bool keep(struct history *history)
{
    struct prompt_command *copies = calloc(history->count + 1, sizeof *copies);
    for (size_t index = 0; copies != NULL && index < history->count; index++) {
        copies[index] = history->commands[index];
        copies[index].line = strdup(history->commands[index].line);
        if (copies[index].line == NULL) {
            free_commands(copies, index);
            copies = NULL;
        }
    }
    history->cut = copies;
    history->cut_count = copies == NULL ? 0 : history->count;
    return copies != NULL;
}

static void put_back(struct history *history)
{
    free_commands(history->commands, history->count);
    history->commands = history->cut;
    history->count = history->cut_count;
    history->room = history->cut_count + 1;
    history->cut = NULL;
}

static bool append(struct history *history, const struct prompt_command *command, const char *line)
{
    if (history->count == history->room) {
        size_t room = history->room == 0 ? 64 : 2 * history->room;
        struct prompt_command *longer = realloc(history->commands, room * sizeof *longer);
        if (longer == NULL)
            return false;
        history->commands = longer;
        history->room = room;
    }
    char *copy = strdup(line);
    if (copy == NULL)
        return false;
    history->commands[history->count] = *command;
    history->commands[history->count++].line = copy;
    return true;
}

/* The moves to take back from the end of a command to reach `position` inside it. Goes there and
 * comes back to `position`. */
static uint64_t moves_after(struct stepper *stepper, uint64_t position, uint64_t last)
{
    uint64_t low = 0, high = last - position; /* moves_back(high) <= position */
    stepper_goto(stepper, last);
    while (low < high) {
        uint64_t middle = low + (high - low) / 2, moves = middle;
        if (stepper_moves_back(stepper, &moves) <= position)
            high = middle;
        else
            low = middle + 1;
    }
    stepper_goto(stepper, position);
    return high;
}

static void cut_future(struct study *study)
{
    struct history *history = &study->history;
    uint64_t position = stepper_position(study->stepper);
    for (size_t index = history->count; index-- > 0;) {
        struct prompt_command *command = &history->commands[index];
        if (!command->acts || command->last <= position)
            continue;
        if (command->first >= position) {
            drop(history, index);
            continue;
        }
        command->taken_back += moves_after(study->stepper, position, command->last);
        command->last = position;
    }
}

bool history_begin(struct study *study, const char *line)
{
    uint64_t position = stepper_position(study->stepper);
    if (position < stepper_length(study->stepper) && !keep(&study->history))
        return false;
    cut_future(study);
    return append(&study->history,
                  &(struct prompt_command){.first = position, .last = position, .acts = true},
                  line);
}

uint64_t history_first(const struct study *study)
{
    return study->history.commands[study->history.count - 1].first;
}

void history_end(struct study *study, const char *line)
{
    struct history *history = &study->history;
    struct prompt_command *command = &history->commands[history->count - 1];
    command->last = stepper_position(study->stepper);
    if (command->last == command->first) {
        if (history->cut != NULL)
            put_back(history);
        else
            drop(history, history->count - 1);
        return;
    }
    forget_kept(history);
    char *copy = line == NULL ? NULL : strdup(line);
    if (copy != NULL) {
        free(command->line);
        command->line = copy;
    }
}

bool history_note(struct study *study, const char *line)
{
    return append(&study->history, &(struct prompt_command){.acts = false}, line);
}

/* ---- Time travel ----------------------------------------------------------------------------- */

/* Says where the program stands now. */
static enum outcome arrive(struct study *study, struct console *console, const struct stop *stop)
{
    const struct machine *machine = study_machine(study);
    uint64_t ahead = stepper_length(study->stepper) - stepper_position(study->stepper);
    if (stop->reason == STOP_DIED || stop->reason == STOP_INTERRUPTED)
        resting_stop(study, console, stop);
    words_say(console, "Now at step %" PRIu64 ".%s", machine->step,
              ahead == 0 ? "" : " What lay ahead is kept until you act (goto STEP).");
    return stepping_rest(study, console, stop->thread);
}

static enum outcome go_to(struct study *study, struct console *console, uint64_t position)
{
    struct stop stop = stepper_goto(study->stepper, position);
    return arrive(study, console, &stop);
}

static enum outcome run_back(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    int64_t wanted = 1;
    if (count > 0 && !words_number(arguments[0], 1, INT64_MAX, &wanted))
        return command_refuse(console, "back takes a number of steps, 1 or more, not \"%s\"",
                              arguments[0]);
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

/* ---- Saving ---------------------------------------------------------------------------------- */

#define SESSION_MARK "# A memrepl session" /* what each saved file begins with */

/* Commands up to the present position; the future is not saved. */
static void write_commands(const struct study *study, FILE *file)
{
    uint64_t position = stepper_position(study->stepper);
    for (size_t index = 0; index < study->history.count; index++) {
        const struct prompt_command *command = &study->history.commands[index];
        if (command->acts && command->first >= position)
            continue;
        fprintf(file, "%s\n", command->line);
        uint64_t back = command->taken_back;
        if (command->acts && command->last > position)
            back += moves_after(study->stepper, position, command->last);
        if (back > 0)
            fprintf(file, "back %" PRIu64 "\n", back);
    }
}

static void write_session(const void *context, FILE *file, const char *path)
{
    const struct study *study = context;
    fprintf(file,
            SESSION_MARK ": ./memrepl -x FILE does these lines and stops at step %" PRIu64 ".\n",
            study_machine(study)->step);
    if (study->hooks->settings != NULL)
        study->hooks->settings(study, file, path);
    write_commands(study, file);
}

static enum outcome run_save(void *context, struct console *console, int count, char **arguments)
{
    const struct keeping keeping = {.mark = SESSION_MARK,
                                    .what = "session that save wrote",
                                    .write = write_session,
                                    .context = context};
    (void)count;
    enum outcome outcome = keeping_save(&keeping, console, arguments[0]);
    if (outcome == OUTCOME_OK)
        words_say(console, "Saved: ./memrepl -x %s comes back to this state.", arguments[0]);
    return outcome;
}

const struct command history_commands[] = {
    {.name = "back",
     .arguments = "[N]",
     .help = "take the last step back, or the last N",
     .example = "back 3 -- goes back to before the last three steps, or accesses of step -m",
     .least = 0,
     .most = 1,
     .group = GROUP_FIRST,
     .letter = 'b',
     .repeats = true,
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
    {.name = "save",
     .reaches_out = true,
     .arguments = "FILE",
     .help = "write a session that comes back to this state",
     .example = "save mine.mem -- later: ./memrepl -x mine.mem",
     .least = 1,
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .run = run_save},
    {.name = NULL},
};
