/* test_stepper.c: the stepper on programs that misbehave, and on long ones.
 *
 * TEST_MISBEHAVING names subjects/misbehaving.c as built by build-subject.sh; the expected lines
 * are read from its source, so the test is run in the top folder. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "program/image/image.h"
#include "program/image/lines.h"
#include "stepper/stepper.h"

struct bench {
    struct image *image;
    struct lines *lines;
    struct stepper *stepper;
};

static uint64_t address_of(const struct bench *bench, const char *name)
{
    struct symbol symbol;
    if (!image_symbol(bench->image, name, &symbol))
        fail_msg("the subject has no %s", name);
    return symbol.address;
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    const char *path = getenv("TEST_MISBEHAVING");
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

static void start(struct bench *bench, thread_slot slot, const char *name, uint64_t argument)
{
    const struct start order = {
        .slot = slot, .name = name, .function = address_of(bench, name), .arguments = {argument}};
    assert_int_equal(stepper_start(bench->stepper, &order).reason, STOP_DONE);
}

/* The line of the source that carries the mark inside the function, or the first one behind its
 * head. */
static int marked_line(const char *function, const char *mark)
{
    char line[256], head[64], comment[96];
    int number = 0, found = 0;
    bool is_inside = false;
    FILE *file = fopen("tests/unit/subjects/misbehaving.c", "r");
    assert_non_null(file);
    snprintf(head, sizeof head, " %s(", function);
    snprintf(comment, sizeof comment, "/* %s */", mark);
    while (found == 0 && fgets(line, sizeof line, file) != NULL) {
        number++;
        if (line[0] != ' ' && strstr(line, head) != NULL)
            is_inside = true;
        else if (is_inside && strstr(line, comment) != NULL)
            found = number;
    }
    fclose(file);
    return found;
}

static const struct {
    const char *function;
    const char *where; /* the function with the mark, if another */
    enum event_kind event;
} troubles[] = {
    {"null_read", NULL, EVENT_NULL_ACCESS},
    {"null_write", NULL, EVENT_NULL_ACCESS},
    {"wild_write", NULL, EVENT_WILD_ACCESS},
    {"use_after_free", NULL, EVENT_USE_AFTER_FREE},
    {"overrun", NULL, EVENT_OVERRUN},
    {"underrun", NULL, EVENT_OVERRUN},
    {"copy_too_much", NULL, EVENT_OVERRUN},
    {"read_uninitialised", NULL, EVENT_UNINITIALISED_READ},
    {"write_constant", NULL, EVENT_READ_ONLY},
    {"double_free", NULL, EVENT_DOUBLE_FREE},
    {"free_of_a_local", NULL, EVENT_BAD_FREE},
    {"free_of_the_middle", NULL, EVENT_BAD_FREE},
    {"index_too_high", NULL, EVENT_INDEX},
    {"division", NULL, EVENT_DIVISION},
    {"remainder_by_zero", NULL, EVENT_DIVISION},
    {"endless_recursion", "deeper", EVENT_STACK_OVERFLOW},
    {"huge_local", NULL, EVENT_STACK_OVERFLOW},
    {"empty_loop", NULL, EVENT_ENDLESS_LOOP},
    {"waiting_loop", NULL, EVENT_ENDLESS_LOOP},
    {"counting_loop", NULL, EVENT_ENDLESS_LOOP},
    {"setting_loop", NULL, EVENT_ENDLESS_LOOP},
    {"printing_loop", NULL, EVENT_ENDLESS_LOOP},
    {"print_position_too_wide", NULL, EVENT_OVERRUN},
    {"print_too_wide", NULL, EVENT_TOO_MANY},
    {"write_literal", NULL, EVENT_READ_ONLY},
    {"leave", NULL, EVENT_EXIT},
    {"leave_at_once", NULL, EVENT_EXIT},
    {"give_up", NULL, EVENT_ABORT},
    {"claim", NULL, EVENT_ASSERT},
    {"unlock_unheld", NULL, EVENT_UNLOCK_NOT_OWNER},
    {"lock_twice", NULL, EVENT_RELOCK},
    {"destroy_held", NULL, EVENT_DESTROY_BUSY},
    {"use_destroyed", NULL, EVENT_DESTROYED},
    {"wait_uninitialised", NULL, EVENT_NOT_INITIALISED},
    {"lock_garbage", NULL, EVENT_NOT_INITIALISED},
    {"lock_freed", NULL, EVENT_USE_AFTER_FREE},
    {"print_nonsense", NULL, EVENT_WILD_ACCESS},
    {"call_null", NULL, EVENT_NULL_ACCESS},
    {"join_itself", NULL, EVENT_JOIN_ITSELF},
};

/* One case each: the event is named at its line, the program goes back before it, and a sound
 * thread runs from there as if nothing had been. */
static void check_trouble(struct bench *bench, size_t number)
{
    const char *function = troubles[number].function;
    const char *where = troubles[number].where != NULL ? troubles[number].where : function;
    struct place place = {0};
    start(bench, 0, function, 0);
    struct stop stop = stepper_step(bench->stepper, 0, 1000);
    const struct machine *machine = stepper_machine(bench->stepper);
    if (stop.reason != STOP_EVENT || machine->event.kind != troubles[number].event)
        fail_msg("%s: stop %d, event %s; expected %s", function, (int)stop.reason,
                 event_name(machine->event.kind), event_name(troubles[number].event));
    lines_place(bench->lines, machine->event.pc, &place);
    int expected = marked_line(where, event_name(troubles[number].event));
    if (place.line != expected)
        fail_msg("%s: told at line %d (%s), expected %d", function, place.line, place.function,
                 expected);
    uint64_t moves = 1;
    uint64_t position = stepper_moves_back(bench->stepper, &moves);
    assert_int_equal(moves, 1);
    assert_int_equal(stepper_goto(bench->stepper, position).reason, STOP_DONE);
    assert_int_equal(machine->event.kind, EVENT_NONE);
    start(bench, 1, "sound", 41);
    bool is_locked = troubles[number].event == EVENT_RELOCK; /* before the second lock */
    assert_int_equal(stepper_step(bench->stepper, 1, 1000).reason,
                     is_locked ? STOP_BLOCKED : STOP_ENDED);
    stepper_goto(bench->stepper, 0);
}

static void test_troubles(void **state)
{
    for (size_t number = 0; number < sizeof troubles / sizeof *troubles; number++)
        check_trouble(*state, number);
}

static void test_sound(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    start(bench, 0, "sound", 41);
    assert_int_equal(stepper_step(bench->stepper, 0, 1000).reason, STOP_ENDED);
    assert_int_equal((int)machine->threads[0].result, 42);
    assert_int_equal(machine->step, 3);
    assert_int_equal(machine->heap.live_blocks, 0);
    start(bench, 0, "unlock_unheld_checked", 0);
    assert_int_equal(stepper_step(bench->stepper, 0, 1000).reason, STOP_ENDED);
    assert_int_equal((int)machine->threads[0].result, 1 /* EPERM */);
}

/* A slot is used again and again; repeating the past must not lay a new run out on the stack of the
 * one that has just ended. */
static void test_runs_of_one_slot(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    for (uint64_t run = 0; run < 3; run++) {
        start(bench, 0, "sound", run);
        assert_int_equal(stepper_step(bench->stepper, 0, 1000).reason, STOP_ENDED);
    }
    uint64_t length = stepper_length(bench->stepper);
    for (uint64_t position = 0; position <= length; position++) {
        assert_int_equal(stepper_goto(bench->stepper, position).reason, STOP_DONE);
        assert_int_equal(machine->event.kind, EVENT_NONE);
        assert_int_equal(stepper_position(bench->stepper), position);
    }
    assert_int_equal((int)machine->threads[0].result, 3);
}

static void test_deadlock(void **state)
{
    struct bench *bench = *state;
    start(bench, 0, "first_then_other", 0);
    start(bench, 1, "other_then_first", 0);
    stepper_step(bench->stepper, 0, 2);
    stepper_step(bench->stepper, 1, 2);
    assert_int_equal(stepper_run(bench->stepper, 1000).reason, STOP_NOBODY);
    struct stop stop = stepper_step(bench->stepper, 0, 1);
    assert_int_equal(stop.reason, STOP_BLOCKED);
    assert_int_equal(stop.steps, 0);
}

static void test_child_that_dies(void **state)
{
    struct bench *bench = *state;
    start(bench, 0, "killed", 0);
    assert_int_equal(stepper_step(bench->stepper, 0, 2).reason, STOP_DONE);
    assert_int_equal(stepper_step(bench->stepper, 0, 1).reason, STOP_DIED);
    assert_int_equal(stepper_machine(bench->stepper)->step, 2);
    start(bench, 1, "leave", 0);
    assert_int_equal(stepper_step(bench->stepper, 1, 5).reason, STOP_EVENT);
    stepper_goto(bench->stepper, 0);
    assert_int_equal(stepper_machine(bench->stepper)->step, 0);
}

static void kill_children(void)
{
    char path[64];
    long child;
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    FILE *children = fopen(path, "r");
    assert_non_null(children);
    while (fscanf(children, "%ld", &child) == 1)
        assert_int_equal(kill((pid_t)child, SIGKILL), 0);
    fclose(children);
}

/* What the system does to a child is not the program's fault: it goes on as if nothing had been. */
static void test_lost_child(void **state)
{
    struct bench *bench = *state;
    start(bench, 0, "busy", 0);
    assert_int_equal(stepper_step(bench->stepper, 0, 20).reason, STOP_DONE);
    kill_children();
    assert_int_equal(stepper_step(bench->stepper, 0, 20).reason, STOP_DONE);
    assert_int_equal(stepper_machine(bench->stepper)->step, 40);
    uint64_t length = stepper_length(bench->stepper);
    stepper_goto(bench->stepper, 10);
    kill_children();
    assert_int_not_equal(stepper_goto(bench->stepper, length).reason, STOP_DIED);
    assert_int_equal(stepper_length(bench->stepper), length);
    assert_int_equal(stepper_machine(bench->stepper)->step, 40);
}

static void test_flood(void **state)
{
    struct bench *bench = *state;
    struct output output;
    size_t size = 0;
    start(bench, 0, "flood", 0);
    assert_int_equal(stepper_step(bench->stepper, 0, 5).reason, STOP_ENDED);
    while (stepper_next_output(bench->stepper, &output))
        size += output.size;
    assert_true(size > 0 && size <= 1 << 20);
    assert_true(stepper_lost_output(bench->stepper) > 0);
}

/* Counters of a busy thread tell its step exactly: back and forth it must agree with them. */
static void test_million_steps(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    uint64_t table = address_of(bench, "table"), position;
    int count;
    start(bench, 0, "busy", 0);
    struct stop stop = stepper_run(bench->stepper, 1000000);
    assert_int_equal(stop.reason, STOP_DONE);
    assert_int_equal(machine->step, 1000000);
    static const uint64_t steps[] = {999999, 1, 500000, 1000000, 77777, 0, 4097, 4096};
    for (size_t index = 0; index < sizeof steps / sizeof *steps; index++) {
        assert_true(stepper_find_step(bench->stepper, steps[index], &position));
        stepper_goto(bench->stepper, position);
        assert_int_equal(machine->step, steps[index]);
        assert_true(stepper_read(bench->stepper, table, &count, sizeof count));
        assert_int_equal(count, steps[index] / 2);
    }
}

static void test_parts_of_steps(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    uint64_t table = address_of(bench, "table");
    start(bench, 0, "busy", 0);
    stepper_step(bench->stepper, 0, 1);
    struct stop stop = stepper_step_access(bench->stepper, 0);
    assert_int_equal(stop.reason, STOP_DONE);
    assert_int_equal(machine->threads[0].phase, PHASE_MIDSTEP);
    assert_int_equal(machine->threads[0].access.address, table);
    assert_false(machine->threads[0].access.is_write);
    stepper_step_access(bench->stepper, 0);
    assert_true(machine->threads[0].access.is_write);
    uint64_t moves = 1;
    stepper_goto(bench->stepper, stepper_moves_back(bench->stepper, &moves));
    assert_int_equal(machine->threads[0].access.address, table);
    assert_false(machine->threads[0].access.is_write);
    assert_int_equal(stepper_step(bench->stepper, 0, 1).reason, STOP_DONE);
    assert_int_equal(machine->step, 2);
    assert_int_equal(machine->threads[0].phase, PHASE_PARKED);
}

/* A split place is one of the journal: it goes with what was done behind it, and comes back. */
static void test_split(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    uint64_t table = address_of(bench, "table");
    start(bench, 0, "busy", 0);
    uint64_t before = stepper_position(bench->stepper);
    assert_true(stepper_split(bench->stepper, table + 1, 1)); /* the word that this lies in */
    stepper_step(bench->stepper, 0, 1);
    assert_int_equal(machine->threads[0].pending.kind, OPERATION_LOCK);
    stepper_step(bench->stepper, 0, 1);
    assert_int_equal(machine->threads[0].pending.kind, OPERATION_READ);
    assert_int_equal(machine->threads[0].pending.object, table);
    stepper_step(bench->stepper, 0, 1);
    assert_int_equal(machine->threads[0].pending.kind, OPERATION_WRITE);
    assert_int_equal(stepper_trace(bench->stepper, 3)->operation.kind, OPERATION_READ);
    stepper_goto(bench->stepper, before);
    assert_int_equal(machine->splits.count, 0);
    stepper_goto(bench->stepper, before + 3);
    assert_int_equal(machine->threads[0].pending.kind, OPERATION_READ);
    stepper_goto(bench->stepper, before);
    stepper_step(bench->stepper, 0, 2);
    assert_int_equal(machine->threads[0].pending.kind, OPERATION_UNLOCK);
    for (uint64_t index = 0; index < MACHINE_SPLITS; index++)
        assert_true(stepper_split(bench->stepper, table + 8 * index, 4));
    assert_false(stepper_split(bench->stepper, table, 4));
}

/* So is the number of blocks that are left. */
static void test_blocks(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    uint64_t before = stepper_position(bench->stepper);
    assert_false(machine->heap.is_limited);
    stepper_limit_blocks(bench->stepper, 2);
    start(bench, 0, "ask_for_blocks", 0);
    stepper_step(bench->stepper, 0, 1);
    assert_int_equal(machine->threads[0].result, 3); /* the first two of seven are given */
    assert_int_equal(machine->heap.live_blocks, 2);
    stepper_goto(bench->stepper, before);
    assert_false(machine->heap.is_limited);
    stepper_goto(bench->stepper, before + 1);
    assert_int_equal(machine->heap.blocks_left, 2);
    stepper_limit_blocks(bench->stepper, -1);
    start(bench, 0, "ask_for_blocks", 0);
    stepper_step(bench->stepper, 0, 1);
    assert_int_equal(machine->threads[0].result, 0x7F);
}

static void test_copy(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    char *error = NULL;
    uint64_t table = address_of(bench, "table");
    int count = 0;
    start(bench, 0, "busy", 0);
    assert_true(stepper_split(bench->stepper, table, sizeof(int)));
    stepper_step(bench->stepper, 0, 100);
    stepper_rebase(bench->stepper);
    stepper_step(bench->stepper, 0, 11);
    struct stepper *copy = stepper_open(bench->image, &error);
    assert_non_null(copy);
    assert_true(stepper_copy(copy, bench->stepper));
    assert_int_equal(stepper_position(copy), stepper_position(bench->stepper));
    assert_int_equal(stepper_machine(copy)->step, 11);
    stepper_step(copy, 0, 1000);
    stepper_goto(copy, 11);
    assert_true(stepper_read(copy, table, &count, sizeof count));
    int expected = count + 1;
    assert_true(stepper_read(bench->stepper, table, &expected, sizeof expected));
    assert_int_equal(count, expected);
    assert_memory_equal(&stepper_machine(copy)->threads[0].pending, &machine->threads[0].pending,
                        sizeof machine->threads[0].pending);
    stepper_close(copy);
}

/* Loads and stores are counted, a range by its words, and going back counts back. */
static void test_accesses(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    start(bench, 0, "counted", 30);
    uint64_t before = machine->accesses;
    assert_int_equal(stepper_step(bench->stepper, 0, 10).reason, STOP_ENDED);
    assert_int_equal(machine->accesses - before, 30 * 2 + 1 + 40 / MACHINE_RANGE_WORD);
    stepper_goto(bench->stepper, 0);
    assert_int_equal(machine->accesses, before);
    start(bench, 0, "counted", 31);
    for (int accesses = 0; accesses < 31; accesses++)
        stepper_step_access(bench->stepper, 0);
    stepper_step(bench->stepper, 0, 10);
    assert_int_equal(machine->accesses - before, 31 * 2 + 1 + 40 / MACHINE_RANGE_WORD);
}

static void test_stops(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    struct break_sites sites;
    struct place place;
    start(bench, 0, "busy", 0);
    assert_true(stepper_watch(bench->stepper, 3, address_of(bench, "table"), sizeof(int)));
    struct stop stop = stepper_run(bench->stepper, 1000);
    assert_int_equal(stop.reason, STOP_WATCH);
    assert_int_equal(stop.number, 3);
    assert_true(lines_place(bench->lines, stop.pc, &place));
    assert_string_equal(place.function, "busy");
    stepper_unset(bench->stepper, 3);
    assert_int_equal(lines_break_at(bench->lines, "misbehaving.c", place.line, &sites), LINES_OK);
    assert_true(stepper_break_at(bench->stepper, 5, sites.pcs, sites.count));
    uint64_t before = machine->step;
    for (int turn = 1; turn <= 3; turn++) {
        stop = stepper_run(bench->stepper, 1000);
        assert_int_equal(stop.reason, STOP_BREAK);
        assert_int_equal(stop.number, 5);
        assert_int_equal(machine->step, before + 2 * (uint64_t)turn);
    }
    stepper_unset(bench->stepper, 5);
    assert_true(stepper_break_on(bench->stepper, 1, OPERATION_UNLOCK));
    assert_int_equal(stepper_run(bench->stepper, 1000).reason, STOP_BREAK);
    assert_int_equal(stepper_trace(bench->stepper, machine->step)->operation.kind,
                     OPERATION_UNLOCK);
    stepper_unset(bench->stepper, 1);
    assert_true(stepper_watch(bench->stepper, 0, address_of(bench, "lock"), 40));
    assert_int_equal(stepper_run(bench->stepper, 1000).reason, STOP_WATCH);
}

/* What an outlook is about, as a replay that stops everywhere sees it. */
static int64_t look_out(struct bench *bench, uint64_t table, uint64_t lock)
{
    const struct sync_object *object = machine_object(stepper_machine(bench->stepper), lock);
    int first;
    stepper_read(bench->stepper, table, &first, sizeof first);
    return lock == 0 ? first : object == NULL ? -2 : object->owner;
}

/* From change to change is the same as looking at every position. */
static void seek_changes(struct bench *bench, uint64_t end, uint64_t table, uint64_t lock)
{
    struct outlook outlook = {.mover = NO_THREAD};
    if (lock == 0)
        outlook.parts[outlook.part_count++] = (struct range){table, table + sizeof(int)};
    else
        outlook.objects[outlook.object_count++] = lock;
    size_t changes = 0;
    for (uint64_t from = 0; from < end;) {
        stepper_goto(bench->stepper, from);
        int64_t before = look_out(bench, table, lock);
        stepper_seek(bench->stepper, end, &outlook);
        uint64_t found = stepper_position(bench->stepper);
        bool is_other = look_out(bench, table, lock) != before;
        changes += is_other;
        assert_true(found > from && (lock != 0 || is_other || found == end));
        for (uint64_t at = from + 1; at < found; at++) {
            stepper_goto(bench->stepper, at);
            assert_int_equal(look_out(bench, table, lock), before);
        }
        from = found;
    }
    assert_true(changes > 1);
}

static void test_seek(void **state)
{
    struct bench *bench = *state;
    uint64_t table = address_of(bench, "table"), lock = address_of(bench, "lock");
    struct outlook outlook = {.mover = 1};
    start(bench, 0, "busy", 0);
    start(bench, 1, "busy", 0);
    for (int turn = 0; turn < 10; turn++) {
        stepper_step(bench->stepper, 0, 7);
        stepper_step(bench->stepper, 1, 6);
    }
    uint64_t end = stepper_position(bench->stepper);
    seek_changes(bench, end, table, 0);
    seek_changes(bench, end, table, lock);
    stepper_goto(bench->stepper, 2);
    assert_int_equal(stepper_seek(bench->stepper, end, &outlook).reason, STOP_WATCH);
    assert_int_equal(stepper_machine(bench->stepper)->running, 1);
    outlook = (struct outlook){.mover = NO_THREAD, .is_open = true};
    uint64_t position = stepper_position(bench->stepper);
    stepper_seek(bench->stepper, end, &outlook);
    assert_int_equal(stepper_position(bench->stepper), position + 1);
    outlook.is_open = false;
    assert_int_equal(stepper_seek(bench->stepper, end, &outlook).reason, STOP_DONE);
    assert_int_equal(stepper_position(bench->stepper), end);
}

/* The store that a watch stops behind is the one that a witness names. */
static void test_witness(void **state)
{
    struct bench *bench = *state;
    const struct machine *machine = stepper_machine(bench->stepper);
    uint64_t table = address_of(bench, "table");
    start(bench, 0, "busy", 0);
    assert_true(stepper_watch(bench->stepper, 0, table, sizeof(int)));
    struct stop stop = stepper_run(bench->stepper, 1000);
    assert_int_equal(stop.reason, STOP_WATCH);
    stepper_unset(bench->stepper, 0);
    stepper_run(bench->stepper, 10);
    uint64_t position = 0;
    int before, after;
    for (after = 0; after == 0; position++) {
        stepper_goto(bench->stepper, position + 1);
        stepper_read(bench->stepper, table, &after, sizeof after);
    }
    stepper_goto(bench->stepper, --position);
    struct range part = {table, table + sizeof(int)};
    struct witnessing what = {.position = position + 1, .parts = &part, .part_count = 1};
    struct witnessed witnessed;
    assert_true(stepper_witness(bench->stepper, &what, &witnessed));
    assert_int_equal(witnessed.pc, 0);
    what.position = position;
    assert_true(stepper_witness(bench->stepper, &what, &witnessed));
    assert_int_equal(stepper_position(bench->stepper), position + 1);
    assert_int_equal(witnessed.pc, stop.pc);
    assert_false(witnessed.is_silent);
    stepper_goto_within(bench->stepper, position, witnessed.ticks);
    assert_true(machine->threads[0].access.is_write);
    assert_int_equal(machine->threads[0].pc, stop.pc);
    stepper_goto(bench->stepper, position + 1);
    stepper_read(bench->stepper, table, &after, sizeof after);
    assert_int_equal(after, 1);
    stepper_goto(bench->stepper, position);
    for (uint64_t count = 0; count < witnessed.accesses; count++)
        stepper_step_access(bench->stepper, 0);
    assert_true(machine->threads[0].access.is_write);
    assert_int_equal(machine->threads[0].access.address, table);
    stepper_read(bench->stepper, table, &before, sizeof before);
    assert_int_equal(before, 0);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN); /* as in memrepl.c */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sound, setup, teardown),
        cmocka_unit_test_setup_teardown(test_troubles, setup, teardown),
        cmocka_unit_test_setup_teardown(test_runs_of_one_slot, setup, teardown),
        cmocka_unit_test_setup_teardown(test_deadlock, setup, teardown),
        cmocka_unit_test_setup_teardown(test_child_that_dies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lost_child, setup, teardown),
        cmocka_unit_test_setup_teardown(test_flood, setup, teardown),
        cmocka_unit_test_setup_teardown(test_million_steps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_parts_of_steps, setup, teardown),
        cmocka_unit_test_setup_teardown(test_split, setup, teardown),
        cmocka_unit_test_setup_teardown(test_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_copy, setup, teardown),
        cmocka_unit_test_setup_teardown(test_accesses, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stops, setup, teardown),
        cmocka_unit_test_setup_teardown(test_seek, setup, teardown),
        cmocka_unit_test_setup_teardown(test_witness, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
