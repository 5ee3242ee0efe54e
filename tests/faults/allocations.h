/* allocations.h: malloc(), calloc() and realloc() of a library to preload, which may refuse. */
#ifndef FAULTS_ALLOCATIONS_H
#define FAULTS_ALLOCATIONS_H

#include <stdbool.h>

/* The library's: whether the allocation that is asked for now fails, with errno set. */
__attribute__((visibility("hidden"))) bool allocation_fails(void);

#endif
