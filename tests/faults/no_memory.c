/* no_memory.c: a library to preload that lets one allocation of memrepl fail, for tests/faults.sh:
 * the one of number NO_MEMORY_AT, from 1 on. What it forks or starts is left alone, and so are libdw
 * and libelf, which abort, or take an object for one without lines, when there is no memory. With
 * NO_MEMORY_COUNT nothing fails, and the number of allocations is written to the file of that
 * name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CALLERS = 12 };

/* glibc's own, behind the names that are taken here. */
void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *block, size_t bytes);

static long fails_at, allocations;
static pid_t first; /* 0: the loader is still at work, or another program */

__attribute__((constructor)) static void begin(void)
{
    const char *number = getenv("NO_MEMORY_AT");
    if (strcmp(program_invocation_short_name, "memrepl") != 0)
        return;
    fails_at = number == NULL ? 0 : strtol(number, NULL, 10);
    void *unused[1];
    backtrace(unused, 1); /* the first call allocates */
    first = getpid();
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("NO_MEMORY_COUNT");
    if (path == NULL || getpid() != first)
        return;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (file >= 0)
        dprintf(file, "%ld\n", allocations);
}

static bool is_for_elfutils(void)
{
    void *callers[CALLERS];
    Dl_info where;
    int count = backtrace(callers, CALLERS);
    for (int index = 0; index < count; index++)
        if (dladdr(callers[index], &where) != 0 && where.dli_fname != NULL &&
            (strstr(where.dli_fname, "/libdw") != NULL ||
             strstr(where.dli_fname, "/libelf") != NULL))
            return true;
    return false;
}

static bool fails(void)
{
    if (first == 0 || getpid() != first || ++allocations != fails_at || is_for_elfutils())
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t bytes)
{
    return fails() ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    return fails() ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *block, size_t bytes)
{
    return fails() ? NULL : __libc_realloc(block, bytes);
}
