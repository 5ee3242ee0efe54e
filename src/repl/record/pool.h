/* pool.h: values that a page says many times, each kept once and known by its number. */
#ifndef RECORD_POOL_H
#define RECORD_POOL_H

#include "repl/record/json.h"

struct pool_entry {
    size_t start, size; /* in all.text */
};

struct pool {
    struct json all; /* the values, as the members of an array that is still open */
    struct pool_entry *entries;
    uint32_t count, room;
    uint32_t *buckets; /* number + 1 by hash, 0: free; a power of two, at most half of them taken */
    uint32_t bucket_count;
};

/* All zeros is an empty pool to begin with. */
void pool_close(struct pool *pool);

/* The number of a value, which is one whole piece of JSON. Out of memory breaks pool->all. */
uint32_t pool_add(struct pool *pool, const struct json *value);

/* The same for a string. */
uint32_t pool_add_text(struct pool *pool, const char *text);

#endif
