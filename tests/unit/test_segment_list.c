/*
 * Unit tests of the segment list, against a model of another shape: an array with the owner of each
 * byte, and no list. First fit in the model is the first run of free bytes that is long enough.
 *
 * Link with -Wl,--wrap=malloc: the tests make the nth allocation fail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "marks.h"
#include "placement.h"
#include "segment_list.h"

enum { BYTES = 150, IDS = 12, OPERATIONS = 20000, SEEDS = 10 };

static int allocations_left = -1; /* before malloc fails; negative: it never does */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    if (allocations_left == 0)
        return NULL;
    if (allocations_left > 0)
        allocations_left--;
    return __real_malloc(size);
}

static void check(void)
{
    const char *fault = segment_list_check();
    if (fault != NULL)
        fail_msg("%s", fault);
}

static int start(void **state)
{
    (void)state;
    placement = PLACEMENT_FIRST;
    return segment_list_init(BYTES) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    segment_list_destroy();
    return 0;
}

static void grant(int id, int size, int expected)
{
    assert_int_equal(segment_list_allocate(id, size), expected);
    check();
    if (expected != NO_PLACE)
        memset(memory + expected, thread_mark(id), (size_t)size);
    check();
}

static void give_back(int id)
{
    assert_true(segment_list_release(id));
    check();
}

/* Compares the whole list with `expected`, which ends with size 0. */
static void expect_list(const struct segment *expected)
{
    const struct segment *segment = segments;
    for (; expected->size != 0; expected++) {
        assert_non_null(segment);
        assert_int_equal(segment->id, expected->id);
        assert_int_equal(segment->size, expected->size);
        assert_int_equal(segment->index, expected->index);
        segment = segment->next;
    }
    assert_null(segment);
}

#define EXPECT_LIST(...) expect_list((const struct segment[]){__VA_ARGS__, {0, 0, 0, NULL}})

static void new_list_is_one_hole(void **state)
{
    (void)state;
    check();
    assert_int_equal(memory_size, BYTES);
    EXPECT_LIST({HOLE, 150, 0, NULL});
    for (int i = 0; i < BYTES; i++)
        assert_int_equal(memory[i], MARK_FREE);
}

static void request_splits_a_hole(void **state)
{
    (void)state;
    grant(1, 40, 0);
    grant(0, 10, 40);
    EXPECT_LIST({1, 40, 0, NULL}, {0, 10, 40, NULL}, {HOLE, 100, 50, NULL});
}

static void exact_fit_leaves_no_hole(void **state)
{
    (void)state;
    grant(0, 149, 0);
    grant(1, 1, 149);
    EXPECT_LIST({0, 149, 0, NULL}, {1, 1, 149, NULL});
    grant(2, 1, NO_PLACE);
    give_back(0);
    grant(2, 149, 0);
    EXPECT_LIST({2, 149, 0, NULL}, {1, 1, 149, NULL});
}

static void too_much_is_refused(void **state)
{
    (void)state;
    grant(0, 151, NO_PLACE);
    grant(0, INT32_MAX, NO_PLACE);
    EXPECT_LIST({HOLE, 150, 0, NULL});
    grant(0, 150, 0);
}

/* A segment with each kind of neighbours: a segment or the end of memory, or a hole. */
static void released_segment_merges_with_both_sides(void **state)
{
    (void)state;
    for (int id = 0; id < 5; id++)
        grant(id, 30, 30 * id);
    give_back(1);
    EXPECT_LIST({0, 30, 0, NULL}, {HOLE, 30, 30, NULL}, {2, 30, 60, NULL}, {3, 30, 90, NULL},
                {4, 30, 120, NULL});
    give_back(3);
    give_back(2);
    EXPECT_LIST({0, 30, 0, NULL}, {HOLE, 90, 30, NULL}, {4, 30, 120, NULL});
    give_back(0);
    EXPECT_LIST({HOLE, 120, 0, NULL}, {4, 30, 120, NULL});
    give_back(4);
    EXPECT_LIST({HOLE, 150, 0, NULL});
}

static void released_bytes_are_marked_free(void **state)
{
    (void)state;
    grant(0, 3, 0);
    grant(1, 3, 3);
    grant(2, 3, 6);
    give_back(1);
    assert_memory_equal(memory, "000XXX222X", 10);
}

static void release_of_nothing_changes_nothing(void **state)
{
    (void)state;
    grant(0, 50, 0);
    assert_false(segment_list_release(1));
    give_back(0);
    assert_false(segment_list_release(0));
    EXPECT_LIST({HOLE, 150, 0, NULL});
}

static void granted_bytes_may_be_unmarked(void **state)
{
    (void)state;
    assert_int_equal(segment_list_allocate(4, 5), 0);
    check();
    memset(memory, thread_mark(4), 2);
    check();
}

static void check_finds_each_fault(void **state)
{
    (void)state;
    grant(0, 50, 0);
    grant(1, 50, 50);
    struct segment *first = segments, *second = first->next, *third = second->next;

    memory[20] = thread_mark(1);
    assert_non_null(segment_list_check());
    memory[20] = thread_mark(0);

    memory[149] = thread_mark(0);
    assert_non_null(segment_list_check());
    memory[149] = MARK_FREE;

    second->size--;
    assert_non_null(segment_list_check());
    second->size++;

    third->size--;
    assert_non_null(segment_list_check());
    third->size += 2;
    assert_non_null(segment_list_check());
    third->size--;

    second->next = NULL;
    assert_non_null(segment_list_check());
    second->next = first;
    assert_non_null(segment_list_check());
    second->next = third;

    memset(memory + 50, MARK_FREE, 50);
    second->id = HOLE;
    assert_string_equal(segment_list_check(), "two holes are neighbours");
    second->id = THREADS_MAX;
    assert_non_null(segment_list_check());
    second->id = 1;
    check();
}

static void failed_allocation_changes_nothing(void **state)
{
    (void)state;
    grant(0, 50, 0);
    allocations_left = 0;
    int split = segment_list_allocate(1, 50);
    int exact = segment_list_allocate(1, 100);
    allocations_left = -1;
    assert_int_equal(split, NO_PLACE);
    assert_int_equal(exact, 50);
    EXPECT_LIST({0, 50, 0, NULL}, {1, 100, 50, NULL});
    check();
}

static void init_fails_whole(void **state)
{
    (void)state;
    segment_list_destroy();
    for (int granted = 0; granted < 2; granted++) {
        allocations_left = granted;
        bool made = segment_list_init(BYTES);
        allocations_left = -1;
        assert_false(made);
        assert_null(memory);
        assert_null(segments);
        assert_int_equal(memory_size, 0);
    }
    assert_true(segment_list_init(1));
    check();
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16;
}

/* The model */
static int owner[BYTES];

static int model_first_fit(int size)
{
    int run = 0;
    for (int i = 0; i < BYTES; i++) {
        run = owner[i] == HOLE ? run + 1 : 0;
        if (run == size)
            return i + 1 - size;
    }
    return NO_PLACE;
}

static bool model_owns(int id)
{
    for (int i = 0; i < BYTES; i++)
        if (owner[i] == id)
            return true;
    return false;
}

static void expect_model(void)
{
    check();
    for (int i = 0; i < BYTES; i++)
        assert_int_equal(memory[i], owner[i] == HOLE ? MARK_FREE : thread_mark(owner[i]));
}

static void random_operations_follow_the_model(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        unsigned random = seed;
        segment_list_destroy();
        assert_true(segment_list_init(BYTES));
        for (int i = 0; i < BYTES; i++)
            owner[i] = HOLE;
        for (int i = 0; i < OPERATIONS; i++) {
            int id = (int)(next_random(&random) % IDS);
            if (model_owns(id)) {
                give_back(id);
                for (int at = 0; at < BYTES; at++)
                    owner[at] = owner[at] == id ? HOLE : owner[at];
            } else {
                int size = 1 + (int)(next_random(&random) % 45);
                int at = model_first_fit(size);
                grant(id, size, at);
                for (int k = 0; at != NO_PLACE && k < size; k++)
                    owner[at + k] = id;
            }
            expect_model();
        }
    }
}

static void marks_differ_and_avoid_x(void **state)
{
    (void)state;
    for (int id = 0; id < THREADS_MAX; id++) {
        assert_true(thread_mark(id) != 'X' && thread_mark(id) != 'x' && thread_mark(id) != '\0');
        for (int other = 0; other < id; other++)
            assert_true(thread_mark(id) != thread_mark(other));
    }
    assert_int_equal(thread_mark(0), '0');
    assert_int_equal(thread_mark(10), 'A');
    assert_int_equal(thread_mark(33), 'Y');
    assert_int_equal(thread_mark(35), 'a');
    assert_int_equal(thread_mark(59), 'z');
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(new_list_is_one_hole),
        CASE(request_splits_a_hole),
        CASE(exact_fit_leaves_no_hole),
        CASE(too_much_is_refused),
        CASE(released_segment_merges_with_both_sides),
        CASE(released_bytes_are_marked_free),
        CASE(release_of_nothing_changes_nothing),
        CASE(granted_bytes_may_be_unmarked),
        CASE(check_finds_each_fault),
        CASE(failed_allocation_changes_nothing),
        CASE(init_fails_whole),
        CASE(random_operations_follow_the_model),
        CASE(marks_differ_and_avoid_x),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
