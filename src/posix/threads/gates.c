/* gates.c: reader-writer locks, barriers and pthread_once as a subject calls them. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "posix/threads/threads.h"
#include "stepper/child/engine.h"
#include "stepper/stacks/fiber.h"

/* ---- Reader-writer locks --------------------------------------------------------------------- */

/* Static initialisers are all zero but for the preference of readers or writers, which is not
 * modelled: whoever can go on may. */
static void know(const pthread_rwlock_t *lock, uint64_t pc)
{
    check_object(lock, sizeof *lock, USE_SYNC, pc);
    if (objects_is_known(lock, OBJECT_RWLOCK))
        return;
    pthread_rwlock_t image = *lock;
    image.__data.__flags = 0;
    if (objects_is_zero(&image, sizeof image))
        sync_declare(engine_machine(), (uint64_t)lock, OBJECT_RWLOCK, MUTEX_NORMAL, 0);
}

static int operate(enum operation_kind kind, pthread_rwlock_t *lock, uint64_t pc)
{
    know(lock, pc);
    return objects_operate(kind, lock, sizeof *lock, pc);
}

static int operate_until(enum operation_kind kind, pthread_rwlock_t *lock, clockid_t clock,
                         const struct timespec *deadline, uint64_t pc)
{
    return objects_set_deadline(clock, deadline, pc) ? operate(kind, lock, pc) : EINVAL;
}

int memrepl_pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
    (void)attributes;
    objects_declare(lock, sizeof *lock, OBJECT_RWLOCK, MUTEX_NORMAL, 0, CALLER);
    return 0;
}

int memrepl_pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
    know(lock, CALLER);
    objects_destroy(lock, sizeof *lock, OBJECT_RWLOCK, CALLER);
    return 0;
}

int memrepl_pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    return operate(OPERATION_READ_LOCK, lock, CALLER);
}

int memrepl_pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    return operate(OPERATION_READ_TRYLOCK, lock, CALLER);
}

int memrepl_pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    return operate(OPERATION_WRITE_LOCK, lock, CALLER);
}

int memrepl_pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    return operate(OPERATION_WRITE_TRYLOCK, lock, CALLER);
}

int memrepl_pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    return operate(OPERATION_RW_UNLOCK, lock, CALLER);
}

int memrepl_pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *deadline)
{
    return operate_until(OPERATION_READ_TIMEDLOCK, lock, CLOCK_REALTIME, deadline, CALLER);
}

int memrepl_pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *deadline)
{
    return operate_until(OPERATION_WRITE_TIMEDLOCK, lock, CLOCK_REALTIME, deadline, CALLER);
}

int memrepl_pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *deadline)
{
    return operate_until(OPERATION_READ_TIMEDLOCK, lock, clock, deadline, CALLER);
}

int memrepl_pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *deadline)
{
    return operate_until(OPERATION_WRITE_TIMEDLOCK, lock, clock, deadline, CALLER);
}

/* ---- Barriers -------------------------------------------------------------------------------- */

int memrepl_pthread_barrier_init(pthread_barrier_t *barrier,
                                 const pthread_barrierattr_t *attributes, unsigned count)
{
    (void)attributes;
    if (count == 0 || count > INT_MAX)
        return EINVAL;
    int32_t index =
        objects_declare(barrier, sizeof *barrier, OBJECT_BARRIER, MUTEX_NORMAL, 0, CALLER);
    engine_machine()->objects[index].limit = count;
    return 0;
}

int memrepl_pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    objects_destroy(barrier, sizeof *barrier, OBJECT_BARRIER, CALLER);
    return 0;
}

int memrepl_pthread_barrier_wait(pthread_barrier_t *barrier)
{
    uint64_t pc = CALLER;
    check_object(barrier, sizeof *barrier, USE_SYNC, pc);
    if (objects_operate(OPERATION_ARRIVE, barrier, sizeof *barrier, pc) == SYNC_LAST_ONE)
        return PTHREAD_BARRIER_SERIAL_THREAD;
    return engine_operation(OPERATION_LEAVE, (uint64_t)barrier, 0, 0, pc);
}

/* ---- Once ------------------------------------------------------------------------------------ */

void gates_run_once(int *control, void (*routine)(void), uint64_t top, uint64_t pc)
{
    static const uint64_t no_arguments[MACHINE_ARGUMENTS];
    objects_know(control, sizeof *control, OBJECT_ONCE, pc);
    if (engine_operation(OPERATION_ONCE, (uint64_t)control, 0, 0, pc) != SYNC_RUN_IT)
        return;
    fiber_call((uint64_t)routine, no_arguments, top);
    engine_operation(OPERATION_ONCE_DONE, (uint64_t)control, 0, 0, pc);
}

int memrepl_pthread_once(pthread_once_t *control, void (*routine)(void))
{
    gates_run_once(control, routine, CALL_BACK_TOP, CALLER);
    return 0;
}
