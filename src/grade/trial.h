/* trial.h: one check, done to the student's program: its tasks in turn, up to the first that
 * fails.
 *
 *     checks.c ----task----> trial.c --> tasks/ --order--> worker/
 *                                          | compare
 *                             model: what the program should be by now
 *
 * Each set of tasks has a model of another shape than the student's data. It only ever learns of
 * the tasks, never of the program's memory. A task may also run this very memrepl on the student's
 * files; its failure then brings a session of its own. */
#ifndef GRADE_TRIAL_H
#define GRADE_TRIAL_H

#include "grade/checks.h"
#include "grade/phrase.h"
#include "grade/runs/budget.h"
#include "grade/worker/worker.h"
#include "program/labs.h"

enum { FAILURE_LOOK_BYTES = 80, NOTE_BYTES = 120 };

/* What is being graded. The strings stay the grading's. */
struct submission {
    const struct lab *lab;
    const char *home;    /* the folder with src/, labs/, build/ */
    char *const *files;  /* the student's, in the order of lab->files, as the instructor has them */
    char *const *texts;  /* the same, as they are read and compiled: seen from `place` */
    const char *place;   /* for copies of them; NULL: the lab's own, where they stand */
    const char *hand_in; /* the folder of a lab whose files the student names; else NULL */
    const char *from;    /* by which they were found; NULL: in the lab's own folder */
    struct budget *budget; /* for all that runs its code */
    const char *folder;    /* for what the grading makes; it is removed with all that is in it */
};

/* What was found wrong, and how one sees it at the prompt. */
struct finding {
    const char *kind;   /* a block of the hints; a constant. NULL: what the check is meant for */
    const char *manner; /* a constant: "result", "fields", an event's name */
    const char *expected, *got;
    const char *holds; /* what `expect` confirms after the last order; NULL: nothing does */
    const char *look;  /* commands that show it then; NULL: none but what the order itself says */
};

struct failure {
    const char *kind, *manner; /* a constant, or the check's */
    size_t task;               /* which of the check's; task_count: the start of the program */
    const char *function;      /* a constant: what went wrong, when the task calls more than one */
    char expected[PHRASE_BYTES], got[PHRASE_BYTES];
    char holds[FAILURE_LOOK_BYTES], look[FAILURE_LOOK_BYTES]; /* "": none */
    bool has_place;                                           /* there was an event */
    struct place place;                                       /* where, in the source */
    bool has_caller;     /* its function was called by the student's code, */
    struct place caller; /* at this place */

    /* Of a task that ran memrepl: */
    bool is_run;

    bool is_unwritten; /* none of the student's code was on the way */
    bool is_unbegun;   /* the check was not done: `got` says why */
    char *session;     /* text of the session that shows it; heap, or NULL */
    char *file;        /* what place.file points to, and text of the line; heap, or NULL */
    char *line;
};

struct trial {
    struct worker *worker; /* NULL when the lab has no program */
    const struct submission *submission;
    const struct check *check;
    void *models[TASK_SETS];
    const struct checks *checks;
    int64_t live_blocks;   /* on the program's heap before the first task */
    uint64_t task_begin;   /* position of the stepper before the mistake can have been made */
    char note[NOTE_BYTES]; /* behind the name of a check that is passed: "bounded: ..." */
    struct failure failure;
    int loops;          /* checks so far that came to no end */
    int64_t counted_ms; /* of the worker's program, already taken from the budget */
};

/* A hand-in that comes to no end may do so in each check. The first TRIAL_LOOPS that do take as long as
 * the stepper lets them, later ones a tenth of that; and all of them together TRIAL_TICKS, thirty times
 * what the longest right grading takes, some ten seconds: what is not done then is not passed. Code may
 * also take its time with little to count; then the budget ends it: the check that it ends in is not
 * passed, and those behind it are not begun. */
enum { TRIAL_LOOPS = 1, TRIAL_TICKS = 2000000000 };

/* Gets ready for checks on a submission. False when memory ran out. trial_close() in any case. */
bool trial_open(struct trial *trial, struct worker *worker, const struct submission *submission,
                const struct checks *checks);
void trial_close(struct trial *trial);

/* Does one check. False when the program failed it: trial->failure says how, and the program
 * stands where it did. The strings in the failure live until the next check. */
bool trial_run(struct trial *trial, const struct check *check);

/* ---- For the sets of tasks ------------------------------------------------------------------- */

/* The model of a set that the lab uses: as many bytes as the set wants, zeros before each check. */
void *trial_model(const struct trial *trial, const struct task_set *set);

/* Fills the failure. Always false, so that it can be returned. */
bool trial_fail(struct trial *trial, const struct finding *finding);

/* The words for what hinders a task; NULL is for want of memory, which is a mishap. */
const char *trial_problem(const char *problem);

/* Where the student's code called the function that the thread is in; false when it did not. */
bool trial_find_caller(const struct trial *trial, const struct thread *thread,
                       struct place *caller);

/* ", the last one at request_queue.c:40": where the student's code allocated the newest block that
 * is still allocated; nothing when it has none. */
void trial_add_newest(struct trial *trial, struct phrase *phrase);

/* The failure of a task that the budget has ended. Always false. */
bool trial_fail_late(struct trial *trial);

/* True when the order came to its end: the function returned or, with `may_wait`, the thread
 * waits. Else fills the failure. */
bool trial_has_come(struct trial *trial, const struct answer *answer, bool may_wait,
                    const char *expected);

#endif
