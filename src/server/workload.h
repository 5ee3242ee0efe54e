/*
 * The workload: how much memory each thread asks for, and when it is done with it. Nothing here is
 * an exercise. It exists twice, behind the same functions:
 *
 *     workload-native.c    for real threads: random sizes, and no thread waits
 *     workload-stepped.c   for the prompt: sizes given there, and a thread keeps its bytes until
 *                          it is told to give them back
 *
 * A random size depends on the seed, the thread and how often that thread has asked before, and on
 * nothing else: not on which thread comes first. workload.c computes it for both.
 */
#ifndef SERVER_WORKLOAD_H
#define SERVER_WORKLOAD_H

#include <semaphore.h>
#include <stdbool.h>

#include "marks.h"

/* For the threads */

/* How many bytes thread `id` asks for now, at least 1. */
int request_size(int id);

/* Thread `id` uses its bytes. True when it is to give them back now, false when it keeps them. */
bool use_memory(int id);

/* For whoever starts the threads */

extern unsigned workload_seed; /* what the random sizes start from */

/* Gets ready for a new run; both workloads have it. Call it before any thread runs. False when it
   fails, and then there is nothing to clear. */
bool workload_start(unsigned seed);

/* Ends what workload_start began. Call it when no thread runs. */
void workload_clear(void);

/* A random size, 1 to a third of memory_size (at least 1), for the request that thread `id` makes
   after `earlier` others. */
int workload_random_size(int id, int earlier);

/* workload-native.c only */

extern bool workload_frees; /* each thread gives its bytes back at once; false: keeps them */

/* workload-stepped.c only */

extern int requested_size[THREADS_MAX]; /* what a thread asks for next; 0: a random size */
extern sem_t released[THREADS_MAX];     /* posted when the thread may give its bytes back */

/* Lets thread `id`, which waits in use_memory or soon will, give its bytes back. */
void release_memory(int id);

#endif
