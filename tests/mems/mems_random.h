/*
 * mems_random.h: what the MeMS tests draw from: a seeded generator and three mixes of sizes.
 */
#ifndef MEMS_RANDOM_H
#define MEMS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* splitmix64: a test names its seed, and the same seed gives the same run everywhere. */
struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random)
{
    uint64_t z = random->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A number in [0, limit). */
static inline size_t random_below(struct random *random, size_t limit)
{
    return (size_t)(random_next(random) % limit);
}

enum mix { MIX_SMALL, MIX_MEDIUM, MIX_LARGE, MIXES };

static const char *const mix_names[MIXES] = {"small (1-64)", "medium (1-2000)", "large (1-20000)"};

static inline size_t random_size(struct random *random, enum mix mix)
{
    static const size_t largest[MIXES] = {64, 2000, 20000};
    return 1 + random_below(random, largest[mix]);
}

#endif
