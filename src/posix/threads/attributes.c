/* attributes.c: what a subject may wish of threads and objects, and priorities.
 *
 * The attribute objects are libc's own, in the subject's memory. Of what they ask for only the
 * types of mutexes and whether a thread is detached make a difference here; robust mutexes are not
 * simulated, and told so. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "posix/threads/objects.h"

#define DEFINE_LIFE(kind)                                                \
    int memrepl_pthread_##kind##_init(pthread_##kind##_t *attributes)    \
    {                                                                    \
        check_write(attributes, sizeof *attributes, CALLER);             \
        return pthread_##kind##_init(attributes);                        \
    }                                                                    \
    int memrepl_pthread_##kind##_destroy(pthread_##kind##_t *attributes) \
    {                                                                    \
        check_write(attributes, sizeof *attributes, CALLER);             \
        return pthread_##kind##_destroy(attributes);                     \
    }

#define DEFINE_SET(kind, name, type)                                                   \
    int memrepl_pthread_##kind##_set##name(pthread_##kind##_t *attributes, type value) \
    {                                                                                  \
        check_write(attributes, sizeof *attributes, CALLER);                           \
        return pthread_##kind##_set##name(attributes, value);                          \
    }

#define DEFINE_GET(kind, name, type)                                                          \
    int memrepl_pthread_##kind##_get##name(const pthread_##kind##_t *attributes, type *value) \
    {                                                                                         \
        check_read(attributes, sizeof *attributes, CALLER);                                   \
        check_write(value, sizeof *value, CALLER);                                            \
        return pthread_##kind##_get##name(attributes, value);                                 \
    }

#define DEFINE_BOTH(kind, name, type) DEFINE_SET(kind, name, type) DEFINE_GET(kind, name, type)

DEFINE_LIFE(attr)
DEFINE_BOTH(attr, detachstate, int)
DEFINE_BOTH(attr, stacksize, size_t)
DEFINE_BOTH(attr, guardsize, size_t)
DEFINE_BOTH(attr, inheritsched, int)
DEFINE_BOTH(attr, schedpolicy, int)
DEFINE_BOTH(attr, scope, int)
DEFINE_GET(attr, schedparam, struct sched_param)
DEFINE_LIFE(mutexattr)
DEFINE_BOTH(mutexattr, type, int)
DEFINE_BOTH(mutexattr, protocol, int)
DEFINE_BOTH(mutexattr, pshared, int)
DEFINE_GET(mutexattr, robust, int)
DEFINE_LIFE(condattr)
DEFINE_BOTH(condattr, pshared, int)
DEFINE_BOTH(condattr, clock, clockid_t)
DEFINE_LIFE(rwlockattr)
DEFINE_BOTH(rwlockattr, pshared, int)
DEFINE_BOTH(rwlockattr, kind_np, int)
DEFINE_LIFE(barrierattr)
DEFINE_BOTH(barrierattr, pshared, int)

int memrepl_pthread_attr_setschedparam(pthread_attr_t *attributes,
                                       const struct sched_param *parameters)
{
    check_write(attributes, sizeof *attributes, CALLER);
    check_read(parameters, sizeof *parameters, CALLER);
    return pthread_attr_setschedparam(attributes, parameters);
}

int memrepl_pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int value)
{
    check_write(attributes, sizeof *attributes, CALLER);
    return value == PTHREAD_MUTEX_STALLED ? 0 : ENOTSUP;
}

/* ---- Priorities: every thread has the same --------------------------------------------------- */

int memrepl_pthread_setschedparam(pthread_t thread, int policy,
                                  const struct sched_param *parameters)
{
    (void)thread, (void)policy;
    check_read(parameters, sizeof *parameters, CALLER);
    return 0;
}

int memrepl_pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *parameters)
{
    (void)thread;
    check_write(policy, sizeof *policy, CALLER);
    check_write(parameters, sizeof *parameters, CALLER);
    *policy = SCHED_OTHER;
    *parameters = (struct sched_param){.sched_priority = 0};
    return 0;
}

int memrepl_pthread_setschedprio(pthread_t thread, int priority)
{
    (void)thread, (void)priority;
    return 0;
}

int memrepl_pthread_setconcurrency(int level)
{
    return level < 0 ? EINVAL : 0;
}

int memrepl_pthread_getconcurrency(void)
{
    return 0;
}

int memrepl_sched_get_priority_max(int policy)
{
    return sched_get_priority_max(policy);
}

int memrepl_sched_get_priority_min(int policy)
{
    return sched_get_priority_min(policy);
}

int memrepl_sched_setscheduler(pid_t process, int policy, const struct sched_param *parameters)
{
    (void)process, (void)policy;
    check_read(parameters, sizeof *parameters, CALLER);
    return 0;
}

int memrepl_sched_getscheduler(pid_t process)
{
    (void)process;
    return SCHED_OTHER;
}
