/*
 * test_mems_contract.c: what contract.h promises, sentence by sentence. It is built for each
 * placement; what names addresses is for those that grant them by first fit.
 */
#include "mems.h"

#include <stdarg.h>
#include <setjmp.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "mems_random.h"

/* Fails with the sentence of the invariant that does not hold. */
static void assert_sound(void)
{
    const char *fault = mems_check();
    if (fault)
        fail_msg("mems_check: %s", fault);
}

static int start(void **state)
{
    (void)state;
    mems_init();
    return 0;
}

static int finish(void **state)
{
    (void)state;
    assert_sound();
    mems_finish();
    assert_null(head);
    assert_int_equal((size_t)next_virtual_address, MEMS_FIRST_ADDRESS);
    return 0;
}

static size_t mapped_bytes(void)
{
    struct mems_stats stats;
    mems_stats(&stats);
    return stats.mapped_bytes + stats.metadata_bytes;
}

/* ---- addresses ----------------------------------------------------------------------------- */

#ifdef FIRST_FIT

static void ten_requests_of_1000_bytes(void **state)
{
    static const size_t expected[] = {1000, 2000, 3000, 4000, 5096, 6096, 7096, 8096, 9192, 10192};
    (void)state;
    for (int i = 0; i < 10; i++)
        assert_int_equal((size_t)mems_malloc(1000), expected[i]);
}

static void a_large_request_gets_a_main_node_of_its_own(void **state)
{
    (void)state;
    mems_malloc(100);
    assert_int_equal((size_t)mems_malloc(5000), 5096);
    assert_int_equal(head->next->total_size, 8192);
    assert_int_equal((size_t)next_virtual_address, 5096 + 8192);
}

static void neighbours_merge_within_a_main_node_only(void **state)
{
    (void)state;
    char *blocks[8];
    for (int i = 0; i < 8; i++)
        blocks[i] = mems_malloc(1024);
    for (int i = 0; i < 8; i++)
        mems_free(blocks[i]);
    assert_int_equal(head->sub_chain_head->size, 4096);
    assert_null(head->sub_chain_head->next);
    assert_int_equal(head->next->sub_chain_head->size, 4096);
}

static void the_statistics_are_printed_as_published(void **state)
{
    static char text[4096];
    (void)state;
    for (int i = 0; i < 3; i++)
        mems_malloc(1000);
    FILE *terminal = stdout;
    stdout = fmemopen(text, sizeof text, "w");
    mems_print_stats();
    mems_finish();
    mems_print_stats();
    fclose(stdout);
    stdout = terminal;
    assert_string_equal(text, "----- MeMS SYSTEM STATS -----\n"
                              "MAIN[1000:5095]-> P[1000:1999] <-> P[2000:2999] <-> P[3000:3999] "
                              "<-> H[4000:5095] <-> NULL\n"
                              "Pages used:\t1\n"
                              "Space unused:\t1096\n"
                              "Main Chain Length:\t1\n"
                              "Sub-chain Length array: [4, ]\n"
                              "-----------------------------\n"
                              "----- MeMS SYSTEM STATS -----\n"
                              "Pages used:\t0\n"
                              "Space unused:\t0\n"
                              "Main Chain Length:\t0\n"
                              "Sub-chain Length array: []\n"
                              "-----------------------------\n");
}

#endif

/* What a walk along the chain says about where a request of this size has to go: the start of a
   hole, or where the next main node will start. */
#ifdef EXPECTED

static const SubChainNode *walk_for(size_t size, size_t rover)
{
    const SubChainNode *chosen = NULL;
    int chosen_is_behind = 0;
    for (const MainChainNode *main_node = head; main_node; main_node = main_node->next)
        for (const SubChainNode *sub = main_node->sub_chain_head; sub; sub = sub->next) {
            if (sub->type != MEMS_HOLE || sub->size < size)
                continue;
            int behind = (size_t)sub->virtual_address >= rover;
            if (!chosen || EXPECTED) {
                chosen = sub;
                chosen_is_behind = behind;
            }
        }
    (void)chosen_is_behind;
    return chosen;
}

static void each_request_goes_where_a_walk_says(void **state)
{
    enum { BLOCKS = 200, STEPS = 60000 };
    char *blocks[BLOCKS] = {NULL};
    struct random random = {11};
    size_t rover = MEMS_FIRST_ADDRESS;
    (void)state;
    for (int step = 0; step < STEPS; step++) {
        size_t at = random_below(&random, BLOCKS);
        if (blocks[at]) {
            mems_free(blocks[at]);
            blocks[at] = NULL;
            continue;
        }
        size_t size = random_size(&random, (enum mix)(step / 100 % 2));
        const SubChainNode *hole = walk_for(size, rover);
        void *expected = hole ? hole->virtual_address : next_virtual_address;
        blocks[at] = mems_malloc(size);
        assert_ptr_equal(blocks[at], expected);
        rover = (size_t)blocks[at] + size;
        if (step % 100 == 0)
            assert_sound();
    }
}

#endif

/* ---- get and free -------------------------------------------------------------------------- */

static void get_reaches_every_byte_of_a_block(void **state)
{
    static const size_t sizes[] = {1, 7, 8, 100, 513, 4096, 8192, 8193, 100000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *block = mems_malloc(sizes[i]), *first = mems_get(block);
        assert_non_null(first);
        for (size_t byte = 0; byte < sizes[i]; byte++)
            assert_ptr_equal(mems_get(block + byte), first + byte);
        assert_null(mems_get(block + sizes[i]));
        mems_free(block);
        assert_null(mems_get(block));
        assert_non_null(mems_error());
    }
    assert_null(mems_get((char *)next_virtual_address));
    assert_null(mems_get((char *)MEMS_FIRST_ADDRESS - 1));
}

static void rows_of_a_matrix(void **state)
{
    (void)state;
    int(*rows)[10] = mems_malloc(10 * sizeof *rows);
    int *element = mems_get(&rows[3][4]);
    *element = 34;
    assert_int_equal(*(int *)mems_get((char *)rows + 34 * sizeof(int)), 34);
}

static void *freed_wrongly;

static void free_wrongly(void)
{
    mems_free(freed_wrongly);
}

static void assert_not_found(void *address)
{
    static char text[100];
    struct mems_stats before, after;
    mems_stats(&before);
    FILE *terminal = stdout;
    stdout = fmemopen(text, sizeof text, "w");
    freed_wrongly = address;
    free_wrongly();
    fclose(stdout);
    stdout = terminal;
    mems_stats(&after);
    assert_string_equal(text, "ADDRESS NOT FOUND!!\n");
    assert_non_null(mems_error());
    assert_memory_equal(&before, &after, sizeof before);
}

static void free_takes_starts_of_live_blocks_only(void **state)
{
    (void)state;
    char *block = mems_malloc(100), *large = mems_malloc(50000);
    assert_not_found(block + 1);
    assert_not_found(large + PAGE_SIZE);
    assert_not_found((char *)next_virtual_address + 5);
    assert_not_found((char *)MEMS_FIRST_ADDRESS - 1);
    mems_free(block);
    assert_null(mems_error());
    assert_not_found(block);
    mems_free(large);
    assert_not_found(large);
}

static void impossible_sizes_change_nothing(void **state)
{
    static const size_t sizes[] = {0, SIZE_MAX, SIZE_MAX - PAGE_SIZE, SIZE_MAX / 2,
                                   (size_t)1 << 46};
    (void)state;
    mems_malloc(10);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t mapped = mapped_bytes();
        void *next = next_virtual_address;
        assert_null(mems_malloc(sizes[i]));
        assert_non_null(mems_error());
        assert_ptr_equal(next_virtual_address, next);
        assert_int_equal(mapped_bytes(), mapped);
        assert_sound();
    }
    assert_non_null(mems_malloc(10));
    assert_null(mems_error());
}

static void finish_twice_and_init_anew(void **state)
{
    (void)state;
    char *first = mems_malloc(10);
    mems_finish();
    mems_finish();
    assert_null(mems_get(first));
    mems_init();
    assert_ptr_equal(mems_malloc(10), first);
}

/* ---- additions ----------------------------------------------------------------------------- */

static void calloc_clears_and_counts(void **state)
{
    (void)state;
    char *dirty = mems_malloc(3000);
    memset(mems_get(dirty), 0xFF, 3000);
    mems_free(dirty);
    const char *bytes = mems_get(mems_calloc(30, 100));
    for (int i = 0; i < 3000; i++)
        assert_int_equal(bytes[i], 0);
    assert_null(mems_calloc(SIZE_MAX / 2, 3));
    assert_non_null(mems_error());
    assert_null(mems_calloc(0, 3));
}

enum { RESIZED_BLOCKS = 200 };

/* Random resizes; each block keeps the bytes it had. */
static void realloc_keeps_the_bytes(void **state)
{
    (void)state;
    struct random random = {5};
    char *blocks[RESIZED_BLOCKS];
    size_t sizes[RESIZED_BLOCKS];
    for (int i = 0; i < RESIZED_BLOCKS; i++) {
        sizes[i] = 1;
        blocks[i] = mems_realloc(NULL, 1);
        memset(mems_get(blocks[i]), i, 1);
    }
    for (int step = 0; step < 20000; step++) {
        size_t i = random_below(&random, RESIZED_BLOCKS);
        size_t size = random_size(&random, (enum mix)(step % MIXES));
        char *moved = mems_realloc(blocks[i], size);
        assert_null(mems_error());
        const unsigned char *bytes = mems_get(moved);
        size_t kept = size < sizes[i] ? size : sizes[i];
        assert_int_equal(bytes[0], i);
        assert_int_equal(bytes[kept - 1], i);
        assert_ptr_equal(mems_get(moved + size - 1), bytes + size - 1);
        memset(mems_get(moved), (int)i, size);
        blocks[i] = moved;
        sizes[i] = size;
        if (step % 100 == 0)
            assert_sound();
    }
    assert_null(mems_realloc(blocks[0], 0));
    assert_null(mems_realloc(blocks[0] + 1, 10));
    assert_null(mems_realloc(blocks[0], SIZE_MAX - 5000));
    assert_int_equal(*(unsigned char *)mems_get(blocks[0]), 0);
}

/* Behind the last block of all there is nothing in the way, or another mapping. */
static void the_last_block_grows(void **state)
{
    (void)state;
    char *block = NULL;
    for (size_t pages = 64; pages < 1000; pages += pages / 4) {
        block = mems_realloc(block, pages * PAGE_SIZE);
        assert_true(pages == 64 || *(char *)mems_get(block) == 1);
        memset(mems_get(block), 1, pages * PAGE_SIZE);
        assert_sound();
    }
}

enum { TRIMMED = 64 };

static void trimmed_pages_are_used_again(void **state)
{
    (void)state;
    char *block = mems_malloc(TRIMMED * PAGE_SIZE), *fence = mems_malloc(100);
    char *physical = mems_get(block);
    mems_free(block);
    struct mems_stats before, after;
    mems_stats(&before);
    size_t released = mems_trim();
    mems_stats(&after);
    assert_true(released >= TRIMMED * PAGE_SIZE);
    assert_int_equal(before.mapped_bytes - after.mapped_bytes, released);
    assert_int_equal(mems_trim(), 0);
    assert_null(mems_get(block));
    assert_sound();
    assert_ptr_equal(mems_malloc(TRIMMED * PAGE_SIZE), block);
    assert_ptr_equal(mems_get(block), physical);
    memset(physical, 1, TRIMMED * PAGE_SIZE);
    assert_non_null(mems_get(fence));
}

/* Another mapping takes a page in the middle of a trimmed hole. */
static void a_taken_page_stays_a_hole(void **state)
{
    (void)state;
    char *block = mems_malloc(TRIMMED * PAGE_SIZE), *fence = mems_malloc(100);
    char *physical = mems_get(block);
    mems_free(block);
    mems_trim();
    char *taken = physical + 20 * PAGE_SIZE;
    assert_ptr_equal(
        mmap(taken, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), taken);
    memset(taken, 77, PAGE_SIZE);
    char *elsewhere = mems_malloc(TRIMMED * PAGE_SIZE);
    assert_non_null(elsewhere);
    memset(mems_get(elsewhere), 1, TRIMMED * PAGE_SIZE);
    assert_sound();
    assert_null(mems_get(block + 20 * PAGE_SIZE));
    struct random random = {9};
    for (int i = 0; i < 300; i++) {
        size_t size = random_size(&random, MIX_LARGE);
        memset(mems_get(mems_malloc(size)), 2, size);
    }
    assert_sound();
    mems_free(fence);
    mems_finish();
    for (size_t i = 0; i < PAGE_SIZE; i++)
        assert_int_equal(taken[i], 77);
    munmap(taken, PAGE_SIZE);
    mems_init();
}

enum { LOW = 20, HIGH = 24 }; /* pages beside the trimmed ones */

/* One mapping, cut into blocks of LOW, TRIMMED and HIGH pages. 0: the placement cuts otherwise. */
static int cut_in_three(char *blocks[3])
{
    static const size_t pages[] = {LOW, TRIMMED, HIGH};
    mems_free(mems_malloc((LOW + TRIMMED + HIGH) * PAGE_SIZE));
    for (int i = 0; i < 3; i++)
        blocks[i] = mems_malloc(pages[i] * PAGE_SIZE);
    return blocks[1] == blocks[0] + LOW * PAGE_SIZE && blocks[2] == blocks[1] + TRIMMED * PAGE_SIZE;
}

/* The block in the middle is freed and trimmed, and another mapping takes a page of it: that one. */
static char *lose_the_middle(char *blocks[3])
{
    char *page = (char *)mems_get(blocks[1]) + PAGE_SIZE;
    mems_free(blocks[1]);
    mems_trim();
    assert_ptr_equal(mmap(page, PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), page);
    return page;
}

static void blocks_beside_lost_pages_stay(void **state)
{
    (void)state;
    char *blocks[3];
    if (!cut_in_three(blocks))
        skip();
    char *page = lose_the_middle(blocks);
    assert_ptr_not_equal(mems_malloc(TRIMMED * PAGE_SIZE), blocks[1]);
    assert_sound();
    mems_free(blocks[0]);
    mems_free(blocks[2]);
    assert_sound();
    assert_null(mems_get(blocks[1]));
    munmap(page, PAGE_SIZE);
}

static void holes_beside_lost_pages_are_used(void **state)
{
    (void)state;
    char *blocks[3];
    if (!cut_in_three(blocks))
        skip();
    char *page = lose_the_middle(blocks);
    mems_free(blocks[0]);
    mems_free(blocks[2]);
    assert_ptr_not_equal(mems_malloc((LOW + TRIMMED + HIGH) * PAGE_SIZE), blocks[0]);
    assert_sound();
#ifndef MEMS_PLACEMENT_FAST
    assert_ptr_equal(mems_malloc(HIGH * PAGE_SIZE), blocks[2]);
    assert_ptr_equal(mems_malloc(LOW * PAGE_SIZE), blocks[0]);
#endif
    assert_sound();
    assert_null(mems_get(blocks[1]));
    munmap(page, PAGE_SIZE);
}

#ifdef MEMS_PLACEMENT_WORST
static void the_largest_of_huge_holes_is_taken(void **state)
{
    (void)state;
    const size_t huge = (size_t)INT32_MAX + 1;
    char *smaller = mems_malloc(huge), *fence = mems_malloc(PAGE_SIZE),
         *larger = mems_malloc(huge + PAGE_SIZE);
    if (!smaller || !fence || !larger)
        skip(); /* the system does not promise so much */
    mems_free(smaller);
    mems_free(larger);
    assert_ptr_equal(mems_malloc(1), larger);
}
#endif

/* The byte behind the last mapping. A sub-chain's physical addresses rise with the virtual ones. */
static char *behind_the_last_mapping(void)
{
    const MainChainNode *last = head;
    while (last->next)
        last = last->next;
    return (char *)last->sub_chain_head->physical_address + last->total_size;
}

/* Mappings of somebody else stand where the heap would like to go on. */
static void a_blocked_way_is_gone_around(void **state)
{
    enum { LIVE = 500, ROUNDS = 20 };
    static void *blocks[LIVE];
    void *walls[ROUNDS];
    (void)state;
    struct random random = {11};
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < LIVE; i++) {
            size_t size = random_size(&random, MIX_LARGE);
            if (blocks[i])
                mems_free(blocks[i]);
            blocks[i] = mems_malloc(size);
            assert_non_null(blocks[i]);
            memset(mems_get(blocks[i]), round, size);
        }
        assert_sound();
        walls[round] = mmap(behind_the_last_mapping(), PAGE_SIZE, PROT_READ,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    }
    for (int i = 0; i < LIVE; i++) {
        mems_free(blocks[i]);
        blocks[i] = NULL;
    }
    assert_sound();
    for (int round = 0; round < ROUNDS; round++)
        if (walls[round] != MAP_FAILED)
            munmap(walls[round], PAGE_SIZE);
}

/* ---- metadata ------------------------------------------------------------------------------ */

static void pairs_leave_the_mapped_size(void **state)
{
    (void)state;
    struct random random = {3};
    for (int i = 0; i < 5000; i++)
        mems_free(mems_malloc(random_size(&random, MIX_MEDIUM)));
    size_t mapped = mapped_bytes();
    for (int i = 0; i < 100000; i++)
        mems_free(mems_malloc(random_size(&random, MIX_MEDIUM)));
    assert_int_equal(mapped_bytes(), mapped);
}

#ifdef METADATA_BOUND

enum { MANY = 50000 };

static size_t metadata_bytes(void)
{
    struct mems_stats stats;
    mems_stats(&stats);
    return stats.metadata_bytes;
}

/* At most 160 bytes for each block of the fullest moment, while the heap fragments. Blocks of
   several pages have a page table, too: 32 bytes a page at most. */
static void metadata_is_bounded(void **state)
{
    static void *blocks[MANY];
    (void)state;
    for (int mix = 0; mix < MIXES; mix++) {
        struct random random = {(uint64_t)mix};
        mems_init();
        for (int i = 0; i < MANY; i++)
            blocks[i] = mems_malloc(random_size(&random, (enum mix)mix));
        for (int i = 0; i < 4 * MANY; i++) {
            size_t at = random_below(&random, MANY);
            mems_free(blocks[at]);
            blocks[at] = mems_malloc(random_size(&random, (enum mix)mix));
        }
        assert_sound();
        size_t bound = (size_t)160 * MANY;
        if (mix == MIX_LARGE)
            bound += (mapped_bytes() - metadata_bytes()) / PAGE_SIZE * 32;
        print_message("metadata, %s: %.1f bytes a block\n", mix_names[mix],
                      (double)metadata_bytes() / MANY);
        assert_true(metadata_bytes() <= bound);
    }
}

#endif

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, start, finish)
    const struct CMUnitTest tests[] = {
#ifdef FIRST_FIT
        CASE(ten_requests_of_1000_bytes),
        CASE(a_large_request_gets_a_main_node_of_its_own),
        CASE(neighbours_merge_within_a_main_node_only),
        CASE(the_statistics_are_printed_as_published),
#endif
#ifdef EXPECTED
        CASE(each_request_goes_where_a_walk_says),
#endif
        CASE(get_reaches_every_byte_of_a_block),
        CASE(rows_of_a_matrix),
        CASE(free_takes_starts_of_live_blocks_only),
        CASE(impossible_sizes_change_nothing),
        CASE(finish_twice_and_init_anew),
        CASE(calloc_clears_and_counts),
        CASE(realloc_keeps_the_bytes),
        CASE(the_last_block_grows),
        CASE(trimmed_pages_are_used_again),
        CASE(a_taken_page_stays_a_hole),
        CASE(blocks_beside_lost_pages_stay),
        CASE(holes_beside_lost_pages_are_used),
#ifdef MEMS_PLACEMENT_WORST
        CASE(the_largest_of_huge_holes_is_taken),
#endif
        CASE(a_blocked_way_is_gone_around),
        CASE(pairs_leave_the_mapped_size),
#ifdef METADATA_BOUND
        CASE(metadata_is_bounded),
#endif
    };
    return cmocka_run_group_tests_name("mems contract", tests, NULL, NULL);
}
