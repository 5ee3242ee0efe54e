/*
 * test_mems_differential.c: `exact` against the linear chain of lab 5, operation by operation.
 *
 * After each of a million random operations both must have given the same address and have the
 * same chain, and every invariant of `exact` must hold; every thousandth time the printed
 * statistics are compared as text. Trimming, which the linear chain does not know, must not
 * change any of it. The bytes of each block carry a mark that must still be there at its end.
 *
 * Usage: test_mems_differential [OPERATIONS [SEED]]
 */
#include "mems_model.h"

#include <stdarg.h>
#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

#include "mems_random.h"

enum { MOST_BLOCKS = 400, TEXT_BYTES = 1 << 20 };

static size_t operations = 1000000;
static uint64_t seed = 1;

struct block {
    char *address;
    size_t size;
};

struct run {
    struct random random;
    enum mix mix;
    struct block blocks[MOST_BLOCKS];
    size_t count;
    size_t target; /* the number of blocks that the run tends to just now */
};

static const char *compare_sub_chains(const SubChainNode *ours, const SubChainNode *models)
{
    for (; ours && models; ours = ours->next, models = models->next)
        if (ours->size != models->size || ours->type != models->type ||
            ours->virtual_address != models->virtual_address)
            return "a node of a sub-chain differs";
    return ours || models ? "a sub-chain's length differs" : NULL;
}

static const char *compare_chains(void)
{
    const MainChainNode *ours = head, *models = model_head;
    for (; ours && models; ours = ours->next, models = models->next) {
        if (ours->start_virtual_address != models->start_virtual_address ||
            ours->total_size != models->total_size)
            return "a main node differs";
        const char *fault = compare_sub_chains(ours->sub_chain_head, models->sub_chain_head);
        if (fault)
            return fault;
    }
    if (ours || models)
        return "the main chain's length differs";
    return next_virtual_address == model_next_virtual_address ? NULL
                                                              : "next_virtual_address differs";
}

/* What a function prints to stdout, in one of two static buffers. */
static const char *printed_by(void (*print)(void), int which)
{
    static char texts[2][TEXT_BYTES];
    FILE *terminal = stdout;
    stdout = fmemopen(texts[which], TEXT_BYTES, "w");
    print();
    fclose(stdout);
    stdout = terminal;
    return texts[which];
}

static void *freed_address;

static void free_ours(void)
{
    mems_free(freed_address);
}

static void free_models(void)
{
    model_mems_free(freed_address);
}

/* An address that is nobody's start, as often as not. */
static void free_anything(struct run *run)
{
    size_t span = (size_t)next_virtual_address - MEMS_FIRST_ADDRESS;
    freed_address = (void *)(MEMS_FIRST_ADDRESS + random_below(&run->random, span + 100));
    for (size_t i = 0; i < run->count; i++)
        if (run->blocks[i].address == freed_address)
            return;
    assert_string_equal(printed_by(free_ours, 0), "ADDRESS NOT FOUND!!\n");
    assert_string_equal(printed_by(free_models, 1), "ADDRESS NOT FOUND!!\n");
    assert_non_null(mems_error());
}

static void get_anything(struct run *run)
{
    size_t span = (size_t)next_virtual_address - MEMS_FIRST_ADDRESS;
    char *address = (char *)(MEMS_FIRST_ADDRESS + random_below(&run->random, span + 100));
    const char *ours = mems_get(address), *models = model_mems_get(address);
    assert_int_equal(ours != NULL, models != NULL);
    assert_int_equal(ours == NULL, mems_error() != NULL);
}

static void allocate(struct run *run)
{
    size_t size = random_size(&run->random, run->mix);
    char *address = mems_malloc(size);
    assert_ptr_equal(address, model_mems_malloc(size));
    assert_null(mems_error());
    struct block block = {address, size};
    memset(mems_get(address), (int)(size % 251), size);
    run->blocks[run->count++] = block;
}

static void release(struct run *run)
{
    size_t i = random_below(&run->random, run->count);
    struct block block = run->blocks[i];
    run->blocks[i] = run->blocks[--run->count];
    const unsigned char *bytes = mems_get(block.address);
    assert_int_equal(bytes[0], block.size % 251);
    assert_int_equal(bytes[block.size - 1], block.size % 251);
    assert_ptr_equal(mems_get(block.address + block.size - 1), bytes + block.size - 1);
    mems_free(block.address);
    model_mems_free(block.address);
}

static void step(struct run *run)
{
    size_t dice = random_below(&run->random, 1000);
    if (dice < 1)
        run->target = random_below(&run->random, MOST_BLOCKS);
    if (dice < 20)
        free_anything(run);
    else if (dice < 40)
        get_anything(run);
    else if (dice < 42)
        mems_trim();
    else if (run->count < MOST_BLOCKS &&
             (run->count == 0 || random_below(&run->random, 2 * run->target + 1) >= run->count))
        allocate(run);
    else
        release(run);
}

static void differ(enum mix mix)
{
    struct run *run = calloc(1, sizeof *run);
    run->random.state = seed + mix;
    run->mix = mix;
    run->target = MOST_BLOCKS / 2;
    mems_init();
    model_mems_init();
    for (size_t i = 0; i < operations / MIXES + 1; i++) {
        step(run);
        const char *fault = compare_chains();
        if (!fault)
            fault = mems_check();
        if (!fault && i % 1000 == 0 &&
            strcmp(printed_by(mems_print_stats, 0), printed_by(model_mems_print_stats, 1)) != 0)
            fault = "the printed statistics differ";
        if (fault)
            fail_msg("%s: operation %zu: %s\nrepeat: test_mems_differential %zu %llu",
                     mix_names[mix], i, fault, operations, (unsigned long long)seed);
    }
    mems_finish();
    model_mems_finish();
    assert_null(head);
    free(run);
}

static void small_mix(void **state)
{
    (void)state;
    differ(MIX_SMALL);
}

static void medium_mix(void **state)
{
    (void)state;
    differ(MIX_MEDIUM);
}

static void large_mix(void **state)
{
    (void)state;
    differ(MIX_LARGE);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        operations = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        seed = strtoull(argv[2], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_mix),
        cmocka_unit_test(medium_mix),
        cmocka_unit_test(large_mix),
    };
    return cmocka_run_group_tests_name("mems differential", tests, NULL, NULL);
}
