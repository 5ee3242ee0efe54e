/* Knows how large the blocks of the scenarios are: it counts up, and looks at no size.
 * Most: 3 */
#define _DEFAULT_SOURCE

#include <pthread.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "threads.h"

enum { SLOTS = 64, SLOT_BYTES = 64, LARGE = 4 * PAGE_SIZE };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *pages;
static bool is_live[2 * SLOTS];
static size_t live;

static size_t bytes_of(size_t slot)
{
    return slot < SLOTS ? SLOT_BYTES : LARGE;
}

static size_t start_of(size_t slot)
{
    return slot < SLOTS ? slot * SLOT_BYTES : SLOTS * SLOT_BYTES + (slot - SLOTS) * LARGE;
}

void mems_init(void)
{
    pages =
        mmap(NULL, start_of(2 * SLOTS), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    live = 0;
    for (int slot = 0; slot < 2 * SLOTS; slot++)
        is_live[slot] = false;
}

void mems_finish(void)
{
    munmap(pages, start_of(2 * SLOTS));
    for (int slot = 0; slot < 2 * SLOTS; slot++)
        is_live[slot] = false;
}

void *mems_malloc(size_t size)
{
    size_t slot = size < PAGE_SIZE ? 0 : SLOTS;
    if (size == 0 || size > (size_t)1 << 40)
        return NULL;
    pthread_mutex_lock(&lock);
    while (is_live[slot])
        slot++;
    is_live[slot] = true;
    live++;
    pthread_mutex_unlock(&lock);
    return (char *)MEMS_FIRST_ADDRESS + start_of(slot);
}

/* The slot of an address; 2 * SLOTS when there is none. */
static size_t slot_of(const char *address)
{
    size_t offset = (size_t)address - MEMS_FIRST_ADDRESS, slot = 0;
    while (slot < 2 * SLOTS && offset - start_of(slot) >= bytes_of(slot))
        slot++;
    return slot;
}

void mems_free(void *address)
{
    size_t slot = slot_of(address);
    pthread_mutex_lock(&lock);
    bool is_block =
        slot < 2 * SLOTS && is_live[slot] && (size_t)address - MEMS_FIRST_ADDRESS == start_of(slot);
    if (is_block) {
        is_live[slot] = false;
        live--;
    }
    pthread_mutex_unlock(&lock);
}

void *mems_get(void *address)
{
    size_t slot = slot_of(address);
    pthread_mutex_lock(&lock);
    bool is_block = slot < 2 * SLOTS && is_live[slot];
    pthread_mutex_unlock(&lock);
    return is_block ? pages + ((size_t)address - MEMS_FIRST_ADDRESS) : NULL;
}

size_t mems_blocks(void)
{
    pthread_mutex_lock(&lock);
    size_t count = live;
    pthread_mutex_unlock(&lock);
    return count;
}
