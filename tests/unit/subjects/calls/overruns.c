/* overruns.c: calls that go beyond 16 bytes of the heap, of a global or of a local variable, or begin
 * before them. test_calls.c has the same names. */
#define _GNU_SOURCE
#include "calls.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONG "0123456789abcdefghijklmnopqrstuvwxyz"

static char global[16];
static char large[300];
static volatile long sink;

static int by_byte(const void *left, const void *right)
{
    return *(const char *)left - *(const char *)right;
}

#define DEFINE(name, call)    \
    static void name(char *p) \
    {                         \
        sink = (long)(call);  \
    }

DEFINE(strcpy_past, strcpy(p, "0123456789abcdef"))
DEFINE(strcpy_far, strcpy(p, LONG LONG LONG))
DEFINE(strcpy_before, strcpy(p - 1, "x"))
DEFINE(strncpy_past, strncpy(p, "x", 17))
DEFINE(strncpy_minus, strncpy(p, "x", (size_t)-1))
DEFINE(strcat_past, strcat(strcpy(p, "x"), "0123456789abcde"))
DEFINE(strncat_past, strncat(strcpy(p, "x"), LONG, 15))
DEFINE(memcpy_past, memcpy(p, LONG, 17))
DEFINE(memcpy_before, memcpy(p - 1, LONG, 4))
DEFINE(memcpy_from_past, memcpy(large, p, 17))
DEFINE(memcpy_from_far, memcpy(large, p, 300))
DEFINE(memcpy_from_minus, memcpy(large, p, (size_t)-1))
DEFINE(memmove_far, memmove(p, large, 200))
DEFINE(memmove_from_before, memmove(large, p - 1, 4))
DEFINE(memset_past, memset(p, 0, 17))
DEFINE(memset_before, memset(p - 1, 0, 8))
DEFINE(memset_minus, memset(p, 0, (size_t)-1))
DEFINE(memcmp_past, memcmp(p, large, 17))
DEFINE(memchr_past, memchr(p, 'z', 100))
DEFINE(memchr_minus, memchr(p, 'z', (size_t)-1))
DEFINE(sprintf_past, sprintf(p, "%s", "0123456789abcdef"))
DEFINE(sprintf_far, sprintf(p, "%200d", 1))
DEFINE(snprintf_past, snprintf(p, 100, "%16d", 1))
DEFINE(snprintf_minus, snprintf(p, (size_t)-1, "%100d", 1))
DEFINE(fgets_past, fgets(p, 100, stdin))
DEFINE(fread_past, fread(p, 1, 100, stdin))
DEFINE(fread_minus, fread(p, 1, (size_t)-1, stdin))
DEFINE(read_past, read(0, p, 17))
DEFINE(read_minus, read(0, p, (size_t)-1))
DEFINE(scanf_past, scanf("%17c", p))
DEFINE(write_past, write(1, p, 17))
DEFINE(write_minus, write(1, p, (size_t)-1))
DEFINE(fwrite_far, fwrite(p, 1, 200, stdout))
DEFINE(qsort_past, (qsort(p, 17, 1, by_byte), 0))
DEFINE(qsort_minus, (qsort(p, (size_t)-1, 1, by_byte), 0))
DEFINE(strlen_past, strlen(p))
DEFINE(strcmp_past, strcmp(p, "aaaaaaaaaaaaaaaaaaaa"))
DEFINE(strchr_past, strchr(p, 'z'))
DEFINE(strspn_past, strspn(p, "a"))
DEFINE(strdup_past, strdup(p))
DEFINE(strtol_past, strtol(memset(p, '1', 16), NULL, 10))
DEFINE(printf_past, printf("%s", p))
DEFINE(puts_past, puts(p))

#define ROW(name)   \
    {               \
#name, name \
    }
static const struct {
    const char *name;
    void (*make)(char *p);
} rows[] = {
    ROW(strcpy_past),   ROW(strcpy_far),          ROW(strcpy_before),   ROW(strncpy_past),
    ROW(strncpy_minus), ROW(strcat_past),         ROW(strncat_past),    ROW(memcpy_past),
    ROW(memcpy_before), ROW(memcpy_from_past),    ROW(memcpy_from_far), ROW(memcpy_from_minus),
    ROW(memmove_far),   ROW(memmove_from_before), ROW(memset_past),     ROW(memset_before),
    ROW(memset_minus),  ROW(memcmp_past),         ROW(memchr_past),     ROW(memchr_minus),
    ROW(sprintf_past),  ROW(sprintf_far),         ROW(snprintf_past),   ROW(snprintf_minus),
    ROW(fgets_past),    ROW(fread_past),          ROW(fread_minus),     ROW(read_past),
    ROW(read_minus),    ROW(scanf_past),          ROW(write_past),      ROW(write_minus),
    ROW(fwrite_far),    ROW(qsort_past),          ROW(qsort_minus),     ROW(strlen_past),
    ROW(strcmp_past),   ROW(strchr_past),         ROW(strspn_past),     ROW(strdup_past),
    ROW(strtol_past),   ROW(printf_past),         ROW(puts_past),
};

static void make(const char *name, char *p)
{
    memset(p, 'a', 16);
    for (size_t index = 0; index < sizeof rows / sizeof *rows; index++)
        if (strcmp(rows[index].name, name) == 0)
            rows[index].make(p);
}

void overrun(const char *place, const char *name)
{
    char local[16];
    if (strcmp(place, "heap") == 0)
        make(name, malloc(16));
    if (strcmp(place, "global") == 0)
        make(name, global);
    if (strcmp(place, "local") == 0)
        make(name, local);
}
