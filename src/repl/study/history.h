/* history.h: what was typed, as a list that can be undone, replayed and saved.
 *
 * The stepper's journal knows each choice; this list knows which choices belong to which prompt
 * command. A command that makes choices covers the positions [first, last) of the journal; one
 * that sets a stop covers none and stays where it was typed.
 *
 *     journal    0 . . . . 5 . . . . . 11 . . 14
 *     commands   enqueue 1  | serve      | step 3        position 8: serve is partly undone
 *
 * A new action cuts off what lies after the present position. A command that is cut in its middle
 * is kept with the number of moves to take back after it: the session then reads "serve", "back
 * 3". */
#ifndef STUDY_HISTORY_H
#define STUDY_HISTORY_H

#include "repl/command.h"

#include <stddef.h>
#include <stdint.h>

struct study;

struct prompt_command {
    char *line;           /* as it can be typed again */
    uint64_t first, last; /* positions of the journal */
    uint64_t taken_back;  /* moves cut off at its end */
    bool acts;            /* false: sets a stop, makes no choice */
};

struct history {
    struct prompt_command *commands;
    size_t count, room;
    struct prompt_command *cut; /* while a command acts: the list before its future was cut off */
    size_t cut_count;           /* put back when it turns out to have done nothing */
};

/* Before a command acts: cuts off the future and adds the line (copied). False when out of
 * memory. */
bool history_begin(struct study *study, const char *line);

/* Where the command that acts now began. */
uint64_t history_first(const struct study *study);

/* After it acted: closes the last entry at the present position; one that made no choice is dropped,
 * and the future is there again. `line` replaces the text, unless NULL. */
void history_end(struct study *study, const char *line);

/* Adds a line that sets a stop. False when out of memory. */
bool history_note(struct study *study, const char *line);

void history_clear(struct history *history);

/* save, foresee. */
extern const struct command history_commands[];

#endif
