#include "posix/stdio/streams.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "posix/lent.h"
#include "posix/stdio/files.h"
#include "stepper/child/tick.h"

/* What a call costs besides its bytes, in bytes. */
enum { CALL_BYTES = 1000 };

void streams_cost(size_t size, uint64_t pc)
{
    tick_call(pc);
    engine_bulk(pc, size + CALL_BYTES);
}

/* ---- What a FILE stands for ------------------------------------------------------------------ */

static int standard_descriptor(const FILE *handle)
{
    return handle == memrepl_stdin    ? STDIN_FILENO
           : handle == memrepl_stdout ? STDOUT_FILENO
           : handle == memrepl_stderr ? STDERR_FILENO
                                      : -1;
}

static _Noreturn void refuse(const FILE *handle, uint64_t pc)
{
    struct event event = {.kind = handle == NULL ? EVENT_NULL_ACCESS : EVENT_WILD_ACCESS,
                          .pc = pc,
                          .address = (uint64_t)handle,
                          .text = "this is no open stream",
                          .other = NO_THREAD};
    int standard = standard_descriptor(handle);
    if (standard >= 0) { /* which lies with the kit, elsewhere in each run */
        static const char *const names[] = {"stdin", "stdout", "stderr"};
        event.address = 0;
        snprintf(event.text, sizeof event.text, "%s was closed", names[standard]);
    }
    if (heap_is_released((uint64_t)handle)) {
        event.kind = EVENT_USE_AFTER_FREE;
        strcpy(event.text, "the stream was closed");
        heap_describe((uint64_t)handle, &event);
    }
    engine_event(event);
}

struct stream *streams_get(FILE *handle, uint64_t pc)
{
    int standard = standard_descriptor(handle);
    if (standard >= 0) {
        struct stream *stream = files_descriptor(standard, pc);
        if (stream == NULL)
            refuse(handle, pc);
        return stream;
    }
    for (int descriptor = 0; descriptor < FILES_OPEN_MOST; descriptor++) {
        struct stream *stream = files_descriptor(descriptor, pc);
        if (stream != NULL && (FILE *)stream == handle)
            return stream;
    }
    refuse(handle, pc);
}

static FILE *handle_of(struct stream *stream)
{
    FILE *const standard[] = {memrepl_stdin, memrepl_stdout, memrepl_stderr};
    if (stream == NULL)
        return NULL;
    return stream->descriptor <= STDERR_FILENO ? standard[stream->descriptor] : (FILE *)stream;
}

/* ---- Bytes ----------------------------------------------------------------------------------- */

/* While a program only prints there are no files to be looked after. */
static bool prints_directly(const FILE *handle)
{
    return engine_machine()->program.files == 0 &&
           (handle == memrepl_stdout || handle == memrepl_stderr);
}

size_t streams_write(FILE *handle, const char *bytes, size_t size, uint64_t pc)
{
    streams_cost(size, pc);
    if (prints_directly(handle)) {
        engine_output(bytes, size, handle == memrepl_stderr);
        return size;
    }
    struct stream *stream = streams_get(handle, pc);
    ssize_t written = files_write(stream, bytes, size, pc);
    stream->has_failed |= written < 0;
    return written < 0 ? 0 : (size_t)written;
}

int streams_next(struct stream *stream)
{
    unsigned char byte;
    ssize_t count = files_read(stream, &byte, 1);
    stream->has_failed |= count < 0;
    stream->at_end |= count == 0;
    return count == 1 ? byte : -1;
}

/* ---- Opening and closing --------------------------------------------------------------------- */

/* The flags of open(2) for a mode such as "r+"; -1 when it is none. */
static int flags_of(const char *mode, uint64_t pc)
{
    check_string(mode, SIZE_MAX, pc);
    bool is_both = strchr(mode, '+') != NULL;
    int way = is_both ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
    int exclusive = strchr(mode, 'x') != NULL ? O_EXCL : 0;
    switch (mode[0]) {
    case 'r':
        return way;
    case 'w':
        return way | O_CREAT | O_TRUNC | exclusive;
    case 'a':
        return way | O_CREAT | O_APPEND | exclusive;
    default:
        engine_thread()->error_number = EINVAL;
        return -1;
    }
}

FILE *memrepl_fopen(const char *name, const char *mode)
{
    check_string(name, SIZE_MAX, CALLER);
    streams_cost(0, CALLER);
    int flags = flags_of(mode, CALLER);
    return flags < 0 ? NULL : handle_of(files_open(name, flags, CALLER));
}

FILE *memrepl_fopen64(const char *name, const char *mode) __attribute__((alias("memrepl_fopen")));

FILE *memrepl_fdopen(int descriptor, const char *mode)
{
    struct stream *stream = files_descriptor(descriptor, CALLER);
    if (stream == NULL)
        engine_thread()->error_number = EBADF;
    return flags_of(mode, CALLER) < 0 ? NULL : handle_of(stream);
}

FILE *memrepl_freopen(const char *name, const char *mode, FILE *handle)
{
    struct stream *stream = streams_get(handle, CALLER);
    check_string(name, SIZE_MAX, CALLER);
    int flags = flags_of(mode, CALLER);
    struct stream *fresh = flags < 0 ? NULL : files_open(name, flags, CALLER);
    if (fresh == NULL)
        return NULL;
    files_redirect(stream, fresh, CALLER);
    return handle;
}

FILE *memrepl_tmpfile(void)
{
    static const char name[] = " temporary"; /* removed at once, so that each is another */
    struct stream *stream = files_open(name, O_RDWR | O_CREAT, CALLER);
    files_remove(name, CALLER);
    return handle_of(stream);
}

int memrepl_fclose(FILE *handle)
{
    files_close(streams_get(handle, CALLER), CALLER);
    return 0;
}

int memrepl_fflush(FILE *handle)
{
    if (handle != NULL && !prints_directly(handle))
        streams_get(handle, CALLER);
    return 0;
}

int memrepl_setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
    (void)stream, (void)buffer, (void)mode, (void)size;
    return 0;
}

void memrepl_setbuf(FILE *stream, char *buffer)
{
    (void)stream, (void)buffer;
}

void memrepl_setlinebuf(FILE *stream)
{
    (void)stream;
}

/* ---- State and position ---------------------------------------------------------------------- */

int memrepl_feof(FILE *handle)
{
    return streams_get(handle, CALLER)->at_end;
}

int memrepl_ferror(FILE *handle)
{
    return streams_get(handle, CALLER)->has_failed;
}

void memrepl_clearerr(FILE *handle)
{
    struct stream *stream = streams_get(handle, CALLER);
    stream->at_end = stream->has_failed = false;
}

int memrepl_fileno(FILE *handle)
{
    return streams_get(handle, CALLER)->descriptor;
}

static int seek(FILE *handle, off_t offset, int whence, uint64_t pc)
{
    struct stream *stream = streams_get(handle, pc);
    if (files_seek(stream, offset, whence) < 0)
        return -1;
    stream->at_end = false;
    return 0;
}

int memrepl_fseek(FILE *handle, long offset, int whence)
{
    return seek(handle, offset, whence, CALLER);
}

int memrepl_fseeko(FILE *handle, off_t offset, int whence) __attribute__((alias("memrepl_fseek")));

long memrepl_ftell(FILE *handle)
{
    const struct stream *stream = streams_get(handle, CALLER);
    if (stream->file == NULL) {
        engine_thread()->error_number = ESPIPE;
        return -1;
    }
    return (long)stream->position - stream->pushed_count;
}

off_t memrepl_ftello(FILE *handle) __attribute__((alias("memrepl_ftell")));

void memrepl_rewind(FILE *handle)
{
    seek(handle, 0, SEEK_SET, CALLER);
    streams_get(handle, CALLER)->has_failed = false;
}

/* ---- Files by name --------------------------------------------------------------------------- */

static int answer(int error)
{
    if (error != 0)
        engine_thread()->error_number = error;
    return error == 0 ? 0 : -1;
}

int memrepl_remove(const char *name)
{
    check_string(name, SIZE_MAX, CALLER);
    return answer(files_remove(name, CALLER));
}

int memrepl_rename(const char *name, const char *fresh)
{
    check_string(name, SIZE_MAX, CALLER);
    check_string(fresh, SIZE_MAX, CALLER);
    return answer(files_rename(name, fresh, CALLER));
}
