/* test_sync.c: operations on a machine made by hand: which waiter a signal wakes, and what time
 * does. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "stepper/machine/scheduler.h"
#include "stepper/machine/sync.h"

enum { MUTEX = 0x100, CONDITION = 0x200, GATE = 0x400, SECOND_NS = 1000000000 };

static int setup(void **state)
{
    struct machine *machine = calloc(1, sizeof *machine);
    sync_declare(machine, MUTEX, OBJECT_MUTEX, MUTEX_NORMAL, 0);
    sync_declare(machine, CONDITION, OBJECT_CONDITION, MUTEX_NORMAL, 0);
    machine->running = NO_THREAD;
    *state = machine;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

/* A new thread that stands before the operation. */
static thread_slot park(struct machine *machine, enum operation_kind kind, uint64_t object)
{
    thread_slot slot = (thread_slot)machine->thread_count++;
    machine->threads[slot] =
        (struct thread){.phase = PHASE_PARKED,
                        .waits_since = ++machine->step,
                        .pending = {.kind = kind,
                                    .object = object,
                                    .object2 = MUTEX,
                                    .index = object == 0 ? -1 : sync_find(machine, object),
                                    .index2 = sync_find(machine, MUTEX)}};
    return slot;
}

/* Which of three waiters, a plain one between two with time limits, a signal wakes. */
static thread_slot woken_by_choice(struct machine *machine, uint32_t choice)
{
    thread_slot first = park(machine, OPERATION_COND_TIMEDWAKE, CONDITION);
    park(machine, OPERATION_COND_WAKE, CONDITION);
    park(machine, OPERATION_COND_TIMEDWAKE, CONDITION);
    machine->wake_choice = choice;
    struct performed performed = sync_perform(machine, park(machine, OPERATION_SIGNAL, CONDITION));
    assert_int_equal(performed.before, 3);
    assert_int_equal(performed.after, 2);
    for (thread_slot slot = first; slot < first + 3; slot++)
        if (machine->threads[slot].pending.argument == 1)
            return (thread_slot)(slot - first);
    return NO_THREAD;
}

static void test_wake_choice(void **state)
{
    for (uint32_t choice = 0; choice < 5; choice++) {
        assert_int_equal(woken_by_choice(*state, choice), choice < 3 ? choice : 0);
        teardown(state);
        setup(state);
    }
}

static void test_signal_wakes_nobody(void **state)
{
    struct machine *machine = *state;
    thread_slot waiter = park(machine, OPERATION_COND_WAKE, CONDITION);
    machine->threads[waiter].pending.argument = 1;
    struct performed performed = sync_perform(machine, park(machine, OPERATION_SIGNAL, CONDITION));
    assert_int_equal(performed.before, 0);
    assert_int_equal(performed.after, 0);
}

/* Sleepers and time limits come last, the earliest first, and move the clock. */
static void test_time_comes_last(void **state)
{
    struct machine *machine = *state;
    thread_slot late = park(machine, OPERATION_SLEEP, 0);
    thread_slot early = park(machine, OPERATION_COND_TIMEDWAKE, CONDITION);
    thread_slot busy = park(machine, OPERATION_YIELD, 0);
    machine->threads[late].wakes_at_ns = 3 * (uint64_t)SECOND_NS;
    machine->threads[early].wakes_at_ns = 2 * (uint64_t)SECOND_NS;
    assert_true(machine_can_run(machine, late) && machine_needs_time(machine, late));
    assert_true(machine_can_run(machine, early) && machine_needs_time(machine, early));
    assert_int_equal(scheduler_pick(machine), busy);
    machine->threads[busy].phase = PHASE_DONE;
    assert_int_equal(scheduler_pick(machine), early);
    assert_int_equal(sync_perform(machine, early).result, ETIMEDOUT);
    assert_int_equal(machine->clock_ns, 2 * (uint64_t)SECOND_NS + MACHINE_STEP_NS);
    assert_int_equal(machine->objects[sync_find(machine, MUTEX)].owner, NO_THREAD);
    machine->threads[early].phase = PHASE_DONE;
    machine->clock_ns = 4 * (uint64_t)SECOND_NS;
    assert_false(machine_needs_time(machine, late));
    assert_int_equal(scheduler_pick(machine), late);
}

/* A time limit may pass while another holds the condition's mutex, which is locked afterwards; a
 * signal is of no help then. */
static void test_time_without_mutex(void **state)
{
    struct machine *machine = *state;
    thread_slot waiter = park(machine, OPERATION_COND_TIMEDWAKE, CONDITION);
    sync_perform(machine, park(machine, OPERATION_LOCK, MUTEX));
    assert_int_equal(sync_waiters(machine, sync_find(machine, CONDITION)), 1);
    assert_true(machine_can_run(machine, waiter));
    machine->threads[waiter].pending.argument = 1;
    assert_false(machine_can_run(machine, waiter));
}

/* Time would let it go on, and what it waits for is not there: it waits. */
static void test_time_with_writer(void **state)
{
    struct machine *machine = *state;
    int32_t index = sync_declare(machine, GATE, OBJECT_RWLOCK, MUTEX_NORMAL, 0);
    thread_slot reader = park(machine, OPERATION_READ_LOCK, GATE);
    thread_slot writer = park(machine, OPERATION_WRITE_TIMEDLOCK, GATE);
    assert_false(machine_is_waiting(machine, writer));
    sync_perform(machine, reader);
    assert_int_equal(machine->objects[index].value, 1);
    assert_true(machine_is_waiting(machine, writer) && machine_can_run(machine, writer));
}

static void test_forget(void **state)
{
    struct machine *machine = *state;
    uint32_t count = machine->object_count;
    sync_forget(machine, MUTEX, MUTEX + 40);
    assert_int_equal(sync_find(machine, MUTEX), -1);
    assert_true(sync_find(machine, CONDITION) >= 0);
    assert_true(sync_declare(machine, 0x300, OBJECT_SPIN, MUTEX_NORMAL, 0) >= 0);
    assert_int_equal(machine->object_count, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_wake_choice, setup, teardown),
        cmocka_unit_test_setup_teardown(test_signal_wakes_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(test_time_comes_last, setup, teardown),
        cmocka_unit_test_setup_teardown(test_time_without_mutex, setup, teardown),
        cmocka_unit_test_setup_teardown(test_time_with_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(test_forget, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
