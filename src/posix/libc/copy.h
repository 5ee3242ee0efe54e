/* copy.h: what the functions on memory and on strings share. */
#ifndef POSIX_LIBC_COPY_H
#define POSIX_LIBC_COPY_H

#include <stddef.h>
#include <stdint.h>

/* memmove on behalf of the subject: both ranges checked, what is known of the bytes carried along. */
void *copy_bytes(void *target, const void *source, size_t size, uint64_t pc);

/* As malloc, errno included. */
void *copy_room(size_t size, uint64_t pc);

/* A copy of `length` bytes as a string of its own, as strndup makes it; NULL without memory. */
char *copy_string(const char *string, size_t length, uint64_t pc);

#endif
