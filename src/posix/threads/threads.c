/* threads.c: pthread_create and its kin, and waiting for time. A pthread_t is the thread's
 * slot + 1. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"
#include "posix/threads/specific.h"
#include "posix/threads/threads.h"
#include "stepper/child/engine.h"

#define NANOSECONDS 1000000000

/* ---- Life of a thread ------------------------------------------------------------------------ */

/* The slot that an id stands for; an event when there was never such a thread. */
static thread_slot slot_of(pthread_t thread, uint64_t pc)
{
    uint64_t count = engine_machine()->thread_count;
    if (thread < 1 || thread > count)
        engine_event((struct event){
            .kind = EVENT_NO_THREAD, .pc = pc, .value = (int64_t)thread, .other = NO_THREAD});
    return (thread_slot)(thread - 1);
}

void threads_create(pthread_t *thread, bool is_detached, uint64_t function, uint64_t argument,
                    uint64_t pc)
{
    engine_operation(OPERATION_CREATE, 0, 0, (int64_t)function, pc);
    check_write(thread, sizeof *thread, pc);
    thread_slot slot = engine_create(function, argument);
    if (slot == NO_THREAD)
        engine_event((struct event){
            .kind = EVENT_TOO_MANY, .pc = pc, .value = MACHINE_THREADS, .other = NO_THREAD});
    engine_machine()->threads[slot].detached = is_detached;
    *thread = (pthread_t)slot + 1;
}

uint64_t threads_join(pthread_t thread, uint64_t pc)
{
    thread_slot slot = slot_of(thread, pc);
    engine_operation(OPERATION_JOIN, 0, 0, slot, pc);
    return engine_machine()->threads[slot].result;
}

void threads_detach(pthread_t thread, uint64_t pc)
{
    thread_slot slot = slot_of(thread, pc);
    struct thread *other = &engine_machine()->threads[slot];
    if (other->detached || other->joined)
        engine_event((struct event){.kind = EVENT_DETACH, .pc = pc, .other = slot});
    other->detached = true;
}

int memrepl_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*function)(void *), void *argument)
{
    int state = PTHREAD_CREATE_JOINABLE;
    if (attributes != NULL) {
        check_read(attributes, sizeof *attributes, CALLER);
        pthread_attr_getdetachstate(attributes, &state);
    }
    threads_create(thread, state == PTHREAD_CREATE_DETACHED, (uint64_t)function, (uint64_t)argument,
                   CALLER);
    return 0;
}

int memrepl_pthread_join(pthread_t thread, void **result)
{
    uint64_t value = threads_join(thread, CALLER);
    if (result != NULL) {
        check_write(result, sizeof *result, CALLER);
        *result = (void *)value;
    }
    return 0;
}

int memrepl_pthread_detach(pthread_t thread)
{
    threads_detach(thread, CALLER);
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

_Noreturn void threads_exit(uint64_t result, uint64_t top)
{
    specific_destroy(top);
    engine_end_thread(result);
}

_Noreturn void memrepl_pthread_exit(void *result)
{
    threads_exit((uint64_t)result, CALL_BACK_TOP);
}

/* ---- Names ----------------------------------------------------------------------------------- */

int memrepl_pthread_setname_np(pthread_t thread, const char *name)
{
    struct thread *named = &engine_machine()->threads[slot_of(thread, CALLER)];
    size_t length = check_string(name, MACHINE_NAME_BYTES, CALLER);
    if (length >= MACHINE_NAME_BYTES)
        return ERANGE;
    memcpy(named->name, name, length + 1);
    return 0;
}

int memrepl_pthread_getname_np(pthread_t thread, char *name, size_t size)
{
    const struct thread *named = &engine_machine()->threads[slot_of(thread, CALLER)];
    if (size <= strlen(named->name))
        return ERANGE;
    check_write(name, strlen(named->name) + 1, CALLER);
    strcpy(name, named->name);
    return 0;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* Waiting for time is no synchronisation: only a place where another thread may go on. */
static void sleep_until(uint64_t wakes_at_ns, uint64_t pc)
{
    const struct machine *machine = engine_machine();
    uint64_t now = machine->clock_ns;
    engine_thread()->wakes_at_ns = wakes_at_ns;
    engine_operation(OPERATION_SLEEP, 0, 0, wakes_at_ns > now ? (int64_t)(wakes_at_ns - now) : 0,
                     pc);
}

static bool is_duration(const struct timespec *wanted)
{
    return wanted->tv_sec >= 0 && wanted->tv_nsec >= 0 && wanted->tv_nsec < NANOSECONDS;
}

/* Longer than the clock can tell is for ever. */
static uint64_t later_by(const struct timespec *wanted)
{
    const int64_t most = INT64_MAX / NANOSECONDS / 4;
    int64_t seconds = wanted->tv_sec < most ? wanted->tv_sec : most;
    return engine_machine()->clock_ns + (uint64_t)(seconds * NANOSECONDS + wanted->tv_nsec);
}

int threads_sleep(const struct timespec *wanted, struct timespec *rest, uint64_t pc)
{
    check_read(wanted, sizeof *wanted, pc);
    if (rest != NULL)
        check_write(rest, sizeof *rest, pc);
    if (!is_duration(wanted))
        return EINVAL;
    sleep_until(later_by(wanted), pc);
    return 0;
}

int memrepl_sched_yield(void)
{
    return engine_operation(OPERATION_YIELD, 0, 0, 0, CALLER);
}

int memrepl_pthread_yield(void) __attribute__((alias("memrepl_sched_yield")));

unsigned memrepl_sleep(unsigned seconds)
{
    sleep_until(engine_machine()->clock_ns + (uint64_t)seconds * NANOSECONDS, CALLER);
    return 0;
}

int memrepl_usleep(useconds_t microseconds)
{
    sleep_until(engine_machine()->clock_ns + (uint64_t)microseconds * 1000, CALLER);
    return 0;
}

int memrepl_nanosleep(const struct timespec *wanted, struct timespec *rest)
{
    int error = threads_sleep(wanted, rest, CALLER);
    return error == 0 ? 0 : objects_fail(error);
}

int memrepl_clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted,
                            struct timespec *rest)
{
    if ((flags & TIMER_ABSTIME) == 0)
        return threads_sleep(wanted, rest, CALLER);
    if (!objects_set_deadline(clock, wanted, CALLER))
        return EINVAL;
    sleep_until(engine_thread()->wakes_at_ns, CALLER);
    return 0;
}
