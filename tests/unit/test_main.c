/* test_main.c: programs with a main() of their own: how they begin, and how they end.
 *
 * TEST_WHOLE and TEST_EARLY name subjects/whole.c and early.c as built by build-subject.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program/image/image.h"
#include "program/image/lines.h"
#include "stepper/stepper.h"

struct bench {
    struct image *image;
    struct lines *lines;
    struct stepper *stepper;
    char output[4096];
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    const char *path = getenv("TEST_WHOLE");
    if (path == NULL || image_open(path, &bench->image) != IMAGE_OK ||
        lines_open(bench->image, &bench->lines) != IMAGE_OK)
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
    lines_close(bench->lines);
    image_close(bench->image);
    free(bench);
    return 0;
}

static void start(struct bench *bench, const char *first, const char *second)
{
    const char *const arguments[] = {"whole", first, second, NULL};
    struct symbol symbol;
    assert_true(image_symbol(bench->image, "main", &symbol));
    assert_int_equal(stepper_start_main(bench->stepper, symbol.address, arguments, "", 0).reason,
                     STOP_DONE);
}

static void listen(struct bench *bench)
{
    struct output output;
    while (stepper_next_output(bench->stepper, &output))
        strncat(bench->output, output.bytes, output.size);
}

/* Runs to the end, whatever it is; what is printed goes to bench->output. */
static struct stop run(struct bench *bench)
{
    bench->output[0] = '\0';
    struct stop stop = stepper_run(bench->stepper, 1000);
    listen(bench);
    return stop;
}

static void test_ends(void **state)
{
    static const struct {
        const char *what, *second, *output;
        enum event_kind event;
        int64_t value;
        bool is_return;
    } ends[] = {
        {"arguments", "b c", "[arguments][b c] Xrguments 1 1\nthe end\n", EVENT_EXIT, 3, true},
        {"return", NULL, "first bye\nthe end\n", EVENT_EXIT, 3, true},
        {"exit", NULL, "first bye\nthe end\n", EVENT_EXIT, 7, false},
        {"handlers", NULL, "3 is the status\nfirst bye\nthe end\n", EVENT_EXIT, 3, true},
        {"_exit", NULL, "", EVENT_EXIT, 9, false},
        {"quick", NULL, "bye\n", EVENT_EXIT, 4, false},
        {"thread", NULL, "first bye\nthe end\n", EVENT_EXIT, 5, false},
        {"free-argv", NULL, "", EVENT_BAD_FREE, 0, false},
        {"behind-argv", NULL, "", EVENT_OVERRUN, 0, false},
    };
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    for (size_t index = 0; index < sizeof ends / sizeof *ends; index++) {
        start(bench, ends[index].what, ends[index].second);
        assert_string_equal(machine->threads[0].name, "main");
        assert_int_equal(machine->step, 0);
        assert_int_equal(run(bench).reason, STOP_EVENT);
        assert_int_equal(machine->event.kind, ends[index].event);
        assert_int_equal(machine->event.value, ends[index].value);
        assert_int_equal(machine->event.is_return, ends[index].is_return);
        assert_string_equal(bench->output, ends[index].output);
        assert_int_equal(machine->heap.live_blocks, strstr(bench->output, "the end") == NULL);
        stepper_goto(bench->stepper, 0);
    }
}

/* The line with this mark in the source. */
static int marked_line(const char *mark)
{
    char line[256];
    int number = 0;
    FILE *file = fopen("tests/unit/subjects/whole.c", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        number++;
        if (strstr(line, mark) != NULL)
            break;
    }
    fclose(file);
    return number;
}

/* One can go back before the end: to where main stands before it. */
static void test_back_from_the_end(void **state)
{
    static const char *const whats[] = {"return", "exit"};
    static const char *const marks[] = {"/* return */", "/* exit */"};
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    for (size_t index = 0; index < 2; index++) {
        struct place place;
        uint64_t moves = 1;
        start(bench, whats[index], NULL);
        run(bench);
        stepper_goto(bench->stepper, stepper_moves_back(bench->stepper, &moves));
        assert_int_equal(machine->event.kind, EVENT_NONE);
        assert_int_equal(machine->threads[0].pending.kind, OPERATION_EXIT);
        assert_true(lines_place(bench->lines, machine->threads[0].pending.pc, &place));
        int expected = marked_line(marks[index]);
        assert_in_range(place.line, expected, expected + 1); /* or the brace behind the return */
        assert_int_equal(run(bench).reason, STOP_EVENT);
        assert_int_equal(machine->event.kind, EVENT_EXIT);
        stepper_goto(bench->stepper, 0);
    }
}

static void test_others_run_on(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    start(bench, "leave-others", NULL);
    assert_int_equal(run(bench).reason, STOP_NOBODY);
    assert_int_equal(machine->event.kind, EVENT_NONE);
    assert_int_equal(machine->threads[0].phase, PHASE_DONE);
    assert_int_equal(machine->threads[1].phase, PHASE_DONE);
    assert_string_equal(bench->output, "still here: leave-others\n");
}

/* Whatever the schedule, each thread draws the same numbers. */
static void test_chance(void **state)
{
    struct bench *bench = *state;
    char first[sizeof bench->output] = "";
    for (uint64_t seed = 0; seed < 8; seed++) {
        start(bench, "chance", NULL);
        stepper_set_scheduler(bench->stepper, SCHEDULER_RANDOM, seed);
        run(bench);
        if (seed == 0)
            strcpy(first, bench->output);
        assert_string_equal(bench->output, first);
        stepper_goto(bench->stepper, 0);
    }
    assert_non_null(strstr(first, "\n1111111\n"));
}

static void test_clocks_and_numbers(void **state)
{
    struct bench *bench = *state;
    start(bench, "clocks", NULL);
    run(bench);
    assert_string_equal(bench->output, "946684800 1 1 1 1 1 1\nfirst bye\nthe end\n");
    stepper_goto(bench->stepper, 0);
    start(bench, "process", NULL);
    run(bench);
    assert_string_equal(bench->output, "1000 999 1000 1000 1 2 1\nfirst bye\nthe end\n");
}

static void test_limits(void **state)
{
    struct bench *bench = *state;
    char *longest = malloc(STEPPER_ARGUMENT_BYTES + 1);
    memset(longest, 'a', STEPPER_ARGUMENT_BYTES);
    longest[STEPPER_ARGUMENT_BYTES] = '\0';
    const char *const arguments[] = {longest, NULL};
    char *refusal = stepper_refuse_main(arguments, 0);
    assert_string_equal(refusal, "the arguments take 65537 bytes; a program gets at most 65536");
    free(refusal);
    assert_int_equal(stepper_start_main(bench->stepper, 1, arguments, "", 0).reason, STOP_FULL);
    longest[9] = '\0';
    assert_null(stepper_refuse_main(arguments, STEPPER_INPUT_BYTES));
    refusal = stepper_refuse_main(arguments, STEPPER_INPUT_BYTES + 1);
    assert_string_equal(refusal, "the input has 8388609 bytes; a program gets at most 8388608");
    free(refusal);
    free(longest);
}

/* A constructor has no thread that could wait: the program is not loaded, and its place is told. */
static void test_constructor_that_locks(void **state)
{
    struct image *image;
    char *error = NULL;
    (void)state;
    assert_int_equal(image_open(getenv("TEST_EARLY"), &image), IMAGE_OK);
    assert_null(stepper_open(image, &error));
    assert_string_equal(error,
                        "early.c:10: pthread_mutex_lock before main, in a constructor, which "
                        "cannot be stepped");
    free(error);
    image_close(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(test_back_from_the_end, setup, teardown),
        cmocka_unit_test_setup_teardown(test_others_run_on, setup, teardown),
        cmocka_unit_test_setup_teardown(test_chance, setup, teardown),
        cmocka_unit_test_setup_teardown(test_clocks_and_numbers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
        cmocka_unit_test(test_constructor_that_locks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
