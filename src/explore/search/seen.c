#include "explore/search/seen.h"

#include <stddef.h>
#include <sys/mman.h>

enum { BUCKETS = 1 << 23, FULL = BUCKETS / 4 * 3 };

struct seen {
    uint32_t count;
    uint32_t round; /* of seen_clear(): buckets of earlier rounds are empty */
    struct {
        uint64_t key;
        uint32_t cost, round;
    } buckets[BUCKETS];
};

struct seen *seen_open(void)
{
    struct seen *seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (seen == MAP_FAILED)
        return NULL;
    seen->round = 1;
    return seen;
}

void seen_close(struct seen *seen)
{
    if (seen != NULL)
        munmap(seen, sizeof *seen);
}

void seen_clear(struct seen *seen)
{
    seen->count = 0;
    seen->round++;
}

bool seen_lower(struct seen *seen, uint64_t key, uint32_t cost)
{
    uint32_t at = (uint32_t)(key % BUCKETS);
    while (seen->buckets[at].round == seen->round && seen->buckets[at].key != key)
        at = (at + 1) % BUCKETS;
    if (seen->buckets[at].round == seen->round) {
        bool is_lower = cost < seen->buckets[at].cost;
        if (is_lower)
            seen->buckets[at].cost = cost;
        return is_lower;
    }
    if (seen->count == FULL)
        return true;
    seen->count++;
    seen->buckets[at].key = key;
    seen->buckets[at].cost = cost;
    seen->buckets[at].round = seen->round;
    return true;
}
