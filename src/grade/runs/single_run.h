/* single_run.h: one run of a program around the student's files, step by step, in an order of its
 * threads that a scheduler gives. */
#ifndef GRADE_RUNS_SINGLE_RUN_H
#define GRADE_RUNS_SINGLE_RUN_H

#include "grade/trial.h"

struct image;
struct single_run;

struct single_run_order {
    const char *path;         /* of the program, as around_build() makes it */
    const char *const *words; /* of its main, the name first, NULL behind the last */
    enum scheduler_kind scheduler;
    uint64_t seed;
    uint64_t most_waits; /* of operations on locks, see stepper/machine/waits.h */

    /* Called behind each step; false ends the run there. NULL: nobody looks. */
    bool (*look)(void *looker, const struct single_run *run);
    void *looker;
};

/* A moment of the run: `step` steps were done, and the next is `runner`'s. */
struct moment {
    bool is_found;
    uint64_t step;
    char runner[MACHINE_NAME_BYTES], waiter[MACHINE_NAME_BYTES]; /* who waits then, or "" */
    char file[80]; /* the line of the student's that it is about: where the waiter stands, or what
                      the runner did last */
    int line;
};

struct single_run {
    struct image *image;
    struct lines *places;
    struct stepper *stepper;
    struct budget *budget; /* which pays for it when it is closed */

    /* What it came to. */
    struct event event;    /* EVENT_NONE: it stands still, or goes on and on */
    bool goes_on, is_late; /* the budget has ended it */
    struct wait_counts waits;
    uint64_t mapped_bytes, lines;    /* at the end; that stdout has */
    struct moment one_wait_too_many; /* the first */
};

/* Runs it to its end, or until it has taken far more steps than it should. False with *problem, a
 * sentence (heap string), when it cannot be run. single_run_close() in any case. */
bool single_run_do(struct single_run *run, const struct submission *submission,
                   const struct single_run_order *order, char **problem);
void single_run_close(struct single_run *run);

/* The last step in which code of the student's ran; not found when there was none shortly before
 * the end. The program does not stand at its end then. */
struct moment single_run_latest(struct single_run *run, const struct submission *submission);

/* The session that does the same run (heap string or NULL), stands at the moment, and says what comes
 * next; the place in the student's code is the failure's. */
char *single_run_session(const struct trial *trial, const struct single_run_order *order,
                         const struct moment *moment, const char *next);

#endif
