#include "posix/stdio/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/stdio/files.h"
#include "posix/stdio/streams.h"
#include "stepper/child/engine.h"

static int fail(int error)
{
    engine_thread()->error_number = error;
    return -1;
}

static struct stream *get(int descriptor, uint64_t pc)
{
    struct stream *stream = files_descriptor(descriptor, pc);
    if (stream == NULL)
        fail(EBADF);
    return stream;
}

/* ---- Opening and closing --------------------------------------------------------------------- */

static int open_descriptor(const char *name, int flags, uint64_t pc)
{
    check_string(name, SIZE_MAX, pc);
    streams_cost(0, pc);
    struct stream *stream = files_open(name, flags, pc);
    return stream == NULL ? -1 : stream->descriptor;
}

int memrepl_open(const char *name, int flags, ...)
{
    return open_descriptor(name, flags, CALLER);
}

int memrepl_open64(const char *name, int flags, ...) __attribute__((alias("memrepl_open")));

int memrepl_creat(const char *name, mode_t mode)
{
    (void)mode;
    return open_descriptor(name, O_WRONLY | O_CREAT | O_TRUNC, CALLER);
}

int memrepl_close(int descriptor)
{
    struct stream *stream = get(descriptor, CALLER);
    if (stream == NULL)
        return -1;
    files_close(stream, CALLER);
    return 0;
}

/* ---- Reading and writing --------------------------------------------------------------------- */

static ssize_t read_some(struct stream *stream, void *bytes, size_t size, uint64_t pc)
{
    size_t left = stream->can_read && stream->position < stream->file->size
                      ? stream->file->size - stream->position
                      : 0;
    size_t count = left < size ? left : size;
    streams_cost(count, pc);
    check_write(bytes, count, pc);
    return files_read(stream, bytes, count);
}

ssize_t memrepl_read(int descriptor, void *bytes, size_t size)
{
    struct stream *stream = get(descriptor, CALLER);
    return stream == NULL ? -1 : read_some(stream, bytes, size, CALLER);
}

ssize_t descriptors_write(int descriptor, const void *bytes, size_t size, uint64_t pc)
{
    struct stream *stream = get(descriptor, pc);
    streams_cost(size, pc);
    return stream == NULL ? -1 : files_write(stream, bytes, size, pc);
}

ssize_t memrepl_write(int descriptor, const void *bytes, size_t size)
{
    check_read(bytes, size, CALLER);
    return descriptors_write(descriptor, bytes, size, CALLER);
}

/* Without moving the stream's own position. */
ssize_t memrepl_pread(int descriptor, void *bytes, size_t size, off_t offset)
{
    struct stream *stream = get(descriptor, CALLER);
    if (stream == NULL)
        return -1;
    size_t position = stream->position;
    if (files_seek(stream, offset, SEEK_SET) < 0)
        return -1;
    ssize_t count = read_some(stream, bytes, size, CALLER);
    stream->position = position;
    return count;
}

ssize_t memrepl_pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    struct stream *stream = get(descriptor, CALLER);
    if (stream == NULL)
        return -1;
    size_t position = stream->position;
    check_read(bytes, size, CALLER);
    if (files_seek(stream, offset, SEEK_SET) < 0)
        return -1;
    ssize_t count = descriptors_write(descriptor, bytes, size, CALLER);
    stream->position = position;
    return count;
}

off_t memrepl_lseek(int descriptor, off_t offset, int whence)
{
    struct stream *stream = get(descriptor, CALLER);
    return stream == NULL ? -1 : files_seek(stream, offset, whence);
}

int memrepl_ftruncate(int descriptor, off_t size)
{
    struct stream *stream = get(descriptor, CALLER);
    if (stream == NULL)
        return -1;
    if (stream->file == NULL || !stream->can_write || size < 0)
        return fail(EINVAL);
    int error = files_resize(stream->file, (size_t)size, CALLER);
    return error == 0 ? 0 : fail(error);
}

int memrepl_fsync(int descriptor)
{
    return get(descriptor, CALLER) == NULL ? -1 : 0;
}

int memrepl_fdatasync(int descriptor) __attribute__((alias("memrepl_fsync")));

/* None of them is: what is read was recorded, what is printed is told by the kit. */
int memrepl_isatty(int descriptor)
{
    if (get(descriptor, CALLER) != NULL)
        fail(ENOTTY);
    return 0;
}

/* ---- Files by name --------------------------------------------------------------------------- */

int memrepl_unlink(const char *name)
{
    check_string(name, SIZE_MAX, CALLER);
    int error = files_remove(name, CALLER);
    return error == 0 ? 0 : fail(error);
}

int memrepl_access(const char *name, int mode)
{
    (void)mode;
    check_string(name, SIZE_MAX, CALLER);
    return files_exists(name, CALLER) ? 0 : -1;
}
