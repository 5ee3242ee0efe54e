/* bytes.h: the model of the memory array: for each byte who owns it, and whether it is marked.
 *
 * It is of another shape than what it is compared with: there is no list and no bitmap, a hole is a
 * run of bytes that nobody owns, found by looking at every byte. A thread owns one run at most, and
 * the runs of two threads never become one. */
#ifndef GRADE_MODELS_BYTES_H
#define GRADE_MODELS_BYTES_H

#include <stdbool.h>

#include "server/placement.h"

enum { BYTES_MOST = 4000, BYTES_THREADS = 60, BYTES_NOBODY = -1 };

struct bytes {
    int size; /* 0: there is no array */
    signed char owners[BYTES_MOST];
    bool is_marked[BYTES_MOST]; /* the owner has written its mark */
};

/* Bytes `start` to `start + size - 1`. */
struct run {
    int owner, start, size;
};

/* `size` bytes that nobody owns. */
void bytes_clear(struct bytes *bytes, int size);

/* The run that starts at `start`; its size is 0 behind the last byte. */
struct run bytes_run(const struct bytes *bytes, int start);

/* How many runs there are. */
int bytes_runs(const struct bytes *bytes);

/* The run of a thread; its size is 0 when it owns nothing. */
struct run bytes_of(const struct bytes *bytes, int owner);

/* The hole that a placement chooses for `size` bytes; its size is 0 when there is none. `rover` is
 * where next fit starts, and then starts behind the bytes; other placements take NULL as well. */
struct run bytes_placed(const struct bytes *bytes, enum placement how, int size, int *rover);

/* The bytes get an owner, or BYTES_NOBODY, and are not marked. */
void bytes_own(struct bytes *bytes, int start, int size, int owner);

/* The thread has written its mark over all it owns. */
void bytes_mark(struct bytes *bytes, int owner);

/* What a byte of the program's array is to hold. */
char bytes_shown(const struct bytes *bytes, int index);

#endif
