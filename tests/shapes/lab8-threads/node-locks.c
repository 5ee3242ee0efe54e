/*
 * MeMS for threads with a lock for each main node. A thread takes the node where it last found room,
 * if nobody is in it, else the next that is free and has room, else a new one. Who only looks up
 * takes the node's lock for reading. The list of nodes only grows, and is walked without a lock.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "threads.h"

enum { UNIT = 64, NODE_BYTES = 1 << 16 };

/* units[i]: at the beginning of a block its length in units, 0 where it is free, else INSIDE. */
#define INSIDE SIZE_MAX

struct node {
    pthread_rwlock_t lock;
    size_t start; /* virtual, from MEMS_FIRST_ADDRESS on; as all up to next, never changed */
    size_t count; /* of units */
    char *physical;
    struct node *next;
    size_t blocks;  /* under lock */
    size_t units[]; /* under lock */
};

static _Atomic(struct node *) nodes; /* the latest first */
static pthread_mutex_t growth_lock = PTHREAD_MUTEX_INITIALIZER;
static size_t end;      /* of the virtual addresses; under growth_lock */
static atomic_uint age; /* how often mems_finish was called */

static _Thread_local struct node *last_node; /* where this thread last found room, */
static _Thread_local unsigned last_age;      /* if it was at this age */

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static size_t node_bytes(size_t count)
{
    return sizeof(struct node) + count * sizeof(size_t);
}

static size_t offset_of(const void *address)
{
    return (uintptr_t)address - MEMS_FIRST_ADDRESS;
}

static struct node *node_at(size_t offset)
{
    struct node *node = atomic_load(&nodes);
    while (node != NULL && (offset < node->start || offset - node->start >= node->count * UNIT))
        node = node->next;
    return node;
}

/* A block of so many units in the node, or NULL when somebody is in it or it has no room. */
static void *try_node(struct node *node, size_t count)
{
    size_t run = 0;
    if (pthread_rwlock_trywrlock(&node->lock) != 0)
        return NULL;
    for (size_t unit = 0; unit < node->count; unit++) {
        run = node->units[unit] == 0 ? run + 1 : 0;
        if (run < count)
            continue;
        size_t first = unit + 1 - count;
        for (size_t inside = first; inside <= unit; inside++)
            node->units[inside] = INSIDE;
        node->units[first] = count;
        node->blocks++;
        pthread_rwlock_unlock(&node->lock);
        return (char *)MEMS_FIRST_ADDRESS + node->start + first * UNIT;
    }
    pthread_rwlock_unlock(&node->lock);
    return NULL;
}

/* A new node, which its maker has for himself at first: the list does not have it yet. */
static struct node *make_node(size_t count)
{
    if (count < NODE_BYTES / UNIT)
        count = NODE_BYTES / UNIT;
    count = (count + PAGE_SIZE / UNIT - 1) / (PAGE_SIZE / UNIT) * (PAGE_SIZE / UNIT);
    struct node *node = map(node_bytes(count));
    char *physical = node != NULL ? map(count * UNIT) : NULL;
    if (physical == NULL) {
        if (node != NULL)
            munmap(node, node_bytes(count));
        return NULL;
    }
    pthread_rwlock_init(&node->lock, NULL);
    node->count = count;
    node->physical = physical;
    return node;
}

static void publish(struct node *node)
{
    pthread_mutex_lock(&growth_lock);
    node->start = end;
    end += node->count * UNIT;
    node->next = atomic_load(&nodes);
    atomic_store(&nodes, node);
    pthread_mutex_unlock(&growth_lock);
}

void mems_finish(void)
{
    while (atomic_load(&nodes) != NULL) {
        struct node *node = atomic_load(&nodes);
        atomic_store(&nodes, node->next);
        pthread_rwlock_destroy(&node->lock);
        munmap(node->physical, node->count * UNIT);
        munmap(node, node_bytes(node->count));
    }
    end = 0;
    atomic_fetch_add(&age, 1);
}

void mems_init(void)
{
    mems_finish();
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > SIZE_MAX / 4)
        return NULL;
    size_t count = (size + UNIT - 1) / UNIT;
    void *block = NULL;
    if (last_node != NULL && last_age == atomic_load(&age))
        block = try_node(last_node, count);
    for (struct node *node = atomic_load(&nodes); block == NULL && node != NULL;
         node = node->next) {
        block = try_node(node, count);
        last_node = block != NULL ? node : last_node;
    }
    last_age = atomic_load(&age);
    if (block != NULL)
        return block;
    struct node *node = make_node(count);
    if (node == NULL)
        return NULL;
    node->units[0] = count;
    for (size_t inside = 1; inside < count; inside++)
        node->units[inside] = INSIDE;
    node->blocks = 1;
    publish(node);
    last_node = node;
    return (char *)MEMS_FIRST_ADDRESS + node->start;
}

void *mems_get(void *ptr)
{
    size_t offset = offset_of(ptr);
    struct node *node = node_at(offset);
    if (node == NULL)
        return NULL;
    pthread_rwlock_rdlock(&node->lock);
    bool is_live = node->units[(offset - node->start) / UNIT] != 0;
    pthread_rwlock_unlock(&node->lock);
    return is_live ? node->physical + (offset - node->start) : NULL;
}

void mems_free(void *ptr)
{
    size_t offset = offset_of(ptr), count = 0;
    struct node *node = node_at(offset);
    if (node != NULL && (offset - node->start) % UNIT == 0) {
        size_t first = (offset - node->start) / UNIT;
        pthread_rwlock_wrlock(&node->lock);
        count = node->units[first] == INSIDE ? 0 : node->units[first];
        for (size_t unit = first; unit < first + count; unit++)
            node->units[unit] = 0;
        node->blocks -= count != 0;
        pthread_rwlock_unlock(&node->lock);
    }
    if (count == 0)
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    size_t blocks = 0;
    for (struct node *node = atomic_load(&nodes); node != NULL; node = node->next) {
        pthread_rwlock_rdlock(&node->lock);
        blocks += node->blocks;
        pthread_rwlock_unlock(&node->lock);
    }
    return blocks;
}
