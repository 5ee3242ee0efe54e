#include "posix/stdio/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "posix/heap.h"
#include "posix/stdio/recorded.h"
#include "stepper/child/engine.h"
#include "stepper/control.h"

struct table {
    struct file *files;
    struct stream *open[FILES_OPEN_MOST]; /* by descriptor */
};

static int fail(int error)
{
    engine_thread()->error_number = error;
    return -1;
}

static void *reserve(size_t size, uint64_t pc)
{
    void *block = heap_reserve(size, false);
    if (block == NULL)
        engine_event((struct event){
            .kind = EVENT_TOO_MANY, .pc = pc, .value = ARENA_HEAP_BYTES, .other = NO_THREAD});
    return block;
}

/* ---- The table ------------------------------------------------------------------------------- */

static struct file *add_file(struct table *table, const char *name, uint64_t pc)
{
    struct file *file = reserve(sizeof *file + strlen(name) + 1, pc);
    strcpy(file->name, name);
    file->next = table->files;
    table->files = file;
    return file;
}

static struct stream *open_as(struct table *table, int descriptor, struct file *file, uint64_t pc)
{
    struct stream *stream = reserve(sizeof *stream, pc);
    *stream = (struct stream){.file = file, .descriptor = descriptor};
    if (file != NULL)
        file->opened++;
    table->open[descriptor] = stream;
    return stream;
}

static struct stream *add_stream(struct table *table, struct file *file, uint64_t pc)
{
    int descriptor = 0;
    while (descriptor < FILES_OPEN_MOST && table->open[descriptor] != NULL)
        descriptor++;
    if (descriptor == FILES_OPEN_MOST) {
        fail(EMFILE);
        return NULL;
    }
    return open_as(table, descriptor, file, pc);
}

static void add_standard_streams(struct table *table, uint64_t pc)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    const struct program_entry *entry = &control->machine.program.entry;
    struct file *input = add_file(table, "/dev/stdin", pc);
    input->bytes = (char *)control->texts + entry->input_at;
    input->size = entry->input_bytes;
    open_as(table, STDIN_FILENO, input, pc)->can_read = true;
    open_as(table, STDOUT_FILENO, NULL, pc)->can_write = true;
    struct stream *errors = open_as(table, STDERR_FILENO, NULL, pc);
    errors->can_write = errors->is_error = true;
}

/* It is made when first asked for. */
static struct table *table_get(uint64_t pc)
{
    uint64_t *files = &engine_machine()->program.files;
    if (*files == 0) {
        struct table *table = reserve(sizeof *table, pc);
        *files = (uint64_t)table;
        add_standard_streams(table, pc);
    }
    return (struct table *)*files;
}

struct stream *files_descriptor(int descriptor, uint64_t pc)
{
    bool is_known = descriptor >= 0 && descriptor < FILES_OPEN_MOST;
    return is_known ? table_get(pc)->open[descriptor] : NULL;
}

/* ---- Files by name --------------------------------------------------------------------------- */

static const char *without_dot(const char *name)
{
    while (name[0] == '.' && name[1] == '/')
        name += 2;
    return name;
}

/* The file as it was recorded, unless it was removed or changed before; NULL and errno when there is
 * none. */
static struct file *find_or_record(struct table *table, const char *name, uint64_t pc)
{
    for (struct file *file = table->files; file != NULL; file = file->next)
        if (strcmp(file->name, name) == 0) {
            if (file->is_removed)
                fail(ENOENT);
            return file->is_removed ? NULL : file;
        }
    if (strcmp(name, "/dev/null") == 0) {
        struct file *file = add_file(table, name, pc);
        file->is_null = true;
        return file;
    }
    const struct recording *recording = recorded_get(name);
    if (recording->error != 0) {
        fail(recording->error);
        return NULL;
    }
    struct file *file = add_file(table, name, pc);
    file->bytes = (char *)recording->text + recording->name_bytes;
    file->size = recording->bytes;
    return file;
}

/* A name that was removed is used again: streams may still lead to the file it had. */
static struct file *make_file(struct table *table, const char *name, uint64_t pc)
{
    for (struct file *file = table->files; file != NULL; file = file->next)
        if (file->is_removed && strcmp(file->name, name) == 0)
            file->name[0] = '\0';
    return add_file(table, name, pc);
}

static struct stream *open_standard(const char *name, struct table *table, uint64_t pc)
{
    if (strcmp(name, "/dev/stdout") != 0 && strcmp(name, "/dev/stderr") != 0 &&
        strcmp(name, "/dev/tty") != 0)
        return NULL;
    struct stream *stream = add_stream(table, NULL, pc);
    if (stream != NULL)
        stream->is_error = strcmp(name, "/dev/stderr") == 0;
    return stream;
}

static struct stream *open_file(struct table *table, const char *name, int flags, uint64_t pc)
{
    struct file *file = find_or_record(table, name, pc);
    bool may_make = engine_thread()->error_number == ENOENT && (flags & O_CREAT) != 0;
    if (file != NULL && (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0) {
        fail(EEXIST);
        return NULL;
    }
    if (file == NULL && !may_make)
        return NULL;
    if (file == NULL)
        file = make_file(table, name, pc);
    if ((flags & O_TRUNC) != 0)
        files_resize(file, 0, pc);
    return add_stream(table, file, pc);
}

struct stream *files_open(const char *name, int flags, uint64_t pc)
{
    struct table *table = table_get(pc);
    int error_before = engine_thread()->error_number;
    name = without_dot(name);
    struct stream *stream = open_standard(name, table, pc);
    if (stream == NULL)
        stream = open_file(table, name, flags, pc);
    if (stream == NULL)
        return NULL;
    int way = flags & O_ACCMODE;
    stream->can_read = (way == O_RDONLY || way == O_RDWR) && stream->file != NULL;
    stream->can_write = way == O_WRONLY || way == O_RDWR;
    stream->is_append = (flags & O_APPEND) != 0;
    engine_thread()->error_number = error_before;
    return stream;
}

void files_close(struct stream *stream, uint64_t pc)
{
    table_get(pc)->open[stream->descriptor] = NULL;
    if (stream->file != NULL)
        stream->file->opened--;
    heap_release(stream, pc);
}

void files_redirect(struct stream *stream, struct stream *fresh, uint64_t pc)
{
    int descriptor = stream->descriptor;
    if (stream->file != NULL)
        stream->file->opened--;
    if (fresh->file != NULL)
        fresh->file->opened++;
    *stream = *fresh;
    stream->descriptor = descriptor;
    files_close(fresh, pc);
}

int files_remove(const char *name, uint64_t pc)
{
    struct file *file = find_or_record(table_get(pc), without_dot(name), pc);
    if (file == NULL)
        return engine_thread()->error_number;
    file->is_removed = true;
    return 0;
}

bool files_exists(const char *name, uint64_t pc)
{
    return find_or_record(table_get(pc), without_dot(name), pc) != NULL;
}

/* The file moves by its contents: streams that lead to the old name see no later changes. */
int files_rename(const char *name, const char *fresh, uint64_t pc)
{
    struct table *table = table_get(pc);
    struct file *file = find_or_record(table, without_dot(name), pc);
    if (file == NULL)
        return engine_thread()->error_number;
    struct file *old = find_or_record(table, without_dot(fresh), pc);
    if (old == file)
        return 0;
    if (old != NULL)
        old->is_removed = true;
    struct file *target = make_file(table, without_dot(fresh), pc);
    int error = files_resize(target, file->size, pc);
    if (error == 0 && file->size > 0)
        memcpy(target->bytes, file->bytes, file->size);
    file->is_removed = true;
    return error;
}

/* ---- Contents -------------------------------------------------------------------------------- */

/* Makes the bytes the file's own, with room for so many. */
static int make_room(struct file *file, size_t size, uint64_t pc)
{
    if (size > FILES_BYTES_MOST)
        return ENOSPC;
    if (file->room > 0 && size <= file->room)
        return 0;
    size_t room = 256;
    while (room < size)
        room *= 2;
    char *bytes = heap_reserve(room, false);
    if (bytes == NULL)
        return ENOSPC;
    if (file->size > 0)
        memcpy(bytes, file->bytes, file->size < size ? file->size : size);
    if (file->room > 0)
        heap_release(file->bytes, pc);
    file->bytes = bytes;
    file->room = room;
    return 0;
}

int files_resize(struct file *file, size_t size, uint64_t pc)
{
    int error = file->is_null ? 0 : make_room(file, size, pc);
    if (error != 0 || file->is_null)
        return error;
    if (size > file->size)
        memset(file->bytes + file->size, 0, size - file->size);
    file->size = size;
    return 0;
}

int files_peek(const struct stream *stream)
{
    if (stream->pushed_count > 0)
        return stream->pushed[stream->pushed_count - 1];
    if (!stream->can_read || stream->position >= stream->file->size)
        return -1;
    return (unsigned char)stream->file->bytes[stream->position];
}

ssize_t files_read(struct stream *stream, void *buffer, size_t size)
{
    char *target = buffer;
    size_t done = 0;
    if (!stream->can_read)
        return fail(EBADF);
    while (done < size && stream->pushed_count > 0)
        target[done++] = (char)stream->pushed[--stream->pushed_count];
    const struct file *file = stream->file;
    size_t left = stream->position < file->size ? file->size - stream->position : 0;
    size_t count = left < size - done ? left : size - done;
    if (count > 0)
        memcpy(target + done, file->bytes + stream->position, count);
    stream->position += count;
    return (ssize_t)(done + count);
}

ssize_t files_write(struct stream *stream, const void *bytes, size_t size, uint64_t pc)
{
    struct file *file = stream->file;
    if (!stream->can_write)
        return fail(EBADF);
    if (file == NULL)
        engine_output(bytes, size, stream->is_error);
    if (file == NULL || file->is_null || size == 0)
        return (ssize_t)size;
    if (stream->is_append)
        stream->position = file->size;
    size_t end = stream->position + size;
    int error = end > file->size || file->room == 0
                    ? files_resize(file, end > file->size ? end : file->size, pc)
                    : 0;
    if (error != 0)
        return fail(error);
    memcpy(file->bytes + stream->position, bytes, size);
    stream->position = end;
    return (ssize_t)size;
}

off_t files_seek(struct stream *stream, off_t offset, int whence)
{
    if (stream->file == NULL)
        return fail(ESPIPE);
    off_t from = whence == SEEK_SET   ? 0
                 : whence == SEEK_CUR ? (off_t)stream->position - stream->pushed_count
                                      : (off_t)stream->file->size;
    if (whence < SEEK_SET || whence > SEEK_END || offset + from < 0)
        return fail(EINVAL);
    stream->position = (size_t)(from + offset);
    stream->pushed_count = 0;
    return (off_t)stream->position;
}
