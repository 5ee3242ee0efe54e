#include "grade/worker/copies.h"

#include "program/host/plain.h"
#include "program/labs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- Reading --------------------------------------------------------------------------------- */

/* The folder in which `*rest` stands, with that cut to the last name; -1 with errno, ENOTDIR when there
 * is a link on the way. Closes `place`. */
static int go_down(int place, const char **rest)
{
    char name[NAME_MAX + 1];
    for (const char *slash; place >= 0 && (slash = strchr(*rest, '/')) != NULL; *rest = slash + 1) {
        int length = snprintf(name, sizeof name, "%.*s", (int)(slash - *rest), *rest);
        if (length == 0)
            continue;
        errno = ENAMETOOLONG;
        int next = (size_t)length >= sizeof name
                       ? -1
                       : openat(place, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(place);
        place = next;
    }
    return place;
}

/* The plain file, for reading; -1 with errno. */
static int open_plain(const char *path, size_t named)
{
    char top[PATH_MAX];
    const char *rest = path + named;
    if (snprintf(top, sizeof top, "%.*s", (int)named, path) >= (int)sizeof top) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int place = go_down(open(named == 0 ? "." : top, O_RDONLY | O_DIRECTORY | O_CLOEXEC), &rest);
    int file = place < 0 ? -1 : plain_open(place, rest);
    int error = errno;
    if (place >= 0)
        close(place);
    errno = error;
    return file;
}

/* Whether it is for what the file is, and not for the system, that it was not opened. */
static bool is_refused(int error)
{
    return error == ELOOP || error == EINVAL || error == ENOTDIR || error == ENOENT ||
           error == ENXIO || error == ENODEV || error == ENAMETOOLONG;
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* False with errno when one cannot be read, or the other be written. */
static bool pour(int from, int to, size_t most)
{
    char chunk[1 << 14];
    while (most > 0) {
        ssize_t got = read(from, chunk, most < sizeof chunk ? most : sizeof chunk);
        if (got <= 0)
            return got == 0;
        for (ssize_t done = 0, put; done < got; done += put)
            if ((put = write(to, chunk + done, (size_t)(got - done))) < 0)
                return false;
        most -= (size_t)got;
    }
    return true;
}

enum copies_result copies_take(const char *path, size_t named, size_t most, const char *folder)
{
    char copy[PATH_MAX + NAME_MAX];
    const char *slash = strrchr(path, '/');
    int from = open_plain(path, named);
    if (from < 0)
        return is_refused(errno) ? COPIES_REFUSED : COPIES_FAILED;
    snprintf(copy, sizeof copy, "%s/%s", folder, slash == NULL ? path : slash + 1);
    int to = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_written = to >= 0 && pour(from, to, most);
    int error = errno;
    if (to >= 0 && close(to) != 0 && is_written) {
        is_written = false;
        error = errno;
    }
    close(from);
    errno = error;
    return is_written ? COPIES_DONE : COPIES_FAILED;
}

/* ---- Paths ----------------------------------------------------------------------------------- */

char **copies_names(char *const *paths)
{
    size_t count = 0;
    while (paths[count] != NULL)
        count++;
    char **names = calloc(count + 1, sizeof *names);
    for (size_t index = 0; index < count && names != NULL; index++) {
        const char *slash = strrchr(paths[index], '/');
        if ((names[index] = strdup(slash == NULL ? paths[index] : slash + 1)) == NULL) {
            labs_free_list(names);
            names = NULL;
        }
    }
    return names;
}

size_t copies_named(const char *path, const char *home, const char *from)
{
    char below[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t whole = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    snprintf(below, sizeof below, "%s/%s", home, from);
    const char *const tops[] = {from, below};
    for (size_t index = 0; index < sizeof tops / sizeof *tops; index++) {
        size_t length = strlen(tops[index]);
        if (length <= whole && strncmp(path, tops[index], length) == 0)
            return length;
    }
    return whole;
}
