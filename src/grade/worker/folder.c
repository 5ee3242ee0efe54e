#include "grade/worker/folder.h"

#include "program/host/leftovers.h"
#include "program/host/matches.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FOLDER "memrepl-grading-" /* and six characters */

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    remove(path);
    return 0;
}

void folder_remove(const char *folder)
{
    enum { OPEN_MOST = 16 };
    nftw(folder, remove_entry, OPEN_MOST, FTW_DEPTH | FTW_PHYS);
}

bool folder_is_full(const char *folder)
{
    enum { ROOM_BYTES_LEAST = 1 << 20 };
    struct statvfs room;
    return statvfs(folder, &room) == 0 && room.f_bavail * room.f_frsize < ROOM_BYTES_LEAST;
}

/* Whoever made a folder holds it locked as long as he lives; -1 when somebody does. */
static int lock(const char *folder)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0)
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

/* Those of gradings that were killed. */
static void remove_stale(void)
{
    struct matches found;
    matches_find(leftovers_place(), FOLDER "*", &found);
    for (size_t index = 0; index < found.count; index++) {
        int file = lock(found.paths[index]);
        if (file < 0)
            continue;
        folder_remove(found.paths[index]);
        close(file);
    }
    matches_free(&found);
}

/* Another grading may have taken a folder for a stale one before it was locked. */
static bool is_still_there(const char *folder, int file)
{
    struct stat named, opened;
    return stat(folder, &named) == 0 && fstat(file, &opened) == 0 && named.st_ino == opened.st_ino;
}

bool folder_make(char *folder, size_t size)
{
    enum { TRIES_MOST = 10 };
    remove_stale();
    for (int tries = 0; tries < TRIES_MOST; tries++) {
        int length = snprintf(folder, size, "%s/" FOLDER "XXXXXX", leftovers_place());
        if (length < 0 || (size_t)length >= size || mkdtemp(folder) == NULL)
            break;
        int file = lock(folder);
        if (file >= 0 && is_still_there(folder, file))
            return true;
        if (file >= 0)
            close(file);
    }
    folder[0] = '\0';
    return false;
}
