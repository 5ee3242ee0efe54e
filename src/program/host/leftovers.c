#include "program/host/leftovers.h"

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
    bool is_named_so = strncmp(file, name, length) == 0 &&
                       sscanf(file + length, "-%ld-%d.so%n", &process, &number, &end) == 2 &&
                       end > 0 && file[length + (size_t)end] == '\0';
    return is_named_so ? process : 0;
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

/* True when it is a folder, which is made if need be, that belongs to this user and takes files:
 * what is built there will be run. */
static bool is_ours(const char *folder)
{
    struct stat status;
    mkdir(folder, 0700);
    return lstat(folder, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
           access(folder, W_OK) == 0;
}

/* ROOT/NAME; NULL when that cannot be ours. Frees the root. */
static char *folder_in(char *root, const char *name)
{
    char *folder = root == NULL ? NULL : text_format("%s/%s", root, name);
    if (root != NULL)
        mkdir(root, 0700);
    free(root);
    if (folder != NULL && is_ours(folder))
        return folder;
    free(folder);
    return NULL;
}

static char *folder_in_cache(void)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache != NULL && cache[0] == '/')
        return folder_in(strdup(cache), "memrepl");
    return home == NULL || home[0] != '/' ? NULL
                                          : folder_in(text_format("%s/.cache", home), "memrepl");
}

const char *leftovers_place(void)
{
    const char *place = getenv("TMPDIR");
    return place != NULL && place[0] == '/' ? place : "/tmp";
}

static char *folder_for_a_while(void)
{
    char name[32];
    snprintf(name, sizeof name, "memrepl-%ld", (long)geteuid());
    return folder_in(strdup(leftovers_place()), name);
}

/* BUILD of leftovers_path(). */
static char *folder_of_builds(const char *home)
{
    const char *other = getenv(LEFTOVERS_VARIABLE);
    char *folder = other != NULL ? strdup(other) : text_format("%s/build", home);
    if (folder != NULL)
        mkdir(folder, 0777);
    if (other != NULL || folder == NULL || access(folder, W_OK) == 0)
        return folder;
    free(folder);
    folder = folder_in_cache();
    return folder != NULL ? folder : folder_for_a_while();
}

char *leftovers_path(const char *home, const char *folder, const char *name)
{
    char *path = NULL, *build = folder_of_builds(home);
    char *whole = build == NULL ? NULL : text_format("%s/%s", build, folder);
    if (whole != NULL) {
        mkdir(whole, 0777);
        remove_leftovers(whole, name);
        path = free_path(whole, name);
    }
    free(build);
    free(whole);
    return path;
}
