/* explain.h: what one move of a thread did, in plain words.
 *
 *     T1 posts items: 0 -> 1. That lets the server go on. T1 now stands before
 *     sem_wait(answered[1]) and has to wait there: ...
 *
 * What the program's own data have to do with it, the mode adds: page.h. */
#ifndef PAGE_EXPLAIN_H
#define PAGE_EXPLAIN_H

#include "repl/words/narrate.h"

/* What is to be compared with after a move. */
struct explain_before {
    bool could_run[MACHINE_THREADS];
    uint64_t step;
};
void explain_note(struct explain_before *before, const struct study *study);

/* Adds what the operation was; nothing for the end of the program, which explain_end() tells. */
void explain_operation(const struct study *study, struct words *words,
                       const struct trace_entry *entry);

/* Adds who can go on that could not before, but for who moved. */
void explain_woken(const struct study *study, struct words *words,
                   const struct explain_before *before, thread_slot mover);

/* Adds where the mover stands now, and whether it has to wait there. */
void explain_standing(const struct study *study, struct words *words, thread_slot mover);

/* What the prompt says of an event or a deadlock that stands, but for the line of source, which stands
 * beside it: each sentence on a line of its own; "" where there is none. Heap string; NULL: no memory. */
char *explain_end(struct study *study);

#endif
