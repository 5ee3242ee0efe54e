/*
 * fast/classes.h: the sizes of slots. A block of up to 8 KiB lives in a slot of the next class
 * size; a larger one has pages of its own and belongs to class 0.
 *
 *     class    1   2   3 ...  64 |  65   66  ...   80 |   81 ...  128
 *     size     8  16  24 ... 512 | 544  576  ... 1024 | 1088 ... 8192
 *                 steps of 8     |  16 steps to each power of two
 *
 *   So at most 7 bytes of a small slot, and at most a seventeenth of a larger one, stay unused;
 *   that rest is less than 256 and fits a byte. A size that is a multiple of a power of two up
 *   to 32 gets a slot that is a multiple of it, too.
 */
#ifndef MEMS_CLASSES_H
#define MEMS_CLASSES_H

#include "../chain.h"

#define MEMS_LARGE 0 /* the class of blocks with pages of their own, and of holes */
#define MEMS_CLASSES 129
#define MEMS_LARGEST_SLOT ((size_t)8192)

/* The first runs of a class have this many slots, if they fit a run at all: a small heap of many
   classes stays small. The more runs a class has the longer the next: then fewer records are in
   the way of mems_get(). */
#define MEMS_RUN_SLOTS ((size_t)4)
#define MEMS_SMALLEST_RUN ((size_t)4096)
#define MEMS_LARGEST_FIRST_RUN ((size_t)32768)
#define MEMS_LARGEST_RUN ((size_t)65536)

/* A shape is a class and how long its run is: class * MEMS_LENGTHS + length. Each length is four
   times the one before. Shape 0 is for large blocks and holes. */
#define MEMS_LENGTHS 3
#define MEMS_SHAPES (MEMS_CLASSES * MEMS_LENGTHS)
#define MEMS_RUNS_TO_GROW 16 /* a class of so many runs gets the next length; 256: the last */

/* So that what rounding a reciprocal adds stays small: see runs.h. */
typedef char mems_assert_reciprocal[PAGE_SIZE <= 1 << 18 ? 1 : -1];

static unsigned mems_class_of(size_t size)
{
    if (MEMS_LIKELY(size <= 512))
        return (unsigned)(size + 7) / 8;
    if (size > MEMS_LARGEST_SLOT)
        return MEMS_LARGE;
    unsigned log2 = 63 - (unsigned)__builtin_clzll(size - 1); /* 2^log2 < size <= 2^(log2 + 1) */
    return 64 + (log2 - 9) * 16 + (unsigned)((size - 1) >> (log2 - 4)) - 15;
}

static size_t mems_slot_size(unsigned class_index)
{
    if (class_index <= 64)
        return (size_t)8 * class_index;
    unsigned step = class_index - 65;
    return (size_t)(17 + step % 16) << (5 + step / 16);
}

/* The shape of the next run of a class that has so many. */
static unsigned mems_shape_for(unsigned class_index, size_t runs)
{
    unsigned length = runs < MEMS_RUNS_TO_GROW ? 0 : runs < 16 * MEMS_RUNS_TO_GROW ? 1 : 2;
    return class_index == MEMS_LARGE ? 0 : class_index * MEMS_LENGTHS + length;
}

static size_t mems_run_bytes(unsigned shape)
{
    size_t bytes = mems_slot_size(shape / MEMS_LENGTHS) * MEMS_RUN_SLOTS;
    if (bytes < MEMS_SMALLEST_RUN)
        bytes = MEMS_SMALLEST_RUN;
    if (bytes > MEMS_LARGEST_FIRST_RUN)
        bytes = MEMS_LARGEST_FIRST_RUN;
    bytes <<= 2 * (shape % MEMS_LENGTHS);
    return mems_round_up(bytes < MEMS_LARGEST_RUN ? bytes : MEMS_LARGEST_RUN, PAGE_SIZE);
}

/* Slots in a run of this shape. */
static unsigned mems_run_capacity(unsigned shape)
{
    return shape == 0 ? 1
                      : (unsigned)(mems_run_bytes(shape) / mems_slot_size(shape / MEMS_LENGTHS));
}

#endif
