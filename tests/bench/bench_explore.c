/* bench_explore.c: what exploring every schedule costs, races looked for.
 *
 *     4 requests     the request program of tests/explore with N = 4: 8,856 executions
 *     5 requests     721,800 executions, by one process and by two
 *     10 requests    the first 300,000 executions: how many a second, where threads are many
 *     SPIN           the same program as a model, requests.pml: its time to see all states; without
 *                    what it takes to generate and compile the verifier
 *
 * Run in the top folder, after `make bench` has built what it needs. */
#include <stdio.h>
#include <stdlib.h>

#include "explore/explore.h"
#include "explore/workshop.h"
#include "program/image/image.h"
#include "reference.h"
#include "stepper/stepper.h"

enum { RUNS = 5, MANY = 10, MANY_EXECUTIONS = 300000 };

struct requests {
    struct image *image;
    const char *count;
};

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "bench_explore: %s\n", why);
    exit(1);
}

static bool begin(void *context, struct stepper *stepper)
{
    const struct requests *requests = context;
    const char *const arguments[] = {"requests", requests->count, NULL};
    struct symbol entry;
    return image_symbol(requests->image, "main", &entry) &&
           stepper_start_main(stepper, entry.address, arguments, "", 0).reason == STOP_DONE;
}

static struct explore_options options_of(struct requests *requests, int jobs)
{
    return (struct explore_options){.image = requests->image,
                                    .begin = begin,
                                    .begin_context = requests,
                                    .delays = -1,
                                    .jobs = jobs,
                                    .shards = 1};
}

/* Seconds for all schedules. */
static double explore_all(struct requests *requests, int jobs, uint64_t expected)
{
    struct explore_options options = options_of(requests, jobs);
    struct explore_report report;
    char *error = NULL;
    double before = reference_now_ns();
    if (!explore(&options, &report, &error))
        give_up(error);
    double seconds = (reference_now_ns() - before) / 1e9;
    if (report.executions != expected || report.end != EXPLORE_COMPLETE)
        give_up("the number of executions is wrong");
    explore_close(&report);
    return seconds;
}

static void bench_four(struct requests *requests)
{
    double best = 1e9;
    requests->count = "4";
    for (int run = 0; run < RUNS; run++) {
        double seconds = explore_all(requests, 1, 8856);
        best = seconds < best ? seconds : best;
    }
    printf("%-44s %10.1f ms    best of %d\n", "4 requests, 8,856 executions", best * 1e3, RUNS);
}

static void bench_five(struct requests *requests)
{
    requests->count = "5";
    double one = explore_all(requests, 1, 721800), two = explore_all(requests, 2, 721800);
    printf("%-44s %10.2f s\n", "5 requests, 721,800 executions", one);
    printf("%-44s %10.2f s     %.2f x as fast\n", "the same by two processes", two, one / two);
}

static bool go_on(void *unused)
{
    (void)unused;
    return true;
}

static void bench_many(struct requests *requests)
{
    struct workshop workshop;
    struct search_options search = {
        .strategy = STRATEGY_ALL, .looks_for_races = true, .executions_most = MANY_EXECUTIONS};
    char *error = NULL;
    requests->count = "10";
    struct explore_options options = options_of(requests, 1);
    if (!workshop_open(&workshop, PATH_STRIDE) || !workshop_load(&workshop, &options, &error))
        give_up(error);
    workshop_reset(&workshop, &search);
    double before = reference_now_ns();
    workshop_search(&workshop, go_on, NULL);
    double seconds = (reference_now_ns() - before) / 1e9;
    char what[64];
    snprintf(what, sizeof what, "%d threads, %d switch points", (int)workshop.search->threads_most,
             (int)workshop.search->steps_longest);
    printf("%-44s %10.0f executions a second\n", what,
           (double)workshop.search->executions / seconds);
    workshop_close(&workshop);
}

/* The script prints the time that the verifier took, in seconds, or why there is none. */
static void bench_spin(int requests)
{
    char command[64], answer[128] = "";
    snprintf(command, sizeof command, "tests/bench/spin.sh %d", requests);
    FILE *output = popen(command, "r");
    if (output != NULL && fgets(answer, sizeof answer, output) != NULL)
        printf("SPIN, %d requests%-28s %10s", requests, "", answer);
    if (output != NULL)
        pclose(output);
}

int main(void)
{
    struct requests requests = {0};
    if (image_open("build/tests/requests.so", &requests.image) != IMAGE_OK)
        give_up("build/tests/requests.so cannot be opened: run make bench in the top folder");
    bench_four(&requests);
    bench_five(&requests);
    bench_many(&requests);
    bench_spin(4);
    bench_spin(5);
    image_close(requests.image);
    return 0;
}
