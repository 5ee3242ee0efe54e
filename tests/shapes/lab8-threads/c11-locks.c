/*
 * MeMS for threads with <threads.h> of C11: a mtx_t for each heap, a call_once, a thread_local. Each
 * thread allocates from a heap of its own, in areas of equal units; a heap has its own stripe of the
 * virtual addresses, so that an address tells whose lock it is under. Who only looks up takes none: the
 * list of areas only grows, and where a block begins is one atomic store.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <threads.h>

#include "threads.h"

enum { HEAPS = 8, UNIT = 64, AREA_BYTES = 1 << 16 };
#define STRIPE ((size_t)1 << 40) /* bytes of virtual addresses */

/* In units, where a block begins; 0 where none does. */
struct unit {
    size_t length;       /* under the lock */
    atomic_size_t shown; /* the same for who only looks up; written under the lock */
};

struct area {
    struct area *next;
    size_t mapped; /* bytes, with this header */
    size_t start;  /* from the beginning of the stripe */
    size_t count;  /* of units */
    char *physical;
    struct unit units[];
};

struct heap {
    mtx_t lock;
    _Atomic(struct area *) areas; /* the latest first; written under the lock */
    size_t end, blocks;           /* under the lock */
};

static struct heap heaps[HEAPS];
static once_flag locks_are_made = ONCE_FLAG_INIT;
static atomic_uint threads_seen;
static thread_local struct heap *own_heap;

static void make_locks(void)
{
    for (int i = 0; i < HEAPS; i++)
        mtx_init(&heaps[i].lock, mtx_plain);
}

/* ---- Under the lock of the heap -------------------------------------------------------------- */

static size_t round_up(size_t size, size_t to)
{
    return (size + to - 1) / to * to;
}

static struct area *map_area(struct heap *heap, size_t units)
{
    size_t count = units > AREA_BYTES / UNIT ? units : AREA_BYTES / UNIT;
    size_t header = round_up(sizeof(struct area) + count * sizeof(struct unit), UNIT);
    size_t mapped = round_up(header + count * UNIT, PAGE_SIZE);
    if (count * UNIT > STRIPE - heap->end)
        return NULL;
    void *memory = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    struct area *area = memory;
    *area = (struct area){heap->areas, mapped, heap->end, count, (char *)memory + header};
    heap->areas = area;
    heap->end += count * UNIT;
    return area;
}

static void set(struct area *area, size_t unit, size_t length)
{
    area->units[unit].length = length;
    area->units[unit].shown = length;
}

/* The first of so many free units, or the area's count. */
static size_t find_free(const struct area *area, size_t units)
{
    size_t first = 0, unit = 0;
    while (unit < area->count && unit - first < units) {
        size_t length = area->units[unit].length;
        unit += length > 0 ? length : 1;
        if (length > 0)
            first = unit;
    }
    return unit - first >= units ? first : area->count;
}

/* ---- With the lock or without it ------------------------------------------------------------- */

static struct area *area_of(const struct heap *heap, size_t offset)
{
    for (struct area *area = heap->areas; area != NULL; area = area->next)
        if (offset >= area->start && offset - area->start < area->count * UNIT)
            return area;
    return NULL;
}

/* The start of the block that a unit lies in, or the area's count. */
static size_t block_at(const struct area *area, size_t unit)
{
    size_t start = unit, length;
    while ((length = area->units[start].shown) == 0 && start > 0)
        start--;
    return unit - start < length ? start : area->count;
}

/* ---- The contract ---------------------------------------------------------------------------- */

static struct heap *heap_of(const void *address)
{
    size_t stripe = ((uintptr_t)address - MEMS_FIRST_ADDRESS) / STRIPE;
    return stripe < HEAPS ? &heaps[stripe] : NULL;
}

static size_t offset_of(const void *address)
{
    return ((uintptr_t)address - MEMS_FIRST_ADDRESS) % STRIPE;
}

void mems_finish(void)
{
    for (int i = 0; i < HEAPS; i++) {
        while (heaps[i].areas != NULL) {
            struct area *area = heaps[i].areas;
            heaps[i].areas = area->next;
            munmap(area, area->mapped);
        }
        heaps[i].end = heaps[i].blocks = 0;
    }
}

void mems_init(void)
{
    call_once(&locks_are_made, make_locks);
    mems_finish();
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > STRIPE)
        return NULL;
    if (own_heap == NULL)
        own_heap = &heaps[atomic_fetch_add(&threads_seen, 1) % HEAPS];
    struct heap *heap = own_heap;
    size_t units = round_up(size, UNIT) / UNIT, first = 0;
    mtx_lock(&heap->lock);
    struct area *area = heap->areas;
    while (area != NULL && (first = find_free(area, units)) == area->count)
        area = area->next;
    if (area == NULL) {
        first = 0;
        area = map_area(heap, units);
    }
    if (area != NULL) {
        set(area, first, units);
        heap->blocks++;
    }
    mtx_unlock(&heap->lock);
    return area == NULL ? NULL
                        : (char *)MEMS_FIRST_ADDRESS + (size_t)(heap - heaps) * STRIPE +
                              area->start + first * UNIT;
}

void *mems_get(void *ptr)
{
    struct heap *heap = heap_of(ptr);
    struct area *area = heap == NULL ? NULL : area_of(heap, offset_of(ptr));
    if (area == NULL)
        return NULL;
    size_t offset = offset_of(ptr) - area->start;
    return block_at(area, offset / UNIT) < area->count ? area->physical + offset : NULL;
}

/* False when no block begins there. */
static bool release(struct heap *heap, size_t offset)
{
    struct area *area = area_of(heap, offset);
    size_t unit = area == NULL ? 0 : (offset - area->start) / UNIT;
    if (area == NULL || offset % UNIT != 0 || area->units[unit].length == 0)
        return false;
    set(area, unit, 0);
    heap->blocks--;
    return true;
}

void mems_free(void *ptr)
{
    struct heap *heap = heap_of(ptr);
    bool is_found = false;
    if (heap != NULL) {
        mtx_lock(&heap->lock);
        is_found = release(heap, offset_of(ptr));
        mtx_unlock(&heap->lock);
    }
    if (!is_found)
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    size_t blocks = 0;
    for (int i = 0; i < HEAPS; i++) {
        mtx_lock(&heaps[i].lock);
        blocks += heaps[i].blocks;
        mtx_unlock(&heaps[i].lock);
    }
    return blocks;
}
