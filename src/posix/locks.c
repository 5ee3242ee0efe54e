/* locks.c: mutexes, semaphores and condition variables as a subject calls them.
 *
 * The objects' state is the machine's, found by their address; the bytes in the subject only tell
 * how a mutex was statically initialised, and that their memory may be touched at all. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/exports.h"
#include "stepper/child/engine.h"
#include "stepper/sync.h"

static void declare(void *object, size_t size, enum object_kind kind, enum mutex_type type,
                    int64_t value, uint64_t pc)
{
    check_write(object, size, pc);
    memset(object, 0, size);
    if (sync_declare(engine_machine(), (uint64_t)object, kind, type, value) < 0)
        engine_event((struct event){.kind = EVENT_TOO_MANY, .pc = pc, .value = MACHINE_OBJECTS});
}

static void destroy(void *object, size_t size, uint64_t pc)
{
    struct machine *machine = engine_machine();
    check_read(object, size, pc);
    int32_t index = sync_find(machine, (uint64_t)object);
    if (index < 0)
        return; /* statically initialised and never used */
    struct performed performed = sync_destroy(machine, machine->running, index, pc);
    if (performed.trouble != EVENT_NONE)
        engine_event((struct event){.kind = performed.trouble,
                                    .pc = pc,
                                    .address = (uint64_t)object,
                                    .other = performed.other,
                                    .other_pc = performed.other_pc});
}

static int fail(int error)
{
    engine_thread()->error_number = error;
    return -1;
}

/* ---- Mutexes --------------------------------------------------------------------------------- */

static bool is_all_zero(const void *object, size_t size)
{
    const unsigned char *bytes = object;
    for (size_t index = 0; index < size; index++)
        if (bytes[index] != 0)
            return false;
    return true;
}

/* A mutex seen for the first time is fine if it holds one of the static initialisers: all zero but
 * for its kind. Any other is left unknown, which the operation reports. */
static void know_mutex(pthread_mutex_t *mutex, uint64_t pc)
{
    check_read(mutex, sizeof *mutex, pc);
    if (sync_find(engine_machine(), (uint64_t)mutex) >= 0)
        return;
    pthread_mutex_t image = *mutex;
    int kind = image.__data.__kind;
    image.__data.__kind = 0;
    enum mutex_type type = kind == PTHREAD_MUTEX_RECURSIVE    ? MUTEX_RECURSIVE
                           : kind == PTHREAD_MUTEX_ERRORCHECK ? MUTEX_ERRORCHECK
                                                              : MUTEX_NORMAL;
    if (is_all_zero(&image, sizeof image))
        sync_declare(engine_machine(), (uint64_t)mutex, OBJECT_MUTEX, type, 0);
}

int memrepl_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int kind = PTHREAD_MUTEX_NORMAL;
    if (attributes != NULL) {
        check_read(attributes, sizeof *attributes, CALLER);
        pthread_mutexattr_gettype(attributes, &kind);
    }
    enum mutex_type type = kind == PTHREAD_MUTEX_RECURSIVE    ? MUTEX_RECURSIVE
                           : kind == PTHREAD_MUTEX_ERRORCHECK ? MUTEX_ERRORCHECK
                                                              : MUTEX_NORMAL;
    declare(mutex, sizeof *mutex, OBJECT_MUTEX, type, 0, CALLER);
    return 0;
}

int memrepl_pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    destroy(mutex, sizeof *mutex, CALLER);
    return 0;
}

int memrepl_pthread_mutex_lock(pthread_mutex_t *mutex)
{
    know_mutex(mutex, CALLER);
    return engine_operation(OPERATION_LOCK, (uint64_t)mutex, 0, 0, CALLER);
}

int memrepl_pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    know_mutex(mutex, CALLER);
    return engine_operation(OPERATION_TRYLOCK, (uint64_t)mutex, 0, 0, CALLER);
}

int memrepl_pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    know_mutex(mutex, CALLER);
    return engine_operation(OPERATION_UNLOCK, (uint64_t)mutex, 0, 0, CALLER);
}

int memrepl_pthread_mutexattr_init(pthread_mutexattr_t *attributes)
{
    check_write(attributes, sizeof *attributes, CALLER);
    return pthread_mutexattr_init(attributes);
}

int memrepl_pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type)
{
    check_write(attributes, sizeof *attributes, CALLER);
    return pthread_mutexattr_settype(attributes, type);
}

int memrepl_pthread_mutexattr_destroy(pthread_mutexattr_t *attributes)
{
    check_write(attributes, sizeof *attributes, CALLER);
    return pthread_mutexattr_destroy(attributes);
}

/* ---- Semaphores ------------------------------------------------------------------------------ */

int memrepl_sem_init(sem_t *semaphore, int shared, unsigned value)
{
    (void)shared;
    if (value > INT_MAX)
        return fail(EINVAL);
    declare(semaphore, sizeof *semaphore, OBJECT_SEMAPHORE, MUTEX_NORMAL, value, CALLER);
    return 0;
}

int memrepl_sem_destroy(sem_t *semaphore)
{
    destroy(semaphore, sizeof *semaphore, CALLER);
    return 0;
}

static int semaphore_operation(enum operation_kind kind, sem_t *semaphore, uint64_t pc)
{
    check_read(semaphore, sizeof *semaphore, pc);
    int error = engine_operation(kind, (uint64_t)semaphore, 0, 0, pc);
    return error == 0 ? 0 : fail(error);
}

int memrepl_sem_wait(sem_t *semaphore)
{
    return semaphore_operation(OPERATION_WAIT, semaphore, CALLER);
}

int memrepl_sem_trywait(sem_t *semaphore)
{
    return semaphore_operation(OPERATION_TRYWAIT, semaphore, CALLER);
}

int memrepl_sem_post(sem_t *semaphore)
{
    return semaphore_operation(OPERATION_POST, semaphore, CALLER);
}

int memrepl_sem_getvalue(sem_t *semaphore, int *value)
{
    check_read(semaphore, sizeof *semaphore, CALLER);
    check_write(value, sizeof *value, CALLER);
    struct machine *machine = engine_machine();
    int32_t index = sync_find(machine, (uint64_t)semaphore);
    if (index < 0)
        return fail(EINVAL);
    *value = (int)machine->objects[index].value;
    return 0;
}

/* ---- Condition variables --------------------------------------------------------------------- */

static void know_condition(pthread_cond_t *condition, uint64_t pc)
{
    check_read(condition, sizeof *condition, pc);
    if (sync_find(engine_machine(), (uint64_t)condition) < 0 &&
        is_all_zero(condition, sizeof *condition))
        sync_declare(engine_machine(), (uint64_t)condition, OBJECT_CONDITION, MUTEX_NORMAL, 0);
}

int memrepl_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    (void)attributes;
    declare(condition, sizeof *condition, OBJECT_CONDITION, MUTEX_NORMAL, 0, CALLER);
    return 0;
}

int memrepl_pthread_cond_destroy(pthread_cond_t *condition)
{
    destroy(condition, sizeof *condition, CALLER);
    return 0;
}

int memrepl_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    uint64_t pc = CALLER;
    know_condition(condition, pc);
    know_mutex(mutex, pc);
    int error = engine_operation(OPERATION_COND_WAIT, (uint64_t)condition, (uint64_t)mutex, 0, pc);
    if (error != 0)
        return error;
    return engine_operation(OPERATION_COND_WAKE, (uint64_t)condition, (uint64_t)mutex, 0, pc);
}

int memrepl_pthread_cond_signal(pthread_cond_t *condition)
{
    know_condition(condition, CALLER);
    return engine_operation(OPERATION_SIGNAL, (uint64_t)condition, 0, 0, CALLER);
}

int memrepl_pthread_cond_broadcast(pthread_cond_t *condition)
{
    know_condition(condition, CALLER);
    return engine_operation(OPERATION_BROADCAST, (uint64_t)condition, 0, 0, CALLER);
}
