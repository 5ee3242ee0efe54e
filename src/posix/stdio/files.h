/* files.h: the files of a subject. They live in its heap, in blocks it cannot touch, and go back in
 * time with it; what it writes never reaches the disk.
 *
 * A name that the subject opens for the first time stands for what is on the disk (recorded.h). From
 * then on the file is the subject's own: it can be changed, removed, and made anew. Standard input is
 * such a file, too, and has what stepper_start_main() was given. */
#ifndef POSIX_STDIO_FILES_H
#define POSIX_STDIO_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define FILES_OPEN_MOST 64                 /* at a time; a system's default is 1024 */
#define FILES_BYTES_MOST ((size_t)8 << 20) /* of one file; more is "no space left" */
#define FILES_PUSHED_MOST 4                /* bytes of ungetc() */

struct file {
    struct file *next; /* in the table, by no order */
    char *bytes;       /* of the heap when room > 0, else recorded ones, which stay as they are */
    size_t size, room;
    uint32_t opened; /* streams that lead to it */
    bool is_removed; /* has no name any more */
    bool is_null;    /* /dev/null */
    char name[];
};

/* An open file: what a descriptor stands for, or a FILE. */
struct stream {
    struct file *file; /* NULL: what is written is printed */
    size_t position;
    int descriptor;
    bool can_read, can_write, is_append;
    bool is_error;           /* prints to stderr */
    bool at_end, has_failed; /* of feof() and ferror() */
    int pushed_count;
    unsigned char pushed[FILES_PUSHED_MOST];
};

/* By its descriptor; NULL when that is not open. */
struct stream *files_descriptor(int descriptor, uint64_t pc);

/* As open(2). NULL, and errno of the thread set, when that cannot be. */
struct stream *files_open(const char *name, int flags, uint64_t pc);
void files_close(struct stream *stream, uint64_t pc);

/* Lets `stream` lead where another, fresh one leads, which is closed. */
void files_redirect(struct stream *stream, struct stream *fresh, uint64_t pc);

/* At the stream's position, which moves on. The bytes were checked by the caller. Reading at the end
 * gives 0; -1, and errno set, when the stream is not open for that or there is no room. */
ssize_t files_read(struct stream *stream, void *buffer, size_t size);
ssize_t files_write(struct stream *stream, const void *bytes, size_t size, uint64_t pc);

/* The next byte, which is not consumed; -1 at the end. */
int files_peek(const struct stream *stream);

/* As lseek(2), and fseek(3). */
off_t files_seek(struct stream *stream, off_t offset, int whence);

/* 0 or an errno number. */
int files_remove(const char *name, uint64_t pc);
int files_rename(const char *name, const char *fresh, uint64_t pc);
bool files_exists(const char *name, uint64_t pc);
int files_resize(struct file *file, size_t size, uint64_t pc);

#endif
