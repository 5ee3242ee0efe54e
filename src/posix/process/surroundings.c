#include "posix/process/surroundings.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "posix/libc/statics.h"
#include "stepper/child/engine.h"

enum { PARENT = 999, PROCESS = 1000, USER = 1000, PROCESSORS = 2, PAGE_BYTES = 4096, TICKS = 100 };

/* ---- The environment ------------------------------------------------------------------------- */

struct variable {
    struct variable *next;
    size_t name_bytes;
    char text[]; /* "name=value" */
};

/* The link that leads to it, or the last link. */
static struct variable **find(const char *name, size_t name_bytes, uint64_t pc)
{
    struct variable **link = &statics_get(pc)->environment;
    while (*link != NULL &&
           ((*link)->name_bytes != name_bytes || memcmp((*link)->text, name, name_bytes) != 0))
        link = &(*link)->next;
    return link;
}

static int fail(int error)
{
    engine_thread()->error_number = error;
    return -1;
}

/* What getenv() returned for a variable stays readable when that is changed. */
static int set(const char *name, size_t name_bytes, const char *value, uint64_t pc)
{
    struct variable **link = find(name, name_bytes, pc);
    size_t value_bytes = strlen(value) + 1;
    struct variable *fresh = heap_reserve(sizeof *fresh + name_bytes + 1 + value_bytes, true);
    if (fresh == NULL)
        return fail(ENOMEM);
    fresh->next = *link == NULL ? NULL : (*link)->next;
    fresh->name_bytes = name_bytes;
    memcpy(fresh->text, name, name_bytes);
    fresh->text[name_bytes] = '=';
    memcpy(fresh->text + name_bytes + 1, value, value_bytes);
    *link = fresh;
    return 0;
}

char *memrepl_getenv(const char *name)
{
    struct variable *variable = *find(name, check_string(name, SIZE_MAX, CALLER), CALLER);
    return variable == NULL ? NULL : variable->text + variable->name_bytes + 1;
}

char *memrepl_secure_getenv(const char *name) __attribute__((alias("memrepl_getenv")));

int memrepl_setenv(const char *name, const char *value, int overwrite)
{
    size_t name_bytes = check_string(name, SIZE_MAX, CALLER);
    check_string(value, SIZE_MAX, CALLER);
    if (name_bytes == 0 || strchr(name, '=') != NULL)
        return fail(EINVAL);
    if (!overwrite && *find(name, name_bytes, CALLER) != NULL)
        return 0;
    return set(name, name_bytes, value, CALLER);
}

int memrepl_unsetenv(const char *name)
{
    size_t name_bytes = check_string(name, SIZE_MAX, CALLER);
    if (name_bytes == 0 || strchr(name, '=') != NULL)
        return fail(EINVAL);
    struct variable **link = find(name, name_bytes, CALLER);
    if (*link != NULL)
        *link = (*link)->next;
    return 0;
}

int memrepl_putenv(char *assignment)
{
    check_string(assignment, SIZE_MAX, CALLER);
    const char *equals = strchr(assignment, '=');
    if (equals == NULL)
        return memrepl_unsetenv(assignment);
    return set(assignment, (size_t)(equals - assignment), equals + 1, CALLER);
}

int memrepl_clearenv(void)
{
    statics_get(CALLER)->environment = NULL;
    return 0;
}

/* ---- Who and where --------------------------------------------------------------------------- */

pid_t memrepl_getpid(void)
{
    return PROCESS;
}

pid_t memrepl_getppid(void)
{
    return PARENT;
}

pid_t memrepl_gettid(void)
{
    return PROCESS + engine_machine()->running;
}

uid_t memrepl_getuid(void)
{
    return USER;
}

uid_t memrepl_geteuid(void) __attribute__((alias("memrepl_getuid")));
gid_t memrepl_getgid(void) __attribute__((alias("memrepl_getuid")));
gid_t memrepl_getegid(void) __attribute__((alias("memrepl_getuid")));

long memrepl_sysconf(int name)
{
    switch (name) {
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return PROCESSORS;
    case _SC_PAGESIZE:
        return PAGE_BYTES;
    case _SC_CLK_TCK:
        return TICKS;
    case _SC_THREAD_THREADS_MAX:
        return MACHINE_THREADS;
    default:
        return fail(EINVAL);
    }
}

int memrepl_getpagesize(void)
{
    return PAGE_BYTES;
}

int memrepl_get_nprocs(void)
{
    return PROCESSORS;
}

int memrepl_get_nprocs_conf(void) __attribute__((alias("memrepl_get_nprocs")));

/* "C" is the only one, as in a process that never asked for another. */
char *memrepl_setlocale(int category, const char *locale)
{
    (void)category;
    struct statics *statics = statics_get(CALLER);
    if (locale != NULL) {
        check_string(locale, SIZE_MAX, CALLER);
        if (locale[0] != '\0' && strcmp(locale, "C") != 0 && strcmp(locale, "POSIX") != 0)
            return NULL;
    }
    strcpy(statics->locale, "C");
    return statics->locale;
}

long memrepl_syscall(long number, ...)
{
    switch (number) {
    case SYS_gettid:
        return memrepl_gettid();
    case SYS_getpid:
        return PROCESS;
    default:
        break;
    }
    struct event event = {.kind = EVENT_ILLEGAL, .pc = CALLER, .value = SIGSYS, .other = NO_THREAD};
    snprintf(event.text, sizeof event.text, "system call %ld is not simulated", number);
    engine_event(event);
}

int *memrepl___errno_location(void)
{
    return &engine_thread()->error_number;
}
