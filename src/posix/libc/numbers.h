/* numbers.h: numbers out of strings, integer arithmetic, sorting and searching. */
#ifndef POSIX_LIBC_NUMBERS_H
#define POSIX_LIBC_NUMBERS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int memrepl_atoi(const char *string);
long memrepl_atol(const char *string);
long long memrepl_atoll(const char *string);
double memrepl_atof(const char *string);

/* The names with isoc99 and isoc23 are those that the headers of glibc give them. */
long memrepl_strtol(const char *string, char **end, int base);
long memrepl___isoc23_strtol(const char *string, char **end, int base);
long long memrepl_strtoll(const char *string, char **end, int base);
long long memrepl___isoc23_strtoll(const char *string, char **end, int base);
unsigned long memrepl_strtoul(const char *string, char **end, int base);
unsigned long memrepl___isoc23_strtoul(const char *string, char **end, int base);
unsigned long long memrepl_strtoull(const char *string, char **end, int base);
unsigned long long memrepl___isoc23_strtoull(const char *string, char **end, int base);
intmax_t memrepl_strtoimax(const char *string, char **end, int base);
uintmax_t memrepl_strtoumax(const char *string, char **end, int base);
float memrepl_strtof(const char *string, char **end);
double memrepl_strtod(const char *string, char **end);
long double memrepl_strtold(const char *string, char **end);

int memrepl_abs(int value);
long memrepl_labs(long value);
long long memrepl_llabs(long long value);
intmax_t memrepl_imaxabs(intmax_t value);
div_t memrepl_div(int left, int right);
ldiv_t memrepl_ldiv(long left, long right);
lldiv_t memrepl_lldiv(long long left, long long right);

typedef int comparison(const void *left, const void *right);
typedef int comparison_with(const void *left, const void *right, void *argument);

/* By merging, as glibc does: elements that compare as equal keep their order. */
void memrepl_qsort(void *elements, size_t count, size_t size, comparison *compare);
void memrepl_qsort_r(void *elements, size_t count, size_t size, comparison_with *compare,
                     void *argument);
void *memrepl_bsearch(const void *key, const void *elements, size_t count, size_t size,
                      comparison *compare);

#endif
