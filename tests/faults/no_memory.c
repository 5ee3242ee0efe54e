/* no_memory.c: a library to preload that lets one allocation of a memrepl fail, for tests/faults.sh:
 * the one of number NO_MEMORY_AT, from 1 on, in the memrepl that is started by hand, or in each whose
 * first argument is NO_MEMORY_IN. What it forks is left alone, or with NO_MEMORY_FORKS is all that is
 * not. So are libdw and libelf, which abort, or take an object for one without lines, when there is no
 * memory. With NO_MEMORY_COUNT nothing fails, and the number of allocations is written to the file of
 * that name.
 *
 * A grading empties the environment of what it starts: here the variables that tests/faults uses are
 * put back. FAULTS_BY, words, stands before the command of each whose first argument is FAULTS_IN. */
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

#include "allocations.h"

enum { CALLERS = 12, WORDS = 64, VARIABLES = 64 };

static long fails_at, allocations;
static pid_t first; /* 0: the loader is still at work, or another program */
static pid_t counted;
static bool in_forks;

/* ---- Allocations ----------------------------------------------------------------------------- */

static bool is_meant(int count, char **words)
{
    const char *in = getenv("NO_MEMORY_IN");
    return strcmp(program_invocation_short_name, "memrepl") == 0 &&
           (in == NULL || (count > 1 && strcmp(words[1], in) == 0));
}

/* The arguments are glibc's. */
__attribute__((constructor)) static void begin(int count, char **words)
{
    const char *number = getenv("NO_MEMORY_AT");
    if (!is_meant(count, words))
        return;
    fails_at = number == NULL ? 0 : strtol(number, NULL, 10);
    void *unused[1];
    backtrace(unused, 1); /* the first call allocates */
    first = counted = getpid();
    in_forks = getenv("NO_MEMORY_FORKS") != NULL;
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

/* One that was forked counts anew. */
bool allocation_fails(void)
{
    pid_t here = getpid();
    if (first == 0 || in_forks == (here == first))
        return false;
    if (here != counted)
        allocations = 0;
    counted = here;
    if (++allocations != fails_at || is_for_elfutils())
        return false;
    errno = ENOMEM;
    return true;
}

/* ---- What is started ------------------------------------------------------------------------- */

static bool is_for_faults(const char *variable)
{
    return strncmp(variable, "NO_MEMORY_", 10) == 0 || strncmp(variable, "FAULTS_", 7) == 0 ||
           strncmp(variable, "LD_PRELOAD=", 11) == 0;
}

/* The words of FAULTS_BY before those of the command. */
static void put_before(char *by, char **words, char *const *command)
{
    size_t count = 0;
    for (char *word = strtok(by, " "); word != NULL && count < WORDS / 2; word = strtok(NULL, " "))
        words[count++] = word;
    for (; *command != NULL && count < WORDS; command++)
        words[count++] = *command;
    words[count] = NULL;
}

/* Adds the variables for faults, or all others. */
static size_t add_variables(char **variables, size_t count, char *const *from, bool is_for)
{
    for (; *from != NULL && count < VARIABLES; from++)
        if (is_for_faults(*from) == is_for)
            variables[count++] = *from;
    variables[count] = NULL;
    return count;
}

int execve(const char *path, char *const *command, char *const *environment)
{
    char *variables[VARIABLES + 1], *words[WORDS + 1];
    char *by = getenv("FAULTS_BY"), *in = getenv("FAULTS_IN");
    size_t count = add_variables(variables, 0, environment, false);
    if (by != NULL && in != NULL && command[1] != NULL && strcmp(command[1], in) == 0) {
        put_before(by, words, command);
        return execvpe(words[0], words, variables);
    }
    int (*next)(const char *, char *const *, char *const *);
    *(void **)&next = dlsym(RTLD_NEXT, "execve");
    add_variables(variables, count, environ, true);
    return next(path, command, variables);
}
