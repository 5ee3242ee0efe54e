/* plain.h: files that somebody else may have put there. Nothing is read but plain files: no link is
 * followed, no pipe waited for, no device asked, no terminal taken over. */
#ifndef MEMREPL_PROGRAM_HOST_PLAIN_H
#define MEMREPL_PROGRAM_HOST_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

/* Opens the file for reading, seen from the open folder `place` or AT_FDCWD. The descriptor; -1 with
 * errno, ELOOP for a link and EINVAL for what else is no plain file. */
int plain_open(int place, const char *path);

/* Its bytes, at most `most` > 0 of them, with a zero byte behind; the caller frees. NULL with errno. */
char *plain_read(const char *path, size_t most, size_t *size);

/* Whether it is a pipe that has a name: who opens it to read waits, without a word, until somebody writes.
 * One that a shell has set up, as <(...) does, is none. What is said of it: "FILE is " PLAIN_PIPE. */
bool plain_is_named_pipe(const char *path);
#define PLAIN_PIPE "a pipe that perhaps nobody writes to: give a file"

#endif
