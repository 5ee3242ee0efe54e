/* c11.c: <threads.h> of C11, the same operations by other names. */
#include <errno.h>
#include <pthread.h>
#include <threads.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "posix/threads/specific.h"
#include "posix/threads/threads.h"
#include "stepper/child/engine.h"

_Static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t), "a mtx_t is a mutex");
_Static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t), "a cnd_t is a condition variable");
_Static_assert(sizeof(once_flag) == sizeof(pthread_once_t), "a once_flag is a once control");

static int result_of(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

/* ---- Threads --------------------------------------------------------------------------------- */

int memrepl_thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
    threads_create(thread, false, (uint64_t)function, (uint64_t)argument, CALLER);
    return thrd_success;
}

int memrepl_thrd_join(thrd_t thread, int *result)
{
    uint64_t value = threads_join(thread, CALLER);
    if (result != NULL) {
        check_write(result, sizeof *result, CALLER);
        *result = (int)value;
    }
    return thrd_success;
}

int memrepl_thrd_detach(thrd_t thread)
{
    threads_detach(thread, CALLER);
    return thrd_success;
}

thrd_t memrepl_thrd_current(void)
{
    return memrepl_pthread_self();
}

int memrepl_thrd_equal(thrd_t left, thrd_t right)
{
    return left == right;
}

_Noreturn void memrepl_thrd_exit(int result)
{
    threads_exit((uint64_t)(int64_t)result, CALL_BACK_TOP);
}

int memrepl_thrd_sleep(const struct timespec *wanted, struct timespec *rest)
{
    return threads_sleep(wanted, rest, CALLER) == 0 ? 0 : -2;
}

void memrepl_thrd_yield(void)
{
    engine_operation(OPERATION_YIELD, 0, 0, 0, CALLER);
}

/* ---- Mutexes: they have no static initialiser ------------------------------------------------ */

int memrepl_mtx_init(mtx_t *mutex, int type)
{
    bool is_recursive = (type & mtx_recursive) != 0;
    objects_declare(mutex, sizeof *mutex, OBJECT_MUTEX,
                    is_recursive ? MUTEX_RECURSIVE : MUTEX_NORMAL, 0, CALLER);
    return thrd_success;
}

void memrepl_mtx_destroy(mtx_t *mutex)
{
    objects_destroy(mutex, sizeof *mutex, OBJECT_MUTEX, CALLER);
}

static int lock(enum operation_kind kind, mtx_t *mutex, uint64_t pc)
{
    check_object(mutex, sizeof *mutex, USE_SYNC, pc);
    return result_of(objects_operate(kind, mutex, sizeof *mutex, pc));
}

int memrepl_mtx_lock(mtx_t *mutex)
{
    return lock(OPERATION_LOCK, mutex, CALLER);
}

int memrepl_mtx_trylock(mtx_t *mutex)
{
    return lock(OPERATION_TRYLOCK, mutex, CALLER);
}

int memrepl_mtx_timedlock(mtx_t *mutex, const struct timespec *deadline)
{
    if (!objects_set_deadline(CLOCK_REALTIME, deadline, CALLER))
        return thrd_error;
    return lock(OPERATION_TIMEDLOCK, mutex, CALLER);
}

int memrepl_mtx_unlock(mtx_t *mutex)
{
    return lock(OPERATION_UNLOCK, mutex, CALLER);
}

/* ---- Condition variables --------------------------------------------------------------------- */

int memrepl_cnd_init(cnd_t *condition)
{
    objects_declare(condition, sizeof *condition, OBJECT_CONDITION, MUTEX_NORMAL, 0, CALLER);
    return thrd_success;
}

void memrepl_cnd_destroy(cnd_t *condition)
{
    objects_destroy(condition, sizeof *condition, OBJECT_CONDITION, CALLER);
}

int memrepl_cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    return result_of(
        conditions_wait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex, CALLER));
}

int memrepl_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *deadline)
{
    return result_of(conditions_wait_until((pthread_cond_t *)condition, (pthread_mutex_t *)mutex,
                                           CLOCK_REALTIME, deadline, CALLER));
}

int memrepl_cnd_signal(cnd_t *condition)
{
    return result_of(conditions_do(OPERATION_SIGNAL, (pthread_cond_t *)condition, CALLER));
}

int memrepl_cnd_broadcast(cnd_t *condition)
{
    return result_of(conditions_do(OPERATION_BROADCAST, (pthread_cond_t *)condition, CALLER));
}

/* ---- Once, thread-specific data -------------------------------------------------------------- */

void memrepl_call_once(once_flag *flag, void (*routine)(void))
{
    gates_run_once((int *)flag, routine, CALL_BACK_TOP, CALLER);
}

int memrepl_tss_create(tss_t *key, tss_dtor_t destructor)
{
    return result_of(specific_create(key, (uint64_t)destructor, CALLER));
}

void memrepl_tss_delete(tss_t key)
{
    specific_delete(key, CALLER);
}

void *memrepl_tss_get(tss_t key)
{
    return (void *)*specific_value(key, CALLER);
}

int memrepl_tss_set(tss_t key, void *value)
{
    *specific_value(key, CALLER) = (uint64_t)value;
    return thrd_success;
}
