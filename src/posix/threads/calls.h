/* calls.h: threads and their synchronisation, as a subject calls them: see exports.h. */
#ifndef POSIX_THREADS_CALLS_H
#define POSIX_THREADS_CALLS_H

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

/* ---- threads.c */

int memrepl_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                           void *(*function)(void *), void *argument);
int memrepl_pthread_join(pthread_t thread, void **result);
int memrepl_pthread_detach(pthread_t thread);
pthread_t memrepl_pthread_self(void);
int memrepl_pthread_equal(pthread_t left, pthread_t right);
_Noreturn void memrepl_pthread_exit(void *result);
int memrepl_pthread_setname_np(pthread_t thread, const char *name);
int memrepl_pthread_getname_np(pthread_t thread, char *name, size_t size);
int memrepl_sched_yield(void);
int memrepl_pthread_yield(void);
unsigned memrepl_sleep(unsigned seconds);
int memrepl_usleep(useconds_t microseconds);
int memrepl_nanosleep(const struct timespec *wanted, struct timespec *rest);
int memrepl_clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted,
                            struct timespec *rest);

/* ---- locks.c */

int memrepl_pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes);
int memrepl_pthread_mutex_destroy(pthread_mutex_t *mutex);
int memrepl_pthread_mutex_lock(pthread_mutex_t *mutex);
int memrepl_pthread_mutex_trylock(pthread_mutex_t *mutex);
int memrepl_pthread_mutex_unlock(pthread_mutex_t *mutex);
int memrepl_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *deadline);
int memrepl_pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
                                    const struct timespec *deadline);
int memrepl_pthread_spin_init(pthread_spinlock_t *lock, int shared);
int memrepl_pthread_spin_destroy(pthread_spinlock_t *lock);
int memrepl_pthread_spin_lock(pthread_spinlock_t *lock);
int memrepl_pthread_spin_trylock(pthread_spinlock_t *lock);
int memrepl_pthread_spin_unlock(pthread_spinlock_t *lock);
int memrepl_pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes);
int memrepl_pthread_cond_destroy(pthread_cond_t *condition);
int memrepl_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int memrepl_pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                   const struct timespec *deadline);
int memrepl_pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                                   clockid_t clock, const struct timespec *deadline);
int memrepl_pthread_cond_signal(pthread_cond_t *condition);
int memrepl_pthread_cond_broadcast(pthread_cond_t *condition);

/* ---- semaphores.c */

int memrepl_sem_init(sem_t *semaphore, int shared, unsigned value);
int memrepl_sem_destroy(sem_t *semaphore);
int memrepl_sem_wait(sem_t *semaphore);
int memrepl_sem_trywait(sem_t *semaphore);
int memrepl_sem_timedwait(sem_t *semaphore, const struct timespec *deadline);
int memrepl_sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *deadline);
int memrepl_sem_post(sem_t *semaphore);
int memrepl_sem_getvalue(sem_t *semaphore, int *value);
sem_t *memrepl_sem_open(const char *name, int flags, ...);
int memrepl_sem_close(sem_t *semaphore);
int memrepl_sem_unlink(const char *name);

/* ---- gates.c */

int memrepl_pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes);
int memrepl_pthread_rwlock_destroy(pthread_rwlock_t *lock);
int memrepl_pthread_rwlock_rdlock(pthread_rwlock_t *lock);
int memrepl_pthread_rwlock_tryrdlock(pthread_rwlock_t *lock);
int memrepl_pthread_rwlock_wrlock(pthread_rwlock_t *lock);
int memrepl_pthread_rwlock_trywrlock(pthread_rwlock_t *lock);
int memrepl_pthread_rwlock_unlock(pthread_rwlock_t *lock);
int memrepl_pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *deadline);
int memrepl_pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *deadline);
int memrepl_pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *deadline);
int memrepl_pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock,
                                       const struct timespec *deadline);
int memrepl_pthread_barrier_init(pthread_barrier_t *barrier,
                                 const pthread_barrierattr_t *attributes, unsigned count);
int memrepl_pthread_barrier_destroy(pthread_barrier_t *barrier);
int memrepl_pthread_barrier_wait(pthread_barrier_t *barrier);
int memrepl_pthread_once(pthread_once_t *control, void (*routine)(void));

/* ---- specific.c */

int memrepl_pthread_key_create(pthread_key_t *key, void (*destructor)(void *));
int memrepl_pthread_key_delete(pthread_key_t key);
void *memrepl_pthread_getspecific(pthread_key_t key);
int memrepl_pthread_setspecific(pthread_key_t key, const void *value);

/* What compilers and linker lay down for a variable: its module, and its place in the module's
 * template. */
struct variable_index {
    unsigned long module, offset;
};
void *memrepl___tls_get_addr(const struct variable_index *index);

/* ---- c11.c */

int memrepl_thrd_create(thrd_t *thread, thrd_start_t function, void *argument);
int memrepl_thrd_join(thrd_t thread, int *result);
int memrepl_thrd_detach(thrd_t thread);
thrd_t memrepl_thrd_current(void);
int memrepl_thrd_equal(thrd_t left, thrd_t right);
_Noreturn void memrepl_thrd_exit(int result);
int memrepl_thrd_sleep(const struct timespec *wanted, struct timespec *rest);
void memrepl_thrd_yield(void);
int memrepl_mtx_init(mtx_t *mutex, int type);
void memrepl_mtx_destroy(mtx_t *mutex);
int memrepl_mtx_lock(mtx_t *mutex);
int memrepl_mtx_trylock(mtx_t *mutex);
int memrepl_mtx_timedlock(mtx_t *mutex, const struct timespec *deadline);
int memrepl_mtx_unlock(mtx_t *mutex);
int memrepl_cnd_init(cnd_t *condition);
void memrepl_cnd_destroy(cnd_t *condition);
int memrepl_cnd_wait(cnd_t *condition, mtx_t *mutex);
int memrepl_cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *deadline);
int memrepl_cnd_signal(cnd_t *condition);
int memrepl_cnd_broadcast(cnd_t *condition);
void memrepl_call_once(once_flag *flag, void (*routine)(void));
int memrepl_tss_create(tss_t *key, tss_dtor_t destructor);
void memrepl_tss_delete(tss_t key);
void *memrepl_tss_get(tss_t key);
int memrepl_tss_set(tss_t key, void *value);

/* ---- attributes.c */

int memrepl_pthread_attr_init(pthread_attr_t *attributes);
int memrepl_pthread_attr_destroy(pthread_attr_t *attributes);
int memrepl_pthread_attr_setdetachstate(pthread_attr_t *attributes, int value);
int memrepl_pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *value);
int memrepl_pthread_attr_setstacksize(pthread_attr_t *attributes, size_t value);
int memrepl_pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *value);
int memrepl_pthread_attr_setguardsize(pthread_attr_t *attributes, size_t value);
int memrepl_pthread_attr_getguardsize(const pthread_attr_t *attributes, size_t *value);
int memrepl_pthread_attr_setinheritsched(pthread_attr_t *attributes, int value);
int memrepl_pthread_attr_getinheritsched(const pthread_attr_t *attributes, int *value);
int memrepl_pthread_attr_setschedpolicy(pthread_attr_t *attributes, int value);
int memrepl_pthread_attr_getschedpolicy(const pthread_attr_t *attributes, int *value);
int memrepl_pthread_attr_setscope(pthread_attr_t *attributes, int value);
int memrepl_pthread_attr_getscope(const pthread_attr_t *attributes, int *value);
int memrepl_pthread_attr_getschedparam(const pthread_attr_t *attributes, struct sched_param *value);
int memrepl_pthread_attr_setschedparam(pthread_attr_t *attributes,
                                       const struct sched_param *parameters);
int memrepl_pthread_mutexattr_init(pthread_mutexattr_t *attributes);
int memrepl_pthread_mutexattr_destroy(pthread_mutexattr_t *attributes);
int memrepl_pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int value);
int memrepl_pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *value);
int memrepl_pthread_mutexattr_setprotocol(pthread_mutexattr_t *attributes, int value);
int memrepl_pthread_mutexattr_getprotocol(const pthread_mutexattr_t *attributes, int *value);
int memrepl_pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int value);
int memrepl_pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes, int *value);
int memrepl_pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int value);
int memrepl_pthread_mutexattr_getrobust(const pthread_mutexattr_t *attributes, int *value);
int memrepl_pthread_condattr_init(pthread_condattr_t *attributes);
int memrepl_pthread_condattr_destroy(pthread_condattr_t *attributes);
int memrepl_pthread_condattr_setpshared(pthread_condattr_t *attributes, int value);
int memrepl_pthread_condattr_getpshared(const pthread_condattr_t *attributes, int *value);
int memrepl_pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t value);
int memrepl_pthread_condattr_getclock(const pthread_condattr_t *attributes, clockid_t *value);
int memrepl_pthread_rwlockattr_init(pthread_rwlockattr_t *attributes);
int memrepl_pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes);
int memrepl_pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int value);
int memrepl_pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes, int *value);
int memrepl_pthread_rwlockattr_setkind_np(pthread_rwlockattr_t *attributes, int value);
int memrepl_pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t *attributes, int *value);
int memrepl_pthread_barrierattr_init(pthread_barrierattr_t *attributes);
int memrepl_pthread_barrierattr_destroy(pthread_barrierattr_t *attributes);
int memrepl_pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int value);
int memrepl_pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes, int *value);
int memrepl_pthread_setschedparam(pthread_t thread, int policy,
                                  const struct sched_param *parameters);
int memrepl_pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *parameters);
int memrepl_pthread_setschedprio(pthread_t thread, int priority);
int memrepl_pthread_setconcurrency(int level);
int memrepl_pthread_getconcurrency(void);
int memrepl_sched_get_priority_max(int policy);
int memrepl_sched_get_priority_min(int policy);
int memrepl_sched_setscheduler(pid_t process, int policy, const struct sched_param *parameters);
int memrepl_sched_getscheduler(pid_t process);

#endif
