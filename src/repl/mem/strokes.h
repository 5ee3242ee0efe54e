/* strokes.h: enqueue, and what it shares with serve and free (serving.h): many steps of one
 * meaning, for a beginner.
 *
 * A stroke runs only its own threads, on the same engine as `step`. When one of them cannot go on,
 * the stroke stops, says who holds what it waits for, and is no error. */
#ifndef MEM_STROKES_H
#define MEM_STROKES_H

#include "repl/mem/mem.h"

/* A thread that spins would never stop by itself. */
enum { STROKE_STEPS = 100000 };

/* Starts a new run of a request thread that asks for `size` bytes, 0 for a random size; it stands
 * before its first step. Choices; the caller has begun a command. False when the program does not
 * take them. */
bool strokes_begin(struct mem *mem, thread_slot slot, int size);

/* False, with the refusal printed, when no stroke can be done now. */
bool strokes_may(struct mem *mem, struct console *console);

/* Lets a thread go on until it waits or ends, or has taken STROKE_STEPS. */
struct stop strokes_go_on(struct mem *mem, thread_slot slot);

/* True when an order stopped for a reason that ends the whole stroke: a break, an event, ... */
bool strokes_end_with(const struct stop *stop);

/* Adds why a thread that should have gone on did not. */
void strokes_add_stuck(const struct mem *mem, struct words *words, thread_slot slot);

/* Adds which strokes make sense now: " (serve)", ": enqueue, or free 1". */
void strokes_suggest(const struct mem *mem, struct words *words);

/* Adds "1:40 2:30" or "empty", of many the first ones. */
void strokes_add_queue(const struct snapshot *snapshot, struct words *words);

/* The topics "strokes", "states" and "words" of help; false for another name. */
bool strokes_explain(struct console *console, const char *name);

/* Reads "3" or "T3". False, with the refusal printed, when it is no request thread. */
bool strokes_read_id(const struct mem *mem, struct console *console, const char *text, int *id);

/* enqueue. */
extern const struct command strokes_commands[];

#endif
