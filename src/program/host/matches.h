/* matches.h: the files of a folder whose names match a pattern. */
#ifndef MEMREPL_PROGRAM_HOST_MATCHES_H
#define MEMREPL_PROGRAM_HOST_MATCHES_H

#include <glob.h>

/* As glob() of FOLDER/PATTERN, with its results; but the folder's name means itself, whatever stands in
 * it, and one that cannot be read is an error, GLOB_ABORTED. *found is all zeros where nothing was
 * found; globfree() in any case. */
int matches_find(const char *folder, const char *pattern, glob_t *found);

#endif
