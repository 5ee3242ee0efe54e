/* test_seen.c: whatever stands in the memory that a stepper shares with its child, the parent reads
 * none of it as a number of something that is not there: in thousands of cases, bytes there are written
 * over as a subject that runs wild could do it, and all is looked at. TEST_MISBEHAVING names a program
 * to step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "posix/heap.h"
#include "stepper/respawn.h"

enum { CASES = 20000, WRITTEN_MOST = 8, PLACES = 5 };

/* The first part of a stepper. */
static struct respawn *child_of(struct stepper *stepper)
{
    return (struct respawn *)stepper;
}

static uint64_t draw(uint64_t *state, uint64_t limit)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (*state >> 33) % limit;
}

/* Of the long tables the beginning is enough: there it is in use. */
static uint64_t draw_place(const struct control *control, uint64_t *state)
{
    const struct {
        const void *start;
        size_t bytes;
    } places[PLACES] = {
        {control, offsetof(struct control, machine.threads)},
        {control->machine.threads, 16 * sizeof control->machine.threads[0]},
        {control->machine.objects, 16 * sizeof control->machine.objects[0]},
        {&control->stop, offsetof(struct control, order) - offsetof(struct control, stop)},
        {control->journal, 64 * sizeof control->journal[0]},
    };
    size_t place = draw(state, PLACES);
    uint64_t start = (uint64_t)((const char *)places[place].start - (const char *)control);
    return start + draw(state, places[place].bytes);
}

static void look_at_threads(const struct machine *machine)
{
    for (thread_slot slot = 0; (uint32_t)slot < machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        assert_true(strlen(thread->name) < sizeof thread->name);
        assert_non_null(operation_name(thread->pending.kind));
        assert_true(machine_is_waiting(machine, slot) || !machine_needs_time(machine, slot));
        (void)machine_can_run(machine, slot);
    }
}

static void look_at_objects(const struct machine *machine)
{
    for (uint32_t index = 0; index < machine->object_count; index++) {
        thread_slot holder = machine_holder(&machine->objects[index], NO_THREAD);
        assert_non_null(object_name(machine->objects[index].kind));
        assert_true(holder == NO_THREAD || holder < MACHINE_THREADS);
        assert_true(machine_reads(&machine->objects[index], 0) <= MACHINE_READERS);
    }
}

static void look_at_all(struct stepper *stepper)
{
    struct output output;
    struct heap_block block;
    uint64_t moves = 5, position;
    const struct machine *machine = stepper_machine(stepper);
    look_at_threads(machine);
    look_at_objects(machine);
    assert_non_null(event_name(machine->event.kind));
    assert_true(strlen(machine->event.text) < sizeof machine->event.text);
    assert_true(stepper_moves_back(stepper, &moves) + child_of(stepper)->seen.base <=
                CONTROL_CHOICES);
    (void)stepper_find_step(stepper, 3, &position);
    (void)heap_block_at(stepper, ARENA_HEAP_ADDRESS + 4096, &block);
    for (uint64_t piece = 0;
         seen_output(&child_of(stepper)->seen, child_of(stepper)->control, piece, &output); piece++)
        for (size_t at = 0; at < output.size; at += 64)
            (void)*(const volatile char *)&output.bytes[at];
}

struct written {
    uint64_t at;
    char before;
};

/* One case: a few bytes, each any or one of those that make large and negative numbers. */
static bool scribble_and_look(struct stepper *stepper, uint64_t *state)
{
    static const char extremes[] = {0, 1, 0x7F, (char)0x80, (char)0xFF};
    struct written written[WRITTEN_MOST];
    char *shared = (char *)child_of(stepper)->control;
    uint64_t count = 1 + draw(state, WRITTEN_MOST);
    for (uint64_t index = 0; index < count; index++) {
        uint64_t at = draw_place(child_of(stepper)->control, state);
        written[index] = (struct written){.at = at, .before = shared[at]};
        shared[at] =
            (char)(draw(state, 2) == 0 ? (uint64_t)extremes[draw(state, 5)] : draw(state, 256));
    }
    bool is_taken = seen_take(&child_of(stepper)->seen, child_of(stepper)->control);
    if (is_taken)
        look_at_all(stepper);
    while (count-- > 0)
        shared[written[count].at] = written[count].before;
    return is_taken;
}

static struct stepper *open_and_run(struct image **image)
{
    static const char *const functions[] = {"flood", "first_then_other", "other_then_first"};
    char *error;
    struct symbol symbol;
    assert_int_equal(image_open(getenv("TEST_MISBEHAVING"), image), IMAGE_OK);
    struct stepper *stepper = stepper_open(*image, &error);
    assert_non_null(stepper);
    for (thread_slot slot = 0; slot < 3; slot++) {
        assert_true(image_symbol(*image, functions[slot], &symbol));
        stepper_start(stepper, &(struct start){slot, "thread", symbol.address, {0}});
    }
    stepper_run(stepper, 7);
    assert_true(child_of(stepper)->seen.printed.pieces > 0);
    return stepper;
}

static void nothing_that_cannot_be_is_taken(void **state)
{
    (void)state;
    struct image *image;
    struct stepper *stepper = open_and_run(&image);
    uint64_t chance = 6, taken = 0;
    for (int number = 0; number < CASES; number++)
        taken += scribble_and_look(stepper, &chance);
    assert_in_range(taken, CASES / 20, CASES - CASES / 20); /* both kinds were tried */
    assert_true(seen_take(&child_of(stepper)->seen, child_of(stepper)->control));
    stepper_close(stepper);
    image_close(image);
}

/* A count that is too large is as good as a death: the child is replaced, and the program stands where
 * it stood. */
static void a_child_that_forges_is_replaced(void **state)
{
    (void)state;
    struct image *image;
    struct stepper *stepper = open_and_run(&image);
    uint64_t position = stepper_position(stepper);
    pid_t before = child_of(stepper)->process.id;
    child_of(stepper)->control->machine.keys.count = UINT32_MAX;
    struct stop stop = stepper_run(stepper, 1);
    assert_int_equal(stop.reason, STOP_DIED);
    assert_int_not_equal(child_of(stepper)->process.id, before);
    assert_int_equal(stepper_position(stepper), position);
    assert_int_equal(stepper_machine(stepper)->keys.count, 0);
    stepper_close(stepper);
    image_close(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_that_cannot_be_is_taken),
        cmocka_unit_test(a_child_that_forges_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
