#include "program/leftovers.h"

#include "program/text.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The process that built NAME-PID-N.so; 0 when the file has another name. */
static long builder_of(const char *file, const char *name)
{
    long process;
    int number, end = 0;
    size_t length = strlen(name);
    bool is_ours = strncmp(file, name, length) == 0 &&
                   sscanf(file + length, "-%ld-%d.so%n", &process, &number, &end) == 2 && end > 0 &&
                   file[length + (size_t)end] == '\0';
    return is_ours ? process : 0;
}

static void remove_leftovers(const char *folder, const char *name)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        long process = builder_of(entry->d_name, name);
        if (process > 0 && kill((pid_t)process, 0) != 0 && errno == ESRCH)
            unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries != NULL)
        closedir(entries);
}

/* The first name that is not taken: what an earlier program of this session is still read from. */
static char *free_path(const char *folder, const char *name)
{
    for (int number = 0;; number++) {
        char *path = text_format("%s/%s-%ld-%d.so", folder, name, (long)getpid(), number);
        if (path == NULL || access(path, F_OK) != 0)
            return path;
        free(path);
    }
}

char *leftovers_path(const char *home, const char *folder, const char *name)
{
    const char *other = getenv(LEFTOVERS_VARIABLE);
    char *path = NULL, *build = other != NULL ? strdup(other) : text_format("%s/build", home);
    char *whole = build == NULL ? NULL : text_format("%s/%s", build, folder);
    if (build != NULL && whole != NULL) {
        mkdir(build, 0777);
        mkdir(whole, 0777);
        remove_leftovers(whole, name);
        path = free_path(whole, name);
    }
    free(build);
    free(whole);
    return path;
}
