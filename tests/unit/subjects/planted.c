/* planted.c: small programs with one fault each, that only some schedules show, and programs that
 * ill-treat who explores them. test_explore.c knows what each shows. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER, other = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_mutex_t forks[3] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                   PTHREAD_MUTEX_INITIALIZER};
static sem_t semaphore;
static atomic_int place, flag;
static int balance, is_ready, *block;

/* Runs two threads at a time, to their ends. */
static void run_both(void *(*first)(void *), void *(*second)(void *))
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, first, NULL);
    pthread_create(&threads[1], NULL, second, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}

/* ---- Two locks, taken in either order: a deadlock ---- */

static void lock_both(pthread_mutex_t *first, pthread_mutex_t *second)
{
    pthread_mutex_lock(first);
    pthread_mutex_lock(second);
    pthread_mutex_unlock(second);
    pthread_mutex_unlock(first);
}

static void *lock_forwards(void *unused)
{
    lock_both(&mutex, &other);
    return unused;
}

static void *lock_backwards(void *unused)
{
    lock_both(&other, &mutex);
    return unused;
}

void two_locks(void)
{
    run_both(lock_forwards, lock_backwards);
}

/* ---- Three philosophers ---- */

static void *dine(void *seat)
{
    ptrdiff_t left = (pthread_mutex_t *)seat - forks;
    lock_both(&forks[left], &forks[(left + 1) % 3]);
    return NULL;
}

void philosophers(void)
{
    pthread_t threads[3];
    for (int seat = 0; seat < 3; seat++)
        pthread_create(&threads[seat], NULL, dine, &forks[seat]);
    for (int seat = 0; seat < 3; seat++)
        pthread_join(threads[seat], NULL);
}

/* ---- A signal before the wait, which nobody looks for: a lost wake-up ---- */

static void *wait_unasked(void *unused)
{
    pthread_mutex_lock(&mutex);
    pthread_cond_wait(&condition, &mutex);
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void *signal_once(void *unused)
{
    pthread_mutex_lock(&mutex);
    is_ready = 1;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
    return unused;
}

void lost_signal(void)
{
    run_both(wait_unasked, signal_once);
}

/* ---- Read and written in two sections: an assertion ---- */

static void *pay_in(void *unused)
{
    pthread_mutex_lock(&mutex);
    int seen = balance;
    pthread_mutex_unlock(&mutex);
    pthread_mutex_lock(&mutex);
    balance = seen + 1;
    pthread_mutex_unlock(&mutex);
    return unused;
}

void split_update(void)
{
    run_both(pay_in, pay_in);
    assert(balance == 2);
}

/* ---- Three turns that must follow one another: an assertion that takes four switches ---- */

static void *take_turns(void *unused)
{
    atomic_store(&place, 1);
    int seen = atomic_load(&flag);
    atomic_store(&place, 2);
    assert(seen != 1 || atomic_load(&flag) != 2);
    return unused;
}

static void *follow_turns(void *unused)
{
    if (atomic_load(&place) == 1)
        atomic_store(&flag, 1);
    if (atomic_load(&place) == 2)
        atomic_store(&flag, 2);
    return unused;
}

void turns(void)
{
    run_both(take_turns, follow_turns);
}

/* ---- No lock at all: a data race, and what it leads to ---- */

static void *pay_in_unlocked(void *unused)
{
    balance = balance + 1;
    return unused;
}

void race(void)
{
    run_both(pay_in_unlocked, pay_in_unlocked);
    assert(balance == 2);
}

/* ---- Freed by one, used by the other ---- */

static void *use_block(void *unused)
{
    sem_wait(&semaphore);
    *block = 1;
    sem_post(&semaphore);
    return unused;
}

static void *free_block(void *unused)
{
    sem_wait(&semaphore);
    free(block);
    sem_post(&semaphore);
    return unused;
}

void use_after_free(void)
{
    sem_init(&semaphore, 0, 1);
    block = malloc(sizeof *block);
    run_both(use_block, free_block);
}

/* ---- Hostile ---- */

static void *nothing(void *unused)
{
    return unused;
}

static void *spin(void *unused)
{
    for (;;)
        continue;
    return unused;
}

void endless_loop(void)
{
    run_both(spin, nothing);
}

static void *count_for_ever(void *unused)
{
    for (;;)
        atomic_fetch_add(&place, 1);
    return unused;
}

void endless_steps(void)
{
    run_both(count_for_ever, count_for_ever);
}

static void *crash(void *unused)
{
    *(volatile int *)unused = 1;
    return NULL;
}

void null_pointer(void)
{
    run_both(crash, nothing);
}

static void *leave(void *unused)
{
    exit(3);
    return unused;
}

void exit_in_thread(void)
{
    run_both(leave, nothing);
}

/* Past all that the kit could catch: exit_group, or the like. */
static void *die(void *unused)
{
#if defined __x86_64__
    __asm__ volatile("syscall" : : "a"(231), "D"(9) : "rcx", "r11", "memory");
#else
    register long number __asm__("x8") = 94;
    register long status __asm__("x0") = 9;
    __asm__ volatile("svc 0" : : "r"(number), "r"(status) : "memory");
#endif
    return unused;
}

void dead_process(void)
{
    run_both(die, nothing);
}
