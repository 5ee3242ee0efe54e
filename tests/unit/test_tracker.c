/*
 * Unit tests of the two trackers through their common table, and of the bitmap's check: in units of a
 * byte both must answer alike, whatever is asked, and each broken invariant has its sentence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bitmap.h"
#include "placement.h"
#include "segment_list.h"

enum { BYTES = 150, IDS = 12, OPERATIONS = 5000 };

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245 + 12345;
    return *state >> 16;
}

/* One operation, packed into one number: what was answered, and the figures after it. */
static int64_t perform(const struct tracker *tracker, unsigned *random)
{
    struct tracker_figures figures;
    int id = (int)(next_random(random) % IDS), size = 1 + (int)(next_random(random) % 40);
    int answer = tracker->release(id) ? 1 : 2 + tracker->allocate(id, size);
    assert_null(tracker->check());
    tracker->figures(&figures);
    assert_int_equal(figures.lost_bytes, 0);
    return ((int64_t)answer * BYTES * 2 + figures.free_bytes) * BYTES * 2 + figures.largest_hole;
}

static void record(const struct tracker *tracker, int64_t *answers)
{
    unsigned random = 7;
    assert_true(tracker->init(BYTES, 1));
    for (int operation = 0; operation < OPERATIONS; operation++)
        answers[operation] = perform(tracker, &random);
    tracker->destroy();
}

static void bytes_as_units_are_first_fit(void **state)
{
    static int64_t of_list[OPERATIONS], of_bitmap[OPERATIONS];
    (void)state;
    placement = PLACEMENT_FIRST;
    record(&list_tracker, of_list);
    record(&bitmap_tracker, of_bitmap);
    assert_memory_equal(of_list, of_bitmap, sizeof of_list);
}

static void the_list_has_no_units(void **state)
{
    (void)state;
    assert_false(list_tracker.init(BYTES, 2));
}

static void figures_of_units(void **state)
{
    struct tracker_figures figures;
    (void)state;
    assert_true(bitmap_init(BYTES, 7));
    assert_int_equal(bitmap_allocate(1, 8), 0);
    assert_int_equal(bitmap_allocate(2, 14), 14);
    bitmap_figures(&figures);
    assert_int_equal(figures.free_bytes, 147 - 28);
    assert_int_equal(figures.largest_hole, 147 - 28);
    assert_int_equal(figures.lost_bytes, 6);
    bitmap_destroy();
}

static void expect_fault(const char *fault)
{
    assert_non_null(bitmap_check());
    assert_string_equal(bitmap_check(), fault);
}

static void each_broken_invariant_is_told(void **state)
{
    (void)state;
    expect_fault("the unit is none");
    assert_true(bitmap_init(BYTES, 8));
    assert_int_equal(bitmap_allocate(3, 20), 0);
    assert_int_equal(bitmap_allocate(4, 20), 24);

    bitmap_units++;
    expect_fault("there are not as many units as the memory has room for");
    bitmap_units--;
    bitmap[0] ^= 1;
    expect_fault("a unit of a block is free");
    bitmap[0] ^= 1;
    bitmap[1] ^= 1;
    expect_fault("a unit is taken and nobody's");
    bitmap[1] ^= 1;
    bitmap[2] ^= 1 << 3;
    expect_fault("a bit behind the last unit is set");
    bitmap[2] ^= 1 << 3;

    bitmap_blocks[4].start = 16;
    expect_fault("two blocks share a unit");
    bitmap_blocks[4].start = 25;
    expect_fault("a block does not start with a unit");
    bitmap_blocks[4].start = 128;
    expect_fault("a block reaches beyond the last unit");
    bitmap_blocks[4] = (struct bitmap_block){24, -1};
    expect_fault("a block has less than no bytes");
    bitmap_blocks[4] = (struct bitmap_block){24, 20};
    assert_null(bitmap_check());
    bitmap_destroy();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_as_units_are_first_fit),
        cmocka_unit_test(the_list_has_no_units),
        cmocka_unit_test(figures_of_units),
        cmocka_unit_test(each_broken_invariant_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
