#include "posix/libc/chance.h"

#include "posix/caller.h"
#include "posix/check.h"
#include "stepper/child/engine.h"
#include "stepper/machine/scheduler.h"

static uint64_t draw(void)
{
    return random_next(&engine_thread()->chance);
}

void memrepl_srand(unsigned seed)
{
    engine_thread()->chance = seed;
}

void memrepl_srandom(unsigned seed) __attribute__((alias("memrepl_srand")));

void memrepl_srand48(long seed)
{
    engine_thread()->chance = (uint64_t)seed;
}

/* From 0 to RAND_MAX, 31 bits. */
int memrepl_rand(void)
{
    return (int)(draw() >> 33);
}

long memrepl_random(void)
{
    return (long)(draw() >> 33);
}

long memrepl_lrand48(void) __attribute__((alias("memrepl_random")));

long memrepl_mrand48(void)
{
    return (int32_t)(draw() >> 32);
}

double memrepl_drand48(void)
{
    return (double)(draw() >> 16) / (double)((uint64_t)1 << 48);
}

int memrepl_rand_r(unsigned *seed)
{
    check_access((uint64_t)seed, sizeof *seed, false, CALLER);
    check_access((uint64_t)seed, sizeof *seed, true, CALLER);
    uint64_t state = *seed;
    uint64_t drawn = random_next(&state);
    *seed = (unsigned)drawn;
    return (int)(drawn >> 33);
}

uint32_t memrepl_arc4random(void)
{
    return (uint32_t)(draw() >> 32);
}

uint32_t memrepl_arc4random_uniform(uint32_t bound)
{
    return bound == 0 ? 0 : (uint32_t)((draw() >> 32) * bound >> 32);
}

static void fill(void *buffer, size_t size, uint64_t pc)
{
    unsigned char *bytes = buffer;
    check_write(buffer, size, pc);
    for (size_t index = 0; index < size; index++)
        bytes[index] = (unsigned char)(draw() >> 56);
}

void memrepl_arc4random_buf(void *buffer, size_t size)
{
    fill(buffer, size, CALLER);
}

ssize_t memrepl_getrandom(void *buffer, size_t size, unsigned flags)
{
    (void)flags;
    fill(buffer, size, CALLER);
    return (ssize_t)size;
}

int memrepl_getentropy(void *buffer, size_t size)
{
    fill(buffer, size, CALLER);
    return 0;
}
