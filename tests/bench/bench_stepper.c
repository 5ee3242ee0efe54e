/* bench_stepper.c: what stepping costs.
 *
 *     requests   10 request threads and the server, from their first steps to where all hold their
 *                memory; stepper time only: the round trip of an empty order is taken off
 *     back 1     from a million steps of the memory server to the step before
 *     start      ./memrepl -e quit, the whole process
 *
 * Run in the top folder, after `make`. */
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "program/image/image.h"
#include "reference.h"
#include "stepper/stepper.h"

enum { THREADS = 10, SERVER = THREADS, PROMPT, MEMORY_BYTES = 150, RUNS = 2000, STARTS = 50 };
enum { MILLION = 1000000 };

struct server {
    struct image *image;
    struct stepper *stepper;
};

static void give_up(const char *why)
{
    fprintf(stderr, "bench_stepper: %s\n", why);
    exit(1);
}

static void start(struct server *server, thread_slot slot, const char *function, uint64_t first,
                  uint64_t second)
{
    struct symbol symbol;
    if (!image_symbol(server->image, function, &symbol))
        give_up(function);
    stepper_start(server->stepper, &(struct start){.slot = slot,
                                                   .name = function,
                                                   .function = symbol.address,
                                                   .arguments = {first, second}});
}

static void call(struct server *server, const char *function, uint64_t first, uint64_t second)
{
    start(server, PROMPT, function, first, second);
    stepper_step(server->stepper, PROMPT, UINT64_MAX);
}

static void open_server(struct server *server)
{
    char *error = NULL;
    if (image_open("build/server.so", &server->image) != IMAGE_OK)
        give_up("build/server.so cannot be opened: run make in the top folder first");
    server->stepper = stepper_open(server->image, &error);
    if (server->stepper == NULL)
        give_up(error);
    call(server, "memory_server_start", THREADS, MEMORY_BYTES);
    call(server, "workload_start", 1, 0);
    start(server, SERVER, "server_function", 0, 0);
    stepper_step(server->stepper, SERVER, 1);
    stepper_set_scheduler(server->stepper, SCHEDULER_ROUND_ROBIN, 0);
}

static void close_server(struct server *server)
{
    stepper_close(server->stepper);
    image_close(server->image);
}

static int by_size(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

static double timed_run(struct stepper *stepper, uint64_t limit)
{
    double before = reference_now_ns();
    stepper_run(stepper, limit);
    return reference_now_ns() - before;
}

static void bench_requests(void)
{
    static double runs[RUNS], orders[RUNS];
    struct server server;
    open_server(&server);
    for (thread_slot id = 0; id < (thread_slot)THREADS; id++)
        start(&server, id, "thread_function", (uint64_t)id, 0);
    stepper_rebase(server.stepper);
    for (int run = 0; run < RUNS; run++) {
        runs[run] = timed_run(server.stepper, UINT64_MAX);
        stepper_goto(server.stepper, 0);
        orders[run] = timed_run(server.stepper, 0);
    }
    stepper_run(server.stepper, UINT64_MAX);
    double steps = (double)stepper_machine(server.stepper)->step;
    double whole = median(runs, RUNS), order = median(orders, RUNS);
    char what[64];
    snprintf(what, sizeof what, "10 requests, %.0f steps", steps);
    reference_report(what, whole - order, steps);
    reference_report("one order to the child and back", order, 1);
    close_server(&server);
}

/* All threads ask, hold, and give back, again and again. */
static void serve_steps(struct server *server, uint64_t steps)
{
    while (stepper_machine(server->stepper)->step < steps) {
        for (thread_slot id = 0; id < (thread_slot)THREADS; id++)
            start(server, id, "thread_function", (uint64_t)id, 0);
        stepper_run(server->stepper, UINT64_MAX);
        for (thread_slot id = 0; id < (thread_slot)THREADS; id++)
            if (stepper_machine(server->stepper)->threads[id].phase == PHASE_PARKED)
                call(server, "release_memory", (uint64_t)id, 0);
        stepper_run(server->stepper, UINT64_MAX);
    }
}

static void bench_back(void)
{
    struct server server;
    struct rusage usage;
    uint64_t moves = 1;
    open_server(&server);
    stepper_rebase(server.stepper);
    serve_steps(&server, MILLION);
    double before = reference_now_ns();
    stepper_goto(server.stepper, stepper_moves_back(server.stepper, &moves));
    reference_report("back 1 after a million steps", reference_now_ns() - before, 1);
    close_server(&server);
    getrusage(RUSAGE_CHILDREN, &usage);
    printf("%-34s %10.1f MiB\n", "memory of that process at most", (double)usage.ru_maxrss / 1024);
}

static double timed_start(void)
{
    char *const arguments[] = {"memrepl", "-e", "quit", NULL};
    int status;
    pid_t child;
    double before = reference_now_ns();
    if (posix_spawn(&child, "./memrepl", NULL, NULL, arguments, environ) != 0 ||
        waitpid(child, &status, 0) < 0 || status != 0)
        give_up("./memrepl -e quit failed: run make in the top folder first");
    return reference_now_ns() - before;
}

static void bench_start(void)
{
    static double starts[STARTS];
    for (int run = 0; run < STARTS; run++)
        starts[run] = timed_start();
    reference_report("./memrepl -e quit", median(starts, STARTS), 1);
}

/* Parent and child on one core take turns, as they do anyway, without waking a second one. */
static void stay_on_one_core(void)
{
    cpu_set_t core;
    CPU_ZERO(&core);
    CPU_SET((size_t)sched_getcpu(), &core);
    sched_setaffinity(0, sizeof core, &core);
}

int main(void)
{
    stay_on_one_core();
    bench_requests();
    bench_back();
    bench_start();
    return 0;
}
