/* lacking.h: what a lab wants of a hand-in that is not there. */
#ifndef GRADE_WORKER_LACKING_H
#define GRADE_WORKER_LACKING_H

struct image;

/* "your file does not define queue_pop", for the caller to free; NULL when the program has all of the
 * functions, of which there is NULL behind the last. */
char *lacking_describe(const struct image *image, char *const *functions);

#endif
