#include "program/host/plain.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 64 << 10 };

int plain_open(int place, const char *path)
{
    struct stat about;
    int file = openat(place, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0 || (fstat(file, &about) == 0 && S_ISREG(about.st_mode)))
        return file;
    close(file);
    errno = EINVAL;
    return -1;
}

bool plain_is_named_pipe(const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISFIFO(about.st_mode))
        return false;
    char *name = realpath(path, NULL); /* a shell's leads to pipe:[...], which is nowhere */
    free(name);
    return name != NULL;
}

/* NULL with errno. */
static char *read_all(int file, size_t most, size_t *size)
{
    size_t room = FIRST_ROOM;
    char *bytes = NULL;
    ssize_t got = 1;
    *size = 0;
    while (got > 0 && *size < most) {
        room = *size + 1 >= room ? 2 * room : room;
        room = room > most + 1 ? most + 1 : room;
        char *grown = realloc(bytes, room);
        bytes = grown == NULL ? bytes : grown;
        got = grown == NULL ? -1 : read(file, bytes + *size, room - *size - 1);
        *size += got > 0 ? (size_t)got : 0;
    }
    if (got < 0 || bytes == NULL) {
        free(bytes);
        return NULL;
    }
    bytes[*size] = '\0';
    return bytes;
}

char *plain_read(const char *path, size_t most, size_t *size)
{
    int file = plain_open(AT_FDCWD, path);
    if (file < 0)
        return NULL;
    char *bytes = read_all(file, most, size);
    int error = errno;
    close(file);
    errno = error;
    return bytes;
}
