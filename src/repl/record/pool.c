#include "repl/record/pool.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_LEAST = 256 };

/* FNV-1a. */
static uint32_t hash_of(const char *bytes, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t n = 0; n < size; n++)
        hash = (hash ^ (unsigned char)bytes[n]) * 16777619u;
    return hash;
}

static bool is_same(const struct pool *pool, uint32_t number, const char *bytes, size_t size)
{
    const struct pool_entry *entry = &pool->entries[number];
    return entry->size == size && memcmp(pool->all.text + entry->start, bytes, size) == 0;
}

/* The bucket that holds the value, or the free one where it belongs. */
static uint32_t *find(const struct pool *pool, const char *bytes, size_t size)
{
    uint32_t at = hash_of(bytes, size) & (pool->bucket_count - 1);
    while (pool->buckets[at] != 0 && !is_same(pool, pool->buckets[at] - 1, bytes, size))
        at = (at + 1) & (pool->bucket_count - 1);
    return &pool->buckets[at];
}

/* Room for one more entry. False when there is no memory. */
static bool grow(struct pool *pool)
{
    if (pool->count < pool->room)
        return true;
    uint32_t room = pool->room == 0 ? ROOM_LEAST : 2 * pool->room;
    struct pool_entry *entries = realloc(pool->entries, room * sizeof *entries);
    if (entries == NULL)
        return false;
    pool->entries = entries;
    uint32_t *buckets = calloc((size_t)2 * room, sizeof *buckets);
    if (buckets == NULL)
        return false;
    free(pool->buckets);
    pool->buckets = buckets;
    pool->bucket_count = 2 * room;
    pool->room = room;
    for (uint32_t number = 0; number < pool->count; number++)
        *find(pool, pool->all.text + entries[number].start, entries[number].size) = number + 1;
    return true;
}

uint32_t pool_add(struct pool *pool, const struct json *value)
{
    if (!grow(pool)) {
        pool->all.is_broken = true;
        return 0;
    }
    uint32_t *bucket = find(pool, value->text, value->used);
    if (*bucket != 0)
        return *bucket - 1;
    json_raw(&pool->all, value->text, value->used);
    pool->all.is_broken |= value->is_broken;
    if (pool->all.is_broken)
        return 0;
    pool->entries[pool->count] = (struct pool_entry){pool->all.used - value->used, value->used};
    *bucket = ++pool->count;
    return pool->count - 1;
}

uint32_t pool_add_text(struct pool *pool, const char *text)
{
    struct json value = {0};
    json_text(&value, text);
    uint32_t number = value.is_broken ? 0 : pool_add(pool, &value);
    pool->all.is_broken |= value.is_broken;
    json_close(&value);
    return number;
}

void pool_close(struct pool *pool)
{
    json_close(&pool->all);
    free(pool->entries);
    free(pool->buckets);
    *pool = (struct pool){0};
}
