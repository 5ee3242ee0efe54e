/* exports.h: all functions that a subject calls in place of libc's: memrepl_NAME stands for NAME.
 *
 * build-subject.sh renames a subject's undefined names so; what is not declared here is refused
 * when the subject is loaded. Each does what POSIX says of NAME, on the stepped program instead of
 * the process: threads and locks are the stepper's, the heap is heap.h's, output goes to the
 * stepper, ranges are checked (check.h), time and chance are the same in every run. */
#ifndef POSIX_EXPORTS_H
#define POSIX_EXPORTS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "posix/libc/program.h"
#include "posix/threads/calls.h"

/* ---- pages.c */

void *memrepl_mmap(void *address, size_t size, int protection, int flags, int file, off_t offset);
int memrepl_munmap(void *memory, size_t size);

/* ---- streams.c */

extern FILE *const memrepl_stdin;
extern FILE *const memrepl_stdout;
extern FILE *const memrepl_stderr;
int memrepl_vfprintf(FILE *stream, const char *format, va_list arguments);
int memrepl_vprintf(const char *format, va_list arguments);
int memrepl_fprintf(FILE *stream, const char *format, ...);
int memrepl_printf(const char *format, ...);
int memrepl_vsnprintf(char *buffer, size_t size, const char *format, va_list arguments);
int memrepl_snprintf(char *buffer, size_t size, const char *format, ...);
int memrepl_sprintf(char *buffer, const char *format, ...);
int memrepl_puts(const char *text);
int memrepl_fputs(const char *text, FILE *stream);
int memrepl_fputc(int byte, FILE *stream);
int memrepl_putc(int byte, FILE *stream);
int memrepl_putchar(int byte);
size_t memrepl_fwrite(const void *bytes, size_t size, size_t count, FILE *stream);
int memrepl_fflush(FILE *stream);
int memrepl_setvbuf(FILE *stream, char *buffer, int mode, size_t size);
void memrepl_setbuf(FILE *stream, char *buffer);
void memrepl_perror(const char *text);

/* ---- libc.c */

void *memrepl_malloc(size_t size);
void *memrepl_calloc(size_t count, size_t size);
void *memrepl_realloc(void *pointer, size_t size);
void memrepl_free(void *pointer);
void *memrepl_memset(void *target, int byte, size_t size);
void *memrepl_memcpy(void *target, const void *source, size_t size);
void *memrepl_memmove(void *target, const void *source, size_t size);
int memrepl_memcmp(const void *left, const void *right, size_t size);
void *memrepl_memchr(const void *memory, int byte, size_t size);
size_t memrepl_strlen(const char *string);
size_t memrepl_strnlen(const char *string, size_t most);
int memrepl_strcmp(const char *left, const char *right);
int memrepl_strncmp(const char *left, const char *right, size_t most);
char *memrepl_strcpy(char *target, const char *source);
char *memrepl_strncpy(char *target, const char *source, size_t size);
char *memrepl_strcat(char *target, const char *source);
char *memrepl_strchr(const char *string, int byte);
char *memrepl_strrchr(const char *string, int byte);
char *memrepl_strstr(const char *string, const char *part);
char *memrepl_strdup(const char *string);
int memrepl_abs(int value);
long memrepl_labs(long value);
int memrepl_atoi(const char *string);
long memrepl_strtol(const char *string, char **end, int base);
void memrepl_srand(unsigned seed);
int memrepl_rand(void);
void memrepl_srandom(unsigned seed);
long memrepl_random(void);
time_t memrepl_time(time_t *result);
int *memrepl___errno_location(void);

#endif
