/* test_primitives.c: what pthreads, semaphores and C11 threads offer a subject, used well and used
 * wrongly, under each scheduler.
 *
 * TEST_PRIMITIVES names subjects/primitives.c as built by build-subject.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program/image/image.h"
#include "stepper/stepper.h"

struct bench {
    struct image *image;
    struct stepper *stepper;
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    const char *path = getenv("TEST_PRIMITIVES");
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

static void start(struct bench *bench, const char *name)
{
    struct symbol symbol;
    if (!image_symbol(bench->image, name, &symbol))
        fail_msg("the subject has no %s", name);
    const struct start order = {.slot = 0, .name = "main", .function = symbol.address};
    assert_int_equal(stepper_start(bench->stepper, &order).reason, STOP_DONE);
}

static void take_turns(struct bench *bench)
{
    stepper_set_scheduler(bench->stepper, SCHEDULER_ROUND_ROBIN, 0);
    stepper_rebase(bench->stepper);
}

/* ---- Used well ------------------------------------------------------------------------------- */

static const char *const works[] = {
    "mutex_timed",
    "mutex_attributes",
    "semaphore_timed",
    "semaphore_named",
    "condition_timed",
    "condition_clocks",
    "condition_destroyed_early",
    "rwlock_works",
    "rwlock_crowded",
    "barrier_works",
    "spin_works",
    "once_works",
    "keys_work",
    "variables_work",
    "thread_attributes",
    "other_attributes",
    "sleep_works",
    "c11_works",
    "memory_used_again",
};

/* Runs to the end, and once more from the middle on. */
static void check_works(struct bench *bench, const char *function)
{
    const struct machine *machine = stepper_machine(bench->stepper);
    start(bench, function);
    for (int turn = 0; turn < 2; turn++) {
        struct stop stop = stepper_run(bench->stepper, 100000);
        if (stop.reason != STOP_NOBODY || machine->threads[0].phase != PHASE_DONE)
            fail_msg("%s: stop %d at step %d, event %s", function, (int)stop.reason,
                     (int)machine->step, event_name(machine->event.kind));
        if (machine->threads[0].result != 0)
            fail_msg("%s: the claim of line %d does not hold", function,
                     (int)machine->threads[0].result);
        stepper_goto(bench->stepper, stepper_length(bench->stepper) / 2);
    }
    stepper_goto(bench->stepper, 0);
}

static void test_works(void **state)
{
    for (size_t number = 0; number < sizeof works / sizeof *works; number++)
        check_works(*state, works[number]);
}

static void test_works_round_robin(void **state)
{
    take_turns(*state);
    for (size_t number = 0; number < sizeof works / sizeof *works; number++)
        check_works(*state, works[number]);
}

/* ---- Used wrongly ---------------------------------------------------------------------------- */

static const struct {
    const char *function;
    enum event_kind event;
} troubles[] = {
    {"mutex_initialised_again", EVENT_REINITIALISED},
    {"mutex_attribute_wild", EVENT_NULL_ACCESS},
    {"mutex_deadline_wild", EVENT_NULL_ACCESS},
    {"semaphore_used_closed", EVENT_DESTROYED},
    {"semaphore_close_unnamed", EVENT_NULL_ACCESS},
    {"semaphore_never_initialised", EVENT_NOT_INITIALISED},
    {"condition_destroyed_waiting", EVENT_DESTROY_BUSY},
    {"rwlock_write_twice", EVENT_RELOCK},
    {"rwlock_upgrade", EVENT_RELOCK},
    {"rwlock_unlock_unheld", EVENT_UNLOCK_NOT_OWNER},
    {"rwlock_destroy_read", EVENT_DESTROY_BUSY},
    {"rwlock_garbage", EVENT_NOT_INITIALISED},
    {"barrier_never_initialised", EVENT_NOT_INITIALISED},
    {"barrier_destroy_waiting", EVENT_DESTROY_BUSY},
    {"spin_never_initialised", EVENT_NOT_INITIALISED},
    {"spin_twice", EVENT_RELOCK},
    {"spin_unlock_unheld", EVENT_UNLOCK_NOT_OWNER},
    {"once_within_itself", EVENT_RELOCK},
    {"once_garbage", EVENT_NOT_INITIALISED},
    {"key_deleted", EVENT_NO_KEY},
    {"key_never_created", EVENT_NO_KEY},
    {"join_twice", EVENT_JOIN_TWICE},
    {"join_detached", EVENT_JOIN_DETACHED},
    {"join_nobody", EVENT_NO_THREAD},
    {"detach_twice", EVENT_DETACH},
    {"sleep_wild", EVENT_NULL_ACCESS},
    {"memory_freed_before_lock", EVENT_USE_AFTER_FREE},
    {"c11_never_initialised", EVENT_NOT_INITIALISED},
    {"c11_detached_twice", EVENT_DETACH},
};

static void check_troubles(struct bench *bench)
{
    const struct machine *machine = stepper_machine(bench->stepper);
    for (size_t number = 0; number < sizeof troubles / sizeof *troubles; number++) {
        start(bench, troubles[number].function);
        stepper_run(bench->stepper, 1000);
        if (machine->event.kind != troubles[number].event)
            fail_msg("%s: event %s; expected %s", troubles[number].function,
                     event_name(machine->event.kind), event_name(troubles[number].event));
        stepper_goto(bench->stepper, 0);
    }
}

static void test_troubles(void **state)
{
    check_troubles(*state);
}

static void test_troubles_round_robin(void **state)
{
    struct bench *bench = *state;
    take_turns(bench);
    check_troubles(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_works, setup, teardown),
        cmocka_unit_test_setup_teardown(test_works_round_robin, setup, teardown),
        cmocka_unit_test_setup_teardown(test_troubles, setup, teardown),
        cmocka_unit_test_setup_teardown(test_troubles_round_robin, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
