/* resting.h: what is said when the program stands still again: why it stopped, who can go on. */
#ifndef REPL_WORDS_RESTING_H
#define REPL_WORDS_RESTING_H

#include "repl/study/study.h"

/* Says why an order stopped where the command itself did not say: break, watch, interrupt, ... */
void resting_stop(struct study *study, struct console *console, const struct stop *stop);

/* Adds how a program died, as struct stop has it: "ended its own process with status 7, ...". */
void resting_death(struct words *words, int number);

/* True when a program with a main() of its own has come to its end: by return, exit(), or because
 * no thread is left. */
bool resting_has_ended(const struct study *study);

/* The last line of each answer: who can run next, or a deadlock with who waits for what. `slot` is
 * the thread the user steps at the moment, or NO_THREAD. OUTCOME_OK. */
enum outcome resting_next(struct study *study, struct console *console, thread_slot slot);

/* Prints, indented, what each blocked thread waits for, and the circle where they form one. */
void resting_waits(const struct study *study, struct console *console);

/* The same where an event or a deadlock stands: only back. */
void resting_way_back(struct console *console);

#endif
