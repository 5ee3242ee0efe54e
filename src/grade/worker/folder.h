/* folder.h: a folder of its own for each grading, in leftovers_place(), for what is built there. */
#ifndef GRADE_WORKER_FOLDER_H
#define GRADE_WORKER_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

enum { FOLDER_BYTES = 200 };

/* Makes one and puts its path into `folder`. False with errno, and "" there. Those
 * of gradings that were killed are removed: whoever made one keeps it locked while he lives. */
bool folder_make(char *folder, size_t size);

/* True when there is so little room left that what was made there may not be whole. */
bool folder_is_full(const char *folder);

/* With the files in it. */
void folder_remove(const char *folder);

#endif
