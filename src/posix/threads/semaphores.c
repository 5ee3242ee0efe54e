/* semaphores.c: semaphores as a subject calls them. */
#include <errno.h>
#include <limits.h>
#include <semaphore.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "stepper/child/engine.h"

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
    check_read(semaphore, sizeof *semaphore, pc);
    int error = objects_operate(kind, semaphore, sizeof *semaphore, pc);
    return error == 0 ? 0 : objects_fail(error);
}

static int operate_until(sem_t *semaphore, const struct timespec *deadline, uint64_t pc)
{
    if (!objects_set_deadline(deadline, pc))
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
    return operate_until(semaphore, deadline, CALLER);
}

int memrepl_sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *deadline)
{
    (void)clock;
    return operate_until(semaphore, deadline, CALLER);
}

int memrepl_sem_getvalue(sem_t *semaphore, int *value)
{
    check_read(semaphore, sizeof *semaphore, CALLER);
    check_write(value, sizeof *value, CALLER);
    struct machine *machine = engine_machine();
    int32_t index = sync_find(machine, (uint64_t)semaphore);
    if (index < 0)
        return objects_fail(EINVAL);
    *value = (int)machine->objects[index].value;
    return 0;
}
