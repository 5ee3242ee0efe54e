/*
 * mems_model_arena.c: mmap and munmap for the linear chain in the differential test. It gets its
 * memory from one large reservation, so that it never takes the place of a page that the MeMS
 * under test has trimmed.
 */
#define _GNU_SOURCE
#include <sys/mman.h>

enum { ARENA_BYTES = 1 << 30 };

static char *arena;
static size_t used, given_back;

void *model_mmap(void *place, size_t bytes, int protection, int flags, int file, off_t offset)
{
    if (!arena)
        arena = mmap(place, ARENA_BYTES, protection, flags | MAP_NORESERVE, file, offset);
    if (arena == MAP_FAILED || bytes > ARENA_BYTES - used)
        return MAP_FAILED;
    used += bytes;
    return arena + used - bytes;
}

/* All of it starts anew once everything has been given back. */
int model_munmap(void *memory, size_t bytes)
{
    (void)memory;
    given_back += bytes;
    if (given_back == used)
        used = given_back = 0;
    return 0;
}
