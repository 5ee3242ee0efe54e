#include "explore/search/seen.h"

#include <stddef.h>
#include <sys/mman.h>

enum { BUCKETS = 1 << 23, FULL = BUCKETS / 4 * 3 };

struct seen {
    uint32_t count;
    struct {
        uint64_t key; /* 0: empty */
        uint32_t cost;
    } buckets[BUCKETS];
};

struct seen *seen_open(void)
{
    struct seen *seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return seen == MAP_FAILED ? NULL : seen;
}

void seen_close(struct seen *seen)
{
    if (seen != NULL)
        munmap(seen, sizeof *seen);
}

void seen_clear(struct seen *seen)
{
    if (seen->count > 0)
        madvise(seen, sizeof *seen, MADV_REMOVE);
}

bool seen_lower(struct seen *seen, uint64_t key, uint32_t cost)
{
    key |= key == 0;
    uint32_t at = (uint32_t)(key % BUCKETS);
    while (seen->buckets[at].key != 0 && seen->buckets[at].key != key)
        at = (at + 1) % BUCKETS;
    if (seen->buckets[at].key == key) {
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
    return true;
}
