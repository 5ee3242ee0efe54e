/* tracing.h: what the threads did so far: as a list of operations, and as a table.
 *
 *     step   line  main     T1      T2
 *     #7     9              lock a
 *     #8     9                      lock b
 *     waits        join T1  lock b  lock a
 *
 * Both are drawn from the trace; neither changes anything. */
#ifndef REPL_INSPECT_TRACING_H
#define REPL_INSPECT_TRACING_H

#include "repl/study/study.h"
#include "repl/words/operations.h"

/* Prints the operations `from` < step <= `to` as a list: of many only the last. */
void tracing_steps(struct study *study, struct console *console, uint64_t from, uint64_t to);

/* Prints the same steps as a table, or where that is of no use or does not fit, as a list. `also`
 * has a column even when it takes none of them, for what it waits for; or NO_THREAD. */
void tracing_table(struct study *study, struct console *console, uint64_t from, uint64_t to,
                   thread_slot also);

/* A step in its thread's column: "lock queue_lock", "post items = 1", "trylock queue_lock: busy". */
struct operation_text tracing_cell(const struct study *study, const struct trace_entry *entry);

/* What a blocked thread would do, without the value that it would leave behind. */
struct operation_text tracing_wait(const struct study *study, const struct operation *operation);

/* trace. */
extern const struct command tracing_commands[];

#endif
