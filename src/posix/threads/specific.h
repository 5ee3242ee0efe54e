/* specific.h: thread-specific data: keys, and a value of each thread for each of them. */
#ifndef POSIX_THREADS_SPECIFIC_H
#define POSIX_THREADS_SPECIFIC_H

#include <stdint.h>

/* Makes a key that no thread has a value for; EAGAIN when there are MACHINE_KEYS. */
int specific_create(unsigned *key, uint64_t destructor, uint64_t pc);

/* An event when there is no such key. */
void specific_delete(unsigned key, uint64_t pc);
uint64_t *specific_value(unsigned key, uint64_t pc); /* of the running thread */

/* Calls the destructors for the values of the running thread, which is about to end; they use the
 * stack from `top` downwards. */
void specific_destroy(uint64_t top);

#endif
