/*
 * The scenarios of lab 3: short programs around the memory server. A right server ends each of them
 * well in every schedule, and a wrong one fails in at least one. Nothing here is an exercise.
 *
 *     ./memrepl --explore --lab 3 labs/lab3-server/scenarios.c -- two     every schedule of "two"
 *     ./memrepl --lab 3 labs/lab3-server/scenarios.c -- two               step through it
 *     ./memrepl --lab 3 labs/lab3-server/scenarios.c -- two 30 5 9        with other sizes
 *
 * Request thread 1 is T1, and so on; the last thread is the server's. All request threads ask for the
 * same number of bytes, unless the bytes of memory and the size for each of them are given: the
 * grader draws these, and does not tell them before. Each looks at what it got, as does the server's thread when it ends: an
 * assertion that fails names the promise of memory_server.h that was not kept, and before a colon the
 * kind of failure where that is not "wrong answer".
 */
#include "memory_server.h"
#include "workload.h"

#include <assert.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STATUS_FINE, STATUS_USAGE, STATUS_NOT_STARTED };

enum { UNANSWERED = -7 }; /* no answer of the server's */

struct scenario {
    const char *name;
    int threads;     /* request threads */
    int size;        /* bytes that each asks for */
    int bytes;       /* of memory */
    int granted;     /* requests that find room, whichever they are */
    bool frees;      /* threads give their bytes back */
    bool asks_again; /* each asks a second time when it has used its bytes */
    bool is_queued;  /* the requests are in the queue before the server runs; no thread waits */
    bool is_starved; /* there is no memory to queue a request */
    int lives;       /* the server is started, stopped and cleared so often */
};

static const struct scenario scenarios[] = {
    {.name = "idle", .size = 8, .bytes = 20, .lives = 1},
    {.name = "one", .threads = 1, .size = 40, .bytes = 150, .granted = 1, .lives = 1},
    {.name = "full", .threads = 1, .size = 151, .bytes = 150, .lives = 1},
    {.name = "again",
     .threads = 1,
     .size = 20,
     .bytes = 20,
     .granted = 2,
     .frees = true,
     .asks_again = true,
     .lives = 1},
    {.name = "kept",
     .threads = 1,
     .size = 20,
     .bytes = 20,
     .granted = 1,
     .asks_again = true,
     .lives = 1},
    {.name = "anew", .threads = 1, .size = 8, .bytes = 20, .granted = 1, .lives = 2},
    {.name = "starved", .threads = 1, .size = 8, .bytes = 20, .is_starved = true, .lives = 1},
    {.name = "queued",
     .threads = 3,
     .size = 8,
     .bytes = 20,
     .granted = 2,
     .is_queued = true,
     .lives = 1},
    {.name = "two", .threads = 2, .size = 8, .bytes = 20, .granted = 2, .lives = 1},
    {.name = "back", .threads = 2, .size = 8, .bytes = 20, .granted = 2, .frees = true, .lives = 1},
    {.name = "tight", .threads = 3, .size = 8, .bytes = 20, .granted = 2, .lives = 1},
    {.name = "three",
     .threads = 3,
     .size = 8,
     .bytes = 30,
     .granted = 3,
     .frees = true,
     .lives = 1},
    {.name = "four", .threads = 4, .size = 8, .bytes = 30, .granted = 3, .lives = 1},
    {.name = "ten",
     .threads = 10,
     .size = 10,
     .bytes = 100,
     .granted = 10,
     .frees = true,
     .lives = 1},
};

static const struct scenario *scenario;
static int bytes, sizes[THREADS_MAX]; /* of memory; that thread `id` asks for */
static int granted[THREADS_MAX];      /* requests; each thread counts its own */

/* ---- Memory that runs out -------------------------------------------------------------------- */

static bool is_out_of_memory;

/* Stands in for the library's malloc in this program. The realloc below is the library's own. With
   gcc it is left out of what can be stepped through, and it jumps to realloc instead of calling it:
   a block then is from the line that asked for it. */
#if defined __GNUC__ && !defined __clang__
__attribute__((optimize("O2"), no_sanitize("thread"), no_sanitize_coverage))
#endif
void *
malloc(size_t size)
{
    return is_out_of_memory ? NULL : realloc(NULL, size);
}

void *calloc(size_t count, size_t size)
{
    if (size != 0 && count > (size_t)-1 / size)
        return NULL;
    void *block = malloc(count * size);
    return block == NULL ? NULL : memset(block, 0, count * size);
}

/* ---- Naps ------------------------------------------------------------------------------------ */

/* A thread that naps looks again and again, more slowly; so does one that waits with a time limit.
   These stand in for the library's. The yield is a step, so that one can stop before the nap. */
static int nap(void)
{
    sched_yield();
    assert(false && "busy waiting: a thread sleeps until another wakes it, and does not nap");
    return 0;
}

unsigned sleep(unsigned seconds)
{
    (void)seconds;
    return (unsigned)nap();
}

int usleep(useconds_t microseconds)
{
    (void)microseconds;
    return nap();
}

int nanosleep(const struct timespec *span, struct timespec *left)
{
    (void)span;
    (void)left;
    return nap();
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *span, struct timespec *left)
{
    (void)clock;
    (void)flags;
    return nanosleep(span, left);
}

int sem_timedwait(sem_t *semaphore, const struct timespec *limit)
{
    (void)semaphore;
    (void)limit;
    return nap();
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                           const struct timespec *limit)
{
    (void)condition;
    (void)mutex;
    (void)limit;
    return nap();
}

/* ---- What the request threads call ----------------------------------------------------------- */

int request_size(int id)
{
    return sizes[id];
}

bool use_memory(int id)
{
    int start = thread_message[id];
    assert(start >= 0 && start <= memory_size - sizes[id] && "bytes are used that were granted");
    for (int index = start; index < start + sizes[id]; index++)
        assert(memory[index] == thread_mark(id) && "a thread marks its bytes before it uses them");
    granted[id]++;
    return scenario->frees;
}

/* ---- Threads --------------------------------------------------------------------------------- */

static void ask(int id)
{
    int before = granted[id];
    thread_message[id] = UNANSWERED;
    thread_function(id);
    assert(thread_message[id] != UNANSWERED && "a thread goes on when it is answered, not before");
    assert(granted[id] - before == (thread_message[id] == NO_PLACE ? 0 : 1) &&
           "a thread uses its bytes when they are granted, and only then");
}

static void *run_thread(void *id)
{
    ask((int)(intptr_t)id);
    if (scenario->asks_again)
        ask((int)(intptr_t)id);
    return NULL;
}

/* The answers to requests for which no thread waits. */
static void count_answers(void)
{
    for (int id = 1; id <= scenario->threads; id++) {
        assert(thread_message[id] != UNANSWERED && "every request is answered before the end");
        granted[id] = thread_message[id] == NO_PLACE ? 0 : 1;
    }
}

static void *run_server(void *unused)
{
    (void)unused;
    server_function();
    assert(queue_is_empty(&queue) && "every request is taken out before the end");
    if (scenario->is_queued)
        count_answers();
    return NULL;
}

/* ---- A scenario ------------------------------------------------------------------------------ */

static void queue_requests(void)
{
    for (int id = 1; id <= scenario->threads; id++) {
        thread_message[id] = UNANSWERED;
        my_malloc(id, sizes[id]);
    }
}

/* Until the server has ended, too. */
static void run_threads(void)
{
    pthread_t threads[THREADS_MAX], server;
    int count = scenario->is_queued ? 0 : scenario->threads;
    for (intptr_t id = 1; id <= count; id++)
        pthread_create(&threads[id], NULL, run_thread, (void *)id);
    pthread_create(&server, NULL, run_server, NULL);
    for (int id = 1; id <= count; id++)
        pthread_join(threads[id], NULL);
    memory_server_stop();
    pthread_join(server, NULL);
}

static void judge(void)
{
    int sum = 0;
    for (int id = 1; id <= scenario->threads; id++)
        sum += granted[id];
    assert(sum == scenario->granted && "as many requests are granted as there is room for");
    assert(segment_list_check() == NULL && "the segment list is sound in the end");
}

static bool live(void)
{
    if (!memory_server_start(scenario->threads + 1, bytes))
        return false;
    memset(granted, 0, sizeof granted);
    is_out_of_memory = scenario->is_starved;
    if (scenario->is_queued)
        queue_requests();
    run_threads();
    is_out_of_memory = false;
    judge();
    memory_server_clear();
    return true;
}

/* Its own sizes, or those given: NAME BYTES SIZE... */
static bool choose_sizes(int count, char **words)
{
    bytes = count == 2 ? scenario->bytes : atoi(words[2]);
    for (int id = 1; id <= scenario->threads; id++)
        sizes[id] = count == 2 ? scenario->size : count > id + 2 ? atoi(words[id + 2]) : 0;
    return count == 2 || count == scenario->threads + 3;
}

int main(int argc, char **argv)
{
    for (size_t index = 0; index < sizeof scenarios / sizeof scenarios[0]; index++)
        if (argc >= 2 && strcmp(argv[1], scenarios[index].name) == 0)
            scenario = &scenarios[index];
    if (scenario == NULL || !choose_sizes(argc, argv)) {
        fprintf(stderr, "scenarios: give the name of one, such as: two\n");
        return STATUS_USAGE;
    }
    for (int life = 0; life < scenario->lives; life++)
        if (!live())
            return STATUS_NOT_STARTED;
    return STATUS_FINE;
}
