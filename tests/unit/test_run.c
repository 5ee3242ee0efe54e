/* test_run.c: children of the grader: their words, their status, their output and their limits.
 *
 * A run is this very program with other words: main() then is the child. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "grade/runs/run.h"
#include "program/host/mishaps.h"

/* ---- The child ------------------------------------------------------------------------------- */

static int be_child(int argc, char **argv)
{
    if (strcmp(argv[1], "exit") == 0)
        return atoi(argv[2]);
    if (strcmp(argv[1], "say") == 0) {
        printf("%s\n", argv[2]);
        fflush(stdout);
        fprintf(stderr, "%d words, input %s, HOME %s\n", argc,
                getchar() == EOF ? "at its end" : "there",
                getenv("HOME") == NULL ? "unset" : "set");
        return 0;
    }
    if (strcmp(argv[1], "flood") == 0)
        for (int line = 0; line < 1000000; line++)
            puts("a line of a flood");
    if (strcmp(argv[1], "abort") == 0)
        abort();
    if (strcmp(argv[1], "once") == 0 && unlink(argv[2]) == 0)
        raise(SIGKILL); /* only while that file is there */
    if (strcmp(argv[1], "spin") == 0)
        for (volatile bool goes_on = true; goes_on;)
            ;
    char folder[64];
    if (strcmp(argv[1], "where") == 0)
        return getcwd(folder, sizeof folder) == NULL || puts(folder) == EOF;
    if (strcmp(argv[1], "leave") == 0 && fork() != 0)
        return 0;
    if (strcmp(argv[1], "stay") == 0 || strcmp(argv[1], "leave") == 0)
        for (;;)
            pause();
    return 0;
}

/* ---- The tests ------------------------------------------------------------------------------- */

static void do_one(struct run *run, const char *first, const char *second)
{
    const char *const words[] = {first, second, NULL};
    struct budget budget = {.most_ms = BUDGET_MS};
    run->words = words;
    run_all(&budget, run, 1);
    run->words = NULL;
}

static void tells_the_status(void **state)
{
    struct run run = {0};
    (void)state;
    do_one(&run, "exit", "2");
    assert_int_equal(run.end, RUN_EXITED);
    assert_int_equal(run.status, 2);
    assert_string_equal(run.output, "");
    assert_null(run_end_sentence(run.end));
    run_free(&run);
}

static void keeps_both_streams_in_an_empty_environment(void **state)
{
    struct run run = {0};
    (void)state;
    do_one(&run, "say", "two words");
    assert_string_equal(run.output, "two words\n3 words, input at its end, HOME unset\n");
    assert_false(run.is_cut);
    run_free(&run);
}

static void cuts_a_flood(void **state)
{
    struct run run = {0};
    (void)state;
    do_one(&run, "flood", NULL);
    assert_int_equal(run.end, RUN_EXITED);
    assert_true(run.is_cut);
    assert_int_equal(run.length, RUN_OUTPUT_BYTES);
    assert_int_equal(strlen(run.output), RUN_OUTPUT_BYTES);
    run_free(&run);
}

static void tells_a_crash(void **state)
{
    struct run run = {0};
    (void)state;
    do_one(&run, "abort", NULL);
    assert_int_equal(run.end, RUN_KILLED);
    assert_non_null(run_end_sentence(run.end));
    assert_string_equal(mishap_reason(), "a process of the grading was killed");
    run_free(&run);
}

static void tries_again_what_somebody_killed(void **state)
{
    char path[] = "/tmp/memrepl-run-XXXXXX";
    struct run run = {0};
    (void)state;
    close(mkstemp(path));
    do_one(&run, "once", path);
    assert_int_equal(run.end, RUN_EXITED);
    assert_int_equal(run.status, 0);
    assert_null(mishap_reason());
    run_free(&run);
}

static void tells_that_its_system_refused(void **state)
{
    struct run run = {0};
    (void)state;
    do_one(&run, "exit", "3");
    assert_int_equal(run.end, RUN_SYSTEM);
    run_free(&run);
}

static void ends_what_does_not_end(void **state)
{
    struct run run = {.cpu_limit_ms = 50};
    (void)state;
    do_one(&run, "spin", NULL);
    assert_int_equal(run.end, RUN_TIMEOUT);
    run_free(&run);
}

/* One that was ended has taken what it might have, and the next is not begun. */
static void begins_nothing_without_time(void **state)
{
    enum { RUNS = 3, LIMIT_MS = 50 };
    const char *const spins[] = {"spin", NULL};
    struct run runs[RUNS] = {{.words = spins, .cpu_limit_ms = LIMIT_MS},
                             {.words = spins, .cpu_limit_ms = LIMIT_MS},
                             {.words = spins, .cpu_limit_ms = LIMIT_MS}};
    struct budget budget = {.most_ms = 2 * LIMIT_MS};
    (void)state;
    for (int index = 0; index < RUNS; index++) {
        run_all(&budget, &runs[index], 1);
        assert_int_equal(runs[index].end, index < 2 ? RUN_TIMEOUT : RUN_UNBEGUN);
        assert_non_null(run_end_sentence(runs[index].end));
        run_free(&runs[index]);
    }
    assert_int_equal(budget.spent_ms, 2 * LIMIT_MS);
}

/* The process that was left holds the pipe, and must not hold the grader. */
static void does_not_wait_for_what_is_left(void **state)
{
    struct run run = {0};
    (void)state;
    do_one(&run, "leave", NULL);
    assert_int_equal(run.end, RUN_EXITED);
    run_free(&run);
}

static void runs_in_a_folder(void **state)
{
    struct run run = {.folder = "/usr"}, lost = {.folder = "/no/such/folder"};
    (void)state;
    do_one(&run, "where", NULL);
    assert_string_equal(run.output, "/usr\n");
    run_free(&run);
    do_one(&lost, "where", NULL);
    assert_int_equal(lost.end, RUN_SYSTEM);
    run_free(&lost);
}

static void does_many_in_any_order(void **state)
{
    enum { RUNS = 40, FIRST = 10 };
    struct run runs[RUNS] = {0};
    char numbers[RUNS][12];
    const char *words[RUNS][3];
    struct budget budget = {.most_ms = BUDGET_MS};
    (void)state;
    for (int index = 0; index < RUNS; index++) {
        snprintf(numbers[index], sizeof numbers[index], "%d", FIRST + index);
        words[index][0] = "exit";
        words[index][1] = numbers[index];
        words[index][2] = NULL;
        runs[index].words = words[index];
    }
    run_all(&budget, runs, RUNS);
    for (int index = 0; index < RUNS; index++) {
        assert_int_equal(runs[index].end, RUN_EXITED);
        assert_int_equal(runs[index].status, FIRST + index);
        run_free(&runs[index]);
    }
    run_all(&budget, runs, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_status),
        cmocka_unit_test(tries_again_what_somebody_killed),
        cmocka_unit_test(keeps_both_streams_in_an_empty_environment),
        cmocka_unit_test(cuts_a_flood),
        cmocka_unit_test(tells_a_crash),
        cmocka_unit_test(tells_that_its_system_refused),
        cmocka_unit_test(ends_what_does_not_end),
        cmocka_unit_test(begins_nothing_without_time),
        cmocka_unit_test(does_not_wait_for_what_is_left),
        cmocka_unit_test(runs_in_a_folder),
        cmocka_unit_test(does_many_in_any_order),
    };
    return argc > 1 ? be_child(argc, argv) : cmocka_run_group_tests(tests, NULL, NULL);
}
