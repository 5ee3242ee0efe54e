/*
 * pages.h: which pages of the main nodes are with us.
 *
 * A page is told apart by its number: (virtual address - MEMS_FIRST_ADDRESS) / PAGE_SIZE.
 *
 *     PRESENT --release--> ABSENT --restore--> PRESENT
 *                             \---restore, but another mapping is there---> LOST, for ever
 *
 * A page that is absent or lost always lies wholly in a hole. An absent page has no memory; its
 * physical address is free for whoever asks the system, which is why restoring may find it
 * taken. MeMS never forces its way (MAP_FIXED): that would destroy what is there.
 */
#ifndef MEMS_PAGES_H
#define MEMS_PAGES_H

#include "system.h"

/* The largest page that the system may work with: munmap() rounds up to it, so less than one
   such page must never be given back. */
#if defined __x86_64__ || defined __i386__
#define MEMS_SYSTEM_PAGE ((size_t)4096)
#else
#define MEMS_SYSTEM_PAGE ((size_t)65536)
#endif

enum mems_page_state { MEMS_PRESENT = 0, MEMS_ABSENT, MEMS_LOST };

enum mems_restore { MEMS_RESTORED, MEMS_NO_MEMORY, MEMS_TAKEN };

struct mems_pages {
    struct mems_table states; /* one byte, an enum mems_page_state, per page; pages beyond its end
                                 are present, so a heap that is never trimmed has none */
    size_t absent;            /* how many pages are ABSENT */
    size_t lost;              /* how many are LOST */
};

/* Pages [first, end), physically contiguous. */
struct mems_range {
    size_t first;
    size_t end;
};

static enum mems_page_state mems_page_state(const struct mems_pages *pages, size_t page)
{
    if (page >= pages->states.bytes)
        return MEMS_PRESENT;
    return (enum mems_page_state)((const unsigned char *)pages->states.rows)[page];
}

/* The end of the pages from `first` that are all in the state of `first`, at most `end`. */
static size_t mems_pages_alike(const struct mems_pages *pages, size_t first, size_t end)
{
    enum mems_page_state state = mems_page_state(pages, first);
    size_t page = first + 1;
    while (page < end && mems_page_state(pages, page) == state)
        page++;
    return page;
}

static void mems_pages_set(struct mems_pages *pages, struct mems_range range,
                           enum mems_page_state state)
{
    for (size_t page = range.first; page < range.end; page++)
        ((unsigned char *)pages->states.rows)[page] = (unsigned char)state;
}

/* The part of the range that consists of whole pages of the system. physical: of range.first. */
static struct mems_range mems_pages_whole(struct mems_range range, const char *physical)
{
    while (range.first < range.end && (uintptr_t)physical % MEMS_SYSTEM_PAGE != 0) {
        range.first++;
        physical += PAGE_SIZE;
    }
    while (range.first < range.end && (range.end - range.first) * PAGE_SIZE % MEMS_SYSTEM_PAGE != 0)
        range.end--;
    return range;
}

/* Gives the present pages of a range back to the system: how many went; none without memory for
   their states. physical: where page range.first is. Precondition: the range lies in a hole. */
static size_t mems_pages_release(struct mems_pages *pages, struct mems_range range, char *physical,
                                 struct mems_system *system)
{
    if (!mems_table_reserve(&pages->states, range.end, system))
        return 0;
    struct mems_range whole = mems_pages_whole(range, physical);
    physical += (whole.first - range.first) * PAGE_SIZE;
    size_t released = 0;
    for (size_t page = whole.first, end; page < whole.end; page = end) {
        end = mems_pages_alike(pages, page, whole.end);
        struct mems_range run = {page, end};
        char *memory = physical + (page - whole.first) * PAGE_SIZE;
        if (mems_page_state(pages, page) != MEMS_PRESENT ||
            !mems_unmap(memory, (end - page) * PAGE_SIZE))
            continue;
        mems_pages_set(pages, run, MEMS_ABSENT);
        pages->absent += end - page;
        released += end - page;
    }
    return released;
}

/* Asks the system for one run of absent pages, where they were. */
static enum mems_restore mems_pages_restore_run(struct mems_pages *pages, struct mems_range run,
                                                char *physical)
{
    size_t bytes = (run.end - run.first) * PAGE_SIZE;
    char *memory = mems_map_at(physical, bytes);
    if (!memory)
        return MEMS_NO_MEMORY;
    pages->absent -= run.end - run.first;
    if (memory == physical) {
        mems_pages_set(pages, run, MEMS_PRESENT);
        return MEMS_RESTORED;
    }
    mems_unmap(memory, bytes);
    mems_pages_set(pages, run, MEMS_LOST);
    pages->lost += run.end - run.first;
    return MEMS_TAKEN;
}

/* Makes every page of *range present. TAKEN: *range is now the run of pages that is lost. */
static enum mems_restore mems_pages_restore(struct mems_pages *pages, struct mems_range *range,
                                            char *physical)
{
    const size_t system_pages = MEMS_SYSTEM_PAGE > PAGE_SIZE ? MEMS_SYSTEM_PAGE / PAGE_SIZE : 1;
    for (size_t page = range->first, end; pages->absent && page < range->end; page = end) {
        end = mems_pages_alike(pages, page, range->end);
        if (mems_page_state(pages, page) != MEMS_ABSENT)
            continue;
        char *memory = physical + (page - range->first) * PAGE_SIZE;
        size_t before = (uintptr_t)memory % MEMS_SYSTEM_PAGE / PAGE_SIZE;
        struct mems_range run = {page - before, end};
        while ((run.end - run.first) % system_pages != 0)
            run.end++;
        enum mems_restore outcome = mems_pages_restore_run(pages, run, memory - before * PAGE_SIZE);
        if (outcome == MEMS_TAKEN)
            *range = run;
        if (outcome != MEMS_RESTORED)
            return outcome;
    }
    return MEMS_RESTORED;
}

/* Gives back all present pages of a main node that is about to be forgotten. */
static void mems_pages_forget(struct mems_pages *pages, struct mems_range range, char *physical)
{
    for (size_t page = range.first, end; page < range.end; page = end) {
        end = mems_pages_alike(pages, page, range.end);
        if (mems_page_state(pages, page) == MEMS_PRESENT)
            mems_unmap(physical + (page - range.first) * PAGE_SIZE, (end - page) * PAGE_SIZE);
    }
}

#endif
