/* copies.h: the files of a hand-in, read once, before anything is made of them.
 *
 * What is graded are copies, in a folder where nothing else is. A header beside the student's file is
 * not there for the compiler then; no link below the folder that was named leads elsewhere; and who
 * changes a file while it is graded changes nothing. */
#ifndef GRADE_WORKER_COPIES_H
#define GRADE_WORKER_COPIES_H

#include <stdbool.h>
#include <stddef.h>

enum copies_result {
    COPIES_DONE,
    COPIES_REFUSED, /* it is no plain file, or stands behind a link: there is no copy */
    COPIES_FAILED   /* errno: it cannot be read, or the copy be written */
};

/* Copies the file at `path` into `folder`, under its own name, and at most `most` bytes of it. Of the
 * path the first `named` bytes, a folder, are the instructor's and may be a link. */
enum copies_result copies_take(const char *path, size_t named, size_t most, const char *folder);

/* How much of a path that was found by `from`, here or below `home`, is the instructor's: all up to
 * what is in the folder that `from` names. */
size_t copies_named(const char *path, const char *home, const char *from);

/* The names that copies of files have, in a list to be freed with labs_free_list(); NULL: no memory. */
char **copies_names(char *const *paths);

#endif
