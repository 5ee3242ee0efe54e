/* test_witness.c: what the witnesses of the memory server and of MeMS for threads say of a program whose
 * published variables are not what they must be.
 *
 * TEST_POSING names subjects/posing.c as built by build-subject.sh: it has the variables, and the test
 * writes what is to be seen behind each step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "grade/recheck/ledger.h"
#include "program/arena.h"
#include "program/image/image.h"

enum { MAIN_SLOT, T1_SLOT, SERVER_SLOT, SLOTS, NOWHERE = 0x1234 };

struct bench {
    struct single_run run;
    const struct witness *witness;
    void *model;
    struct difference difference;
    int bytes, sizes[3]; /* of the workload "two" */
};

static uint64_t address_of(const struct bench *bench, const char *name)
{
    struct symbol symbol;
    assert_true(image_symbol(bench->run.image, name, &symbol));
    return symbol.address;
}

static void put(struct bench *bench, const char *name, uint64_t offset, const void *bytes,
                size_t size)
{
    assert_true(stepper_write(bench->run.stepper, address_of(bench, name) + offset, bytes, size));
}

/* The next to look follows a step of that thread. */
static void step(struct bench *bench, thread_slot slot)
{
    assert_int_equal(stepper_step(bench->run.stepper, slot, 1).reason, STOP_DONE);
}

static int setup(void **state)
{
    static const uint64_t arguments[SLOTS] = {[T1_SLOT] = 1, [SERVER_SLOT] = SERVER};
    struct bench *bench = calloc(1, sizeof *bench);
    char *error = NULL;
    const char *path = getenv("TEST_POSING");
    if (path == NULL || image_open(path, &bench->run.image) != IMAGE_OK)
        return -1;
    bench->run.stepper = stepper_open(bench->run.image, &error);
    if (bench->run.stepper == NULL)
        return -1;
    for (int slot = 0; slot < SLOTS; slot++)
        stepper_start(bench->run.stepper, &(struct start){.slot = (thread_slot)slot,
                                                          .name = "pose",
                                                          .function = address_of(bench, "pose"),
                                                          .arguments = {arguments[slot]}});
    step(bench, MAIN_SLOT);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    stepper_close(bench->run.stepper);
    image_close(bench->run.image);
    free(bench->model);
    free(bench);
    return 0;
}

static void begin(struct bench *bench, const struct witness *witness, const char *scenario,
                  char words[WORKLOAD_BYTES])
{
    uint64_t seed = 1;
    bench->witness = witness;
    bench->model = calloc(1, witness->model_bytes);
    assert_true(witness->begin(bench->model, scenario, &seed, words));
}

static bool look(struct bench *bench)
{
    bench->difference = (struct difference){.is_found = false};
    return bench->witness->look(bench->model, &bench->run, &bench->difference);
}

static void expect(const struct bench *bench, const char *expected, const char *got)
{
    assert_true(bench->difference.is_found);
    assert_string_equal(bench->difference.expected.bytes, expected);
    assert_string_equal(bench->difference.got.bytes, got);
}

/* ---- The memory server ----------------------------------------------------------------------- */

/* Requests lie in the first half of the room, segments in the second; the array behind them. */
enum { SEGMENTS_AT = 1024, ARRAY_AT = 2048 };

static void put_queue(struct bench *bench, const struct request *requests, int count,
                      uint64_t behind)
{
    uint64_t room = address_of(bench, "room");
    struct request_queue line = {.length = count};
    struct request *last = NULL;
    for (int index = count; index-- > 0;) {
        struct request request = requests[index];
        request.next =
            (struct request *)(index == count - 1 ? behind
                                                  : room + sizeof request * (uint64_t)(index + 1));
        put(bench, "room", sizeof request * (uint64_t)index, &request, sizeof request);
    }
    if (count > 0)
        last = (struct request *)(room + sizeof *last * (uint64_t)(count - 1));
    line.head = count == 0 ? NULL : (struct request *)room;
    line.tail = last;
    put(bench, "queue", 0, &line, sizeof line);
}

static void put_segments(struct bench *bench, const struct segment *list, int count,
                         uint64_t behind)
{
    uint64_t room = address_of(bench, "room") + SEGMENTS_AT;
    for (int index = 0; index < count; index++) {
        struct segment segment = list[index];
        segment.next =
            (struct segment *)(index == count - 1 ? behind
                                                  : room + sizeof segment * (uint64_t)(index + 1));
        put(bench, "room", SEGMENTS_AT + sizeof segment * (uint64_t)index, &segment,
            sizeof segment);
    }
    put(bench, "segments", 0, &room, sizeof room);
}

/* A memory server that has just begun, as it is behind a step of main. */
static void begin_server(struct bench *bench, const char *scenario)
{
    char words[WORKLOAD_BYTES], array[BYTES_MOST];
    uint64_t at = address_of(bench, "room") + ARRAY_AT;
    begin(bench, &server_witness, scenario, words);
    int read = sscanf(words, "%d %d %d", &bench->bytes, &bench->sizes[1], &bench->sizes[2]);
    assert_true(read >= 2);
    memset(array, MARK_FREE, sizeof array);
    put(bench, "room", ARRAY_AT, array, (size_t)bench->bytes);
    put(bench, "memory", 0, &at, sizeof at);
    put_segments(bench, &(struct segment){HOLE, bench->bytes, 0, NULL}, 1, 0);
    assert_true(look(bench));
}

static void queue_first(struct bench *bench)
{
    put_queue(bench, &(struct request){1, bench->sizes[1], NULL}, 1, 0);
    step(bench, T1_SLOT);
    assert_true(look(bench));
}

static void a_wrong_size_is_queued(void **state)
{
    struct bench *bench = *state;
    char expected[80], got[80];
    begin_server(bench, "two");
    put_queue(bench, &(struct request){1, bench->sizes[1] + 1, NULL}, 1, 0);
    step(bench, T1_SLOT);
    assert_false(look(bench));
    snprintf(expected, sizeof expected,
             "T1 is queued with %d bytes, once for each time that it asks", bench->sizes[1]);
    snprintf(got, sizeof got, "it is queued with %d bytes, asked 1 times", bench->sizes[1] + 1);
    expect(bench, expected, got);
}

static void the_queue_is_torn(void **state)
{
    struct bench *bench = *state;
    struct request many[LEDGER_LINE + 1];
    begin_server(bench, "two");
    put_queue(bench, &(struct request){1, bench->sizes[1], NULL}, 1, NOWHERE);
    step(bench, T1_SLOT);
    assert_false(look(bench));
    expect(bench, "1 requests wait, first come first served",
           "`queue` does not lead from its head to its tail");
    for (int index = 0; index <= LEDGER_LINE; index++)
        many[index] = (struct request){BYTES_THREADS, 1, NULL}; /* nobody's */
    put_queue(bench, many, LEDGER_LINE + 1, 0);
    step(bench, SERVER_SLOT);
    assert_false(look(bench));
    assert_string_equal(bench->difference.got.bytes,
                        "`queue` does not lead from its head to its tail");
}

static void the_queue_is_in_another_order(void **state)
{
    struct bench *bench = *state;
    struct request requests[3] = {{BYTES_THREADS - 1, 1, NULL}, {BYTES_THREADS - 2, 1, NULL}};
    begin_server(bench, "two");
    put_queue(bench, requests, 2, 0);
    assert_true(look(bench));
    requests[1].id = BYTES_THREADS - 3;
    put_queue(bench, requests, 2, 0);
    assert_false(look(bench));
    expect(bench, "2 requests wait, first come first served",
           "`queue` has 2, in another order or with another length");
}

static void a_request_is_passed_over(void **state)
{
    struct bench *bench = *state;

    char expected[80];
    begin_server(bench, "queued");
    struct request requests[2] = {{1, 0, NULL}, {2, 0, NULL}};
    requests[0].size = bench->sizes[1];
    requests[1].size = bench->sizes[2];
    put_queue(bench, requests, 2, 0);
    step(bench, MAIN_SLOT);
    assert_true(look(bench));
    put_queue(bench, NULL, 0, 0);
    put_segments(bench,
                 (struct segment[]){{2, bench->sizes[2], 0, NULL},
                                    {HOLE, bench->bytes - bench->sizes[2], bench->sizes[2], NULL}},
                 2, 0);
    step(bench, SERVER_SLOT);
    assert_false(look(bench));
    snprintf(expected, sizeof expected,
             "T1, which asks for %d bytes, is given the first hole that has room for them",
             bench->sizes[1]);
    expect(bench, expected, "T1 is refused, or passed over");
}

static void the_list_is_torn(void **state)
{
    struct bench *bench = *state;
    char expected[40];
    begin_server(bench, "two");
    snprintf(expected, sizeof expected, "bytes 0 to %d are a hole", bench->bytes - 1);
    put_segments(bench, &(struct segment){HOLE, bench->bytes, 0, NULL}, 1, NOWHERE);
    assert_false(look(bench));
    expect(bench, expected, "`segments` cannot be read to its end");
}

static void a_byte_has_a_foreign_mark(void **state)
{
    struct bench *bench = *state;
    begin_server(bench, "two");
    put(bench, "room", ARRAY_AT + 1, "1", 1);
    assert_false(look(bench));
    expect(bench, "a byte has its owner's mark, or the X of a free one", "memory[1] is \"1\"");
}

static void end_life(struct bench *bench)
{
    put(bench, "memory", 0, (uint64_t[]){0}, sizeof(uint64_t));
    step(bench, MAIN_SLOT);
    assert_false(look(bench));
}

static void nobody_asked(void **state)
{
    struct bench *bench = *state;
    begin_server(bench, "two");
    end_life(bench);
    expect(bench, "T1 asks 1 times, and the last answer is -1",
           "it asks 0 times, and thread_message[1] is 0");
}

static void bytes_have_no_mark(void **state)
{
    struct bench *bench = *state;
    begin_server(bench, "one");
    queue_first(bench);
    put_queue(bench, NULL, 0, 0);
    put_segments(bench,
                 (struct segment[]){{1, bench->sizes[1], 0, NULL},
                                    {HOLE, bench->bytes - bench->sizes[1], bench->sizes[1], NULL}},
                 2, 0);
    step(bench, SERVER_SLOT);
    assert_true(look(bench));
    end_life(bench);
    expect(bench, "a thread marks all bytes that it is granted",
           "memory[0] has no mark at the end");
}

static void it_lives_too_seldom(void **state)
{
    struct bench *bench = *state;
    begin_server(bench, "anew");
    assert_false(bench->witness->end(bench->model, &bench->run, &bench->difference));
    expect(bench, "the memory server lives 2 times, and is cleared",
           "main ends in its life number 1");
}

/* ---- MeMS for threads ------------------------------------------------------------------------ */

struct desk {
    uint64_t block, bytes, size;
    bool is_kept;
};

static uint64_t begin_blocks(struct bench *bench)
{
    char words[WORKLOAD_BYTES];
    begin(bench, &blocks_witness, "keep 2", words);
    assert_true(look(bench));
    return strtoul(words, NULL, 10);
}

static void a_block_is_not_mapped(void **state)
{
    struct bench *bench = *state;
    char expected[80], got[80];
    struct desk desk = {1000, NOWHERE, begin_blocks(bench), true};
    put(bench, "handed_out", 0, &desk, sizeof desk);
    assert_false(look(bench));
    snprintf(expected, sizeof expected, "block 0 has %lu mapped bytes at an address from 1000 on",
             (unsigned long)desk.size);
    snprintf(got, sizeof got, "address 1000, %lu bytes, not from mmap", (unsigned long)desk.size);
    expect(bench, expected, got);
}

static void a_block_has_other_bytes(void **state)
{
    struct bench *bench = *state;
    char expected[80];
    struct desk desk = {1000, ARENA_PAGES_ADDRESS + ARENA_PAGES_BYTES - 4096, begin_blocks(bench),
                        true};
    put(bench, "handed_out", 0, &desk, sizeof desk);
    assert_false(look(bench));
    snprintf(expected, sizeof expected, "block 0 keeps its %lu bytes until it is freed",
             (unsigned long)desk.size);
    expect(bench, expected, "somebody else wrote there");
}

static void there_is_no_history(void **state)
{
    struct bench *bench = *state;
    struct image *posing = bench->run.image, *other;
    begin_blocks(bench);
    assert_int_equal(image_open(getenv("TEST_MISBEHAVING"), &other), IMAGE_OK);
    bench->run.image = other;
    assert_false(look(bench));
    assert_string_equal(bench->difference.expected.bytes,
                        "the program has a history of its blocks");
    bench->run.image = posing;
    image_close(other);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_wrong_size_is_queued),
        CASE(the_queue_is_torn),
        CASE(the_queue_is_in_another_order),
        CASE(a_request_is_passed_over),
        CASE(the_list_is_torn),
        CASE(a_byte_has_a_foreign_mark),
        CASE(nobody_asked),
        CASE(bytes_have_no_mark),
        CASE(it_lives_too_seldom),
        CASE(a_block_is_not_mapped),
        CASE(a_block_has_other_bytes),
        CASE(there_is_no_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
