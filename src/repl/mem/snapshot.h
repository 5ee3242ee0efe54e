/* snapshot.h: what the memory server's data say at one moment, copied out as plain values.
 *
 * The data may be a student's: a list can run in a circle, a pointer can lead nowhere, a length
 * can lie. So nothing is trusted: each pointer is followed by a read that can fail, each walk has
 * an end, and where a walk breaks off the snapshot says why. */
#ifndef MEM_SNAPSHOT_H
#define MEM_SNAPSHOT_H

#include "server/marks.h"

#include <stdbool.h>

struct study;
struct subject;
struct words;

enum {
    SNAPSHOT_HOLE = -1,     /* id of a hole */
    SNAPSHOT_NO_PLACE = -1, /* message of a request that was refused, or not answered yet */
    SNAPSHOT_REQUESTS =
        200, /* nodes of the queue that are looked at: each thread has one at most */
};

struct snapshot_segment {
    int id, size, index;
};

struct snapshot_request {
    int id, size;
};

struct snapshot {
    int room; /* bytes of memory, and segments, that can be held */

    int memory_size;
    char *array;     /* memory_size bytes */
    bool has_bitmap; /* of lab 4, in place of the list */
    struct snapshot_segment *segments;
    int segment_count;
    struct snapshot_request requests[SNAPSHOT_REQUESTS];
    int request_count;
    int queue_length; /* as the queue itself says */
    int messages[THREADS_MAX];
    int placement;

    /* NULL, or why the copy is not whole: "the list runs in a circle". */
    const char *array_fault, *list_fault, *queue_fault;
};

/* Makes room for a memory of `bytes`. False when there is none. */
bool snapshot_open(struct snapshot *snapshot, int bytes);
void snapshot_close(struct snapshot *snapshot);

/* Copies the present state. What cannot be read is left empty, with the fault that says why. */
void snapshot_take(struct snapshot *snapshot, struct study *study, const struct subject *subject);

/* Copies one snapshot over another of the same room. */
void snapshot_copy(struct snapshot *to, const struct snapshot *from);

/* The segment of a thread, or the hole or segment that holds a byte; NULL when there is none. */
const struct snapshot_segment *snapshot_segment_of(const struct snapshot *snapshot, int id);
const struct snapshot_segment *snapshot_segment_at(const struct snapshot *snapshot, int index);

/* The request of a thread in the queue; NULL when it has none. */
const struct snapshot_request *snapshot_request_of(const struct snapshot *snapshot, int id);

/* What a thread writes into its bytes, as server/marks.h has it; X for no thread. */
char snapshot_mark(int id);

/* True when each byte of a segment shows its owner's mark. */
bool snapshot_is_marked(const struct snapshot *snapshot, const struct snapshot_segment *segment);

struct snapshot_totals {
    int used, free;     /* bytes */
    int holes, largest; /* number, and bytes of the largest */
};
struct snapshot_totals snapshot_sum(const struct snapshot *snapshot);

/* Adds the first broken invariant of segment list and array, with its place; nothing when all
 * hold: indices follow each other from 0, the sizes sum to the memory, no two holes are
 * neighbours, and each byte shows its owner's mark or, of a hole or not yet marked, X. */
void snapshot_check(const struct snapshot *snapshot, struct words *words);

#endif
