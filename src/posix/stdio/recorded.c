#include "posix/stdio/recorded.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stepper/entry.h"

static struct control *control(void)
{
    return (struct control *)ARENA_CONTROL_ADDRESS;
}

static struct recording *find(const char *name)
{
    uint64_t at = control()->recordings;
    while (at != 0) {
        struct recording *recording = (struct recording *)(control()->texts + at - 1);
        if (strcmp(recording->text, name) == 0)
            return recording;
        at = recording->before;
    }
    return NULL;
}

/* Why such a file is not read, an errno; 0 when it is. */
static int refusal(const struct stat *status)
{
    if (S_ISDIR(status->st_mode))
        return EISDIR;
    if (!S_ISREG(status->st_mode))
        return EACCES;
    return (uint64_t)status->st_size > RECORDED_BYTES_MOST ? EFBIG : 0;
}

/* Opens a regular file and tells how large it is; -1 and errno when that cannot be. */
static int open_regular(const char *name, uint64_t *bytes)
{
    struct stat status;
    int file = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return -1;
    int error = fstat(file, &status) != 0 ? errno : refusal(&status);
    if (error != 0) {
        close(file);
        errno = error;
        return -1;
    }
    *bytes = (uint64_t)status.st_size;
    return file;
}

/* How many bytes there were: fewer when the file was cut meanwhile. */
static uint64_t read_all(int file, char *target, uint64_t bytes)
{
    uint64_t done = 0;
    while (done < bytes) {
        ssize_t count = read(file, target + done, bytes - done);
        if (count <= 0 && !(count < 0 && errno == EINTR))
            break;
        done += count > 0 ? (uint64_t)count : 0;
    }
    return done;
}

/* When there is no more room the file cannot be read, and that is not noted. */
static const struct recording no_room = {.error = ENOMEM};

const struct recording *recorded_get(const char *name)
{
    struct recording *recording = find(name);
    if (recording != NULL)
        return recording;
    size_t name_bytes = strlen(name) + 1;
    uint64_t bytes = 0, at;
    int file = open_regular(name, &bytes), error = file < 0 ? errno : 0;
    if (!entry_reserve(control(), sizeof *recording + name_bytes + bytes, &at)) {
        if (file >= 0)
            close(file);
        return &no_room;
    }
    recording = (struct recording *)(control()->texts + at);
    *recording = (struct recording){
        .before = control()->recordings, .name_bytes = (uint32_t)name_bytes, .error = error};
    memcpy(recording->text, name, name_bytes);
    if (file >= 0) {
        recording->bytes = read_all(file, recording->text + name_bytes, bytes);
        close(file);
    }
    control()->recordings = at + 1;
    return recording;
}
