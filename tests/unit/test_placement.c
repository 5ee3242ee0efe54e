/*
 * Unit tests of placement. The model knows nothing of lists: it collects the holes from an array
 * that tells for each byte whether it is free, and picks one in the plainest way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "marks.h"
#include "placement.h"

enum { BYTES = 150, IDS = 20, OPERATIONS = 10000, SEEDS = 5 };

static int start(void **state)
{
    (void)state;
    return segment_list_init(BYTES) ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    segment_list_destroy();
    placement = PLACEMENT_FIRST;
    return 0;
}

static int ask(int id, int size)
{
    int index = segment_list_allocate(id, size);
    assert_null(segment_list_check());
    return index;
}

static void give_back(int id)
{
    assert_true(segment_list_release(id));
    assert_null(segment_list_check());
}

/* Holes of 30, 10, 50 and 10 bytes at 0, 40, 60 and 120, ten owned bytes behind each but the last,
   which has the last 20 bytes of memory behind it. The list is filled first and then opened. */
static void make_four_holes(void)
{
    static const int sizes[] = {30, 10, 10, 10, 50, 10, 10, 20};
    placement = PLACEMENT_FIRST;
    for (int id = 0; id < 8; id++)
        ask(id, sizes[id]);
    for (int id = 0; id < 8; id += 2)
        give_back(id);
    placement_restart();
}

static void expect_places(enum placement which, const int *sizes, const int *places, int count)
{
    make_four_holes();
    placement = which;
    for (int i = 0; i < count; i++)
        assert_int_equal(ask(10 + i, sizes[i]), places[i]);
}

static const int requests[] = {10, 10, 20, 50};

static void first_fit_takes_the_first(void **state)
{
    (void)state;
    expect_places(PLACEMENT_FIRST, requests, (const int[]){0, 10, 60, NO_PLACE}, 4);
}

static void next_fit_goes_on_behind_the_last(void **state)
{
    (void)state;
    expect_places(PLACEMENT_NEXT, requests, (const int[]){0, 10, 60, NO_PLACE}, 4);
    assert_int_equal(ask(14, 30), 80);
    assert_int_equal(ask(15, 10), 120);
    assert_int_equal(ask(16, 10), 20);
}

static void best_fit_takes_the_smallest(void **state)
{
    (void)state;
    expect_places(PLACEMENT_BEST, requests, (const int[]){40, 120, 0, 60}, 4);
}

static void worst_fit_takes_the_largest(void **state)
{
    (void)state;
    expect_places(PLACEMENT_WORST, requests, (const int[]){60, 70, 0, NO_PLACE}, 4);
    assert_int_equal(ask(14, 30), 80);
}

static void next_fit_survives_a_merge_around_it(void **state)
{
    (void)state;
    placement = PLACEMENT_NEXT;
    assert_int_equal(ask(0, 50), 0);
    assert_int_equal(ask(1, 50), 50);
    give_back(1);
    give_back(0);
    assert_int_equal(ask(2, 10), 0);
}

static void next_fit_wraps_at_the_end(void **state)
{
    (void)state;
    placement = PLACEMENT_NEXT;
    assert_int_equal(ask(0, 100), 0);
    assert_int_equal(ask(1, 50), 100);
    give_back(0);
    assert_int_equal(ask(2, 10), 0);
    give_back(1);
    assert_int_equal(ask(3, 141), NO_PLACE);
    assert_int_equal(ask(3, 10), 10);
}

/* The model */

static bool taken[BYTES];

static int hole_end(int index)
{
    while (index < BYTES && !taken[index])
        index++;
    return index;
}

/* Of two holes that are large enough, is the one of `size` bytes at `index` to be preferred? `end`
   is where next fit's last grant ended. */
static bool model_prefers(int index, int size, int best_index, int best_size, int end)
{
    bool ahead = index + size > end, best_ahead = best_index + best_size > end;
    switch (placement) {
    case PLACEMENT_NEXT:
        return ahead && !best_ahead;
    case PLACEMENT_BEST:
        return size < best_size;
    case PLACEMENT_WORST:
        return size > best_size;
    default:
        return false;
    }
}

static int model_place(int wanted, int end)
{
    int best_index = NO_PLACE, best_size = 0;
    for (int index = 0; index < BYTES; index++) {
        int size = hole_end(index) - index;
        if (size >= wanted &&
            (best_index == NO_PLACE || model_prefers(index, size, best_index, best_size, end))) {
            best_index = index;
            best_size = size;
        }
        index += size;
    }
    return best_index;
}

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16;
}

static void run_against_model(unsigned random)
{
    int place[IDS], length[IDS] = {0}; /* what each id owns; length 0: nothing */
    int end = 0;
    memset(taken, 0, sizeof taken);
    for (int i = 0; i < OPERATIONS; i++) {
        int id = (int)(next_random(&random) % IDS);
        int size = length[id] != 0 ? length[id] : 1 + (int)(next_random(&random) % 30);
        if (length[id] != 0) {
            give_back(id);
            memset(taken + place[id], false, (size_t)size);
            length[id] = 0;
            continue;
        }
        place[id] = model_place(size, end);
        assert_int_equal(ask(id, size), place[id]);
        if (place[id] == NO_PLACE)
            continue;
        memset(taken + place[id], true, (size_t)size);
        length[id] = size;
        end = place[id] + size;
    }
}

static void random_operations_follow_the_model(void **state)
{
    (void)state;
    for (enum placement which = 0; which < PLACEMENT_COUNT; which++) {
        for (unsigned seed = 1; seed <= SEEDS; seed++) {
            placement = which;
            segment_list_destroy();
            assert_true(segment_list_init(BYTES));
            run_against_model(seed);
        }
    }
}

static void each_placement_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(placement_name(PLACEMENT_FIRST), "first");
    assert_string_equal(placement_name(PLACEMENT_NEXT), "next");
    assert_string_equal(placement_name(PLACEMENT_BEST), "best");
    assert_string_equal(placement_name(PLACEMENT_WORST), "worst");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(first_fit_takes_the_first),           CASE(next_fit_goes_on_behind_the_last),
        CASE(best_fit_takes_the_smallest),         CASE(worst_fit_takes_the_largest),
        CASE(next_fit_survives_a_merge_around_it), CASE(next_fit_wraps_at_the_end),
        CASE(random_operations_follow_the_model),  CASE(each_placement_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
