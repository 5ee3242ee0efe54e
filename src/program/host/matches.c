#include "program/host/matches.h"

#include "program/text.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool add(struct matches *matches, const char *folder, const char *name)
{
    char **grown = realloc(matches->paths, (matches->count + 1) * sizeof *grown);
    if (grown == NULL)
        return false;
    matches->paths = grown;
    grown[matches->count] = text_format("%s/%s", folder, name);
    if (grown[matches->count] == NULL)
        return false;
    matches->count++;
    return true;
}

/* False, and errno says why, when it does not come to the end of the folder. */
static bool read_all(DIR *entries, const char *folder, const char *pattern, struct matches *matches)
{
    struct dirent *entry;
    while (errno = 0, (entry = readdir(entries)) != NULL)
        if (fnmatch(pattern, entry->d_name, FNM_PERIOD) == 0 &&
            !add(matches, folder, entry->d_name)) {
            errno = ENOMEM;
            return false;
        }
    return errno == 0;
}

static int by_bytes(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;
    return strcmp(*a, *b);
}

enum matches_result matches_find(const char *folder, const char *pattern, struct matches *matches)
{
    *matches = (struct matches){0};
    DIR *entries = opendir(folder);
    if (entries == NULL)
        return errno == ENOENT || errno == ENOTDIR ? MATCHES_ABSENT : MATCHES_UNREADABLE;
    bool is_whole = read_all(entries, folder, pattern, matches);
    int reason = errno;
    closedir(entries);
    if (!is_whole)
        matches_free(matches);
    else if (matches->count > 0)
        qsort(matches->paths, matches->count, sizeof *matches->paths, by_bytes);
    errno = reason;
    return is_whole ? MATCHES_READ : MATCHES_UNREADABLE;
}

void matches_free(struct matches *matches)
{
    for (size_t index = 0; index < matches->count; index++)
        free(matches->paths[index]);
    free(matches->paths);
    *matches = (struct matches){0};
}
