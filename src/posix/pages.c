#include "posix/pages.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "program/arena.h"
#include "stepper/child/engine.h"

enum {
    PAGES = ARENA_PAGES_BYTES / PAGES_PAGE_BYTES,
    TABLE_PAGES = PAGES / PAGES_PAGE_BYTES /* the table maps itself */
};

/* enum page_use of each page of the region. */
static unsigned char *table(void)
{
    return (unsigned char *)ARENA_PAGES_ADDRESS;
}

static size_t page_of(uint64_t address)
{
    return (address - ARENA_PAGES_ADDRESS) / PAGES_PAGE_BYTES;
}

static void *address_of(size_t page)
{
    return (char *)ARENA_PAGES_ADDRESS + page * PAGES_PAGE_BYTES;
}

enum page_use pages_use(uint64_t address, size_t size)
{
    uint64_t offset = address - ARENA_PAGES_ADDRESS;
    if (engine_machine()->pages.top == 0 || offset >= ARENA_PAGES_BYTES ||
        size > ARENA_PAGES_BYTES - offset || page_of(address) < TABLE_PAGES)
        return PAGE_FRESH;
    for (size_t page = page_of(address); page <= page_of(address + size - 1); page++)
        if (table()[page] != PAGE_MAPPED)
            return (enum page_use)table()[page];
    return PAGE_MAPPED;
}

static size_t free_run_at(size_t page)
{
    size_t end = page;
    while (end < PAGES && table()[end] != PAGE_MAPPED)
        end++;
    return end - page;
}

/* The first page of the lowest run of free pages that is long enough; PAGES when there is none. */
static size_t first_fit(size_t count)
{
    size_t page = TABLE_PAGES;
    while (page < PAGES) {
        size_t run = free_run_at(page);
        if (run >= count)
            return page;
        page += run + 1;
    }
    return PAGES;
}

/* The pages from a wanted address on, when all of them lie in the region and are free. */
static size_t wanted_place(uint64_t address, size_t count)
{
    bool is_inside = address >= ARENA_PAGES_ADDRESS &&
                     address < ARENA_PAGES_ADDRESS + ARENA_PAGES_BYTES &&
                     address % PAGES_PAGE_BYTES == 0 && page_of(address) >= TABLE_PAGES;
    return is_inside && free_run_at(page_of(address)) >= count ? page_of(address) : PAGES;
}

static void begin(struct pages_state *state)
{
    memset(table(), PAGE_FRESH, PAGES);
    state->top = (uint64_t)TABLE_PAGES * PAGES_PAGE_BYTES;
}

static void *fail(int error)
{
    engine_thread()->error_number = error;
    return MAP_FAILED;
}

void *memrepl_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset)
{
    struct pages_state *state = &engine_machine()->pages;
    (void)protection, (void)file, (void)offset;
    if (size == 0 || (flags & MAP_ANONYMOUS) == 0 || (flags & MAP_FIXED) != 0)
        return fail(EINVAL);
    if (size > ARENA_PAGES_BYTES)
        return fail(ENOMEM);
    if (state->top == 0)
        begin(state);
    size_t count = (size + PAGES_PAGE_BYTES - 1) / PAGES_PAGE_BYTES;
    size_t page = wanted_place((uint64_t)address, count);
    if (page == PAGES)
        page = first_fit(count);
    if (page == PAGES)
        return fail(ENOMEM);
    memset(table() + page, PAGE_MAPPED, count);
    memset(address_of(page), 0, count * PAGES_PAGE_BYTES);
    uint64_t end = (page + count) * PAGES_PAGE_BYTES;
    state->top = end > state->top ? end : state->top;
    state->mapped_bytes += count * PAGES_PAGE_BYTES;
    return address_of(page);
}

/* What mmap is called where files may be large. */
void *memrepl_mmap64(void *address, size_t size, int protection, int flags, int file, off_t offset)
    __attribute__((alias("memrepl_mmap")));

int memrepl_munmap(void *memory, size_t size)
{
    uint64_t address = (uint64_t)memory;
    size_t count = (size + PAGES_PAGE_BYTES - 1) / PAGES_PAGE_BYTES;
    bool is_inside = address >= ARENA_PAGES_ADDRESS &&
                     address < ARENA_PAGES_ADDRESS + ARENA_PAGES_BYTES &&
                     size <= ARENA_PAGES_ADDRESS + ARENA_PAGES_BYTES - address;
    if (size == 0 || !is_inside || address % PAGES_PAGE_BYTES != 0 ||
        page_of(address) < TABLE_PAGES || engine_machine()->pages.top == 0) {
        engine_thread()->error_number = EINVAL;
        return -1;
    }
    for (size_t page = page_of(address); page < page_of(address) + count; page++)
        if (table()[page] == PAGE_MAPPED) {
            table()[page] = PAGE_UNMAPPED;
            engine_machine()->pages.mapped_bytes -= PAGES_PAGE_BYTES;
        }
    return 0;
}
