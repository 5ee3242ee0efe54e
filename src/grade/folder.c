#include "grade/folder.h"

#include <dirent.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FOLDERS "/tmp/memrepl-grade-" /* and six characters */
enum { STALE_SECONDS = 3600 };        /* no grading takes so long */

void folder_remove(const char *folder)
{
    char path[4096];
    DIR *listing = opendir(folder);
    for (struct dirent *entry; listing != NULL && (entry = readdir(listing)) != NULL;) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path);
    }
    if (listing != NULL)
        closedir(listing);
    rmdir(folder);
}

static void remove_stale(void)
{
    glob_t found;
    struct stat status;
    if (glob(FOLDERS "*", 0, NULL, &found) == 0)
        for (size_t index = 0; index < found.gl_pathc; index++)
            if (stat(found.gl_pathv[index], &status) == 0 &&
                status.st_mtime < time(NULL) - STALE_SECONDS)
                folder_remove(found.gl_pathv[index]);
    globfree(&found);
}

bool folder_make(char *folder, size_t size)
{
    remove_stale();
    snprintf(folder, size, FOLDERS "XXXXXX");
    if (mkdtemp(folder) != NULL)
        return true;
    folder[0] = '\0';
    return false;
}
