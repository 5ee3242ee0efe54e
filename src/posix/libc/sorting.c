/* sorting.c: qsort() and bsearch(), whose comparisons are the subject's own functions. A comparison
 * may hand over to other threads: all that is kept here lies on its thread's stack or in the heap. */
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "posix/libc/numbers.h"
#include "program/arena.h"
#include "stepper/child/engine.h"

struct sorting {
    size_t size; /* of an element */
    comparison_with *compare;
    void *argument;
    char *spare; /* room for all the elements */
    uint64_t pc;
};

/* Merges two neighbouring sorted runs. */
static void merge(const struct sorting *sorting, char *elements, size_t left_count, size_t count)
{
    size_t size = sorting->size, left_at = 0, right_at = left_count, at = 0;
    while (left_at < left_count && right_at < count) {
        char *left = elements + left_at * size, *right = elements + right_at * size;
        bool is_left = sorting->compare(left, right, sorting->argument) <= 0;
        check_read(is_left ? left : right, size, sorting->pc);
        memcpy(sorting->spare + at++ * size, is_left ? left : right, size);
        left_at += is_left;
        right_at += !is_left;
    }
    /* What is left of the right run stands where it belongs. */
    size_t rest = left_count - left_at;
    memmove(elements + (count - (count - right_at) - rest) * size, elements + left_at * size,
            rest * size);
    check_write(elements, at * size, sorting->pc);
    memcpy(elements, sorting->spare, at * size);
}

static void sort(const struct sorting *sorting, char *elements, size_t count)
{
    if (count < 2)
        return;
    size_t half = count / 2;
    sort(sorting, elements, half);
    sort(sorting, elements + half * sorting->size, count - half);
    merge(sorting, elements, half, count);
}

static void sort_all(void *elements, size_t count, size_t size, comparison_with *compare,
                     void *argument, uint64_t pc)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    check_read(elements, bytes, pc);
    struct sorting sorting = {.size = size,
                              .compare = compare,
                              .argument = argument,
                              .spare = heap_reserve(bytes, false),
                              .pc = pc};
    if (sorting.spare == NULL)
        engine_event((struct event){
            .kind = EVENT_TOO_MANY, .pc = pc, .value = ARENA_HEAP_BYTES, .other = NO_THREAD});
    sort(&sorting, elements, count);
    heap_release(sorting.spare, pc);
}

static int compare_only(const void *left, const void *right, void *compare)
{
    return (*(comparison **)compare)(left, right);
}

void memrepl_qsort(void *elements, size_t count, size_t size, comparison *compare)
{
    sort_all(elements, count, size, compare_only, &compare, CALLER);
}

void memrepl_qsort_r(void *elements, size_t count, size_t size, comparison_with *compare,
                     void *argument)
{
    sort_all(elements, count, size, compare, argument, CALLER);
}

void *memrepl_bsearch(const void *key, const void *elements, size_t count, size_t size,
                      comparison *compare)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *element = (const char *)elements + middle * size;
        int difference = compare(key, element);
        if (difference == 0)
            return (void *)element;
        if (difference < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
