/* account.h: the grader's own account of locks and semaphores, kept by the history of a run: who holds
 * what, and what a semaphore is at. The stepper's figures must agree with it, operation by
 * operation. Conditions, reader-writer locks and barriers are left out. */
#ifndef RECHECK_ACCOUNT_H
#define RECHECK_ACCOUNT_H

#include "grade/recheck/witness.h"

enum { ACCOUNT_OBJECTS = 256 }; /* of more, the first */

/* Begins as all zeros. */
struct account {
    struct account_entry {
        uint64_t address;
        int64_t value; /* of a semaphore; of a mutex who holds it, -1: nobody */
    } entries[ACCOUNT_OBJECTS];
    size_t count;
};

/* Enters an operation that was done. is_new: the semaphore may have been initialised since the one
 * before, which is no operation itself. False with the difference. */
bool account_enter(struct account *account, const struct trace_entry *done, bool is_new,
                   struct difference *difference);

/* At the end of a run: what is left is at what its operations leave it at. */
bool account_close(const struct account *account, const struct machine *machine,
                   struct difference *difference);

#endif
