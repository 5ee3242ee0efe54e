/* seen.h: a set of 64-bit keys, each with the lowest cost at which it was met. */
#ifndef EXPLORE_SEARCH_SEEN_H
#define EXPLORE_SEARCH_SEEN_H

#include <stdbool.h>
#include <stdint.h>

struct seen;

/* NULL when the system gives no room. */
struct seen *seen_open(void);
void seen_close(struct seen *seen);
void seen_clear(struct seen *seen);

/* True when the key is new, or was only met at a higher cost; notes the cost. A full set takes no
 * more keys, and calls each of them new. */
bool seen_lower(struct seen *seen, uint64_t key, uint32_t cost);

#endif
