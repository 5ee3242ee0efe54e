/*
 * Unit tests of the grader's account of locks and semaphores: histories that can be, and such that
 * cannot.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "grade/recheck/account.h"

enum { LOCK = 100, ITEMS = 200, CONDITION = 300, FREE = -1, T1 = 1, T2 = 2 };

static struct account account;
static struct difference difference;

static int start(void **state)
{
    (void)state;
    account = (struct account){.count = 0};
    difference = (struct difference){.is_found = false};
    return 0;
}

static bool enter(struct trace_entry done)
{
    return account_enter(&account, &done, false, &difference);
}

/* An operation on one object; for a condition the lock goes with it. */
static bool does(thread_slot thread, enum operation_kind kind, uint64_t object, int64_t before,
                 int64_t after)
{
    return enter((struct trace_entry){.thread = thread,
                                      .operation = {kind, .object = object, .object2 = LOCK},
                                      .before = before,
                                      .after = after});
}

static void locks_change_hands(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_LOCK, LOCK, FREE, T1));
    assert_true(does(T1, OPERATION_UNLOCK, LOCK, T1, FREE));
    assert_true(does(T2, OPERATION_LOCK, LOCK, FREE, T2));
    assert_false(difference.is_found);
}

static void a_lock_is_not_had_by_two(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_LOCK, LOCK, FREE, T1));
    assert_false(does(T2, OPERATION_LOCK, LOCK, T1, T2));
    assert_true(difference.is_found);
}

static void a_lock_that_is_held_is_not_found_free(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_LOCK, LOCK, FREE, T1));
    assert_false(does(T2, OPERATION_LOCK, LOCK, FREE, T2));
    assert_string_equal(difference.expected.bytes,
                        "by what was done before, pthread_mutex_lock finds 1");
}

static void an_attempt_in_vain_changes_nothing(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_LOCK, LOCK, FREE, T1));
    assert_true(enter((struct trace_entry){.thread = T2,
                                           .operation = {OPERATION_TRYLOCK, .object = LOCK},
                                           .before = T1,
                                           .after = T1,
                                           .result = 16}));
    assert_true(does(T1, OPERATION_UNLOCK, LOCK, T1, FREE));
}

static void a_recursive_lock_is_kept(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_LOCK, LOCK, FREE, T1));
    assert_true(does(T1, OPERATION_LOCK, LOCK, T1, T1));
    assert_true(does(T1, OPERATION_UNLOCK, LOCK, T1, T1));
    assert_false(does(T2, OPERATION_LOCK, LOCK, FREE, T2));
}

static void who_waits_for_a_condition_gives_the_lock_away(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_LOCK, LOCK, FREE, T1));
    assert_true(does(T1, OPERATION_COND_WAIT, CONDITION, 0, 1));
    assert_true(does(T2, OPERATION_LOCK, LOCK, FREE, T2));
    assert_false(does(T1, OPERATION_COND_WAKE, CONDITION, 0, 0));
}

static void a_semaphore_counts(void **state)
{
    (void)state;
    assert_true(does(T1, OPERATION_POST, ITEMS, 0, 1));
    assert_true(does(T2, OPERATION_WAIT, ITEMS, 1, 0));
    assert_false(does(T2, OPERATION_WAIT, ITEMS, 1, 0));
}

static void a_semaphore_may_begin_anew(void **state)
{
    const struct trace_entry post = {
        .thread = T1, .operation = {OPERATION_POST, .object = ITEMS}, .before = 5, .after = 6};
    (void)state;
    assert_true(does(T1, OPERATION_POST, ITEMS, 0, 1));
    assert_false(account_enter(&account, &post, false, &difference));
    assert_true(account_enter(&account, &post, true, &difference));
}

static void what_is_left_is_compared(void **state)
{
    static struct machine machine;
    (void)state;
    machine.object_count = 1;
    machine.objects_low = ITEMS;
    machine.objects_high = ITEMS + 1;
    machine.objects[0] = (struct sync_object){.address = ITEMS,
                                              .kind = OBJECT_SEMAPHORE,
                                              .value = 1,
                                              .is_live = true,
                                              .waits = {.done = 1}};
    assert_true(does(T1, OPERATION_POST, ITEMS, 0, 1));
    assert_true(account_close(&account, &machine, &difference));
    machine.objects[0].value = 2;
    assert_false(account_close(&account, &machine, &difference));
}

#define CASE(function) cmocka_unit_test_setup(function, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(locks_change_hands),
        CASE(a_lock_is_not_had_by_two),
        CASE(a_lock_that_is_held_is_not_found_free),
        CASE(an_attempt_in_vain_changes_nothing),
        CASE(a_recursive_lock_is_kept),
        CASE(who_waits_for_a_condition_gives_the_lock_away),
        CASE(a_semaphore_counts),
        CASE(a_semaphore_may_begin_anew),
        CASE(what_is_left_is_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
