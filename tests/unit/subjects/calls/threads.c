#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stddef.h>
#include <threads.h>

/* Set and asked for again. */
#define BOTH(kind, name, type, wanted)                         \
    do {                                                       \
        type value = 0;                                        \
        SHOW("%d", pthread_##kind##_set##name(&kind, wanted)); \
        SHOW("%d", pthread_##kind##_get##name(&kind, &value)); \
        printf(#kind " " #name ": %d\n", value == (wanted));   \
    } while (0)

static void show_attributes(void)
{
    pthread_attr_t attr;
    struct sched_param parameters = {.sched_priority = 0};
    SHOW("%d", pthread_attr_init(&attr));
    BOTH(attr, detachstate, int, PTHREAD_CREATE_DETACHED);
    BOTH(attr, stacksize, size_t, 1 << 20);
    BOTH(attr, guardsize, size_t, 4096);
    BOTH(attr, inheritsched, int, PTHREAD_EXPLICIT_SCHED);
    BOTH(attr, schedpolicy, int, SCHED_OTHER);
    BOTH(attr, scope, int, PTHREAD_SCOPE_SYSTEM);
    SHOW("%d", pthread_attr_setschedparam(&attr, &parameters));
    SHOW("%d", pthread_attr_getschedparam(&attr, &parameters));
    SHOW("%d", pthread_attr_setdetachstate(&attr, 77) == EINVAL);
    SHOW("%d", pthread_attr_destroy(&attr));
}

static void show_attributes_of_locks(void)
{
    pthread_mutexattr_t mutexattr;
    pthread_condattr_t condattr;
    pthread_rwlockattr_t rwlockattr;
    pthread_barrierattr_t barrierattr;
    int robust;
    SHOW("%d", pthread_mutexattr_init(&mutexattr));
    BOTH(mutexattr, type, int, PTHREAD_MUTEX_ERRORCHECK);
    BOTH(mutexattr, protocol, int, PTHREAD_PRIO_NONE);
    BOTH(mutexattr, pshared, int, PTHREAD_PROCESS_PRIVATE);
    SHOW("%d", pthread_mutexattr_getrobust(&mutexattr, &robust));
    SHOW("%d", pthread_mutexattr_destroy(&mutexattr));
    SHOW("%d", pthread_condattr_init(&condattr));
    BOTH(condattr, pshared, int, PTHREAD_PROCESS_PRIVATE);
    SHOW("%d", pthread_condattr_destroy(&condattr));
    SHOW("%d", pthread_rwlockattr_init(&rwlockattr));
    BOTH(rwlockattr, pshared, int, PTHREAD_PROCESS_PRIVATE);
    BOTH(rwlockattr, kind_np, int, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    SHOW("%d", pthread_rwlockattr_destroy(&rwlockattr));
    SHOW("%d", pthread_barrierattr_init(&barrierattr));
    BOTH(barrierattr, pshared, int, PTHREAD_PROCESS_PRIVATE);
    SHOW("%d", pthread_barrierattr_destroy(&barrierattr));
}

static void show_priorities(void)
{
    struct sched_param parameters = {.sched_priority = 0};
    int policy = 77;
    SHOW("%d", pthread_setschedparam(pthread_self(), SCHED_OTHER, &parameters));
    SHOW("%d", pthread_getschedparam(pthread_self(), &policy, &parameters));
    SHOW("%d", policy == SCHED_OTHER);
    SHOW("%d", pthread_setschedprio(pthread_self(), 0));
    SHOW("%d", pthread_setconcurrency(0));
    SHOW("%d", pthread_setconcurrency(-1) == EINVAL);
    SHOW("%d", pthread_getconcurrency());
    SHOW("%d", sched_setscheduler(0, SCHED_OTHER, &parameters));
    SHOW("%d", sched_getscheduler(0) == SCHED_OTHER);
}

void call_threads(void)
{
    sem_t semaphore;
    mtx_t mutex;
    int value = 77;
    show_attributes();
    show_attributes_of_locks();
    show_priorities();
    SHOW("%d", pthread_equal(pthread_self(), pthread_self()) != 0);
    SHOW("%d", sem_init(&semaphore, 0, 3));
    SHOW("%d", sem_wait(&semaphore));
    SHOW("%d", sem_getvalue(&semaphore, &value));
    SHOW("%d", value);
    SHOW("%d", sem_destroy(&semaphore));
    SHOW("%d", sem_init(&semaphore, 0, 0x80000000u));
    SHOW("%d", errno == EINVAL);
    SHOW("%d", mtx_init(&mutex, mtx_plain) == thrd_success);
    SHOW("%d", mtx_lock(&mutex) == thrd_success);
    SHOW("%d", mtx_trylock(&mutex) == thrd_busy);
    SHOW("%d", mtx_unlock(&mutex) == thrd_success);
    mtx_destroy(&mutex);
    SHOW("%d", sem_open("/", O_CREAT, 0600, 0) == SEM_FAILED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    SHOW("%d", printf("%.3ls %ls\n", L"wide string", L"whole"));
}
