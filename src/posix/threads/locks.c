/* locks.c: mutexes and spin locks as a subject calls them. */
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
    check_read(mutex, sizeof *mutex, pc);
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

int locks_do_timed(pthread_mutex_t *mutex, const struct timespec *deadline, uint64_t pc)
{
    return objects_set_deadline(deadline, pc) ? locks_do(OPERATION_TIMEDLOCK, mutex, pc) : EINVAL;
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
    return locks_do_timed(mutex, deadline, CALLER);
}

int memrepl_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                    const struct timespec *deadline)
{
    (void)clock;
    return locks_do_timed(mutex, deadline, CALLER);
}

/* ---- Spin locks ------------------------------------------------------------------------------ */

static int spin(enum operation_kind kind, pthread_spinlock_t *lock, uint64_t pc)
{
    check_read((const void *)lock, sizeof *lock, pc);
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
