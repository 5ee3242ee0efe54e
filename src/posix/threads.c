/* threads.c: pthread_create and its kin. A pthread_t is the thread's slot + 1. */
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/exports.h"
#include "stepper/child/engine.h"

static thread_slot slot_of(pthread_t thread)
{
    uint64_t count = engine_machine()->thread_count;
    return thread >= 1 && thread <= count ? (thread_slot)(thread - 1) : NO_THREAD;
}

int memrepl_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*function)(void *), void *argument)
{
    (void)attributes;
    uint64_t pc = CALLER;
    engine_operation(OPERATION_CREATE, 0, 0, (int64_t)function, pc);
    check_write(thread, sizeof *thread, pc);
    thread_slot slot = engine_create((uint64_t)function, (uint64_t)argument);
    if (slot == NO_THREAD)
        engine_event((struct event){.kind = EVENT_TOO_MANY, .pc = pc, .value = MACHINE_THREADS});
    *thread = (pthread_t)slot + 1;
    return 0;
}

int memrepl_pthread_join(pthread_t thread, void **result)
{
    uint64_t pc = CALLER;
    thread_slot slot = slot_of(thread);
    const struct machine *machine = engine_machine();
    if (slot == NO_THREAD || slot == machine->running || machine->threads[slot].joined)
        engine_event((struct event){.kind = EVENT_JOIN, .pc = pc, .other = slot});
    engine_operation(OPERATION_JOIN, 0, 0, slot, pc);
    if (result != NULL) {
        check_write(result, sizeof *result, pc);
        *result = (void *)machine->threads[slot].result;
    }
    return 0;
}

int memrepl_pthread_detach(pthread_t thread)
{
    thread_slot slot = slot_of(thread);
    if (slot == NO_THREAD)
        return ESRCH;
    engine_machine()->threads[slot].detached = true;
    return 0;
}

pthread_t memrepl_pthread_self(void)
{
    return (pthread_t)engine_machine()->running + 1;
}

int memrepl_pthread_equal(pthread_t left, pthread_t right)
{
    return left == right;
}

_Noreturn void memrepl_pthread_exit(void *result)
{
    engine_end_thread((uint64_t)result);
}

/* Waiting for time is no synchronisation: only a place where another thread may go on. The
 * operation's argument says for how many microseconds. */
int memrepl_sched_yield(void)
{
    return engine_operation(OPERATION_YIELD, 0, 0, 0, CALLER);
}

unsigned memrepl_sleep(unsigned seconds)
{
    engine_operation(OPERATION_YIELD, 0, 0, (int64_t)seconds * 1000000, CALLER);
    return 0;
}

int memrepl_usleep(useconds_t microseconds)
{
    return engine_operation(OPERATION_YIELD, 0, 0, microseconds, CALLER);
}

int memrepl_nanosleep(const struct timespec *wanted, struct timespec *rest)
{
    check_read(wanted, sizeof *wanted, CALLER);
    if (rest != NULL)
        check_write(rest, sizeof *rest, CALLER);
    int64_t microseconds = wanted->tv_sec * 1000000 + wanted->tv_nsec / 1000;
    return engine_operation(OPERATION_YIELD, 0, 0, microseconds, CALLER);
}
