/*
 * MeMS with a single thread: what it promises to every program.
 *
 *     alone churn SEED    some hundred calls, as the seed has it
 *     alone reuse         more bytes than there are, but never at a time
 *     alone lives         mems_finish, and from the beginning
 *     alone told          what is no block is told as such, four times
 *
 * A program ends at the first promise that is not kept. Nothing here is an exercise.
 */
#include "threads.h"

#include <assert.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>

enum {
    BLOCKS = 16,
    CALLS = 300,
    LARGEST = 2 * PAGE_SIZE,
    ROUNDS = 2000,
    MANY = 1 << 20,
    USAGE = 2
};

static struct block {
    char *address, *bytes; /* NULL: there is none */
    size_t size;
} blocks[BLOCKS];

static unsigned long chance;

static size_t draw(size_t limit)
{
    chance = (chance * 1103515245 + 12345) % 2147483648UL;
    return chance / 65536 % limit;
}

/* Before each call another thread could run: so each is a step of its own at the prompt. */
static void *get(void *address)
{
    sched_yield();
    return mems_get(address);
}

static void expect_apart(const struct block *one, const struct block *other)
{
    bool are_apart =
        one->address + one->size <= other->address || other->address + other->size <= one->address;
    assert(are_apart && "blocks have addresses of their own");
    are_apart = one->bytes + one->size <= other->bytes || other->bytes + other->size <= one->bytes;
    assert(are_apart && "blocks have memory of their own");
}

static void allocate(struct block *block)
{
    block->size = 1 + draw(draw(2) == 0 ? 100 : LARGEST);
    sched_yield();
    block->address = mems_malloc(block->size);
    assert(block->address != NULL && "mems_malloc has memory");
    block->bytes = get(block->address);
    assert(block->bytes != NULL && "mems_get finds a live block");
    memset(block->bytes, (int)(block - blocks), block->size);
    for (struct block *other = blocks; other < blocks + BLOCKS; other++)
        if (other != block && other->address != NULL)
            expect_apart(block, other);
}

static void release(struct block *block)
{
    size_t inside = draw(block->size);
    bool is_found = get(block->address + inside) == block->bytes + inside;
    assert(is_found && "mems_get finds all bytes of a block");
    bool is_kept = block->bytes[0] == block - blocks &&
                   memcmp(block->bytes, block->bytes + 1, block->size - 1) == 0;
    assert(is_kept && "a block keeps what its owner wrote");
    sched_yield();
    mems_free(block->address);
    is_found = get(block->address) != NULL;
    assert(!is_found && "mems_get answers NULL for a freed block");
    block->address = NULL;
}

static void expect_count(void)
{
    size_t count = 0;
    for (int i = 0; i < BLOCKS; i++)
        count += blocks[i].address != NULL;
    sched_yield();
    assert(mems_blocks() == count && "mems_blocks counts the live blocks");
}

static void churn(void)
{
    sched_yield();
    mems_init();
    for (int call = 0; call < CALLS; call++) {
        struct block *block = &blocks[draw(BLOCKS)];
        if (block->address == NULL)
            allocate(block);
        else
            release(block);
        if (call % 10 == 0)
            expect_count();
    }
    mems_finish();
}

static void reuse(void)
{
    mems_init();
    for (int round = 0; round < ROUNDS; round++) {
        sched_yield();
        void *block = mems_malloc(MANY);
        assert(block != NULL && "what was freed is used again");
        mems_free(block);
    }
    mems_finish();
}

static void lives(void)
{
    mems_finish();
    for (int life = 0; life < 3; life++) {
        mems_init();
        assert(mems_blocks() == 0 && "mems_init begins without blocks");
        allocate(&blocks[0]);
        allocate(&blocks[1]);
        release(&blocks[0]);
        mems_finish();
        bool is_found = get(blocks[1].address) != NULL;
        assert(!is_found && "after mems_finish there are no blocks");
        blocks[1].address = NULL;
    }
    mems_finish();
    mems_init();
    mems_init();
    allocate(&blocks[0]);
    mems_finish();
}

static void told(void)
{
    mems_init();
    allocate(&blocks[0]);
    char *address = blocks[0].address;
    mems_free(address + 1);
    mems_free((char *)MEMS_FIRST_ADDRESS - 1);
    assert(get((char *)MEMS_FIRST_ADDRESS - 1) == NULL && "there is no block below 1000");
    assert(mems_malloc(0) == NULL && "there is no block of 0 bytes");
    assert(mems_malloc(SIZE_MAX) == NULL && "there is no block of SIZE_MAX bytes");
    expect_count();
    release(&blocks[0]);
    mems_free(address);
    mems_finish();
    mems_init();
    mems_free(address);
    mems_finish();
}

static const struct {
    const char *name;
    void (*run)(void);
} parts[] = {{"churn", churn}, {"reuse", reuse}, {"lives", lives}, {"told", told}};

int main(int argc, char **argv)
{
    chance = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (argc > 1 && strcmp(argv[1], parts[i].name) == 0) {
            parts[i].run();
            return 0;
        }
    fprintf(stderr, "usage: alone churn SEED | reuse | lives | told\n");
    return USAGE;
}
