#include "program/host/beside.h"

#include "program/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 1000 };

/* Opens a file that nobody has; sets *part. -1 with errno. */
static int open_part(const char *path, char **part)
{
    int file = -1;
    for (int number = 0; file < 0 && number < TRIES; number++) {
        *part = text_format("%s.%ld-%d.part", path, (long)getpid(), number);
        if (*part == NULL) {
            errno = ENOMEM;
            break;
        }
        file = open(*part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0) {
            int error = errno;
            free(*part);
            *part = NULL;
            errno = error;
        }
        if (file < 0 && errno != EEXIST)
            break;
    }
    return file;
}

static void forget(struct beside *beside)
{
    int error = errno;
    if (beside->part != NULL)
        unlink(beside->part);
    free(beside->part);
    free(beside->path);
    *beside = (struct beside){0};
    errno = error;
}

bool beside_open(struct beside *beside, const char *path)
{
    struct stat status;
    bool is_there = stat(path, &status) == 0;
    *beside = (struct beside){0};
    if (is_there && !S_ISREG(status.st_mode)) {
        errno = EINVAL;
        return false;
    }
    beside->path = is_there ? realpath(path, NULL) : strdup(path);
    int file = beside->path == NULL ? -1 : open_part(beside->path, &beside->part);
    if (file >= 0 && (!is_there || fchmod(file, status.st_mode & 0777) == 0))
        beside->out = fdopen(file, "w");
    if (beside->out != NULL)
        return true;
    if (file >= 0)
        close(file);
    forget(beside);
    return false;
}

/* Why a write failed before: one more most often fails for the same reason. */
static int find_reason(FILE *out)
{
    static const char page[4096];
    return write(fileno(out), page, sizeof page) < 0 ? errno : EIO;
}

/* Nothing of it is left in memory, or in the system's. False with errno. */
static bool finish(FILE *out, bool is_wanted)
{
    int error = ferror(out) ? find_reason(out) : 0;
    if (error == 0 && (fflush(out) != 0 || (is_wanted && fsync(fileno(out)) != 0)))
        error = errno;
    if (fclose(out) != 0 && error == 0)
        error = errno;
    errno = error;
    return error == 0;
}

bool beside_close(struct beside *beside, bool is_wanted)
{
    bool is_written = finish(beside->out, is_wanted);
    if (is_written && is_wanted && (is_written = (rename(beside->part, beside->path) == 0))) {
        free(beside->part);
        beside->part = NULL;
    }
    forget(beside);
    return is_written;
}
