/* test_explore.c: what explorations count and find.
 *
 * The oracle is the request program: the numbers of its inequivalent executions are known. Shortest
 * schedules are held against the enumeration of all orders. TEST_REQUESTS and TEST_PLANTED name
 * tests/explore/requests.c and subjects/planted.c as built by build-subject.sh with gcc, and
 * TEST_REQUESTS_CLANG and TEST_PLANTED_CLANG with clang, where there is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "skipping.h"

#include "explore/explore.h"
#include "explore/inquiry.h"
#include "explore/workshop.h"
#include "program/image/image.h"
#include "stepper/stepper.h"

/* What is explored: a function as a thread of its own, or main() with an argument. */
struct subject {
    struct image *image;
    const char *function, *argument;
};

static bool begin(void *context, struct stepper *stepper)
{
    const struct subject *subject = context;
    const char *const arguments[] = {"subject", subject->argument, NULL};
    struct symbol symbol;
    if (!image_symbol(subject->image, subject->function, &symbol))
        return false;
    struct start start = {.name = "main", .function = symbol.address};
    struct stop stop = subject->argument != NULL
                           ? stepper_start_main(stepper, symbol.address, arguments, "", 0)
                           : stepper_start(stepper, &start);
    return stop.reason == STOP_DONE;
}

static struct subject open_subject(const char *variable, const char *function, const char *argument)
{
    struct subject subject = {.function = function, .argument = argument};
    const char *path = getenv(variable);
    if (path == NULL || image_open(path, &subject.image) != IMAGE_OK)
        fail_msg("%s names no subject", variable);
    return subject;
}

static struct explore_options options_of(struct subject *subject)
{
    return (struct explore_options){.image = subject->image,
                                    .begin = begin,
                                    .begin_context = subject,
                                    .delays = -1,
                                    .jobs = 1,
                                    .shards = 1};
}

static struct explore_report explore_with(const struct explore_options *options)
{
    struct explore_report report;
    char *error = NULL;
    if (!explore(options, &report, &error))
        fail_msg("%s", error);
    return report;
}

static const struct record *find_kind(const struct findings *findings, enum finding_kind kind)
{
    for (uint32_t index = 0; index < findings->count; index++)
        if (findings->list[index].facts.kind == kind)
            return &findings->list[index];
    return NULL;
}

/* ---- Counts ---------------------------------------------------------------------------------- */

static void check_requests(const char *variable, const char *count, uint64_t executions, int jobs)
{
    struct subject subject = open_subject(variable, "main", count);
    struct explore_options options = options_of(&subject);
    options.jobs = jobs;
    struct explore_report report = explore_with(&options);
    assert_int_equal(report.end, EXPLORE_COMPLETE);
    assert_int_equal(report.executions, executions);
    assert_true(report.blocked * 100 <= executions * 6);
    assert_int_equal(report.findings->count, 0);
    assert_int_equal(report.threads, atoi(count) + 2);
    explore_close(&report);
    image_close(subject.image);
}

static void test_oracle(void **state)
{
    (void)state;
    for (int jobs = 1; jobs <= 2; jobs++) {
        check_requests("TEST_REQUESTS", "2", 8, jobs);
        check_requests("TEST_REQUESTS", "3", 186, jobs);
        check_requests("TEST_REQUESTS", "4", 8856, jobs);
    }
}

/* Large enough to be shared out, and too large where each step takes many times as long. */
static void test_oracle_of_five(void **state)
{
    (void)state;
    if (IS_SLOW)
        SKIP_AS("each step takes too long here");
    check_requests("TEST_REQUESTS", "5", 721800, 2);
}

static bool go_on(void *unused)
{
    (void)unused;
    return true;
}

static void open_workshop(struct workshop *workshop, struct subject *subject)
{
    struct explore_options options = options_of(subject);
    char *error = NULL;
    assert_true(workshop_open(workshop, PATH_STRIDE));
    if (!workshop_load(workshop, &options, &error))
        fail_msg("%s", error);
}

static void test_all_orders_of_two(void **state)
{
    (void)state;
    struct subject subject = open_subject("TEST_REQUESTS", "main", "2");
    struct search_options options = {.strategy = STRATEGY_NAIVE, .collects_states = true};
    struct workshop workshop;
    open_workshop(&workshop, &subject);
    workshop_reset(&workshop, &options);
    assert_int_equal(workshop_search(&workshop, go_on, NULL), WORKSHOP_FINISHED);
    assert_int_equal(workshop.search->traces, 8);
    assert_int_equal(workshop.search->executions, 302443);
    workshop_close(&workshop);
    image_close(subject.image);
}

static void test_shards(void **state)
{
    (void)state;
    struct subject subject = open_subject("TEST_REQUESTS", "main", "4");
    struct search_options options = {.strategy = STRATEGY_ALL, .split = 12, .shares = 1};
    struct workshop workshop;
    static const uint32_t shards[] = {1, 2, 3, 5};
    uint64_t blocked = 0;
    open_workshop(&workshop, &subject);
    for (size_t number = 0; number < sizeof shards / sizeof shards[0]; number++) {
        uint64_t sum = 0, sum_blocked = 0;
        options.shares = shards[number];
        for (options.share = 0; options.share < options.shares; options.share++) {
            workshop_reset(&workshop, &options);
            assert_int_equal(workshop_search(&workshop, go_on, NULL), WORKSHOP_FINISHED);
            assert_true(workshop.search->executions < 8856 || options.shares == 1);
            sum += workshop.search->executions;
            sum_blocked += workshop.search->blocked;
        }
        assert_int_equal(sum, 8856);
        blocked = number == 0 ? sum_blocked : blocked;
        assert_int_equal(sum_blocked, blocked);
    }
    workshop_close(&workshop);
    image_close(subject.image);
}

/* ---- Findings -------------------------------------------------------------------------------- */

static const struct planted {
    const char *function;
    enum finding_kind kind;
    enum event_kind event;
} planted[] = {
    {"two_locks", FINDING_DEADLOCK, EVENT_NONE},
    {"philosophers", FINDING_DEADLOCK, EVENT_NONE},
    {"lost_signal", FINDING_LOST_WAKEUP, EVENT_NONE},
    {"split_update", FINDING_EVENT, EVENT_ASSERT},
    {"turns", FINDING_EVENT, EVENT_ASSERT},
    {"race", FINDING_DATA_RACE, EVENT_NONE},
    {"use_after_free", FINDING_EVENT, EVENT_USE_AFTER_FREE},
};
enum { PLANTED = sizeof planted / sizeof planted[0] };

static void check_same(const char *function, const struct findings *one,
                       const struct findings *other)
{
    if (one->count != other->count)
        fail_msg("%s: %d findings and %d", function, (int)one->count, (int)other->count);
    for (uint32_t index = 0; index < one->count; index++) {
        const struct finding *facts = &one->list[index].facts;
        const struct record *same = findings_of((struct findings *)other, facts->key);
        if (same == NULL)
            fail_msg("%s: %s at %llx is found once only", function, finding_name(facts),
                     (unsigned long long)facts->pc);
        if (same->facts.switches != facts->switches || same->facts.length != facts->length)
            fail_msg("%s: %s: %d switches and %d steps, or %d and %d", function,
                     finding_name(facts), (int)facts->switches, (int)facts->length,
                     (int)same->facts.switches, (int)same->facts.length);
    }
}

/* Keeps for each finding the schedule with the fewest switches, then steps, that any order has. */
static void enumerate(struct workshop *workshop)
{
    struct search_options options = {.strategy = STRATEGY_NAIVE, .looks_for_races = true};
    struct search *search = workshop->search;
    do {
        search->findings->count = 0;
        workshop_reset(workshop, &options);
        assert_int_equal(workshop_search(workshop, go_on, NULL), WORKSHOP_FINISHED);
    } while (inquiry_add_switches(search));
}

static void check_shortest(const struct planted *expected)
{
    struct subject subject = open_subject("TEST_PLANTED", expected->function, NULL);
    struct explore_options options = options_of(&subject);
    struct explore_report report = explore_with(&options);
    const struct record *record = find_kind(report.findings, expected->kind);
    struct workshop workshop;
    assert_int_equal(report.end, EXPLORE_COMPLETE);
    if (record == NULL || record->facts.details.kind != expected->event)
        fail_msg("%s: not found", expected->function);
    for (uint32_t index = 0; index < report.findings->count; index++)
        assert_true(report.findings->list[index].facts.is_shortest);
    open_workshop(&workshop, &subject);
    enumerate(&workshop);
    check_same(expected->function, report.findings, workshop.search->findings);
    workshop_close(&workshop);
    explore_close(&report);
    image_close(subject.image);
}

static void test_shortest(void **state)
{
    (void)state;
    for (size_t number = 0; number < PLANTED; number++)
        check_shortest(&planted[number]);
}

/* Where not all schedules are explored. */
static void check_bounded(const struct search_options *options)
{
    struct subject subject = open_subject("TEST_PLANTED", "philosophers", NULL);
    struct workshop workshop;
    open_workshop(&workshop, &subject);
    workshop_reset(&workshop, options);
    enum workshop_pause pause = workshop_search(&workshop, go_on, NULL);
    assert_true(pause == WORKSHOP_FINISHED || pause == WORKSHOP_ENOUGH);
    assert_non_null(find_kind(workshop.search->findings, FINDING_DEADLOCK));
    workshop_close(&workshop);
    image_close(subject.image);
}

static void test_delays(void **state)
{
    (void)state;
    check_bounded(&(struct search_options){.strategy = STRATEGY_DELAYS, .bound = 3});
}

static void test_chance(void **state)
{
    (void)state;
    check_bounded(&(struct search_options){
        .strategy = STRATEGY_CHANCE, .bound = 3, .executions_most = 3000, .seed = 1});
}

/* ---- Two compilers --------------------------------------------------------------------------- */

static void skip_without_clang(void)
{
    const char *path = getenv("TEST_REQUESTS_CLANG");
    if (path == NULL || access(path, R_OK) != 0)
        SKIP_AS("no clang");
}

static struct explore_report explore_planted(const char *variable, const char *function)
{
    struct subject subject = open_subject(variable, function, NULL);
    struct explore_options options = options_of(&subject);
    struct explore_report report = explore_with(&options);
    image_close(subject.image);
    return report;
}

static void test_compilers(void **state)
{
    (void)state;
    skip_without_clang();
    check_requests("TEST_REQUESTS_CLANG", "3", 186, 1);
    check_requests("TEST_REQUESTS_CLANG", "4", 8856, 1);
    for (size_t number = 0; number < PLANTED; number++) {
        const char *function = planted[number].function;
        struct explore_report gcc = explore_planted("TEST_PLANTED", function);
        struct explore_report clang = explore_planted("TEST_PLANTED_CLANG", function);
        assert_int_equal(gcc.executions, clang.executions);
        assert_int_equal(gcc.findings->count, clang.findings->count);
        for (uint32_t index = 0; index < gcc.findings->count; index++) {
            const struct finding *one = &gcc.findings->list[index].facts;
            const struct finding *other = &clang.findings->list[index].facts;
            assert_int_equal(one->kind, other->kind);
            assert_int_equal(one->switches, other->switches);
            assert_int_equal(one->length, other->length);
        }
        explore_close(&gcc);
        explore_close(&clang);
    }
}

/* ---- Hostile programs ------------------------------------------------------------------------ */

static void check_hostile(const char *function, enum finding_kind kind, enum event_kind event)
{
    struct explore_report report = explore_planted("TEST_PLANTED", function);
    const struct record *record = find_kind(report.findings, kind);
    if (record == NULL || record->facts.details.kind != event)
        fail_msg("%s: %d findings, and not the one that was expected", function,
                 (int)report.findings->count);
    explore_close(&report);
}

static void test_hostile(void **state)
{
    (void)state;
    check_hostile("endless_loop", FINDING_EVENT, EVENT_ENDLESS_LOOP);
    check_hostile("null_pointer", FINDING_EVENT, EVENT_NULL_ACCESS);
    check_hostile("exit_in_thread", FINDING_EXIT_WITH_THREADS, EVENT_NONE);
    check_hostile("dead_process", FINDING_KIT_DIED, EVENT_NONE);
}

static void test_endless_steps(void **state)
{
    (void)state;
    struct explore_report report = explore_planted("TEST_PLANTED", "endless_steps");
    if (report.end != EXPLORE_BOUNDED && report.end != EXPLORE_STEPS_BOUND)
        fail_msg("end %d, %d cut, %s", (int)report.end, (int)report.cut,
                 report.findings->count > 0 ? finding_name(&report.findings->list[0].facts) : "");
    assert_true(report.cut > 0);
    explore_close(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_oracle),        cmocka_unit_test(test_oracle_of_five),
        cmocka_unit_test(test_shards),        cmocka_unit_test(test_all_orders_of_two),
        cmocka_unit_test(test_shortest),      cmocka_unit_test(test_delays),
        cmocka_unit_test(test_chance),        cmocka_unit_test(test_compilers),
        cmocka_unit_test(test_endless_steps), cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
