/* strings.h: functions on strings. Each looks at no byte that it need not look at, and at each it
 * does look at only once it was checked. */
#ifndef POSIX_LIBC_STRINGS_H
#define POSIX_LIBC_STRINGS_H

#include <stddef.h>

size_t memrepl_strlen(const char *string);
size_t memrepl_strnlen(const char *string, size_t most);

int memrepl_strcmp(const char *left, const char *right);
int memrepl_strcoll(const char *left, const char *right);
int memrepl_strncmp(const char *left, const char *right, size_t most);
int memrepl_strcasecmp(const char *left, const char *right);
int memrepl_strncasecmp(const char *left, const char *right, size_t most);

char *memrepl_strcpy(char *target, const char *source);
char *memrepl_stpcpy(char *target, const char *source);
char *memrepl_strncpy(char *target, const char *source, size_t size);
char *memrepl_stpncpy(char *target, const char *source, size_t size);
char *memrepl_strcat(char *target, const char *source);
char *memrepl_strncat(char *target, const char *source, size_t most);
char *memrepl_strdup(const char *string);
char *memrepl___strdup(const char *string);
char *memrepl_strndup(const char *string, size_t most);

char *memrepl_strchr(const char *string, int byte);
char *memrepl_index(const char *string, int byte);
char *memrepl_strchrnul(const char *string, int byte);
char *memrepl_strrchr(const char *string, int byte);
char *memrepl_rindex(const char *string, int byte);
char *memrepl_strstr(const char *string, const char *part);
char *memrepl_strcasestr(const char *string, const char *part);
size_t memrepl_strspn(const char *string, const char *set);
size_t memrepl_strcspn(const char *string, const char *set);
char *memrepl_strpbrk(const char *string, const char *set);
char *memrepl_strtok(char *string, const char *delimiters);
char *memrepl_strtok_r(char *string, const char *delimiters, char **rest);
char *memrepl___strtok_r(char *string, const char *delimiters, char **rest);
char *memrepl_strsep(char **rest, const char *delimiters);

char *memrepl_strerror(int error);
char *memrepl_strerror_r(int error, char *buffer, size_t size);
int memrepl___xpg_strerror_r(int error, char *buffer, size_t size);

#endif
