/* place.h: OUT, the folder that a class is graded into: one lab of one folder of submissions, one run
 * at a time. Sentences that are returned are the caller's to free; NULL says that all is well. */
#ifndef CLASS_PLACE_H
#define CLASS_PLACE_H

#include <limits.h>

struct place {
    char path[PATH_MAX]; /* without links */
    int locks[2];        /* descriptors, -1 for none */
};

/* Where a path leads that may not be there yet, and that it may be OUT for these submissions, a path
 * without links. Makes nothing. */
char *place_find(struct place *place, const char *given, const char *submissions);

/* Makes the folder and those in it, locks it for this part of the class, and remembers whose results
 * it holds: in OUT/submissions. */
char *place_take(struct place *place, int lab, const char *submissions, unsigned part,
                 unsigned parts);

/* Gives the locks back. */
void place_release(struct place *place);

#endif
