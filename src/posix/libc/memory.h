/* memory.h: malloc and its kin, and the functions on ranges of bytes. */
#ifndef POSIX_LIBC_MEMORY_H
#define POSIX_LIBC_MEMORY_H

#include <stddef.h>

void *memrepl_malloc(size_t size);
void *memrepl_calloc(size_t count, size_t size);
void *memrepl_realloc(void *pointer, size_t size);
void *memrepl_reallocarray(void *pointer, size_t count, size_t size);
void *memrepl_aligned_alloc(size_t alignment, size_t size);
void *memrepl_memalign(size_t alignment, size_t size);
int memrepl_posix_memalign(void **pointer, size_t alignment, size_t size);
void memrepl_free(void *pointer);

void *memrepl_memset(void *target, int byte, size_t size);
void *memrepl_memcpy(void *target, const void *source, size_t size);
void *memrepl_mempcpy(void *target, const void *source, size_t size);
void *memrepl_memmove(void *target, const void *source, size_t size);
void *memrepl_memccpy(void *target, const void *source, int byte, size_t size);
int memrepl_memcmp(const void *left, const void *right, size_t size);
void *memrepl_memchr(const void *memory, int byte, size_t size);
void *memrepl_rawmemchr(const void *memory, int byte);
void *memrepl_memrchr(const void *memory, int byte, size_t size);
void *memrepl_memmem(const void *memory, size_t size, const void *part, size_t part_size);
void memrepl_bzero(void *target, size_t size);
void memrepl_explicit_bzero(void *target, size_t size);
void memrepl_bcopy(const void *source, void *target, size_t size);
int memrepl_bcmp(const void *left, const void *right, size_t size);

/* The same, as clang calls them since version 15. */
void *__tsan_memset(void *target, int byte, size_t size);
void *__tsan_memcpy(void *target, const void *source, size_t size);
void *__tsan_memmove(void *target, const void *source, size_t size);

#endif
