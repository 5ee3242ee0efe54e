#include "repl/mems/trace.h"

#include "program/host/plain.h"
#include "program/text.h"
#include "repl/study/study.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { HEADER_LINES = 4, LINE_BYTES = 64 };

/* What a block was made to be so far. */
enum block_state { BLOCK_NONE, BLOCK_LIVE, BLOCK_FREED };

struct reader {
    const char *path;
    FILE *file;
    int line;
    struct trace *trace;
    unsigned char *states; /* enum block_state, by id */
    char **error;
};

static bool refuse(const struct reader *reader, const char *what)
{
    *reader->error = text_format("%s:%d: %s", reader->path, reader->line, what);
    return false;
}

/* The next line without its end; false, not refused, at the end of the file. */
static bool next_line(struct reader *reader, char text[LINE_BYTES])
{
    reader->line++;
    if (fgets(text, LINE_BYTES, reader->file) == NULL)
        return false;
    text[strcspn(text, "\r\n")] = '\0';
    return true;
}

/* Reads "12 345": `count` numbers with a blank before each but the first, and nothing behind. */
static bool read_numbers(const char *text, int count, long *numbers)
{
    for (int n = 0; n < count; n++) {
        char *end;
        if (n > 0 && *text++ != ' ')
            return false;
        if (*text < '0' || *text > '9')
            return false;
        errno = 0;
        numbers[n] = strtol(text, &end, 10);
        if (errno != 0)
            return false;
        text = end;
    }
    return *text == '\0';
}

static bool read_header(struct reader *reader)
{
    char text[LINE_BYTES];
    long numbers[HEADER_LINES];
    for (int n = 0; n < HEADER_LINES; n++)
        if (!next_line(reader, text) || !read_numbers(text, 1, &numbers[n]))
            return refuse(reader, "no trace: it begins with four lines of a number each");
    if (numbers[1] > TRACE_OPERATIONS_MOST || numbers[2] > TRACE_OPERATIONS_MOST)
        return refuse(reader, "a trace has at most 1048576 operations");
    reader->trace->ids = (uint32_t)numbers[1];
    reader->trace->count = (size_t)numbers[2];
    return true;
}

/* Enters one operation, if the block is in a state for it. */
static bool enter(struct reader *reader, size_t index, char kind, long id, long size)
{
    unsigned char *state = &reader->states[id];
    if (kind == 'a' && *state != BLOCK_NONE)
        return refuse(reader, "this block was allocated before; each ID is allocated once");
    if (kind != 'a' && *state != BLOCK_LIVE)
        return refuse(reader, "this block is not allocated here");
    if (kind != 'f' && (size < 1 || size > TRACE_SIZE_MOST))
        return refuse(reader, "a size is 1 to 268435456 bytes");
    *state = kind == 'f' ? BLOCK_FREED : BLOCK_LIVE;
    reader->trace->requests[index] =
        (struct trace_request){.id = (uint32_t)id, .size = (int32_t)(kind == 'r' ? -size : size)};
    return true;
}

static bool read_operation(struct reader *reader, size_t index)
{
    char text[LINE_BYTES];
    long numbers[2] = {0, 0};
    if (!next_line(reader, text))
        return refuse(reader, "the trace ends before its last operation");
    int count = text[0] == 'f' ? 1 : 2;
    if (text[0] == '\0' || strchr("arf", text[0]) == NULL || text[1] != ' ' ||
        !read_numbers(text + 2, count, numbers))
        return refuse(reader, "no operation: a ID SIZE, r ID SIZE or f ID");
    if (numbers[0] >= (long)reader->trace->ids)
        return refuse(reader, "an ID is less than the number of ids in the second line");
    return enter(reader, index, text[0], numbers[0], numbers[1]);
}

static bool read_all(struct reader *reader)
{
    struct trace *trace = reader->trace;
    if (!read_header(reader))
        return false;
    trace->requests = calloc(trace->count + 1, sizeof trace->requests[0]);
    reader->states = calloc(trace->ids + 1, sizeof reader->states[0]);
    if (trace->requests == NULL || reader->states == NULL)
        return false;
    for (size_t index = 0; index < trace->count; index++)
        if (!read_operation(reader, index))
            return false;
    return true;
}

/* ---- Packed traces --------------------------------------------------------------------------- */

static bool is_packed(const char *path)
{
    const char *end = strrchr(path, '.');
    return end != NULL && strcmp(end, ".zst") == 0;
}

/* What zstd makes of an open file. The shell gets its descriptor, so no path needs quoting. */
static FILE *unpack(FILE *packed)
{
    char *command = text_format("exec zstd -dcq </dev/fd/%d 2>/dev/null", fileno(packed));
    FILE *unpacked = command == NULL ? NULL : popen(command, "r");
    free(command);
    return unpacked;
}

/* Ends zstd. If the trace broke off because zstd failed, that is the better reason. */
static void end_unpacking(struct reader *reader, bool is_read)
{
    bool broke_off = !is_read && feof(reader->file);
    int status = pclose(reader->file);
    if (!broke_off || !WIFEXITED(status) || WEXITSTATUS(status) == 0)
        return;
    bool is_missing = WEXITSTATUS(status) == 127; /* as the shell says it */
    free(*reader->error);
    *reader->error =
        text_format(is_missing ? "%s is packed, and zstd, which unpacks it, is not installed"
                               : "%s is packed, but zstd cannot unpack it",
                    reader->path);
}

/* ---------------------------------------------------------------------------------------------- */

/* What cannot be read, a folder for one, looks like a trace that ends. */
static void tell_unreadable(struct reader *reader)
{
    const char *reason = strerror(errno);
    free(*reader->error);
    *reader->error = text_format("cannot read %s: %s", reader->path, reason);
}

bool trace_read(struct trace *trace, const char *path, char **error)
{
    *trace = (struct trace){0};
    *error = plain_is_named_pipe(path) ? text_format("%s is " PLAIN_PIPE, path) : NULL;
    if (*error != NULL)
        return false;
    FILE *file = fopen(path, "r");
    struct reader reader = {.path = path, .file = file, .trace = trace, .error = error};
    if (file != NULL && is_packed(path))
        reader.file = unpack(file);
    if (reader.file == NULL) {
        *error = text_format("cannot read %s: %s", path, strerror(errno));
        if (file != NULL)
            fclose(file);
        return false;
    }
    bool is_read = read_all(&reader);
    if (!is_read && ferror(reader.file))
        tell_unreadable(&reader);
    if (reader.file != file)
        end_unpacking(&reader, is_read);
    fclose(file);
    free(reader.states);
    if (!is_read)
        trace_close(trace);
    return is_read;
}

void trace_close(struct trace *trace)
{
    free(trace->requests);
    *trace = (struct trace){0};
}
