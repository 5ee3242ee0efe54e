/* beside.h: files that are written beside their name and renamed over it once they are whole.
 *
 * So a full disk, or the end of this process at any moment, leaves the file of before, or none. What is
 * in the way of that name is left alone: a name is taken that nobody has, and one that a process left
 * which was killed does not block the next. A link goes on to lead to the file. */
#ifndef MEMREPL_PROGRAM_HOST_BESIDE_H
#define MEMREPL_PROGRAM_HOST_BESIDE_H

#include <stdbool.h>
#include <stdio.h>

struct beside {
    FILE *out;
    char *path; /* the file itself, links followed */
    char *part; /* where it is written */
};

/* Opens it for writing, with the permissions of the file that is there; what is there and no plain file
 * is EINVAL. False with errno, and nothing left behind. */
bool beside_open(struct beside *beside, const char *path);

/* Puts it in its place when all could be written and `is_wanted`; else removes it. False with errno when
 * it could not be written. */
bool beside_close(struct beside *beside, bool is_wanted);

#endif
