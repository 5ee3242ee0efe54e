/* checks.h: the checks of a lab, as its file of checks has them behind its head (program/labs.h).
 *
 *     check: two queues share nothing
 *     points: 4
 *     kind: queues share
 *     looks at: fields, memory
 *     visibility: hidden
 *     init; other init
 *     push 1 40; other push 2 25
 *     pop; other pop
 *
 * An empty line ends a check, and a line that starts with # is a comment. `kind` is the kind of
 * failure the check is meant for, a block of the lab's hints. A hidden check is not in the copy
 * that students get (labs/make-checks); it needs no line of its own to be public, and must then
 * pass once more with other numbers (twins/twin.h). Every task is judged by what it answers; which
 * tasks there are, and what `fields`, `memory` and `origin` mean, each set of tasks that the lab
 * names says in its header (tasks/tasks.h tells where). A name that makes tasks from a seed stands
 * for many of them. */
#ifndef GRADE_CHECKS_H
#define GRADE_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event;
struct task;
struct trial;

enum { TASK_ARGUMENTS = 4, TASK_SETS = 4, TASK_NAME_BYTES = 64 };

/* What can be asked for. */
struct task_row {
    const char *name;
    int arguments;     /* numbers that follow it, */
    int seed;          /* which of them, from 1 on, follows the seed of the grading; 0: none */
    bool takes_text;   /* or the rest of the task as it stands, */
    const char *needs; /* in which this must occur; or NULL */
    bool on_other;     /* `other` may stand before it: the second of two things */
    bool on_thread;    /* its first number is a request thread's */
    const char *
        request; /* for twins/twin.h, of each number: i is a thread's id, s a size; NULL: none is */
    const char *function; /* of the student's, that it calls; NULL when it calls none, "" when
                             its text begins with the name */

    /* Does it, and judges it. False when it failed: trial->failure is filled. */
    bool (*perform)(struct trial *trial, const struct task *task);
};

/* Makes many tasks: 1 to `most`, its first number. One of two or more numbers is a seed, any number;
 * others are 1 to GENERATOR_MOST. */
enum { GENERATOR_MOST = 1 << 16 };
struct maker;
struct generator {
    const char *name;
    int arguments, most;
    bool (*make)(const struct maker *maker, const struct task *order);
    int seed; /* which of them the seed is, from 0 on; 0: there is none */
};

/* What a module of tasks offers. Tables end with a row without a name. */
struct task_set {
    const char *name;
    const struct task_row *rows;
    const struct generator *generators; /* NULL: none */
    size_t model_bytes;                 /* of what trial_model() gives, all zeros in each check */
    bool keeps_model;                   /* or all zeros in the first, and then kept */
    const char *shown[2]; /* what a session prints before the failure, for `other` the second */

    bool stands_apart; /* its tasks neither follow nor lead to what others in a check do */

    /* Gives the tasks of a twin other numbers: of all sets together in their order, of which
     * it changes those of its own. NULL: checks with such tasks have no twin. */
    void (*vary)(struct task *tasks, size_t count, uint64_t seed);

    /* After the program was reset; NULL: nothing to do. */
    bool (*begin)(struct trial *trial);

    /* A kind that this event tells in the task that failed, or NULL; may itself be NULL. */
    const char *(*kind_of_event)(const struct trial *trial, const struct event *event);
};

struct task {
    const struct task_set *set;
    const struct task_row *row;
    int which; /* 0, or 1 for other */
    int arguments[TASK_ARGUMENTS];
    char *text; /* when the row takes it */
};

struct check {
    char *name, *kind;
    int points;
    bool looks_at_fields, looks_at_memory, looks_at_origin, is_hidden;
    bool is_twin; /* of a public check, with other numbers (twins/twin.h) */
    struct task *tasks;
    size_t task_count, task_room;
};

/* Begins as all zeros, with a seed: 1 leaves the seeds of the file as they are. */
struct checks {
    unsigned seed;
    const struct task_set *sets[TASK_SETS]; /* that the lab's checks may use */
    size_t set_count;
    struct check *checks;
    size_t count;
};

/* The set of that name may be used from now on. False when there is none. */
bool checks_use(struct checks *checks, const char *name);

/* Adds the checks of a file. False when the file is bad or cannot be read: *error is "FILE:LINE:
 * what is wrong" (caller frees; NULL when memory ran out). */
bool checks_read(struct checks *checks, const char *path, char **error);
void checks_free(struct checks *checks);

/* The sum of their points. */
int checks_points(const struct checks *checks);

/* A seed that stands in the file, moved on by that of the grading. */
int checks_seed(const struct checks *checks, int seed);

/* The student's function that a task calls, put into `name`; NULL when it calls none. */
const char *task_function(const struct task *task, char *name, size_t size);

/* ---- For generators -------------------------------------------------------------------------- */

/* Adds a task of the generator's own set; further numbers are 0. */
bool maker_add(const struct maker *maker, const char *name, int which, int first, int second);

/* A whole number below `limit`, from a seed that goes on. */
int maker_draw(uint64_t *seed, int limit);

#endif
