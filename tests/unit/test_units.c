/* test_units.c: a unit of a class of which nothing comes, or for which there is no place. */
#include "class/store.h"
#include "class/unit.h"
#include "results/writing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATH_BYTES = 128, SEED = 7 };

struct hall {
    char folder[32], out[64];
    struct lab *lab;
    struct student student;
    struct bench bench;
    struct unit unit;
};

static void run(const struct hall *hall, const char *command)
{
    char whole[256];
    snprintf(whole, sizeof whole, "cd %s && %s", hall->folder, command);
    assert_int_equal(system(whole), 0);
}

/* OUT with its folders, and a student without anything. */
static int setup(void **state)
{
    static char id[] = "12", key[] = "ann";
    struct hall *hall = calloc(1, sizeof *hall);
    char *error = NULL, cwd[] = ".";
    strcpy(hall->folder, "/tmp/memrepl-units-XXXXXX");
    hall->lab = labs_open(cwd, 1, &error);
    if (hall->lab == NULL || mkdtemp(hall->folder) == NULL)
        return -1;
    run(hall, "mkdir -p out/grading out/results out/hand-ins/ann in");
    snprintf(hall->out, sizeof hall->out, "%s/out", hall->folder);
    hall->student = (struct student){.id = id, .key = key};
    hall->bench = (struct bench){.home = ".", .out = hall->out, .lab = hall->lab, .seed = SEED};
    hall->unit.student = &hall->student;
    *state = hall;
    return 0;
}

static int teardown(void **state)
{
    struct hall *hall = *state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", hall->folder);
    int status = system(command);
    labs_close(hall->lab);
    unit_free(&hall->unit);
    free(hall);
    return status;
}

static void is_ungraded(const struct hall *hall, const char *reason)
{
    char expected[256];
    snprintf(expected, sizeof expected, "%s%s", reason[0] == '/' ? hall->folder : "", reason);
    assert_int_equal(hall->unit.state, UNIT_UNGRADED);
    assert_string_equal(hall->unit.reason, expected);
}

static void no_result_comes(void **state)
{
    struct hall *hall = *state;
    unit_finish(&hall->unit, &hall->bench, 3 << 8);
    is_ungraded(hall, "the grading ended with status 3 and without a result");
    run(hall, "printf 'some\\nUNGRADED: no \\033room\\n\\n' >out/grading/ann.log");
    unit_finish(&hall->unit, &hall->bench, 2 << 8);
    is_ungraded(hall, "no \\x1broom");
}

static void a_result_cannot_be_kept(void **state)
{
    struct hall *hall = *state;
    struct result result;
    char path[PATH_BYTES];
    const char *error;
    result_begin(&result, 1, SEED);
    result.is_graded = true;
    snprintf(path, sizeof path, "%s/grading/ann.json", hall->out);
    assert_true(result_write(&result, path, &error));
    result_free(&result);
    run(hall, "rmdir out/results");
    unit_finish(&hall->unit, &hall->bench, 0);
    is_ungraded(hall, "/out cannot be written: No such file or directory");
}

static void no_grading_can_begin(void **state)
{
    struct hall *hall = *state;
    run(hall, "rm -r out");
    assert_int_equal(unit_start(&hall->unit, &hall->bench), -1);
    is_ungraded(hall, "/out cannot be written: No such file or directory");
}

/* Nothing was handed in, and then a file: neither finds a place. */
static void no_hand_in_can_be_taken_in(void **state)
{
    struct hall *hall = *state;
    struct roster roster;
    char folder[PATH_BYTES];
    snprintf(folder, sizeof folder, "%s/in", hall->folder);
    run(hall, "mkdir in/ann && echo >in/ann/notes.txt && rm -r out && echo >out");
    assert_true(roster_read(&roster, folder));
    assert_int_equal(roster.count, 1);
    hall->bench.roster = &roster;
    hall->unit.student = &roster.students[0];
    unit_prepare(&hall->unit, &hall->bench);
    is_ungraded(hall, "/out/results/ann.json cannot be written: Not a directory");
    unit_free(&hall->unit);
    hall->unit = (struct unit){.student = &roster.students[0]};
    run(hall, "echo 'int a;' >in/ann/request_queue.c");
    unit_prepare(&hall->unit, &hall->bench);
    is_ungraded(hall, "/out cannot be written: Not a directory");
    roster_free(&roster);
    hall->unit.student = &hall->student;
}

static void prepare(struct hall *hall, struct roster *roster)
{
    char folder[PATH_BYTES];
    snprintf(folder, sizeof folder, "%s/in", hall->folder);
    assert_true(roster_read(roster, folder));
    assert_int_equal(roster->count, 1);
    hall->bench.roster = roster;
    hall->unit.student = &roster->students[0];
    unit_prepare(&hall->unit, &hall->bench);
    hall->unit.student = &hall->student;
    roster_free(roster);
}

/* The lab asks for one file, and none of the two that were handed in has its name. */
static void which_file_is_meant_is_not_guessed(void **state)
{
    struct hall *hall = *state;
    struct roster roster;
    run(hall, "mkdir in/ann && echo 'int a;' >in/ann/one.c && echo 'int b;' >in/ann/two.c");
    prepare(hall, &roster);
    assert_int_equal(hall->unit.state, UNIT_GRADED);
    assert_string_equal(hall->unit.fault, "No request_queue.c was handed in.");
}

/* The blank of a file that was not handed in: the kit itself is not whole. */
static void a_blank_is_not_there(void **state)
{
    struct hall *hall = *state;
    struct roster roster;
    char *error = NULL, cwd[] = ".";
    struct lab *lab = labs_open(cwd, 4, &error);
    run(hall, "mkdir in/ann && echo 'int a;' >in/ann/placement.c");
    hall->bench.lab = lab;
    hall->bench.home = hall->folder;
    prepare(hall, &roster);
    is_ungraded(hall, "/labs/lab4-placement/bitmap.c cannot be read");
    labs_close(lab);
}

static void nothing_is_left_of_what_cannot_be_stored(void **state)
{
    struct hall *hall = *state;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/out/results", hall->folder);
    run(hall, "echo >out/results/one");
    assert_false(store_write(path, "text", 4)); /* a folder has the name, and is not empty */
    run(hall, "[ ! -e out/results.new ]");
    snprintf(path, sizeof path, "%s/out/nowhere/one", hall->folder);
    assert_false(store_draft(path, "text", 4));
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(no_result_comes),
        CASE(a_result_cannot_be_kept),
        CASE(no_grading_can_begin),
        CASE(no_hand_in_can_be_taken_in),
        CASE(which_file_is_meant_is_not_guessed),
        CASE(a_blank_is_not_there),
        CASE(nothing_is_left_of_what_cannot_be_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
