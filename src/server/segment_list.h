/*
 * The segment list: who owns which bytes of the memory array. This is the interface of lab 2; the
 * solution is solutions/lab2-segments/segment_list.c.
 *
 *     memory    0 0 0 0 0 0 X X X X 2 2 2 X X X X X ...
 *               |           |       |     |
 *     segments [0 6 0] -> [-1 4 6] -> [2 3 10] -> [-1 137 13]          (id, size, index)
 *
 * Invariants, true before and after each call:
 *     first->index == 0,  next->index == index + size,  the sizes sum to memory_size
 *     size > 0, and no two neighbours are both holes
 *     each byte of a hole is MARK_FREE; each byte of a segment is its owner's mark, or still
 *     MARK_FREE where the owner has not written its mark yet
 *
 * The list decides who owns a byte and the array only shows it: granting leaves the array alone,
 * the owner marks its bytes itself. Each segment is one block from malloc. None of these functions
 * takes a lock: while threads run, whoever calls them holds one, and all the same one.
 */
#ifndef SERVER_SEGMENT_LIST_H
#define SERVER_SEGMENT_LIST_H

#include <stdbool.h>

enum {
    HOLE = -1,     /* the id of a segment that nobody owns */
    NO_PLACE = -1, /* in place of a start index: no hole is large enough */
};

/* A run of bytes with one owner, or a hole. */
struct segment {
    int id;    /* the owning thread, or HOLE */
    int size;  /* bytes */
    int index; /* of its first byte in memory */
    struct segment *next;
};

extern char *memory;             /* the array, memory_size bytes */
extern int memory_size;          /* bytes */
extern struct segment *segments; /* in the order of their indices */

/* Life cycle */

/* Makes an array of `bytes` free bytes and a list of one hole. False when there is no memory for
   them, and then nothing is kept. Precondition: bytes > 0, and no list exists. */
bool segment_list_init(int bytes);

/* Frees the array and the list: `memory` and `segments` are NULL afterwards, memory_size is 0.
   Harmless when there is none. */
void segment_list_destroy(void);

/* Operations */

/* The first hole of at least `size` bytes, or NULL when there is none. Precondition: size > 0. */
struct segment *segment_list_first_fit(int size);

/* Gives the first `size` bytes of `hole` to thread `id`: what is left over stays a hole, and an
   exact fit leaves nothing over. Returns the index of the first byte, or NO_PLACE, with the list
   unchanged, when there is no memory for a new node. Precondition: 0 < size <= hole->size, and `id`
   owns no segment. */
int segment_list_take(struct segment *hole, int id, int size);

/* Takes the segment of thread `id` back: its bytes become MARK_FREE, and it is merged with a hole
   on either side. False, with nothing changed, when `id` owns no segment. Precondition: id >= 0. */
bool segment_list_release(int id);

/* Inspection */

enum { DUMP_COLUMNS = 50 }; /* bytes on a line: three lines for 150 */

/* Prints the bytes of the array from index `from` up to but not including `to`, DUMP_COLUMNS on a
   line, the last line shorter when they do not fill it. Each line is the index of its first byte,
   ten characters wide, two blanks, and the bytes as they are. Precondition: 0 <= from and
   to <= memory_size. */
void segment_list_dump(int from, int to);

/* Not an exercise: list_tracker.c */

/* Gives `size` bytes to thread `id`, in the hole that the current placement chooses (placement.h).
   Returns the index of the first byte, or NO_PLACE, with the list unchanged, when no hole is large
   enough or there is no memory for a new node. Preconditions: those of segment_list_take. */
int segment_list_allocate(int id, int size);

/* Walks the invariants above, in time proportional to memory_size. NULL when all of them hold, else
   a sentence that names the first broken one. */
const char *segment_list_check(void);

#endif
