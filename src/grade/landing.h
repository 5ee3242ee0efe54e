/* landing.h: the way to the last moment before a failure, and the session that goes there.
 *
 * Method: from the end of the failed task the landing goes back a move at a time (a move is what
 * a thread did between two stops), and over each move forwards again, access by access, until it
 * has found one that the student's own code makes. The last such access is the landing. What
 * stands behind it is the failure: the event itself, or the return with a wrong result. */
#ifndef GRADE_LANDING_H
#define GRADE_LANDING_H

#include "grade/trial.h"

struct landing {
    bool is_found; /* false: the student's code touched no memory in this task */
    bool is_event; /* the next step is the event */
    bool is_slow;  /* an endless loop without accesses: to find this took up to a second */
    uint64_t moves_back;
    thread_slot slot;  /* who then goes on */
    uint64_t accesses; /* as many times `step SLOT -m` */
    int depth;         /* of calls */
    struct place place;
    bool has_caller; /* the function was called by the student's code, too: */
    struct place caller;
};

/* Finds the landing of a failed trial in one of the student's files (paths, NULL behind the
 * last). The program is left somewhere else: it must be reset before it is used again. */
struct landing landing_find(struct trial *trial, char *const *files);

/* Writes the session: what the trial did, an `expect` that stops it once the mistake is gone, the
 * way to the landing that was found, and what to see there. `lab` is what takes the
 * prompt to the same program ("lab 1"); `title` says which check it was. False with errno set
 * when it cannot be written. */
bool landing_save(const struct landing *landing, const struct trial *trial, const char *path,
                  const char *lab, const char *title);

#endif
