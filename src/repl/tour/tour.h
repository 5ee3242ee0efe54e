/* tour.h: `help tour`: tells a lesson, waits until what it asks for was done, and tells the next.
 *
 * It hears of each line that was typed and of what came of it, and looks at the state with `expect`,
 * silently; it keeps nobody from typing anything else. Nothing of it depends on who types: in a pipe
 * or a transcript the same lines bring the same words. */
#ifndef TOUR_TOUR_H
#define TOUR_TOUR_H

#include "repl/command.h"

struct tour {
    size_t lesson; /* the one that is on; 0: none */
    int misses;    /* lines since it was told that did something else */
};

/* What the tour may do to the session: one line, whose output nobody sees. */
struct tour_stage {
    enum outcome (*quietly)(void *context, const char *line);
    void *context;
};

/* `help tour`, `help tour N` and `help tour end`; `word` is what stands behind tour, or NULL. Begins the
 * memory server anew; without a number only where that loses nothing. */
enum outcome tour_begin(struct tour *tour, const struct tour_stage *stage, struct console *console,
                        const char *word);

/* After each line that was typed: `row` is its command, NULL when it has none. */
void tour_hear(struct tour *tour, const struct tour_stage *stage, struct console *console,
               const struct command *row, enum outcome outcome);

#endif
