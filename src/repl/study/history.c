#include "repl/study/history.h"

#include "repl/export/keeping.h"
#include "repl/study/study.h"
#include "repl/words/narrate.h"

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
        if (command->acts && command->last <= position)
            break; /* and so do all before it */
        if (!command->acts)
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
    if (study->chosen.position > position) /* what will stand there is another frame */
        study->chosen.is_set = false;
    if (study->foreseen.position > position)
        foreseen_forget(&study->foreseen);
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
    if (study->foreseen.story != NULL && study->foreseen.position == position)
        foreseen_write(study, file, &study->foreseen);
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
    bool is_plain = strpbrk(arguments[0], " \t\"'\\$`*?[]<>|&;()!#~{}") == NULL; /* to a shell */
    if (outcome == OUTCOME_OK)
        words_say(console,
                  is_plain ? "Saved: ./memrepl -x %s comes back to this state."
                           : "Saved: the session %s comes back to this state.",
                  arguments[0]);
    return outcome;
}

const struct command history_commands[] = {
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
    {.name = "foresee",
     .arguments = "THREAD STORY...",
     .help = "note what the next step of a thread will show: the page of export html goes on to "
             "there and names it; explore, and the sessions that it saves, do so",
     .example = "foresee T3 deadlock: each waits for the next -- export html ends in that step",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = foreseen_run},
    {.name = NULL},
};
