/* stepping.h: how a command acts on the program, and the commands that make single steps.
 *
 * Every command that acts does so between stepping_begin() and stepping_end(): the first enters it
 * into the history, the second says what happened besides, and what can run next. */
#ifndef REPL_ACT_STEPPING_H
#define REPL_ACT_STEPPING_H

#include "repl/study/study.h"

/* False, with the refusal printed, while an event stands or a display runs. */
bool stepping_may_act(struct study *study, struct console *console);

/* Enters the formatted line into the history. False with the refusal printed. */
bool stepping_begin(struct study *study, struct console *console, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* After the last order of a command, `stop`: closes the entry in the history; prints output, the
 * reason of the stop, and stepping_rest(). An interrupted command is taken back, as it could not
 * be repeated. */
enum outcome stepping_end(struct study *study, struct console *console, const struct stop *stop);

/* What ends the answer of every command that moved the program: displays, an event that stands,
 * broken invariants, what can run next. `slot`: the thread that is being stepped, or NO_THREAD.
 * OUTCOME_OK. */
enum outcome stepping_rest(struct study *study, struct console *console, thread_slot slot);

/* ---- For commands that step threads of the user's choice -------------------------------------- */

/* Makes sure that there is a run to step. A thread that ended is not started again by a step. False
 * with the refusal printed. */
bool stepping_has_run(struct study *study, struct console *console, thread_slot slot);

/* Where the program stood before a command moved it. */
struct before {
    uint64_t step, position;
    bool is_calling; /* what `call` began has not returned, and is to be told when it does */
};
struct before stepping_look(const struct study *study);

/* Ends a command that stepped `slot` (NO_THREAD: several): like stepping_end(), but shows the steps,
 * and keeps what was done of an interrupted one. `line` replaces its text in the history, unless
 * NULL. */
enum outcome stepping_tell(struct study *study, struct console *console,
                           const struct before *before, const struct stop *stop, thread_slot slot,
                           const char *line);

/* step, next, run. */
extern const struct command stepping_commands[];

#endif
