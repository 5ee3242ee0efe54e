/* The witness of the programs around MeMS for threads (labs/lab8-threads/scenarios.c): draws the
 * sizes, and behind each step goes over all that mems_malloc and mems_get have returned.
 *
 *     handed_out[i]   block    what mems_malloc returned for size bytes
 *                     bytes    what mems_get returned for it
 *                     is_kept  from when the first and the last byte are written until mems_free
 *
 * Of two blocks that are kept neither the addresses nor the bytes overlap, and each still has what was
 * written there. In the end nothing is mapped. */
#include "grade/recheck/witness.h"

#include "program/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCKS_MOST = 9,      /* one more than threads */
    BLOCKS_LEAST = 3,     /* what main makes in the end */
    FIRST_ADDRESS = 1000, /* MEMS_FIRST_ADDRESS */
    SMALL_MOST = 300,
    LARGE_MOST = 3 * 4096 + 100,
    LARGE_ONE_IN = 4
};

/* As the scenarios have it. */
struct desk {
    uint64_t block, bytes, size;
    bool is_kept;
};

struct model {
    uint64_t sizes[BLOCKS_MOST];
};

/* ---- The workload ---------------------------------------------------------------------------- */

static const char *const scenes[] = {"keep",  "large", "use",  "back",  "exchange", "map",
                                     "twice", "swap",  "lend", "count", "vain",     "wrong"};

/* How many blocks "NAME THREADS" makes; 0 when it is not known. */
static int count_blocks(const char *scenario)
{
    size_t length = strcspn(scenario, " ");
    int blocks = scenario[length] == '\0' ? 0 : (int)strtol(scenario + length, NULL, 10) + 1;
    for (size_t index = 0; index < sizeof scenes / sizeof scenes[0]; index++)
        if (strlen(scenes[index]) == length && strncmp(scenes[index], scenario, length) == 0 &&
            blocks > 1 && blocks <= BLOCKS_MOST)
            return blocks < BLOCKS_LEAST ? BLOCKS_LEAST : blocks;
    return 0;
}

static bool begin(void *self, const char *scenario, uint64_t *seed, char words[WORKLOAD_BYTES])
{
    struct model *model = self;
    int used = 0, blocks = count_blocks(scenario);
    for (int index = 0; index < blocks; index++) {
        bool is_large = witness_draw(seed, 1, LARGE_ONE_IN) == 1;
        int size = witness_draw(seed, 1, is_large ? LARGE_MOST : SMALL_MOST);
        model->sizes[index] = (uint64_t)size;
        used += snprintf(words + used, WORKLOAD_BYTES - (size_t)used, " %d", size);
    }
    return blocks > 0;
}

/* ---- The history ----------------------------------------------------------------------------- */

/* Written by thread i, which writes the i-th letter. */
static bool judge_bytes(const struct single_run *run, const struct desk *desk, int index,
                        struct difference *difference)
{
    char first = '\0', last = '\0', wanted = (char)('a' + index);
    bool is_read = stepper_read(run->stepper, desk->bytes, &first, 1) &&
                   stepper_read(run->stepper, desk->bytes + desk->size - 1, &last, 1);
    if (is_read && first == wanted && last == wanted)
        return true;
    phrase_add(&difference->got, is_read ? "somebody else wrote there" : "they cannot be read");
    return witness_differs(difference, "block %d keeps its %llu bytes until it is freed", index,
                           (unsigned long long)desk->size);
}

static bool judge_one(const struct model *model, const struct single_run *run,
                      const struct desk *desk, int index, struct difference *difference)
{
    bool is_given = desk->size == model->sizes[index] && desk->block >= FIRST_ADDRESS &&
                    desk->block + desk->size > desk->block;
    bool is_mapped = desk->bytes >= ARENA_PAGES_ADDRESS &&
                     desk->bytes + desk->size <= ARENA_PAGES_ADDRESS + ARENA_PAGES_BYTES;
    if (is_given && is_mapped)
        return judge_bytes(run, desk, index, difference);
    phrase_add(&difference->got, "address %llu, %llu bytes, %s", (unsigned long long)desk->block,
               (unsigned long long)desk->size, is_mapped ? "mapped" : "not from mmap");
    return witness_differs(difference, "block %d has %llu mapped bytes at an address from 1000 on",
                           index, (unsigned long long)model->sizes[index]);
}

static bool overlap(uint64_t first, uint64_t first_size, uint64_t second, uint64_t second_size)
{
    return first < second + second_size && second < first + first_size;
}

static bool judge_two(const struct desk *desks, int first, int second,
                      struct difference *difference)
{
    const struct desk *one = &desks[first], *other = &desks[second];
    bool share_addresses = overlap(one->block, one->size, other->block, other->size);
    if (!share_addresses && !overlap(one->bytes, one->size, other->bytes, other->size))
        return true;
    phrase_add(&difference->got, "%s overlap", share_addresses ? "their addresses" : "their bytes");
    return witness_differs(difference, "blocks %d and %d have nothing in common", first, second);
}

static bool look(void *self, const struct single_run *run, struct difference *difference)
{
    struct desk desks[BLOCKS_MOST];
    if (!witness_read(run, "handed_out", desks, sizeof desks))
        return witness_differs(difference, "the program has a history of its blocks");
    for (int index = 0; index < BLOCKS_MOST; index++) {
        if (!desks[index].is_kept)
            continue;
        if (!judge_one(self, run, &desks[index], index, difference))
            return false;
        for (int other = 0; other < index; other++)
            if (desks[other].is_kept && !judge_two(desks, other, index, difference))
                return false;
    }
    return true;
}

static bool end(void *self, const struct single_run *run, struct difference *difference)
{
    (void)self;
    if (run->mapped_bytes == 0)
        return true;
    phrase_add(&difference->got, "%llu bytes still are", (unsigned long long)run->mapped_bytes);
    return witness_differs(difference, "behind mems_finish nothing is mapped");
}

const struct witness blocks_witness = {.function = "mems_blocks",
                                       .model_bytes = sizeof(struct model),
                                       .begin = begin,
                                       .look = look,
                                       .end = end};
