/* semaphores.c: semaphores as a subject calls them. Each run of a program begins without any that
 * have a name. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "stepper/child/engine.h"

/* ---- Semaphores ------------------------------------------------------------------------------ */

int memrepl_sem_init(sem_t *semaphore, int shared, unsigned value)
{
    (void)shared;
    if (value > INT_MAX)
        return objects_fail(EINVAL);
    objects_declare(semaphore, sizeof *semaphore, OBJECT_SEMAPHORE, MUTEX_NORMAL, value, CALLER);
    return 0;
}

int memrepl_sem_destroy(sem_t *semaphore)
{
    objects_destroy(semaphore, sizeof *semaphore, OBJECT_SEMAPHORE, CALLER);
    return 0;
}

static int operate(enum operation_kind kind, sem_t *semaphore, uint64_t pc)
{
    check_object(semaphore, sizeof *semaphore, USE_SYNC, pc);
    int error = objects_operate(kind, semaphore, sizeof *semaphore, pc);
    return error == 0 ? 0 : objects_fail(error);
}

static int operate_until(sem_t *semaphore, clockid_t clock, const struct timespec *deadline,
                         uint64_t pc)
{
    if (!objects_set_deadline(clock, deadline, pc))
        return objects_fail(EINVAL);
    return operate(OPERATION_TIMEDWAIT, semaphore, pc);
}

int memrepl_sem_wait(sem_t *semaphore)
{
    return operate(OPERATION_WAIT, semaphore, CALLER);
}

int memrepl_sem_trywait(sem_t *semaphore)
{
    return operate(OPERATION_TRYWAIT, semaphore, CALLER);
}

int memrepl_sem_post(sem_t *semaphore)
{
    return operate(OPERATION_POST, semaphore, CALLER);
}

int memrepl_sem_timedwait(sem_t *semaphore, const struct timespec *deadline)
{
    return operate_until(semaphore, CLOCK_REALTIME, deadline, CALLER);
}

int memrepl_sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *deadline)
{
    return operate_until(semaphore, clock, deadline, CALLER);
}

int memrepl_sem_getvalue(sem_t *semaphore, int *value)
{
    check_object(semaphore, sizeof *semaphore, USE_SYNC, CALLER);
    check_write(value, sizeof *value, CALLER);
    struct machine *machine = engine_machine();
    engine_operation(OPERATION_ATOMIC_READ, (uint64_t)semaphore, 0, __ATOMIC_RELAXED, CALLER);
    int32_t index = sync_find(machine, (uint64_t)semaphore);
    if (index < 0)
        return objects_fail(EINVAL);
    *value = (int)machine->objects[index].value;
    return 0;
}

/* ---- Semaphores that have a name ------------------------------------------------------------- */

/* A reserved block of the heap each, linked from machine.program.semaphores, the last first. The
 * semaphore is live while anyone has it open. */
struct named {
    sem_t semaphore; /* what sem_open() returns the address of */
    struct named *before;
    uint32_t opened; /* how often, less how often closed */
    uint32_t value;  /* while it is not open */
    bool is_unlinked;
    char name[];
};

static struct named *last_named(void)
{
    return (struct named *)engine_machine()->program.semaphores;
}

/* The name without its slashes; NULL when there is none, or more slashes. */
static const char *plain_name(const char *name, uint64_t pc)
{
    check_string(name, SIZE_MAX, pc);
    name += strspn(name, "/");
    return *name == '\0' || strchr(name, '/') != NULL || strlen(name) > NAME_MAX ? NULL : name;
}

static struct named *find(const char *name)
{
    struct named *named = last_named();
    while (named != NULL && (named->is_unlinked || strcmp(named->name, name) != 0))
        named = named->before;
    return named;
}

static struct named *create(const char *name, uint32_t value)
{
    struct named *named = heap_reserve(sizeof *named + strlen(name) + 1, true);
    if (named == NULL)
        return NULL;
    named->before = last_named();
    named->value = value;
    strcpy(named->name, name);
    engine_machine()->program.semaphores = (uint64_t)named;
    return named;
}

static sem_t *open_named(struct named *named, uint64_t pc)
{
    if (named->opened++ == 0)
        objects_declare(&named->semaphore, sizeof named->semaphore, OBJECT_SEMAPHORE, MUTEX_NORMAL,
                        named->value, pc);
    return &named->semaphore;
}

static sem_t *refuse(int error)
{
    objects_fail(error);
    return SEM_FAILED;
}

sem_t *memrepl_sem_open(const char *name, int flags, ...)
{
    unsigned value = 0;
    const char *plain = plain_name(name, CALLER);
    struct named *named = plain == NULL ? NULL : find(plain);
    va_list arguments;
    va_start(arguments, flags);
    if ((flags & O_CREAT) != 0) {
        va_arg(arguments, mode_t);
        value = va_arg(arguments, unsigned);
    }
    va_end(arguments);
    if (plain == NULL || value > INT_MAX)
        return refuse(EINVAL);
    if (named != NULL && (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0)
        return refuse(EEXIST);
    if (named == NULL && (flags & O_CREAT) == 0)
        return refuse(ENOENT);
    if (named == NULL)
        named = create(plain, value);
    return named == NULL ? refuse(ENOMEM) : open_named(named, CALLER);
}

int memrepl_sem_close(sem_t *semaphore)
{
    struct named *named = last_named();
    while (named != NULL && &named->semaphore != semaphore)
        named = named->before;
    if (named == NULL || named->opened == 0)
        return objects_fail(EINVAL);
    const struct machine *machine = engine_machine();
    named->value = (uint32_t)machine_object(machine, (uint64_t)semaphore)->value;
    if (--named->opened == 0)
        objects_destroy(semaphore, sizeof *semaphore, OBJECT_SEMAPHORE, CALLER);
    return 0;
}

int memrepl_sem_unlink(const char *name)
{
    const char *plain = plain_name(name, CALLER);
    struct named *named = plain == NULL ? NULL : find(plain);
    if (named == NULL)
        return objects_fail(ENOENT);
    named->is_unlinked = true;
    return 0;
}
