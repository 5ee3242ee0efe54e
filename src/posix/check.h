/* check.h: may the running thread touch these bytes?
 *
 * Called before each load and store of the subject, and for the ranges that libc functions read and
 * write on its behalf. What may not be touched becomes an event before it is. */
#ifndef POSIX_CHECK_H
#define POSIX_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stepper/machine/chooser.h"

/* A load or store in the source: counted as a tick, then checked. pc: its return address. */
void check_access(uint64_t address, size_t size, bool is_write, uint64_t pc);

/* An atomic load, or a store or read-modify-write of memory order `order` (the compilers'
 * __ATOMIC_*): an operation, as other threads may see it, then checked in the same way. */
void check_atomic(uint64_t address, size_t size, bool is_write, int order, uint64_t pc);

/* Ranges on behalf of a call; size 0 is always fine. Bytes never written may be read: a copy of a
 * struct includes its padding. */
void check_read(const void *pointer, size_t size, uint64_t pc);
void check_write(void *pointer, size_t size, uint64_t pc);

/* The byte at `index` of a range, or of a string, whose length shows on the way. */
void check_next_char(const char *string, size_t index, uint64_t pc);
void check_next_read(const void *start, size_t index, uint64_t pc);
void check_next_write(void *start, size_t index, uint64_t pc);

/* The same for a mutex or the like, whose state the kit keeps: the bytes only mark its place. */
void check_object(const void *object, size_t size, enum use_kind kind, uint64_t pc);

/* Of such a place that was told already: others may have freed it since. Tells no new use. */
void check_again(const void *object, size_t size, uint64_t pc);

/* A block of the heap begins its life, or is about to end it. */
void check_lifetime(const void *block, size_t size, bool begins, uint64_t pc);

/* A string: every byte up to its NUL, at most `most` of them. Returns its length. */
size_t check_string(const char *string, size_t most, uint64_t pc);

/* Copies what is known of the heap bytes of one range (written or not) to another, as memcpy
 * does. */
void check_carry(void *target, const void *source, size_t size);

#endif
