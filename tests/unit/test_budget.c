/* test_budget.c: code that takes its time where hardly anything of it is counted uses up the time of one
 * hand-in, and no more. TEST_MISBEHAVING names a program to step. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "grade/report.h"
#include "grade/trial.h"
#include "program/host/mishaps.h"
#include "program/image/image.h"
#include "stepper/child/child.h"
#include "stepper/stepper.h"

enum { LEFT_MS = 200, ROUNDS_MOST = 6000000 }; /* just below what is taken for an endless loop */

/* ---- The stepper ----------------------------------------------------------------------------- */

static struct image *open_subject(void)
{
    struct image *image;
    assert_int_equal(image_open(getenv("TEST_MISBEHAVING"), &image), IMAGE_OK);
    return image;
}

static struct stop call_slow(struct stepper *stepper, const struct image *image, int rounds)
{
    struct symbol slow;
    assert_true(image_symbol(image, "slow", &slow));
    struct start start = {
        .name = "main", .function = slow.address, .arguments = {(uint64_t)rounds}};
    struct stop stop = stepper_start(stepper, &start);
    return stop.reason == STOP_DONE ? stepper_step(stepper, 0, 1) : stop;
}

static void ends_in_the_midst_of_an_order(void **state)
{
    char *error;
    struct image *image = open_subject();
    struct stepper *stepper = stepper_open(image, &error);
    (void)state;
    assert_non_null(stepper);
    stepper_be_patient(stepper,
                       (struct patience){.cpu_ms_in_all = stepper_cpu_ms(stepper) + LEFT_MS});
    assert_int_not_equal(call_slow(stepper, image, 1).reason, STOP_DIED);
    int64_t before_ms = stepper_cpu_ms(stepper);
    struct stop stop = {.reason = STOP_DONE};
    for (int calls = 0; calls < 100 && stop.reason != STOP_DIED; calls++)
        stop = call_slow(stepper, image, ROUNDS_MOST);
    assert_int_equal(stop.reason, STOP_DIED);
    int64_t spent_ms = stepper_cpu_ms(stepper);
    assert_true(spent_ms > before_ms);

    assert_int_equal(call_slow(stepper, image, 1).reason, STOP_DIED);
    assert_int_equal(stepper_goto(stepper, 0).reason, STOP_DIED);
    assert_int_equal(stepper_cpu_ms(stepper), spent_ms); /* there is no child any more */
    assert_null(mishap_reason());

    stepper_be_patient(stepper, (struct patience){.cpu_ms_in_all = 0});
    assert_int_not_equal(call_slow(stepper, image, 1).reason, STOP_DIED);
    stepper_close(stepper);
    image_close(image);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static bool call_it(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "slow %d", task->arguments[0]);
    return trial_has_come(trial, &answer, false, "slow comes to its end");
}

static const struct task_row slow_row = {.name = "slow", .arguments = 1, .perform = call_it};
static const struct task_row rows[] = {{.name = NULL}};
static const struct task_set slow_tasks = {.name = "slow", .rows = rows};

/* The report of a check that is not passed. */
static char *tell(struct trial *trial, int number)
{
    char *text;
    size_t size;
    struct report report = {.out = open_memstream(&text, &size), .home = "", .lab = ""};
    struct landing landing = {.is_found = false};
    assert_non_null(report.out);
    report_failed(&report, number, trial, &landing);
    fclose(report.out);
    return text;
}

static void expect_words(char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        fail_msg("expected \"%s\" in:\n%s", words, text);
    free(text);
}

static void leaves_the_other_checks_undone(void **state)
{
    enum { CHECKS = 3, CALLS = 20 }; /* those with many rounds take half a minute together */
    const int rounds[CHECKS] = {1, ROUNDS_MOST, 1};
    char not_checked[128];
    struct task tasks[CHECKS][CALLS];
    struct check checks[CHECKS];
    struct budget budget = {.most_ms = BUDGET_MS, .spent_ms = BUDGET_MS - 3 * LEFT_MS};
    struct checks all = {.sets = {&slow_tasks}, .set_count = 1, .checks = checks, .count = CHECKS};
    struct lab lab = {.program = (char *)"mems"};
    struct submission submission = {.lab = &lab, .budget = &budget};
    struct trial trial;
    char *error;
    (void)state;
    for (int index = 0; index < CHECKS; index++) {
        for (int call = 0; call < CALLS; call++)
            tasks[index][call] =
                (struct task){.set = &slow_tasks, .row = &slow_row, .arguments = {rounds[index]}};
        checks[index] = (struct check){.name = (char *)"it comes back",
                                       .kind = (char *)"endless loop",
                                       .points = 5,
                                       .tasks = tasks[index],
                                       .task_count = CALLS};
    }
    struct worker *worker = worker_open(getenv("TEST_MISBEHAVING"), &lab, &error);
    assert_non_null(worker);
    assert_true(trial_open(&trial, worker, &submission, &all));
    assert_true(trial_run(&trial, &checks[0]));
    assert_false(trial_run(&trial, &checks[1]));
    expect_words(tell(&trial, 2), "is used up: not tried to");
    assert_true(budget_is_spent(&budget));
    assert_false(trial_run(&trial, &checks[2]));
    snprintf(not_checked, sizeof not_checked,
             "  3    0/5   it comes back\n"
             "             - not checked: the time for one hand-in (%d s) is used up\n",
             BUDGET_MS / 1000);
    expect_words(tell(&trial, 3), not_checked);
    assert_null(mishap_reason());
    trial_close(&trial);
    worker_close(worker);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_in_the_midst_of_an_order),
        cmocka_unit_test(leaves_the_other_checks_undone),
    };
    if (argc == 3 && strcmp(argv[1], CHILD_OPTION) == 0)
        child_arrive(argv[2]);
    signal(SIGPIPE, SIG_IGN); /* as in memrepl.c */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
