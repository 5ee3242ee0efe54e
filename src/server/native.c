/*
 * The memory server as a program of its own: every request thread and the server run on real
 * threads, and when all of them have ended it prints the memory, the segment list and the messages.
 *
 *     memory-server [--threads N] [--memory BYTES] [--seed N] [--placement NAME] [--free]
 *
 * Exit status: 0 when array, list and messages agree, 1 when they do not or there is no memory or
 * no thread to be had, 2 when an option is wrong. The messages and the list differ from run to run
 * when threads ask in another order; the sizes they ask for depend on the seed alone.
 */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_server.h"
#include "placement.h"
#include "workload.h"

enum { STATUS_FINE = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

enum { SEED_DEFAULT = 1 };

struct settings {
    long threads;
    long bytes;
    long seed;
};

/* Options */

/* Reads a whole number from `text`, which may be NULL. False when it is none, or out of range. */
static bool read_number(const char *text, long least, long most, long *number)
{
    char *end;
    if (text == NULL)
        return false;
    errno = 0;
    *number = strtol(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *number >= least && *number <= most;
}

static bool read_placement(const char *text)
{
    for (enum placement which = 0; text != NULL && which < PLACEMENT_COUNT; which++) {
        if (strcmp(text, placement_name(which)) == 0) {
            placement = which;
            return true;
        }
    }
    fprintf(stderr, "memory-server: --placement takes first, next, best or worst, not \"%s\"\n",
            text == NULL ? "" : text);
    return false;
}

/* Reads the option `name` with its value, which is NULL when the command line ends before it. */
static bool read_option(const char *name, const char *value, struct settings *settings)
{
    const struct {
        const char *name;
        long least, most;
        long *number;
    } options[] = {
        {"--threads", 1, THREADS_MAX, &settings->threads},
        {"--memory", 1, MEMORY_MAX, &settings->bytes},
        {"--seed", 0, UINT_MAX, &settings->seed},
    };

    if (strcmp(name, "--placement") == 0)
        return read_placement(value);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (strcmp(name, options[i].name) != 0)
            continue;
        if (read_number(value, options[i].least, options[i].most, options[i].number))
            return true;
        fprintf(stderr, "memory-server: %s takes a number from %ld to %ld, not \"%s\"\n", name,
                options[i].least, options[i].most, value == NULL ? "" : value);
        return false;
    }
    fprintf(stderr,
            "memory-server: \"%s\" is unknown; the options are --threads, --memory, --seed, "
            "--placement and --free\n",
            name);
    return false;
}

static bool read_options(char **arguments, struct settings *settings)
{
    while (*arguments != NULL) {
        if (strcmp(*arguments, "--free") == 0) {
            workload_frees = true;
            arguments++;
            continue;
        }
        if (!read_option(arguments[0], arguments[1], settings))
            return false;
        arguments += 2;
    }
    return true;
}

/* Threads */

static void *start_thread(void *id)
{
    thread_function((int)(intptr_t)id);
    return NULL;
}

static void *start_server(void *unused)
{
    (void)unused;
    server_function();
    return NULL;
}

/* Runs the server and all request threads to their ends. False when one could not be started; those
   that could have then run all the same. */
static bool run_threads(void)
{
    pthread_t server;
    pthread_t threads[THREADS_MAX];
    int started = 0;

    if (pthread_create(&server, NULL, start_server, NULL) != 0)
        return false;
    while (started < thread_count &&
           pthread_create(&threads[started], NULL, start_thread, (void *)(intptr_t)started) == 0)
        started++;
    for (int id = 0; id < started; id++)
        pthread_join(threads[id], NULL);
    memory_server_stop();
    pthread_join(server, NULL);
    return started == thread_count;
}

/* What it all came to */

enum {
    DUMP_WHOLE = 1000, /* bytes: an array up to this size is printed whole */
    DUMP_END = 250,    /* bytes shown at each end of a larger one */
};

/* The memory array, in lines that start with an index; of a large one only both ends. */
static void print_memory(void)
{
    if (memory_size <= DUMP_WHOLE) {
        segment_list_dump(0, memory_size);
        return;
    }
    segment_list_dump(0, DUMP_END);
    printf("       ...  %d bytes are not shown\n", memory_size - 2 * DUMP_END);
    segment_list_dump(memory_size - DUMP_END, memory_size);
}

static void print_segments(void)
{
    printf("\nsegments\n     owner       size      index\n");
    for (const struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id == HOLE)
            printf("      hole");
        else
            printf("  thread %c", thread_mark(segment->id));
        printf(" %10d %10d\n", segment->size, segment->index);
    }
}

static void print_messages(void)
{
    printf("\nmessages\n    thread       mark    message\n");
    for (int id = 0; id < thread_count; id++)
        printf("%10d %10c %10d\n", id, thread_mark(id), thread_message[id]);
}

/* Once no thread and no server runs: the list is sound, no request was left in the queue, and each
   segment starts where its owner was told and is marked throughout. NULL when all is well, else a
   sentence. */
static const char *check_server(void)
{
    const char *fault = segment_list_check();
    if (fault != NULL)
        return fault;
    if (!queue_is_empty(&queue))
        return "a request was left in the queue";

    for (const struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id == HOLE)
            continue;
        if (thread_message[segment->id] != segment->index)
            return "a segment does not start where its thread was told";
        if (memchr(memory + segment->index, MARK_FREE, (size_t)segment->size) != NULL)
            return "a thread has not marked all of its bytes";
    }
    return NULL;
}

/* Threads that keep their bytes leave something more to check: nobody was told of bytes that
   another thread has. */
static const char *check(void)
{
    const char *fault = check_server();
    for (int id = 0; id < thread_count && fault == NULL && !workload_frees; id++) {
        int start = thread_message[id];
        if (start != NO_PLACE && memory[start] != thread_mark(id))
            fault = "a thread was told of bytes that it does not own";
    }
    return fault;
}

static int run(void)
{
    if (!run_threads()) {
        fprintf(stderr, "memory-server: the system has no more threads; try fewer\n");
        return STATUS_FAILED;
    }
    printf("\nmemory\n");
    print_memory();
    print_segments();
    print_messages();

    const char *fault = check();
    if (fault != NULL) {
        fprintf(stderr, "memory-server: inconsistent: %s\n", fault);
        return STATUS_FAILED;
    }
    printf("\nArray, list and messages agree.\n");
    return STATUS_FINE;
}

int main(int argc, char **argv)
{
    struct settings settings = {THREADS_DEFAULT, MEMORY_DEFAULT, SEED_DEFAULT};

    (void)argc;
    if (!read_options(argv + 1, &settings))
        return STATUS_USAGE;
    if (!workload_start((unsigned)settings.seed) ||
        !memory_server_start((int)settings.threads, (int)settings.bytes)) {
        fprintf(stderr, "memory-server: no memory for %ld bytes; try fewer\n", settings.bytes);
        return STATUS_FAILED;
    }
    printf("%d request threads, one server, %d bytes, %s fit, seed %u\n", thread_count, memory_size,
           placement_name(placement), workload_seed);
    int status = run();
    memory_server_clear();
    workload_clear();
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("memory-server: standard output");
        return STATUS_FAILED;
    }
    return status;
}
