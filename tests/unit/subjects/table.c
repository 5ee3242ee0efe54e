/* table.c: threads that do what a table says, so that one program stands for any small one.
 *
 * test_explore_fuzz.c writes the table and compares what explorers find. So all that tells one order
 * from another is kept in globals, and nothing besides: who held a lock in which order, what was read,
 * how a try ended, and how far each thread came. Whether a lock is held is asked before it is given
 * back: any table is a program without faults. */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

enum { THREADS = 4, STEPS = 8, PAIR = 2, SEMAPHORES = 3, LOG = 64 };

enum action {
    STOP,
    LOCK,
    TRYLOCK,
    UNLOCK,
    WAIT,
    TRYWAIT,
    POST,
    COND_WAIT,
    COND_TIMEDWAIT,
    SIGNAL,
    BROADCAST,
    READ,
    STORE,
    ADD,
    EXCHANGE,
    READ_LOCK,
    READ_TRYLOCK,
    WRITE_LOCK,
    WRITE_TRYLOCK,
    RW_UNLOCK,
    BARRIER
};

/* Written by the test: what each thread does, and to which of the objects of its kind: an action times
 * 4, and a number. */
unsigned char table[THREADS][STEPS];

static pthread_mutex_t mutexes[PAIR] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static pthread_cond_t conditions[PAIR] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};
static pthread_rwlock_t rwlocks[PAIR] = {PTHREAD_RWLOCK_INITIALIZER, PTHREAD_RWLOCK_INITIALIZER};
static pthread_barrier_t barriers[PAIR];
static sem_t semaphores[SEMAPHORES];
static atomic_int places[PAIR];
static const struct timespec long_ago = {.tv_sec = 1};

/* ---- What tells orders apart ---- */

static struct log {
    int length;
    signed char who[LOG];
} locked[PAIR], written[PAIR];
static int progress[THREADS], results[THREADS][STEPS];
static _Bool holds[THREADS][PAIR], reads[THREADS][PAIR], writes[THREADS][PAIR];

static void add(struct log *log, int self)
{
    log->who[log->length++] = (signed char)self;
}

/* Number n has n at first, and a barrier for two. */
void prepare(void)
{
    for (int number = 0; number < SEMAPHORES; number++)
        sem_init(&semaphores[number], 0, number);
    for (int number = 0; number < PAIR; number++)
        pthread_barrier_init(&barriers[number], NULL, 2);
}

static int use_mutex(int self, enum action action, int object)
{
    _Bool *held = &holds[self][object];
    if (*held != (action == UNLOCK))
        return -1;
    if (action == UNLOCK) {
        *held = 0;
        return pthread_mutex_unlock(&mutexes[object]);
    }
    int result = action == LOCK ? pthread_mutex_lock(&mutexes[object])
                                : pthread_mutex_trylock(&mutexes[object]);
    *held = result == 0;
    if (*held)
        add(&locked[object], self);
    return result;
}

static int use_condition(int self, enum action action, int object)
{
    if (action == SIGNAL)
        return pthread_cond_signal(&conditions[object]);
    if (action == BROADCAST)
        return pthread_cond_broadcast(&conditions[object]);
    if (!holds[self][object])
        return -1;
    int result = action == COND_WAIT
                     ? pthread_cond_wait(&conditions[object], &mutexes[object])
                     : pthread_cond_timedwait(&conditions[object], &mutexes[object], &long_ago);
    add(&locked[object], self);
    return result;
}

static int use_semaphore(enum action action, int object)
{
    if (action == WAIT)
        return sem_wait(&semaphores[object]);
    return action == POST ? sem_post(&semaphores[object]) : sem_trywait(&semaphores[object]);
}

static int use_place(enum action action, int object, int value)
{
    int expected = 0;
    switch (action) {
    case READ:
        return atomic_load(&places[object]);
    case STORE:
        atomic_store(&places[object], value);
        return 0;
    case ADD:
        return atomic_fetch_add(&places[object], value);
    default:
        atomic_compare_exchange_strong(&places[object], &expected, value);
        return expected;
    }
}

static int unlock_rwlock(int self, int object)
{
    if (!reads[self][object] && !writes[self][object])
        return -1;
    reads[self][object] = writes[self][object] = 0;
    return pthread_rwlock_unlock(&rwlocks[object]);
}

static int read_rwlock(int self, enum action action, int object)
{
    pthread_rwlock_t *lock = &rwlocks[object];
    if (reads[self][object] || writes[self][object])
        return -1;
    int result = action == READ_LOCK ? pthread_rwlock_rdlock(lock) : pthread_rwlock_tryrdlock(lock);
    reads[self][object] = result == 0;
    return result == 0 ? -2 - written[object].length : result;
}

static int write_rwlock(int self, enum action action, int object)
{
    pthread_rwlock_t *lock = &rwlocks[object];
    if (reads[self][object] || writes[self][object])
        return -1;
    int result =
        action == WRITE_LOCK ? pthread_rwlock_wrlock(lock) : pthread_rwlock_trywrlock(lock);
    writes[self][object] = result == 0;
    if (result == 0)
        add(&written[object], self);
    return result;
}

static int perform(int self, int step)
{
    enum action action = table[self][step] / 4;
    int object = table[self][step] % 4;
    if (action <= UNLOCK)
        return use_mutex(self, action, object);
    if (action <= POST)
        return use_semaphore(action, object);
    if (action <= BROADCAST)
        return use_condition(self, action, object);
    if (action <= EXCHANGE)
        return use_place(action, object, self * STEPS + step + 1);
    if (action <= READ_TRYLOCK)
        return read_rwlock(self, action, object);
    if (action <= WRITE_TRYLOCK)
        return write_rwlock(self, action, object);
    if (action == RW_UNLOCK)
        return unlock_rwlock(self, object);
    return pthread_barrier_wait(&barriers[object]);
}

void *run(void *number)
{
    int self = (int)(long)number;
    for (int step = 0; step < STEPS && table[self][step] != STOP; step++) {
        progress[self] = step;
        results[self][step] = perform(self, step);
    }
    progress[self] = STEPS;
    return NULL;
}
