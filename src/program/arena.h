/* arena.h: the memory a subject lives in, shared by the process that runs it and the one that
 * looks.
 *
 * A subject is run in a child process. All that it can change (its globals, heap, stacks) and all
 * that the kit keeps about it (threads, trace, history) lies in one memory file, which the child
 * maps at fixed addresses, so that a pointer has the same value in every run, and which the parent
 * maps wherever there is room. Only the parent translates: arena_at().
 *
 *     address in the child   region
 *     0x200000000000         text and constants of the subject (from its file, not shared)
 *     (where it was linked)  REGION_SEALED   constants that hold addresses: a copy for the parent
 *     (behind these)         REGION_DATA     its writable segment
 *     0x210000000000         REGION_HEAP     what malloc gives out
 *     0x214000000000         REGION_PAGES    what mmap gives out
 *     0x218000000000         REGION_SHADOW   one byte for each byte of the heap
 *     0x220000000000         REGION_STACKS   one slot a thread, guard below the stack
 *     0x230000000000         REGION_CONTROL  struct control of the stepper
 *
 * The file is sparse: what is never touched costs nothing. */
#ifndef PROGRAM_ARENA_H
#define PROGRAM_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_TEXT_ADDRESS 0x200000000000u
#define ARENA_HEAP_ADDRESS 0x210000000000u
#define ARENA_PAGES_ADDRESS 0x214000000000u
#define ARENA_SHADOW_ADDRESS 0x218000000000u
#define ARENA_STACKS_ADDRESS 0x220000000000u
#define ARENA_CONTROL_ADDRESS 0x230000000000u

/* Sizes in bytes. The heap is what a course program may allocate before malloc answers NULL;
 * globals beyond ARENA_DATA_BYTES are refused when the subject is loaded. */
#define ARENA_DATA_BYTES ((size_t)64 << 20)
#define ARENA_HEAP_BYTES ((size_t)256 << 20)
#define ARENA_PAGES_BYTES ((size_t)256 << 20)
#define ARENA_SLOT_BYTES ((size_t)1 << 20)
#define ARENA_GUARD_BYTES ((size_t)64 << 10)
#define ARENA_SLOTS 1024

enum region {
    REGION_SEALED,
    REGION_DATA,
    REGION_HEAP,
    REGION_PAGES,
    REGION_SHADOW,
    REGION_STACKS,
    REGION_CONTROL,
    REGION_COUNT
};

struct arena {
    int file;              /* memory file, inherited by the child */
    char *view;            /* the whole file as the parent sees it */
    size_t bytes;          /* of the whole file */
    uint64_t data_address; /* where REGION_DATA lies in the child; set by arena_place_data() */
    size_t data_bytes;     /* used bytes of REGION_DATA, a multiple of the page size */
    size_t sealed_bytes;   /* of REGION_SEALED, which ends where REGION_DATA begins */
};

/* Makes an empty arena with `control_bytes` for REGION_CONTROL and maps it for the parent. False
 * with errno set when the system refuses. The caller owns it: arena_close(). */
bool arena_open(struct arena *arena, size_t control_bytes);
void arena_close(struct arena *arena);

/* In a process that has only the file of one: maps it like the parent. Where the data lies is not
 * known there. */
bool arena_join(struct arena *arena, int file);

/* Says where the subject's writable segment lies: whole pages [low, high), of which the loader fills
 * in those below `changing` and then seals them. False when they are more than ARENA_DATA_BYTES. */
bool arena_place_data(struct arena *arena, uint64_t low, uint64_t changing, uint64_t high);

/* In the parent: every byte but those of REGION_CONTROL is 0 again, for a child that starts
 * afresh. */
bool arena_wipe(const struct arena *arena);

/* In the child: maps every region but REGION_DATA at its address; stacks cannot be touched until
 * arena_open_stack(). False with errno set when a place is taken. */
bool arena_enter(const struct arena *arena);

/* The stack of a slot: [low, top), growing down from top; below low lies its guard. */
uint64_t arena_stack_low(int slot);
uint64_t arena_stack_top(int slot);

/* In the child: makes the stack of a slot usable; again is harmless. False when the system
 * refuses. */
bool arena_open_stack(int slot);

/* In the child, after the subject was loaded: replaces its private writable segment by REGION_DATA,
 * contents kept, and copies what is sealed. */
bool arena_share_data(const struct arena *arena);

/* In the parent: the bytes that the child sees at [address, address + bytes); NULL unless all of
 * them lie in one region. */
void *arena_at(const struct arena *arena, uint64_t address, size_t bytes);

#endif
