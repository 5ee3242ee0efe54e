/* pages.h: mmap and munmap for a subject, served from REGION_PAGES.
 *
 * Anonymous private memory only. Pages are given out from the bottom up, first fit, so that an
 * allocator on top of mmap sees the same physical addresses in every run. The region begins with a
 * table of one byte a page, which a checkpoint copies with the rest. */
#ifndef POSIX_PAGES_H
#define POSIX_PAGES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PAGES_PAGE_BYTES 4096

enum page_use {
    PAGE_FRESH, /* never mapped */
    PAGE_MAPPED,
    PAGE_UNMAPPED
};

/* PAGE_MAPPED when all the bytes are mapped, else the state of the first page that is not. */
enum page_use pages_use(uint64_t address, size_t size);

void *memrepl_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset);
void *memrepl_mmap64(void *address, size_t size, int protection, int flags, int file, off_t offset);
int memrepl_munmap(void *memory, size_t size);

#endif
