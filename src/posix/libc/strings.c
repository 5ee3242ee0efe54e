#include "posix/libc/strings.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/libc/copy.h"
#include "posix/libc/statics.h"

size_t memrepl_strlen(const char *string)
{
    return check_string(string, SIZE_MAX, CALLER);
}

size_t memrepl_strnlen(const char *string, size_t most)
{
    return check_string(string, most, CALLER);
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static unsigned char plain(unsigned char byte)
{
    return byte;
}

static unsigned char folded(unsigned char byte)
{
    return (unsigned char)tolower(byte);
}

static int compare(const char *left, const char *right, size_t most,
                   unsigned char (*look)(unsigned char byte), uint64_t pc)
{
    for (size_t index = 0; index < most; index++) {
        check_next_char(left, index, pc);
        check_next_char(right, index, pc);
        int difference = look((unsigned char)left[index]) - look((unsigned char)right[index]);
        if (difference != 0 || left[index] == '\0')
            return difference;
    }
    return 0;
}

int memrepl_strcmp(const char *left, const char *right)
{
    return compare(left, right, SIZE_MAX, plain, CALLER);
}

int memrepl_strcoll(const char *left, const char *right) __attribute__((alias("memrepl_strcmp")));

int memrepl_strncmp(const char *left, const char *right, size_t most)
{
    return compare(left, right, most, plain, CALLER);
}

int memrepl_strcasecmp(const char *left, const char *right)
{
    return compare(left, right, SIZE_MAX, folded, CALLER);
}

int memrepl_strncasecmp(const char *left, const char *right, size_t most)
{
    return compare(left, right, most, folded, CALLER);
}

/* ---- Copying --------------------------------------------------------------------------------- */

/* Copies a string with its NUL; returns where the NUL went. */
static char *copy(char *target, const char *source, uint64_t pc)
{
    size_t length = check_string(source, SIZE_MAX, pc);
    return (char *)copy_bytes(target, source, length + 1, pc) + length;
}

char *memrepl_strcpy(char *target, const char *source)
{
    copy(target, source, CALLER);
    return target;
}

char *memrepl_stpcpy(char *target, const char *source)
{
    return copy(target, source, CALLER);
}

char *memrepl_stpncpy(char *target, const char *source, size_t size)
{
    check_string(source, size, CALLER);
    check_write(target, size, CALLER);
    return stpncpy(target, source, size);
}

char *memrepl_strncpy(char *target, const char *source, size_t size)
{
    check_string(source, size, CALLER);
    check_write(target, size, CALLER);
    return strncpy(target, source, size);
}

char *memrepl_strcat(char *target, const char *source)
{
    copy(target + check_string(target, SIZE_MAX, CALLER), source, CALLER);
    return target;
}

char *memrepl_strncat(char *target, const char *source, size_t most)
{
    char *end = target + check_string(target, SIZE_MAX, CALLER);
    size_t length = check_string(source, most, CALLER);
    copy_bytes(end, source, length, CALLER);
    check_next_write(end, length, CALLER);
    end[length] = '\0';
    return target;
}

char *copy_string(const char *string, size_t length, uint64_t pc)
{
    char *fresh = copy_room(length + 1, pc);
    if (fresh == NULL)
        return NULL;
    copy_bytes(fresh, string, length, pc);
    check_next_write(fresh, length, pc);
    fresh[length] = '\0';
    return fresh;
}

char *memrepl_strdup(const char *string)
{
    return copy_string(string, check_string(string, SIZE_MAX, CALLER), CALLER);
}

char *memrepl___strdup(const char *string) __attribute__((alias("memrepl_strdup")));

char *memrepl_strndup(const char *string, size_t most)
{
    return copy_string(string, check_string(string, most, CALLER), CALLER);
}

/* ---- Searching ------------------------------------------------------------------------------- */

/* The first such byte of the string, or its NUL. */
static char *find(const char *string, int byte, uint64_t pc)
{
    for (size_t index = 0;; index++) {
        check_next_char(string, index, pc);
        if (string[index] == (char)byte || string[index] == '\0')
            return (char *)string + index;
    }
}

char *memrepl_strchr(const char *string, int byte)
{
    char *found = find(string, byte, CALLER);
    return *found == (char)byte ? found : NULL;
}

char *memrepl_index(const char *string, int byte) __attribute__((alias("memrepl_strchr")));

char *memrepl_strchrnul(const char *string, int byte)
{
    return find(string, byte, CALLER);
}

char *memrepl_strrchr(const char *string, int byte)
{
    check_string(string, SIZE_MAX, CALLER);
    return (char *)strrchr(string, byte);
}

char *memrepl_rindex(const char *string, int byte) __attribute__((alias("memrepl_strrchr")));

char *memrepl_strstr(const char *string, const char *part)
{
    check_string(string, SIZE_MAX, CALLER);
    check_string(part, SIZE_MAX, CALLER);
    return (char *)strstr(string, part);
}

char *memrepl_strcasestr(const char *string, const char *part)
{
    check_string(string, SIZE_MAX, CALLER);
    check_string(part, SIZE_MAX, CALLER);
    return (char *)strcasestr(string, part);
}

/* How many bytes from the first on are in the set, or are not, as is wanted. */
static size_t span(const char *string, const char *set, bool is_wanted, uint64_t pc)
{
    size_t length = 0;
    check_string(set, SIZE_MAX, pc);
    for (;; length++) {
        check_next_char(string, length, pc);
        if (string[length] == '\0' || (strchr(set, string[length]) != NULL) != is_wanted)
            return length;
    }
}

size_t memrepl_strspn(const char *string, const char *set)
{
    return span(string, set, true, CALLER);
}

size_t memrepl_strcspn(const char *string, const char *set)
{
    return span(string, set, false, CALLER);
}

char *memrepl_strpbrk(const char *string, const char *set)
{
    const char *found = string + span(string, set, false, CALLER);
    return *found == '\0' ? NULL : (char *)found;
}

/* ---- Parts between delimiters ---------------------------------------------------------------- */

/* Ends the part that begins here with a NUL; *rest becomes what follows it, NULL at the end. */
static char *cut(char *string, const char *delimiters, char **rest, uint64_t pc)
{
    char *end = string + span(string, delimiters, false, pc);
    *rest = NULL;
    if (*end != '\0') {
        check_write(end, 1, pc);
        *end = '\0';
        *rest = end + 1;
    }
    return string;
}

static char *next_token(char *string, const char *delimiters, char **rest, uint64_t pc)
{
    if (string == NULL)
        string = *rest;
    *rest = NULL;
    if (string == NULL)
        return NULL;
    string += span(string, delimiters, true, pc);
    return *string == '\0' ? NULL : cut(string, delimiters, rest, pc);
}

/* One place for all threads, as everywhere: two that use strtok() at a time disturb each other. */
char *memrepl_strtok(char *string, const char *delimiters)
{
    struct statics *statics = statics_get(CALLER);
    check_write(&statics->token, sizeof statics->token, CALLER);
    return next_token(string, delimiters, &statics->token, CALLER);
}

char *memrepl_strtok_r(char *string, const char *delimiters, char **rest)
{
    check_write(rest, sizeof *rest, CALLER);
    return next_token(string, delimiters, rest, CALLER);
}

char *memrepl___strtok_r(char *string, const char *delimiters, char **rest)
    __attribute__((alias("memrepl_strtok_r")));

char *memrepl_strsep(char **rest, const char *delimiters)
{
    check_write(rest, sizeof *rest, CALLER);
    return *rest == NULL ? NULL : cut(*rest, delimiters, rest, CALLER);
}

/* ---- Errors in words ------------------------------------------------------------------------- */

/* The sentence, which is libc's; of an unknown number in buffer[size]. */
static const char *error_sentence(int error, char *buffer, size_t size)
{
    const char *known = strerrordesc_np(error);
    if (known != NULL)
        return known;
    snprintf(buffer, size, "Unknown error %d", error);
    return buffer;
}

char *memrepl_strerror(int error)
{
    struct statics *statics = statics_get(CALLER);
    char buffer[STATICS_TEXT_BYTES];
    check_write(statics->error, sizeof statics->error, CALLER);
    snprintf(statics->error, sizeof statics->error, "%s",
             error_sentence(error, buffer, sizeof buffer));
    return statics->error;
}

static int put_sentence(int error, char *buffer, size_t size, uint64_t pc)
{
    char own[STATICS_TEXT_BYTES];
    const char *sentence = error_sentence(error, own, sizeof own);
    size_t bytes = strlen(sentence) + 1;
    check_write(buffer, bytes < size ? bytes : size, pc);
    snprintf(buffer, size, "%s", sentence);
    return bytes > size ? ERANGE : strerrordesc_np(error) == NULL ? EINVAL : 0;
}

char *memrepl_strerror_r(int error, char *buffer, size_t size)
{
    put_sentence(error, buffer, size, CALLER);
    return buffer;
}

int memrepl___xpg_strerror_r(int error, char *buffer, size_t size)
{
    return put_sentence(error, buffer, size, CALLER);
}
