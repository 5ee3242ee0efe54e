/* stepping.h: how a command acts on the program, and the commands that make single steps.
 *
 * Every command that acts does so between stepping_begin() and stepping_end(): the first enters it
 * into the history, the second says what happened besides, and what can run next. */
#ifndef STUDY_STEPPING_H
#define STUDY_STEPPING_H

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

/* step, next, run, scheduler. */
extern const struct command stepping_commands[];

#endif
