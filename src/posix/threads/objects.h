/* objects.h: synchronisation objects in the subject's memory.
 *
 * Their state is the machine's, found by their address; the bytes in the subject only tell whether
 * they hold a static initialiser, and that their memory may be touched at all. What is destroyed
 * is filled, so that a static initialiser written there later makes a fresh object. */
#ifndef POSIX_THREADS_OBJECTS_H
#define POSIX_THREADS_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "stepper/machine/sync.h"

/* A new object, all its bytes 0; an event when one is in use there. Returns its index. */
int32_t objects_declare(void *object, size_t size, enum object_kind kind, enum mutex_type type,
                        int64_t value, uint64_t pc);

/* Ends its life; an event when it is in use, not of this kind, or destroyed already. */
void objects_destroy(void *object, size_t size, enum object_kind kind, uint64_t pc);

/* True when there is a live object of the kind; the caller has checked that it may be read. */
bool objects_is_known(const void *object, enum object_kind kind);

/* Makes an object known that holds a static initialiser of zeros. Any other is left unknown, which
 * the operation reports. */
void objects_know(const void *object, size_t size, enum object_kind kind, uint64_t pc);

/* Parks the running thread before the operation, and performs it when its turn has come. Memory that
 * others have freed meanwhile is an event. */
int32_t objects_operate(enum operation_kind kind, const void *object, size_t size, uint64_t pc);

bool objects_is_zero(const void *bytes, size_t size);

/* Sets the running thread's errno; returns -1. */
int objects_fail(int error);

/* The time limit of the operation that the running thread does next. False when it is no valid time,
 * or of no clock to wait by. */
bool objects_set_deadline(clockid_t clock, const struct timespec *deadline, uint64_t pc);

#endif
