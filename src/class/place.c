#include "class/place.h"

#include "class/must.h"
#include "class/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const below[] = {"hand-ins", "results", "grading", "reports", "instructor"};

/* ---- Where it is ----------------------------------------------------------------------------- */

static bool is_inside(const char *folder, const char *of)
{
    size_t length = strlen(of);
    return strncmp(folder, of, length) == 0 && (folder[length] == '/' || folder[length] == '\0');
}

/* The deepest folder of the path that is there, and the rest behind it. False when that is too long, or
 * leads up again. */
static bool resolve(const char *given, char resolved[PATH_MAX])
{
    char *head = given[0] == '/' ? must_text(given) : must_format("./%s", given);
    size_t whole = strlen(head), end = whole;
    char *rest = must_copy(head, whole);
    bool is_found = realpath(head, resolved) != NULL;
    while (!is_found && errno == ENOENT && end > 1) {
        while (end > 1 && head[end - 1] != '/')
            end--;
        head[--end] = '\0';
        is_found = realpath(end == 0 ? "/" : head, resolved) != NULL;
    }
    is_found = is_found && (end == whole || strstr(rest + end, "/..") == NULL);
    is_found = is_found && strlen(resolved) + whole - end < PATH_MAX;
    if (is_found)
        strcat(resolved, rest + end);
    for (size_t length = strlen(resolved); is_found && length > 1 && resolved[length - 1] == '/';)
        resolved[--length] = '\0';
    free(rest);
    free(head);
    return is_found;
}

/* What a run makes anew must not be what it reads. */
static bool would_be_removed(const struct place *place, const char *submissions)
{
    bool is_among = false;
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        char *folder = must_format("%s/%s", place->path, below[i]);
        is_among = is_among || is_inside(submissions, folder);
        free(folder);
    }
    return is_among;
}

char *place_find(struct place *place, const char *given, const char *submissions)
{
    *place = (struct place){.locks = {-1, -1}};
    if (given[0] == '\0' || !resolve(given, place->path))
        return must_format("\"%s\" cannot be OUT: give the name of a folder", given);
    if (is_inside(place->path, submissions))
        return must_format("%s lies in the folder of submissions; give another OUT", place->path);
    if (would_be_removed(place, submissions))
        return must_format("%s lies in %s, where results are written; give another OUT",
                           submissions, place->path);
    return NULL;
}

/* ---- Taking it ------------------------------------------------------------------------------- */

static char *make(const struct place *place)
{
    bool is_there = store_make_folder(place->path);
    for (size_t i = 0; i < sizeof below / sizeof *below && is_there; i++) {
        char *path = must_format("%s/%s", place->path, below[i]);
        is_there = store_make_folder(path);
        free(path);
    }
    return is_there ? NULL : must_format("%s cannot be made: %s", place->path, strerror(errno));
}

/* The descriptor; -1 with errno, EWOULDBLOCK when another has it. */
static int lock(const struct place *place, const char *name, int how)
{
    char *path = must_format("%s/%s", place->path, name);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    int error = errno;
    free(path);
    if (file >= 0 && flock(file, how) != 0) {
        error = errno;
        close(file);
        file = -1;
    }
    errno = error;
    return file;
}

/* Parts go on beside one another, each alone in its own; the whole goes alone. */
static char *take_locks(struct place *place, unsigned part, unsigned parts)
{
    bool is_whole = parts <= 1;
    char *own = must_format("lock-%u-of-%u", part + 1, parts);
    place->locks[0] = lock(place, "lock", LOCK_NB | (is_whole ? LOCK_EX : LOCK_SH));
    if (place->locks[0] >= 0 && !is_whole)
        place->locks[1] = lock(place, own, LOCK_NB | LOCK_EX);
    int error = errno;
    free(own);
    if (place->locks[0] >= 0 && (is_whole || place->locks[1] >= 0))
        return NULL;
    if (error == EWOULDBLOCK)
        return must_format("another run is at work in %s; wait for its end, or give another OUT",
                           place->path);
    return must_format("%s cannot be written to: %s; give another OUT", place->path,
                       strerror(error));
}

/* ---- Whose results it holds ------------------------------------------------------------------ */

/* A line that was not written to its end counts as none. */
static char *compare(const struct place *place, int file, const char *own)
{
    char found[PATH_MAX + 64];
    ssize_t got = pread(file, found, sizeof found - 1, 0);
    found[got > 0 ? got : 0] = '\0';
    if (strcmp(found, own) == 0)
        return NULL;
    if (got > 0 && found[got - 1] == '\n') {
        found[got - 1] = '\0';
        return must_format("%s holds the results of %s; give another OUT, or remove it first",
                           place->path, found);
    }
    ssize_t length = (ssize_t)strlen(own);
    if (ftruncate(file, 0) == 0 && pwrite(file, own, (size_t)length, 0) == length)
        return NULL;
    return must_format("%s cannot be written to: %s", place->path, strerror(errno));
}

/* Parts that begin together come one after the other here. */
static char *remember(struct place *place, int lab, const char *submissions)
{
    char *own = must_format("lab %d of %s\n", lab, submissions);
    int file = lock(place, "submissions", LOCK_EX);
    char *fault =
        file < 0 ? must_format("%s/submissions cannot be written: %s", place->path, strerror(errno))
                 : compare(place, file, own);
    if (file >= 0)
        close(file);
    free(own);
    return fault;
}

char *place_take(struct place *place, int lab, const char *submissions, unsigned part,
                 unsigned parts)
{
    char *fault = make(place);
    if (fault == NULL)
        fault = take_locks(place, part, parts);
    if (fault == NULL)
        fault = remember(place, lab, submissions);
    return fault;
}

void place_release(struct place *place)
{
    for (size_t i = 0; i < sizeof place->locks / sizeof *place->locks; i++)
        if (place->locks[i] >= 0)
            close(place->locks[i]);
}
