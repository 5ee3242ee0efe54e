/* built.h: from a student's files to the program that the checks are done on: a look at what is in
 * them (hygiene/), the build, and loading it into a worker. */
#ifndef GRADE_WORKER_BUILT_H
#define GRADE_WORKER_BUILT_H

#include <stdbool.h>

#include "grade/worker/worker.h"

/* All strings stay the caller's. */
struct built_order {
    const struct lab *lab;
    const char *home;
    char *const *files; /* the student's, NULL behind the last, as seen from `place` */
    const char *place;  /* a folder; NULL: where the grader is */
    const char *folder; /* for what is built */
};

enum built_result {
    BUILT_DONE,
    BUILT_REFUSED, /* the files are at fault */
    BUILT_UNGRADED /* something else is: it does not come off with the solution either */
};

struct built {
    enum built_result result;
    struct worker *worker; /* BUILT_DONE */
    const char *sentence;  /* else: why there is none */
    char *messages;        /* of the compiler or the like, to quote below it; NULL: none */
    bool is_no_c;          /* the compiler refused it */
    bool may_be_mishap;    /* by what was said it is not certain that the files are at fault */
};

struct built built_make(const struct built_order *order);
void built_close(struct built *built);

#endif
