/* chance.h: random numbers, the same in every run and under every schedule.
 *
 * Each thread draws from a stream of its own, so that what it gets does not depend on who drew
 * before. The stream begins where the thread's maker stood, mixed with the thread's slot, or with what
 * the thread itself gives to srand(). */
#ifndef POSIX_LIBC_CHANCE_H
#define POSIX_LIBC_CHANCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

void memrepl_srand(unsigned seed);
int memrepl_rand(void);
int memrepl_rand_r(unsigned *seed);
void memrepl_srandom(unsigned seed);
long memrepl_random(void);
void memrepl_srand48(long seed);
double memrepl_drand48(void);
long memrepl_lrand48(void);
long memrepl_mrand48(void);

uint32_t memrepl_arc4random(void);
uint32_t memrepl_arc4random_uniform(uint32_t bound);
void memrepl_arc4random_buf(void *buffer, size_t size);
ssize_t memrepl_getrandom(void *buffer, size_t size, unsigned flags);
int memrepl_getentropy(void *buffer, size_t size);

#endif
