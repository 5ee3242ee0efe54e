/* test_ends.c: the stepper where its room ends, and what lies further back than it keeps.
 *
 * TEST_MISBEHAVING names subjects/misbehaving.c as built by build-subject.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "program/image/image.h"
#include "stepper/inside.h"
#include "stepper/stepper.h"

struct bench {
    struct image *image;
    struct stepper *stepper;
};

static uint64_t address_of(const struct bench *bench, const char *name)
{
    struct symbol symbol;
    if (!image_symbol(bench->image, name, &symbol))
        fail_msg("the subject has no %s", name);
    return symbol.address;
}

static struct stop start(struct bench *bench, const char *name)
{
    const struct start order = {.slot = 0, .name = name, .function = address_of(bench, name)};
    return stepper_start(bench->stepper, &order);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    const char *path = getenv("TEST_MISBEHAVING");
    if (path == NULL || image_open(path, &bench->image) != IMAGE_OK)
        return -1;
    bench->stepper = stepper_open(bench->image, &error);
    if (bench->stepper == NULL)
        fprintf(stderr, "%s\n", error);
    *state = bench;
    return bench->stepper == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    stepper_close(bench->stepper);
    image_close(bench->image);
    free(bench);
    return 0;
}

/* With no place left for what is done, nothing is done. */
static void test_full_journal(void **state)
{
    struct bench *bench = *state;
    struct stepper *stepper = bench->stepper;
    const char *const arguments[] = {"program", NULL};
    const struct machine *machine = stepper_machine(stepper);
    uint64_t table = address_of(bench, "table"), length = stepper_length(stepper);
    int value = 7;
    stepper->child.seen.actions_used = CONTROL_ACTIONS;
    assert_int_equal(start(bench, "busy").reason, STOP_FULL);
    assert_int_equal(
        stepper_start_main(stepper, address_of(bench, "sound"), arguments, "", 0).reason,
        STOP_FULL);
    assert_false(stepper_write(stepper, table, &value, sizeof value));
    assert_false(stepper_split(stepper, table, sizeof value));
    stepper_limit_blocks(stepper, 0);
    stepper_set_scheduler(stepper, SCHEDULER_RANDOM, 1);
    assert_int_equal(stepper_length(stepper), length);
    assert_true(stepper_read(stepper, table, &value, sizeof value));
    assert_int_equal(value, 0);
    assert_false(machine->heap.is_limited);
    assert_int_not_equal(machine->scheduler.kind, SCHEDULER_RANDOM);
}

/* Steps that were overwritten by later ones come back, and those before the nearest checkpoint too. */
static void test_recall(void **state)
{
    struct bench *bench = *state;
    struct stepper *stepper = bench->stepper;
    uint64_t position;
    start(bench, "busy");
    stepper_step(stepper, 0, 80000);
    assert_true(stepper_find_step(stepper, 9000, &position));
    stepper_goto(stepper, position);
    assert_null(stepper_trace(stepper, 8000));
    stepper_recall(stepper, 2000);
    assert_int_equal(stepper_machine(stepper)->step, 9000);
    for (uint64_t step = 7001; step <= 9000; step++) {
        assert_non_null(stepper_trace(stepper, step));
        assert_int_equal(stepper_trace(stepper, step)->operation.kind,
                         step % 2 == 0 ? OPERATION_LOCK : OPERATION_UNLOCK);
    }
}

static void test_watch_of_nothing(void **state)
{
    struct bench *bench = *state;
    uint64_t table = address_of(bench, "table");
    assert_false(stepper_watch(bench->stepper, 0, 0x1234, 4));
    assert_false(stepper_watch(bench->stepper, 0, table, STEPPER_WATCH_BYTES + 1));
    start(bench, "busy");
    assert_int_equal(stepper_step(bench->stepper, 0, 10).reason, STOP_DONE);
}

/* Of the parts the first is too large to be a witness, and the second is nowhere. */
static void test_witness(void **state)
{
    struct bench *bench = *state;
    struct stepper *stepper = bench->stepper;
    uint64_t table = address_of(bench, "table");
    const struct range parts[] = {
        {table, table + STEPPER_WITNESS_BYTES + 1}, {0x1234, 0x1238}, {table, table + sizeof(int)}};
    struct witnessed witnessed;
    start(bench, "busy");
    stepper_step(stepper, 0, 1);
    struct witnessing what = {.position = stepper_position(stepper), .parts = parts};
    stepper_step(stepper, 0, 1);
    what.part_count = 3;
    assert_true(stepper_witness(stepper, &what, &witnessed));
    assert_int_not_equal(witnessed.pc, 0);
    assert_int_equal(witnessed.accesses, 2);
    what.part_count = 2;
    assert_true(stepper_witness(stepper, &what, &witnessed));
    assert_int_equal(witnessed.pc, 0);
}

/* ---- A judge --------------------------------------------------------------------------------- */

static bool is_at_last(void *context, int number)
{
    uint64_t *asked = context;
    assert_int_equal(number, 5);
    return ++*asked == 10000;
}

/* It is asked each time, also where a checkpoint is due. */
static void test_judge(void **state)
{
    struct bench *bench = *state;
    uint64_t asked = 0;
    start(bench, "busy");
    stepper_set_judge(bench->stepper, is_at_last, &asked);
    assert_true(stepper_break_on(bench->stepper, 5, OPERATION_LOCK));
    assert_true(stepper_break_on(bench->stepper, 5, OPERATION_UNLOCK));
    stepper_ask(bench->stepper, 5);
    assert_int_equal(stepper_step(bench->stepper, 0, 20000).reason, STOP_BREAK);
    assert_int_equal(asked, 10000);
    assert_int_equal(stepper_machine(bench->stepper)->step, 10001); /* the first is its start */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_full_journal, setup, teardown),
        cmocka_unit_test_setup_teardown(test_recall, setup, teardown),
        cmocka_unit_test_setup_teardown(test_watch_of_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_witness, setup, teardown),
        cmocka_unit_test_setup_teardown(test_judge, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
