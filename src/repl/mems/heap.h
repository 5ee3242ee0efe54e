/* heap.h: what the chains of MeMS say at one moment, copied out as plain values.
 *
 *     virtual   1000            5096                  13288
 *     mains     [ main 0        ][ main 1              ]
 *     nodes     [ 0 ][ 1 ][ 2   ][ 3 ][ 4              ]     main 1 has nodes [3, 5)
 *
 * The chains may be a student's, so nothing is trusted: every pointer is followed by a read that
 * can fail, every walk has an end, and where one breaks off `fault` says why. The structs are
 * known by the published names of their members, from the debug information: a program may order
 * them as it likes, and add its own. */
#ifndef MEMS_HEAP_H
#define MEMS_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct study;
struct words;

enum { HEAP_PAGE_BYTES = 4096 }; /* PAGE_SIZE, as the subject is built */

struct heap_main {
    uint64_t start, size;
    size_t first, end; /* its nodes: [first, end) */
};

struct heap_node {
    uint64_t start, size, physical;
    size_t main; /* index of the main node it belongs to */
    bool is_hole;
};

struct heap {
    uint64_t position; /* of the stepper when the copy was made */
    uint64_t next_address;
    struct heap_main *mains;
    size_t main_count, main_room;
    struct heap_node *nodes; /* rising by start, as long as the chains are sound */
    size_t node_count, node_room;
    const char *fault; /* NULL, or why the copy is not whole: "the main chain runs in a circle" */
};

/* Where the members of the published structs are. */
struct heap_layout {
    uint64_t head, next_address; /* of the two variables */
    size_t main_bytes, main_start, main_size, main_sub, main_next;
    size_t node_bytes, node_size, node_type, node_virtual, node_physical, node_next;
};

/* Finds the members. False when the program does not have what MeMS publishes; *missing (constant)
 * then names the first. */
bool heap_find_layout(struct heap_layout *layout, const struct study *study, const char **missing);

/* Copies the present state; all zeros is an empty heap to begin with. */
void heap_take(struct heap *heap, const struct study *study, const struct heap_layout *layout);
void heap_close(struct heap *heap);

/* True when the memory for the copy ran out: the fault is not the program's. */
bool heap_is_unseen(const struct heap *heap);

/* True when two copies have the same main nodes, blocks and holes. */
bool heap_is_same(const struct heap *one, const struct heap *other);

/* The node that holds a virtual address, or the one that starts there; NULL when there is none. */
const struct heap_node *heap_node_at(const struct heap *heap, uint64_t address);
const struct heap_node *heap_start_at(const struct heap *heap, uint64_t address);

uint64_t heap_node_last(const struct heap_node *node); /* its last address */

struct heap_totals {
    uint64_t pages, block_bytes, hole_bytes, largest_hole; /* largest_hole: bytes */
    size_t blocks, holes;
};
struct heap_totals heap_sum(const struct heap *heap);

/* Adds the first broken invariant of the contract, with its place; nothing when all hold: main
 * nodes follow each other without a gap and are whole pages, nodes fill them exactly, none is
 * empty, no two holes are neighbours, and physical follows virtual. */
void heap_check(const struct heap *heap, struct words *words);

#endif
