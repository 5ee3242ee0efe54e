/* conditions.c: condition variables as a subject calls them. */
#include <errno.h>
#include <pthread.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "posix/threads/threads.h"
#include "stepper/child/engine.h"

int memrepl_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    (void)attributes;
    objects_declare(condition, sizeof *condition, OBJECT_CONDITION, MUTEX_NORMAL, 0, CALLER);
    return 0;
}

int memrepl_pthread_cond_destroy(pthread_cond_t *condition)
{
    objects_know(condition, sizeof *condition, OBJECT_CONDITION, CALLER);
    objects_destroy(condition, sizeof *condition, OBJECT_CONDITION, CALLER);
    return 0;
}

static int wait(enum operation_kind begin, enum operation_kind end, pthread_cond_t *condition,
                pthread_mutex_t *mutex, uint64_t pc)
{
    objects_know(condition, sizeof *condition, OBJECT_CONDITION, pc);
    locks_know(mutex, pc);
    int error = engine_operation(begin, (uint64_t)condition, (uint64_t)mutex, 0, pc);
    if (error != 0)
        return error;
    error = engine_operation(end, (uint64_t)condition, (uint64_t)mutex, 0, pc);
    check_read(mutex, sizeof *mutex, pc);
    return error;
}

int conditions_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t pc)
{
    return wait(OPERATION_COND_WAIT, OPERATION_COND_WAKE, condition, mutex, pc);
}

int conditions_wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex,
                          const struct timespec *deadline, uint64_t pc)
{
    if (!objects_set_deadline(deadline, pc))
        return EINVAL;
    return wait(OPERATION_COND_TIMEDWAIT, OPERATION_COND_TIMEDWAKE, condition, mutex, pc);
}

int conditions_do(enum operation_kind kind, pthread_cond_t *condition, uint64_t pc)
{
    objects_know(condition, sizeof *condition, OBJECT_CONDITION, pc);
    return objects_operate(kind, condition, sizeof *condition, pc);
}

int memrepl_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    return conditions_wait(condition, mutex, CALLER);
}

int memrepl_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                   const struct timespec *deadline)
{
    return conditions_wait_until(condition, mutex, deadline, CALLER);
}

int memrepl_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                   clockid_t clock, const struct timespec *deadline)
{
    (void)clock;
    return conditions_wait_until(condition, mutex, deadline, CALLER);
}

int memrepl_pthread_cond_signal(pthread_cond_t *condition)
{
    return conditions_do(OPERATION_SIGNAL, condition, CALLER);
}

int memrepl_pthread_cond_broadcast(pthread_cond_t *condition)
{
    return conditions_do(OPERATION_BROADCAST, condition, CALLER);
}
