/* checks.h: the checks of a lab, as its two files have them: labs/…/checks and
 * solutions/…/checks.
 *
 *     check: two queues share nothing
 *     points: 4
 *     kind: queues share
 *     looks at: fields, memory
 *     init; other init
 *     push 1 40; other push 2 25
 *     pop; other pop
 *
 * An empty line ends a check, and a line that starts with # is a comment. `kind` is the kind of
 * failure the check is meant for, a block of the lab's hints. Every task is judged by what it
 * answers; for `fields` and `memory` see queue.h. The tasks are
 *
 *     init  push ID SIZE  pop  is_empty  destroy      calls of the student's functions
 *     litter                                          fills the queue with garbage
 *     memory N                                        malloc gives N more blocks, then NULL
 *     enqueue ID SIZE  serve  free ID                 as at the prompt, but serve handles all
 *     answer ID INDEX                                 what the thread was told; -1: no memory
 *
 * those about a queue with `other` before them for the second queue. Three stand for many, made
 * from a seed; `other mixed` uses both queues:
 *
 *     fill COUNT SEED     that many pushes
 *     drain COUNT         that many pops
 *     mixed COUNT SEED    pushes, pops and questions, with long runs of each */
#ifndef GRADE_CHECKS_H
#define GRADE_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

struct trial;
struct task;

enum { TASK_ARGUMENTS = 2, QUEUES = 2 };

/* What can be asked for: a row of the table in trial.c. */
struct task_row {
    const char *name;
    int arguments;
    bool on_queue;  /* `other` may stand before it */
    bool on_thread; /* its first number is a request thread's */

    /* Does it, and judges it. False when it failed: trial->failure is filled. */
    bool (*perform)(struct trial *trial, const struct task *task);
};

struct task {
    const struct task_row *row;
    int queue; /* 0, or 1 for other */
    int arguments[TASK_ARGUMENTS];
};

struct check {
    char *name, *kind;
    int points;
    bool looks_at_fields, looks_at_memory;
    struct task *tasks;
    size_t task_count, task_room;
};

/* Begins as all zeros. */
struct checks {
    struct check *checks;
    size_t count;
};

/* Adds the checks of a file. False when the file is bad or cannot be read: *error is "FILE:LINE:
 * what is wrong" (caller frees; NULL when memory ran out). */
bool checks_read(struct checks *checks, const char *path, char **error);
void checks_free(struct checks *checks);

/* The sum of their points. */
int checks_points(const struct checks *checks);

#endif
