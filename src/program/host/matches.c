#include "program/host/matches.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

int matches_find(const char *folder, const char *pattern, glob_t *found)
{
    char whole[2 * PATH_MAX + NAME_MAX], *to = whole;
    *found = (glob_t){.gl_pathc = 0};
    if (strlen(folder) >= PATH_MAX || strlen(pattern) >= NAME_MAX)
        return GLOB_NOMATCH;
    for (; *folder != '\0'; folder++) {
        if (strchr("*?[\\", *folder) != NULL)
            *to++ = '\\';
        *to++ = *folder;
    }
    sprintf(to, "/%s", pattern);
    return glob(whole, GLOB_ERR, NULL, found);
}
