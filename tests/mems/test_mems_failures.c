/*
 * test_mems_failures.c: the nth mmap fails, for every n of a long run.
 *
 * A run of random operations is repeated, each time with another mmap failing. The call that
 * meets it must answer NULL, say why, and leave the chain as it was; asked again, it must succeed,
 * and the run must end with the very chain of the run in which nothing failed. A call that finds
 * another way (no larger hash table, another place for a block that grows) need not answer NULL.
 *
 * Usage: test_mems_failures [OPERATIONS [SEED]]
 */
#include <sys/mman.h>

static void *failing_mmap(void *place, __SIZE_TYPE__ bytes, int protection, int flags, int file,
                          long offset);
#define mmap failing_mmap
#include "mems.h"
#undef mmap

#include <stdarg.h>
#include <setjmp.h>

#include <cmocka.h>

#include "mems_random.h"

enum { MOST_BLOCKS = 1000 };

/* A heap that maps ahead of need maps less when that fails; then its chain is another one. */
#ifdef MEMS_PLACEMENT_FAST
enum { HAS_SAME_CHAIN = 0 };
#else
enum { HAS_SAME_CHAIN = 1 };
#endif

static size_t operations = 4000;
static uint64_t seed = 1;

static size_t mmap_calls, failing_call;

/* Whether the run trims now and then. Pages trimmed may be lost to whoever maps something next (a
   sanitizer does), and then the chain is another one. */
static int trimming;

static void *failing_mmap(void *place, size_t bytes, int protection, int flags, int file,
                          long offset)
{
    if (++mmap_calls == failing_call)
        return MAP_FAILED;
    return mmap(place, bytes, protection, flags, file, offset);
}

static uint64_t mix_in(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x100000001B3);
}

/* A number that stands for all main nodes and blocks, and so for the holes between them. (A hole
   of trimmed pages may be found to be lost in part, and is then two.) */
static uint64_t chain_hash(void)
{
    uint64_t hash = (uint64_t)(uintptr_t)next_virtual_address;
    for (const MainChainNode *main_node = head; main_node; main_node = main_node->next) {
        hash = mix_in(hash, main_node->total_size);
        for (const SubChainNode *sub = main_node->sub_chain_head; sub; sub = sub->next)
            if (sub->type == MEMS_PROCESS)
                hash = mix_in(mix_in(hash, (uint64_t)(uintptr_t)sub->virtual_address), sub->size);
    }
    return hash;
}

static void assert_sound(void)
{
    const char *fault = mems_check();
    if (fault)
        fail_msg("mmap %zu fails: %s\nrepeat: test_mems_failures %zu %llu", failing_call, fault,
                 operations, (unsigned long long)seed);
}

struct block {
    char *address;
    size_t size;
    unsigned char mark;
};

/* Asks for a block, or for another size of one; once more if the answer is NULL. */
static char *ask(char *block, size_t size, int resize, size_t *failures)
{
    int calls_before = mmap_calls < failing_call;
    uint64_t before = calls_before ? chain_hash() : 0;
    char *answer = resize ? mems_realloc(block, size) : mems_malloc(size);
    if (!answer) {
        assert_non_null(mems_error());
        assert_true(calls_before && mmap_calls >= failing_call);
        assert_true(before == chain_hash());
        assert_sound();
        ++*failures;
        answer = resize ? mems_realloc(block, size) : mems_malloc(size);
    }
    assert_non_null(answer);
    assert_null(mems_error());
    return answer;
}

static void fill(struct block *block, size_t size)
{
    unsigned char *bytes = mems_get(block->address);
    block->size = size;
    bytes[0] = bytes[size - 1] = block->mark;
}

static void verify(const struct block *block)
{
    const unsigned char *bytes = mems_get(block->address);
    assert_int_equal(bytes[0], block->mark);
}

/* The whole run: how many calls answered NULL. */
static size_t run(uint64_t *final_hash)
{
    static struct block blocks[MOST_BLOCKS];
    struct random random = {seed};
    size_t failures = 0, count = 0;
    mems_init();
    mmap_calls = 0;
    for (size_t i = 0; i < operations; i++) {
        size_t dice = random_below(&random, 100), size = random_size(&random, MIX_MEDIUM);
        if (dice < 5)
            size = random_size(&random, MIX_LARGE) * 4;
        struct block *block = &blocks[count ? random_below(&random, count) : 0];
        if (dice == 50 && trimming)
            mems_trim();
        else if (count > 0 && dice < 15) {
            block->address = ask(block->address, size, 1, &failures);
            verify(block);
            fill(block, size);
        } else if (count > 0 && (dice < 45 || count == MOST_BLOCKS)) {
            verify(block);
            mems_free(block->address);
            assert_null(mems_error());
            *block = blocks[--count];
        } else {
            struct block added = {ask(NULL, size, 0, &failures), size, (unsigned char)i};
            fill(&added, size);
            blocks[count++] = added;
        }
    }
    assert_sound();
    for (size_t i = 0; i < count; i++)
        verify(&blocks[i]);
    *final_hash = chain_hash();
    mems_finish();
    return failures;
}

static void fail_every_mmap_once(void)
{
    uint64_t undisturbed, hash;
    size_t failures = 0;
    failing_call = 0;
    assert_int_equal(run(&undisturbed), 0);
    size_t calls = mmap_calls;
    for (failing_call = 1; failing_call <= calls; failing_call++) {
        size_t seen = run(&hash);
        failures += seen;
        if (HAS_SAME_CHAIN && seen && !trimming)
            assert_true(hash == undisturbed);
    }
    print_message("%zu calls of mmap; %zu of their failures were seen as NULL\n", calls, failures);
    assert_true(failures > 0);
}

static void every_mmap_fails_once(void **state)
{
    (void)state;
    trimming = 0;
    fail_every_mmap_once();
}

static void every_mmap_fails_once_while_trimming(void **state)
{
    (void)state;
    trimming = 1;
    fail_every_mmap_once();
}

int main(int argc, char **argv)
{
    if (argc > 1)
        operations = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mmap_fails_once),
        cmocka_unit_test(every_mmap_fails_once_while_trimming),
    };
    return cmocka_run_group_tests_name("mems failures", tests, NULL, NULL);
}
