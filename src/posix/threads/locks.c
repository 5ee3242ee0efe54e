/* locks.c: mutexes, spin locks and condition variables as a subject calls them. */
#include <errno.h>
#include <pthread.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "posix/threads/threads.h"
#include "stepper/child/engine.h"

/* ---- Mutexes --------------------------------------------------------------------------------- */

static enum mutex_type type_of(int kind)
{
    return kind == PTHREAD_MUTEX_RECURSIVE    ? MUTEX_RECURSIVE
           : kind == PTHREAD_MUTEX_ERRORCHECK ? MUTEX_ERRORCHECK
                                              : MUTEX_NORMAL;
}

/* A mutex seen for the first time is fine if it holds one of the static initialisers: all zero but
 * for its kind. */
void locks_know(const pthread_mutex_t *mutex, uint64_t pc)
{
    check_object(mutex, sizeof *mutex, USE_SYNC, pc);
    if (objects_is_known(mutex, OBJECT_MUTEX))
        return;
    pthread_mutex_t image = *mutex;
    enum mutex_type type = type_of(image.__data.__kind);
    image.__data.__kind = 0;
    if (objects_is_zero(&image, sizeof image))
        sync_declare(engine_machine(), (uint64_t)mutex, OBJECT_MUTEX, type, 0);
}

int memrepl_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int kind = PTHREAD_MUTEX_NORMAL;
    if (attributes != NULL) {
        check_read(attributes, sizeof *attributes, CALLER);
        pthread_mutexattr_gettype(attributes, &kind);
    }
    objects_declare(mutex, sizeof *mutex, OBJECT_MUTEX, type_of(kind), 0, CALLER);
    return 0;
}

int memrepl_pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    locks_know(mutex, CALLER);
    objects_destroy(mutex, sizeof *mutex, OBJECT_MUTEX, CALLER);
    return 0;
}

int locks_do(enum operation_kind kind, pthread_mutex_t *mutex, uint64_t pc)
{
    locks_know(mutex, pc);
    return objects_operate(kind, mutex, sizeof *mutex, pc);
}

int locks_do_timed(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *deadline,
                   uint64_t pc)
{
    return objects_set_deadline(clock, deadline, pc) ? locks_do(OPERATION_TIMEDLOCK, mutex, pc)
                                                     : EINVAL;
}

int memrepl_pthread_mutex_lock(pthread_mutex_t *mutex)
{
    return locks_do(OPERATION_LOCK, mutex, CALLER);
}

int memrepl_pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    return locks_do(OPERATION_TRYLOCK, mutex, CALLER);
}

int memrepl_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    return locks_do(OPERATION_UNLOCK, mutex, CALLER);
}

int memrepl_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *deadline)
{
    return locks_do_timed(mutex, CLOCK_REALTIME, deadline, CALLER);
}

int memrepl_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                    const struct timespec *deadline)
{
    return locks_do_timed(mutex, clock, deadline, CALLER);
}

/* ---- Spin locks ------------------------------------------------------------------------------ */

static int spin(enum operation_kind kind, pthread_spinlock_t *lock, uint64_t pc)
{
    check_object((const void *)lock, sizeof *lock, USE_SYNC, pc);
    return objects_operate(kind, (const void *)lock, sizeof *lock, pc);
}

int memrepl_pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
    (void)shared;
    objects_declare((void *)lock, sizeof *lock, OBJECT_SPIN, MUTEX_NORMAL, 0, CALLER);
    return 0;
}

int memrepl_pthread_spin_destroy(pthread_spinlock_t *lock)
{
    objects_destroy((void *)lock, sizeof *lock, OBJECT_SPIN, CALLER);
    return 0;
}

int memrepl_pthread_spin_lock(pthread_spinlock_t *lock)
{
    return spin(OPERATION_SPIN_LOCK, lock, CALLER);
}

int memrepl_pthread_spin_trylock(pthread_spinlock_t *lock)
{
    return spin(OPERATION_SPIN_TRYLOCK, lock, CALLER);
}

int memrepl_pthread_spin_unlock(pthread_spinlock_t *lock)
{
    return spin(OPERATION_SPIN_UNLOCK, lock, CALLER);
}

/* ---- Condition variables --------------------------------------------------------------------- */

int memrepl_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    clockid_t clock = CLOCK_REALTIME;
    if (attributes != NULL) {
        check_read(attributes, sizeof *attributes, CALLER);
        pthread_condattr_getclock(attributes, &clock);
    }
    int32_t index =
        objects_declare(condition, sizeof *condition, OBJECT_CONDITION, MUTEX_NORMAL, 0, CALLER);
    engine_machine()->objects[index].limit = clock;
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
    if (error == ETIMEDOUT)
        engine_operation(OPERATION_LOCK, (uint64_t)mutex, 0, 0, pc);
    check_again(mutex, sizeof *mutex, pc);
    return error;
}

int conditions_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t pc)
{
    return wait(OPERATION_COND_WAIT, OPERATION_COND_WAKE, condition, mutex, pc);
}

int conditions_wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                          const struct timespec *deadline, uint64_t pc)
{
    if (!objects_set_deadline(clock, deadline, pc))
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

static clockid_t clock_of(const pthread_cond_t *condition)
{
    const struct sync_object *object = machine_object(engine_machine(), (uint64_t)condition);
    return object == NULL ? CLOCK_REALTIME : (clockid_t)object->limit;
}

int memrepl_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                   const struct timespec *deadline)
{
    return conditions_wait_until(condition, mutex, clock_of(condition), deadline, CALLER);
}

int memrepl_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                   clockid_t clock, const struct timespec *deadline)
{
    return conditions_wait_until(condition, mutex, clock, deadline, CALLER);
}

int memrepl_pthread_cond_signal(pthread_cond_t *condition)
{
    return conditions_do(OPERATION_SIGNAL, condition, CALLER);
}

int memrepl_pthread_cond_broadcast(pthread_cond_t *condition)
{
    return conditions_do(OPERATION_BROADCAST, condition, CALLER);
}
