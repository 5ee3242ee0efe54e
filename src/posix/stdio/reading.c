#include "posix/stdio/reading.h"

#include <errno.h>
#include <stdbool.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "posix/lent.h"
#include "posix/stdio/files.h"
#include "posix/stdio/streams.h"
#include "stepper/child/engine.h"

/* ---- By the byte ----------------------------------------------------------------------------- */

static int next(FILE *handle, uint64_t pc)
{
    streams_cost(1, pc);
    return streams_next(streams_get(handle, pc));
}

int memrepl_fgetc(FILE *handle)
{
    return next(handle, CALLER);
}

int memrepl_getc(FILE *handle) __attribute__((alias("memrepl_fgetc")));
int memrepl_getc_unlocked(FILE *handle) __attribute__((alias("memrepl_fgetc")));

int memrepl_getchar(void)
{
    return next(memrepl_stdin, CALLER);
}

int memrepl_getchar_unlocked(void) __attribute__((alias("memrepl_getchar")));

int memrepl_ungetc(int byte, FILE *handle)
{
    struct stream *stream = streams_get(handle, CALLER);
    if (byte == EOF || stream->pushed_count == FILES_PUSHED_MOST)
        return EOF;
    stream->pushed[stream->pushed_count++] = (unsigned char)byte;
    stream->at_end = false;
    return (unsigned char)byte;
}

/* ---- By the line ----------------------------------------------------------------------------- */

char *memrepl_fgets(char *line, int size, FILE *handle)
{
    struct stream *stream = streams_get(handle, CALLER);
    int count = 0, byte = 0;
    streams_cost(0, CALLER);
    while (count < size - 1 && byte != '\n' && (byte = streams_next(stream)) >= 0) {
        check_next_write(line, (size_t)count, CALLER);
        line[count++] = (char)byte;
    }
    if (size < 1 || (count == 0 && size > 1))
        return NULL;
    check_next_write(line, (size_t)count, CALLER);
    line[count] = '\0';
    return line;
}

/* A line grows as a program's own would: the block is moved when it is full. */
static bool make_room(char **line, size_t *room, size_t wanted, uint64_t pc)
{
    if (*line != NULL && wanted <= *room)
        return true;
    size_t size = *room < 60 ? 120 : 2 * *room;
    char *larger = heap_resize(*line, size, pc);
    if (larger == NULL) {
        engine_thread()->error_number = ENOMEM;
        return false;
    }
    *line = larger;
    *room = size;
    return true;
}

static ssize_t read_line(char **line, size_t *room, int delimiter, FILE *handle, uint64_t pc)
{
    struct stream *stream = streams_get(handle, pc);
    size_t count = 0;
    int byte = -1;
    streams_cost(0, pc);
    check_access((uint64_t)line, sizeof *line, false, pc);
    check_write(line, sizeof *line, pc);
    check_write(room, sizeof *room, pc);
    do {
        if (!make_room(line, room, count + 2, pc))
            return -1;
        byte = streams_next(stream);
        if (byte < 0)
            break;
        check_next_write(*line, count, pc);
        (*line)[count++] = (char)byte;
    } while (byte != delimiter);
    check_next_write(*line, count, pc);
    (*line)[count] = '\0';
    return count == 0 ? -1 : (ssize_t)count;
}

ssize_t memrepl_getline(char **line, size_t *room, FILE *handle)
{
    return read_line(line, room, '\n', handle, CALLER);
}

ssize_t memrepl_getdelim(char **line, size_t *room, int delimiter, FILE *handle)
{
    return read_line(line, room, delimiter, handle, CALLER);
}

ssize_t memrepl___getdelim(char **line, size_t *room, int delimiter, FILE *handle)
    __attribute__((alias("memrepl_getdelim")));

/* ---- By the block ---------------------------------------------------------------------------- */

size_t memrepl_fread(void *bytes, size_t size, size_t count, FILE *handle)
{
    struct stream *stream = streams_get(handle, CALLER);
    size_t wanted = size * count, done = 0;
    char *target = bytes;
    streams_cost(0, CALLER);
    while (done < wanted) {
        int byte = streams_next(stream);
        if (byte < 0)
            break;
        check_next_write(target, done, CALLER);
        target[done++] = (char)byte;
    }
    return size == 0 ? 0 : done / size;
}
