/* one_place.c: a library to preload that lets memrepl find no memory at one place, for tests/places.sh.
 *
 * A place is where the kit's own code stands when it asks for memory: its last three calls, hashed to
 * 16 hexadecimal digits. With PLACES=FILE nothing fails, and each place that a process comes to is added
 * to FILE. With NO_MEMORY_IN=PLACE the first allocation there fails, in each process of memrepl, those
 * that it forks too. libdw and libelf, which abort or take an object for one without lines when there
 * is no memory, are left alone: no place is inside them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "allocations.h"

enum { CALLS = 16, CALLS_OF_KIT = 3, PLACES_MOST = 1 << 16, FILE_AT = 301 };

static bool is_begun; /* before, the loader is still at work, or this is another program */
static bool is_looking, is_listing;
static uint64_t refused;           /* a place; 0: none any more */
static uint64_t seen[PLACES_MOST]; /* by their last bits */
static void *kit;                  /* where it has been loaded */

__attribute__((constructor)) static void begin(void)
{
    const char *list = getenv("PLACES"), *place = getenv("NO_MEMORY_IN");
    void *unused[1];
    Dl_info where;
    if (strcmp(program_invocation_short_name, "memrepl") != 0)
        return;
    backtrace(unused, 1); /* the first call allocates */
    if (dladdr((void *)getauxval(AT_PHDR), &where) == 0)
        return;
    kit = where.dli_fbase;
    refused = place == NULL ? 0 : strtoull(place, NULL, 16);
    int file = list == NULL ? -1 : open(list, O_WRONLY | O_CREAT | O_APPEND, 0666);
    is_listing = file >= 0 && dup2(file, FILE_AT) == FILE_AT;
    is_begun = true;
}

/* 0: inside libdw or libelf, or not on behalf of the kit. */
static uint64_t place_now(void)
{
    void *callers[CALLS];
    uint64_t place = 14695981039346656037u; /* FNV-1a's, as is the factor */
    int count = backtrace(callers, CALLS), of_kit = 0;
    for (int index = 0; index < count && of_kit < CALLS_OF_KIT; index++) {
        Dl_info where;
        if (dladdr(callers[index], &where) == 0 || where.dli_fname == NULL)
            continue;
        if (strstr(where.dli_fname, "/libdw") != NULL || strstr(where.dli_fname, "/libelf") != NULL)
            return 0;
        if (where.dli_fbase != kit)
            continue;
        place = (place ^ (uint64_t)((char *)callers[index] - (char *)kit)) * 1099511628211u;
        of_kit++;
    }
    return of_kit == 0 ? 0 : place;
}

static void list_place(uint64_t place)
{
    uint64_t *slot = &seen[place % PLACES_MOST];
    if (*slot == place)
        return;
    *slot = place;
    dprintf(FILE_AT, "%016" PRIx64 "\n", place);
}

bool allocation_fails(void)
{
    if (!is_begun || is_looking || (!is_listing && refused == 0))
        return false;
    is_looking = true;
    uint64_t place = place_now();
    bool is_refused = place != 0 && place == refused;
    if (is_listing && place != 0)
        list_place(place);
    if (is_refused)
        refused = 0;
    is_looking = false;
    errno = is_refused ? ENOMEM : errno;
    return is_refused;
}
