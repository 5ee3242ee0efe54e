/* primitives.c: each synchronisation primitive used well (functions that return 0, or the line of
 * the first claim that does not hold) and used wrongly (test_primitives.c knows the event of each). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#define CLAIM(condition)     \
    do                       \
        if (!(condition))    \
            return __LINE__; \
    while (0)

static const struct timespec long_ago = {.tv_sec = 1};
static const struct timespec never = {.tv_sec = 4000000000};
static const struct timespec nonsense = {.tv_nsec = -1};
static void *const nothing = NULL;
int order[16], order_length;

static void note(int what)
{
    order[order_length++] = what;
}

/* ---- Mutexes ---- */

pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

static void *hold_mutex(void *unused)
{
    pthread_mutex_lock(&mutex);
    sleep(10);
    pthread_mutex_unlock(&mutex);
    return unused;
}

int mutex_timed(void)
{
    pthread_t holder;
    CLAIM(pthread_mutex_timedlock(&mutex, &never) == 0);
    CLAIM(pthread_mutex_timedlock(&mutex, &long_ago) == ETIMEDOUT);
    CLAIM(pthread_mutex_timedlock(&mutex, &nonsense) == EINVAL);
    CLAIM(pthread_mutex_unlock(&mutex) == 0);
    pthread_create(&holder, NULL, hold_mutex, NULL);
    sleep(1);
    CLAIM(pthread_mutex_trylock(&mutex) == EBUSY);
    CLAIM(pthread_mutex_clocklock(&mutex, CLOCK_REALTIME, &long_ago) == ETIMEDOUT);
    CLAIM(pthread_mutex_timedlock(&mutex, &never) == 0);
    CLAIM(pthread_mutex_unlock(&mutex) == 0);
    CLAIM(pthread_mutex_timedlock(&recursive, &long_ago) == 0);
    CLAIM(pthread_mutex_timedlock(&recursive, &long_ago) == 0);
    return 0;
}

int mutex_attributes(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t checking;
    int value = -1;
    CLAIM(pthread_mutexattr_init(&attributes) == 0);
    CLAIM(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK) == 0);
    CLAIM(pthread_mutexattr_gettype(&attributes, &value) == 0 && value == PTHREAD_MUTEX_ERRORCHECK);
    CLAIM(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_PRIVATE) == 0);
    CLAIM(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT) == 0);
    CLAIM(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST) == ENOTSUP);
    CLAIM(pthread_mutex_init(&checking, &attributes) == 0);
    CLAIM(pthread_mutexattr_destroy(&attributes) == 0);
    CLAIM(pthread_mutex_lock(&checking) == 0);
    CLAIM(pthread_mutex_lock(&checking) == EDEADLK);
    CLAIM(pthread_mutex_unlock(&checking) == 0);
    CLAIM(pthread_mutex_destroy(&checking) == 0);
    checking = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER; /* a new one at the same place */
    CLAIM(pthread_mutex_lock(&checking) == 0);
    CLAIM(pthread_mutex_unlock(&checking) == 0);
    return 0;
}

void mutex_initialised_again(void)
{
    pthread_mutex_lock(&mutex);
    pthread_mutex_init(&mutex, NULL);
}

void mutex_attribute_wild(void)
{
    pthread_mutexattr_settype((pthread_mutexattr_t *)nothing, PTHREAD_MUTEX_NORMAL);
}

void mutex_deadline_wild(void)
{
    pthread_mutex_timedlock(&mutex, (const struct timespec *)nothing);
}

/* ---- Semaphores ---- */

sem_t semaphore;

static void *post_later(void *unused)
{
    sleep(2);
    sem_post(&semaphore);
    return unused;
}

int semaphore_timed(void)
{
    pthread_t poster;
    struct timespec deadline;
    sem_init(&semaphore, 0, 1);
    CLAIM(sem_timedwait(&semaphore, &long_ago) == 0);
    CLAIM(sem_timedwait(&semaphore, &long_ago) == -1 && errno == ETIMEDOUT);
    CLAIM(sem_timedwait(&semaphore, &nonsense) == -1 && errno == EINVAL);
    CLAIM(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &long_ago) == -1 && errno == ETIMEDOUT);
    CLAIM(pthread_create(&poster, NULL, post_later, NULL) == 0);
    deadline.tv_sec = time(NULL) + 5; /* the post comes before that */
    deadline.tv_nsec = 0;
    CLAIM(sem_timedwait(&semaphore, &deadline) == 0);
    CLAIM(sem_destroy(&semaphore) == 0);
    return 0;
}

int semaphore_named(void)
{
    sem_t *named = sem_open("/door", O_CREAT | O_EXCL, 0600, 2);
    CLAIM(named != SEM_FAILED);
    CLAIM(sem_open("/door", O_CREAT | O_EXCL, 0600, 2) == SEM_FAILED && errno == EEXIST);
    CLAIM(sem_open("/window", 0) == SEM_FAILED && errno == ENOENT);
    CLAIM(sem_open("/door", 0) == named);
    CLAIM(sem_wait(named) == 0 && sem_trywait(named) == 0);
    CLAIM(sem_trywait(named) == -1 && errno == EAGAIN);
    CLAIM(sem_close(named) == 0);
    CLAIM(sem_unlink("/door") == 0);
    CLAIM(sem_unlink("/door") == -1 && errno == ENOENT);
    CLAIM(sem_post(named) == 0);
    CLAIM(sem_close(named) == 0);
    named = sem_open("/door", O_CREAT, 0600, 0);
    CLAIM(named != SEM_FAILED && sem_trywait(named) == -1);
    return 0;
}

void semaphore_used_closed(void)
{
    sem_t *named = sem_open("/door", O_CREAT, 0600, 1);
    sem_unlink("/door");
    sem_close(named);
    sem_wait(named);
}

void semaphore_close_unnamed(void)
{
    sem_close((sem_t *)&mutex);
    sem_unlink((const char *)nothing);
}

void semaphore_never_initialised(void)
{
    static sem_t zero;
    sem_destroy(&zero);
}

/* ---- Condition variables ---- */

pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
int is_true;

static void *signal_later(void *unused)
{
    sleep(1);
    pthread_mutex_lock(&mutex);
    is_true = 1;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
    return unused;
}

int condition_timed(void)
{
    pthread_t signaller;
    pthread_mutex_lock(&mutex);
    CLAIM(pthread_cond_timedwait(&condition, &mutex, &long_ago) == ETIMEDOUT);
    CLAIM(pthread_cond_timedwait(&condition, &mutex, &nonsense) == EINVAL);
    CLAIM(pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &long_ago) == ETIMEDOUT);
    pthread_create(&signaller, NULL, signal_later, NULL);
    while (!is_true)
        CLAIM(pthread_cond_timedwait(&condition, &mutex, &never) == 0);
    pthread_mutex_unlock(&mutex);
    CLAIM(pthread_join(signaller, NULL) == 0);
    return 0;
}

/* Five seconds from now, by either clock, are not over before the signal that comes after one. */
int condition_clocks(void)
{
    static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC};
    for (int index = 0; index < 2; index++) {
        pthread_condattr_t attributes;
        pthread_t signaller;
        struct timespec deadline;
        is_true = 0;
        pthread_condattr_init(&attributes);
        pthread_condattr_setclock(&attributes, clocks[index]);
        pthread_cond_init(&condition, &attributes);
        pthread_create(&signaller, NULL, signal_later, NULL);
        pthread_mutex_lock(&mutex);
        clock_gettime(clocks[index], &deadline);
        deadline.tv_sec += 5;
        CLAIM(pthread_cond_timedwait(&condition, &mutex, &deadline) == 0 && is_true);
        pthread_mutex_unlock(&mutex);
        pthread_join(signaller, NULL);
        pthread_cond_destroy(&condition);
    }
    CLAIM(pthread_cond_clockwait(&condition, &mutex, 99, &long_ago) == EINVAL);
    return 0;
}

/* The waiter is woken and has not gone on yet: nobody waits for the condition any more. */
static void *wait_once(void *unused)
{
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&condition, &mutex);
    pthread_mutex_unlock(&mutex);
    return unused;
}

int condition_destroyed_early(void)
{
    pthread_t waiter;
    pthread_create(&waiter, NULL, wait_once, NULL);
    sleep(1);
    pthread_mutex_lock(&mutex);
    pthread_cond_broadcast(&condition);
    CLAIM(pthread_cond_destroy(&condition) == 0);
    pthread_mutex_unlock(&mutex);
    CLAIM(pthread_join(waiter, NULL) == 0);
    return 0;
}

void condition_destroyed_waiting(void)
{
    pthread_t waiter;
    pthread_create(&waiter, NULL, wait_once, NULL);
    sleep(1);
    pthread_cond_destroy(&condition);
}

/* ---- Reader-writer locks ---- */

pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;

static void *write_it(void *unused)
{
    note(pthread_rwlock_tryrdlock(&rwlock));
    note(pthread_rwlock_trywrlock(&rwlock));
    pthread_rwlock_unlock(&rwlock); /* that of the tryrdlock */
    pthread_rwlock_wrlock(&rwlock);
    note(100);
    sleep(1);
    pthread_rwlock_unlock(&rwlock);
    return unused;
}

int rwlock_works(void)
{
    pthread_t writer;
    CLAIM(pthread_rwlock_rdlock(&rwlock) == 0);
    CLAIM(pthread_rwlock_rdlock(&rwlock) == 0);
    CLAIM(pthread_rwlock_timedwrlock(&rwlock, &long_ago) == ETIMEDOUT);
    pthread_create(&writer, NULL, write_it, NULL);
    sleep(1);
    CLAIM(order_length == 2 && order[0] == 0 && order[1] == EBUSY);
    CLAIM(pthread_rwlock_unlock(&rwlock) == 0);
    sleep(1);
    CLAIM(order_length == 2); /* one is still held */
    CLAIM(pthread_rwlock_unlock(&rwlock) == 0);
    pthread_join(writer, NULL);
    CLAIM(order_length == 3);
    CLAIM(pthread_rwlock_timedrdlock(&rwlock, &long_ago) == 0);
    CLAIM(pthread_rwlock_clockrdlock(&rwlock, CLOCK_REALTIME, &long_ago) == 0);
    CLAIM(pthread_rwlock_clockwrlock(&rwlock, CLOCK_REALTIME, &long_ago) == ETIMEDOUT);
    CLAIM(pthread_rwlock_unlock(&rwlock) == 0 && pthread_rwlock_unlock(&rwlock) == 0);
    CLAIM(pthread_rwlock_destroy(&rwlock) == 0);
    CLAIM(pthread_rwlock_init(&rwlock, NULL) == 0);
    CLAIM(pthread_rwlock_wrlock(&rwlock) == 0);
    CLAIM(pthread_rwlock_timedrdlock(&rwlock, &long_ago) == ETIMEDOUT);
    return 0;
}

static void *read_it(void *unused)
{
    pthread_rwlock_rdlock(&rwlock);
    sleep(1);
    pthread_rwlock_unlock(&rwlock);
    return unused;
}

/* More readers than are known by name. */
int rwlock_crowded(void)
{
    pthread_t readers[40];
    for (int reader = 0; reader < 40; reader++)
        pthread_create(&readers[reader], NULL, read_it, NULL);
    sleep(1);
    for (int reader = 0; reader < 40; reader++)
        pthread_join(readers[reader], NULL);
    CLAIM(pthread_rwlock_trywrlock(&rwlock) == 0);
    return 0;
}

void rwlock_write_twice(void)
{
    pthread_rwlock_wrlock(&rwlock);
    pthread_rwlock_wrlock(&rwlock);
}

void rwlock_upgrade(void)
{
    pthread_rwlock_rdlock(&rwlock);
    pthread_rwlock_wrlock(&rwlock);
}

void rwlock_unlock_unheld(void)
{
    pthread_rwlock_unlock(&rwlock);
}

void rwlock_destroy_read(void)
{
    pthread_rwlock_rdlock(&rwlock);
    pthread_rwlock_destroy(&rwlock);
}

void rwlock_garbage(void)
{
    pthread_rwlock_t garbage;
    memset(&garbage, 'g', sizeof garbage);
    pthread_rwlock_rdlock(&garbage);
}

/* ---- Barriers ---- */

pthread_barrier_t barrier;

static void *meet(void *unused)
{
    for (int round = 0; round < 2; round++)
        note(pthread_barrier_wait(&barrier));
    return unused;
}

int barrier_works(void)
{
    pthread_t threads[2];
    int last = 0;
    CLAIM(pthread_barrier_init(&barrier, NULL, 0) == EINVAL);
    CLAIM(pthread_barrier_init(&barrier, NULL, 3) == 0);
    for (int index = 0; index < 2; index++)
        pthread_create(&threads[index], NULL, meet, NULL);
    sleep(1);
    CLAIM(order_length == 0);
    meet(NULL);
    for (int index = 0; index < 2; index++)
        pthread_join(threads[index], NULL);
    for (int index = 0; index < order_length; index++)
        last += order[index] == PTHREAD_BARRIER_SERIAL_THREAD;
    CLAIM(order_length == 6 && last == 2);
    CLAIM(pthread_barrier_destroy(&barrier) == 0);
    return 0;
}

void barrier_never_initialised(void)
{
    static pthread_barrier_t zero;
    pthread_barrier_wait(&zero);
}

void barrier_destroy_waiting(void)
{
    pthread_t thread;
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, meet, NULL);
    sleep(1);
    pthread_barrier_destroy(&barrier);
}

/* ---- Spin locks ---- */

pthread_spinlock_t spin;

static void *spin_once(void *unused)
{
    note(pthread_spin_trylock(&spin));
    pthread_spin_lock(&spin);
    note(1);
    pthread_spin_unlock(&spin);
    return unused;
}

int spin_works(void)
{
    pthread_t thread;
    CLAIM(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
    CLAIM(pthread_spin_lock(&spin) == 0);
    pthread_create(&thread, NULL, spin_once, NULL);
    sleep(1);
    CLAIM(order_length == 1 && order[0] == EBUSY);
    CLAIM(pthread_spin_unlock(&spin) == 0);
    pthread_join(thread, NULL);
    CLAIM(order_length == 2);
    CLAIM(pthread_spin_destroy(&spin) == 0);
    return 0;
}

void spin_never_initialised(void)
{
    pthread_spin_lock(&spin);
}

void spin_twice(void)
{
    pthread_spin_init(&spin, 0);
    pthread_spin_lock(&spin);
    pthread_spin_lock(&spin);
}

void spin_unlock_unheld(void)
{
    pthread_spin_init(&spin, 0);
    pthread_spin_unlock(&spin);
}

/* ---- Once ---- */

pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialise(void)
{
    sleep(1);
    note(7);
}

static void *use_once(void *unused)
{
    pthread_once(&once, initialise);
    note(8);
    return unused;
}

int once_works(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, use_once, NULL);
    use_once(NULL);
    pthread_join(thread, NULL);
    CLAIM(order_length == 3 && order[0] == 7 && order[1] == 8 && order[2] == 8);
    return 0;
}

static void initialise_again(void)
{
    pthread_once(&once, initialise);
}

void once_within_itself(void)
{
    pthread_once(&once, initialise_again);
}

void once_garbage(void)
{
    pthread_once_t garbage = 77;
    pthread_once(&garbage, initialise);
}

/* ---- Thread-specific data ---- */

pthread_key_t key;

static void destroy_value(void *value)
{
    note((int)(intptr_t)value);
    if ((intptr_t)value == 1)
        pthread_setspecific(key, (void *)11); /* asks for another round */
}

static void *set_value(void *value)
{
    pthread_setspecific(key, value);
    sched_yield();
    if ((intptr_t)value == 2)
        pthread_exit(pthread_getspecific(key));
    return pthread_getspecific(key);
}

int keys_work(void)
{
    pthread_t threads[2];
    void *results[2];
    CLAIM(pthread_key_create(&key, destroy_value) == 0);
    CLAIM(pthread_getspecific(key) == NULL);
    CLAIM(pthread_setspecific(key, (void *)9) == 0);
    for (intptr_t index = 0; index < 2; index++)
        pthread_create(&threads[index], NULL, set_value, (void *)(index + 1));
    for (int index = 0; index < 2; index++)
        pthread_join(threads[index], &results[index]);
    CLAIM(results[0] == (void *)1 && results[1] == (void *)2);
    CLAIM(order_length == 3 && order[0] + order[1] + order[2] == 14);
    CLAIM(pthread_getspecific(key) == (void *)9);
    CLAIM(pthread_key_delete(key) == 0);
    CLAIM(pthread_key_create(&key, NULL) == 0);
    CLAIM(pthread_getspecific(key) == NULL);
    CLAIM(pthread_key_delete(key) == 0);
    return 0;
}

void key_deleted(void)
{
    pthread_key_create(&key, NULL);
    pthread_key_delete(key);
    pthread_setspecific(key, &key);
}

void key_never_created(void)
{
    pthread_getspecific(5);
}

/* ---- Variables of each thread ---- */

__thread int mine = 3;
static __thread char large[3000];
_Thread_local int *where;

static void *change_mine(void *by)
{
    where = &mine;
    mine += (int)(intptr_t)by;
    large[2999]++;
    sched_yield();
    return (void *)(intptr_t)(*where * 10 + large[2999]);
}

int variables_work(void)
{
    pthread_t threads[2];
    void *results[2];
    for (intptr_t index = 0; index < 2; index++)
        pthread_create(&threads[index], NULL, change_mine, (void *)(index + 1));
    for (int index = 0; index < 2; index++)
        pthread_join(threads[index], &results[index]);
    CLAIM(results[0] == (void *)41 && results[1] == (void *)51);
    CLAIM(mine == 3 && where == NULL && large[2999] == 0);
    return 0;
}

/* ---- Threads ---- */

static void *do_nothing(void *result)
{
    return result;
}

int thread_attributes(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    struct sched_param parameters = {0};
    char name[16];
    size_t size = 0;
    int state = -1, policy = -1;
    CLAIM(pthread_attr_init(&attributes) == 0);
    CLAIM(pthread_attr_setstacksize(&attributes, 1 << 20) == 0);
    CLAIM(pthread_attr_getstacksize(&attributes, &size) == 0 && size == 1 << 20);
    CLAIM(pthread_attr_setstacksize(&attributes, 1) == EINVAL);
    CLAIM(pthread_attr_setscope(&attributes, PTHREAD_SCOPE_SYSTEM) == 0);
    CLAIM(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0);
    CLAIM(pthread_attr_getdetachstate(&attributes, &state) == 0 && state != 0);
    CLAIM(pthread_create(&thread, &attributes, do_nothing, NULL) == 0);
    CLAIM(pthread_attr_destroy(&attributes) == 0);
    CLAIM(pthread_setname_np(pthread_self(), "painter") == 0);
    CLAIM(pthread_setname_np(pthread_self(), "a painter of houses") == ERANGE);
    CLAIM(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
    CLAIM(strcmp(name, "painter") == 0);
    CLAIM(pthread_getname_np(pthread_self(), name, 3) == ERANGE);
    CLAIM(pthread_getschedparam(pthread_self(), &policy, &parameters) == 0);
    CLAIM(pthread_setschedparam(pthread_self(), policy, &parameters) == 0);
    CLAIM(pthread_setconcurrency(2) == 0);
    CLAIM(sched_get_priority_max(SCHED_FIFO) >= sched_get_priority_min(SCHED_FIFO));
    return 0;
}

int other_attributes(void)
{
    pthread_condattr_t of_condition;
    pthread_rwlockattr_t of_rwlock;
    pthread_barrierattr_t of_barrier;
    clockid_t clock = -1;
    CLAIM(pthread_condattr_init(&of_condition) == 0);
    CLAIM(pthread_condattr_setclock(&of_condition, CLOCK_MONOTONIC) == 0);
    CLAIM(pthread_condattr_getclock(&of_condition, &clock) == 0 && clock == CLOCK_MONOTONIC);
    CLAIM(pthread_cond_init(&condition, &of_condition) == 0);
    CLAIM(pthread_condattr_destroy(&of_condition) == 0);
    CLAIM(pthread_rwlockattr_init(&of_rwlock) == 0);
    CLAIM(pthread_rwlockattr_setpshared(&of_rwlock, PTHREAD_PROCESS_PRIVATE) == 0);
    CLAIM(pthread_rwlock_init(&rwlock, &of_rwlock) == 0);
    CLAIM(pthread_rwlockattr_destroy(&of_rwlock) == 0);
    CLAIM(pthread_barrierattr_init(&of_barrier) == 0);
    CLAIM(pthread_barrierattr_setpshared(&of_barrier, PTHREAD_PROCESS_PRIVATE) == 0);
    CLAIM(pthread_barrier_init(&barrier, &of_barrier, 1) == 0);
    CLAIM(pthread_barrierattr_destroy(&of_barrier) == 0);
    CLAIM(pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD);
    return 0;
}

void join_twice(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, do_nothing, NULL);
    pthread_join(thread, NULL);
    pthread_join(thread, NULL);
}

void join_detached(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, do_nothing, NULL);
    pthread_detach(thread);
    pthread_join(thread, NULL);
}

void detach_twice(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, do_nothing, NULL);
    pthread_detach(thread);
    pthread_detach(thread);
}

void join_nobody(void)
{
    pthread_join(4711, NULL);
}

/* ---- Time ---- */

static void *sleep_noted(void *seconds)
{
    sleep((unsigned)(intptr_t)seconds);
    note((int)(intptr_t)seconds);
    return NULL;
}

int sleep_works(void)
{
    static const intptr_t seconds[] = {3, 1, 2};
    const struct timespec half = {.tv_nsec = 500000000};
    struct timespec deadline = {.tv_sec = time(NULL) + 60};
    time_t begun = time(NULL);
    pthread_t threads[3];
    for (int index = 0; index < 3; index++)
        pthread_create(&threads[index], NULL, sleep_noted, (void *)seconds[index]);
    for (int index = 0; index < 3; index++)
        pthread_join(threads[index], NULL);
    CLAIM(order[0] == 1 && order[1] == 2 && order[2] == 3);
    CLAIM(time(NULL) - begun >= 3 && time(NULL) - begun < 5);
    CLAIM(usleep(500000) == 0 && nanosleep(&half, NULL) == 0);
    CLAIM(nanosleep(&nonsense, NULL) == -1 && errno == EINVAL);
    CLAIM(clock_nanosleep(CLOCK_MONOTONIC, 0, &half, NULL) == 0);
    CLAIM(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &deadline, NULL) == 0);
    CLAIM(time(NULL) >= deadline.tv_sec);
    return 0;
}

void sleep_wild(void)
{
    nanosleep((const struct timespec *)nothing, NULL);
}

/* ---- C11 ---- */

mtx_t c11_mutex;
cnd_t c11_condition;
once_flag c11_once = ONCE_FLAG_INIT;
tss_t c11_key;

static void c11_destroy(void *value)
{
    note((int)(intptr_t)value);
}

static int c11_thread(void *value)
{
    tss_set(c11_key, value);
    call_once(&c11_once, initialise);
    mtx_lock(&c11_mutex);
    is_true = 1;
    cnd_signal(&c11_condition);
    mtx_unlock(&c11_mutex);
    thrd_yield();
    thrd_exit((int)(intptr_t)tss_get(c11_key) + 1);
}

int c11_works(void)
{
    const struct timespec half = {.tv_nsec = 500000000};
    thrd_t thread;
    int result;
    CLAIM(mtx_init(&c11_mutex, mtx_timed | mtx_recursive) == thrd_success);
    CLAIM(cnd_init(&c11_condition) == thrd_success);
    CLAIM(tss_create(&c11_key, c11_destroy) == thrd_success);
    CLAIM(mtx_lock(&c11_mutex) == thrd_success);
    CLAIM(mtx_timedlock(&c11_mutex, &long_ago) == thrd_success);
    CLAIM(mtx_unlock(&c11_mutex) == thrd_success);
    CLAIM(cnd_timedwait(&c11_condition, &c11_mutex, &long_ago) == thrd_timedout);
    CLAIM(thrd_create(&thread, c11_thread, (void *)41) == thrd_success);
    while (!is_true)
        CLAIM(cnd_wait(&c11_condition, &c11_mutex) == thrd_success);
    CLAIM(mtx_unlock(&c11_mutex) == thrd_success);
    CLAIM(thrd_join(thread, &result) == thrd_success && result == 42);
    CLAIM(order_length == 2 && order[0] == 7 && order[1] == 41);
    CLAIM(mtx_trylock(&c11_mutex) == thrd_success && mtx_unlock(&c11_mutex) == thrd_success);
    CLAIM(cnd_broadcast(&c11_condition) == thrd_success);
    CLAIM(thrd_equal(thrd_current(), thrd_current()) && thrd_sleep(&half, NULL) == 0);
    cnd_destroy(&c11_condition);
    mtx_destroy(&c11_mutex);
    tss_delete(c11_key);
    return 0;
}

void c11_never_initialised(void)
{
    mtx_lock(&c11_mutex);
}

void c11_detached_twice(void)
{
    thrd_t thread;
    thrd_create(&thread, c11_thread, NULL);
    thrd_detach(thread);
    thrd_detach(thread);
}

/* ---- Memory used again ---- */

static void *lock_it(void *lock)
{
    pthread_mutex_lock(lock);
    return NULL;
}

void memory_freed_before_lock(void)
{
    pthread_t thread;
    pthread_mutex_t *lock = malloc(sizeof *lock);
    pthread_mutex_init(lock, NULL);
    pthread_create(&thread, NULL, lock_it, lock);
    sched_yield();
    free(lock);
    pthread_join(thread, NULL);
}

/* A block given out anew holds no lock of its former life. */
int memory_used_again(void)
{
    for (int round = 0; round < 200; round++) {
        pthread_mutex_t *lock = malloc(sizeof *lock);
        *lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
        CLAIM(pthread_mutex_lock(lock) == 0);
        if (round % 2 == 0)
            CLAIM(pthread_mutex_unlock(lock) == 0 && pthread_mutex_destroy(lock) == 0);
        free(lock);
    }
    return 0;
}
