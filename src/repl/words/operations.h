/* operations.h: operations, what they did, and what threads wait for, in words. */
#ifndef REPL_WORDS_OPERATIONS_H
#define REPL_WORDS_OPERATIONS_H

#include "repl/study/study.h"

struct words;

/* An operation as the source has it: "sem_wait(items)", "start of thread_function". */
struct operation_text {
    char text[200];
};
struct operation_text narrate_operation(const struct study *study,
                                        const struct operation *operation);

/* What an operation works on: "queue_lock", "worker" for a pthread_create, "T1" for a join; empty
 * when nothing is named. */
struct object_name narrate_operand(const struct study *study, const struct operation *operation);

/* What an operation did to its object: "1 -> 0", "-> held". Short, so that a row of the trace
 * fits. */
struct operation_text narrate_effect(const struct trace_entry *entry);

/* Adds the state of an object: "value 2", "held by T1 since queue.c:9", "read by T1 and T2". Nothing
 * for a condition variable, which has none. */
void narrate_state(const struct study *study, struct words *words,
                   const struct sync_object *object);

/* Adds what a blocked thread waits for, and who could wake it, without a full stop: "T3 waits for
 * queue_lock (server.c:9), which T1 holds since server.c:9". */
void narrate_wait(const struct study *study, struct words *words, thread_slot slot);

/* The same without who could wake it. */
void narrate_wait_alone(const struct study *study, struct words *words, thread_slot slot);

#endif
