/* journal.h: the list of choices since the subject was loaded, looked at and copied. Positions count
 * from its very beginning here, not from the base. */
#ifndef STEPPER_JOURNAL_H
#define STEPPER_JOURNAL_H

#include "stepper/seen.h"

/* Takes over all choices of another up to where that one stands, with what they need. */
void journal_copy(struct control *control, const struct control *from, const struct seen *seen);

/* The position `moves` moves of threads before the present one, not before the base; *moves then
 * says how many there were. */
uint64_t journal_moves_back(const struct seen *seen, const struct choice *journal, uint64_t *moves);

/* The position at which `step` operations were performed and more is about to be; false when the
 * journal never gets there. */
bool journal_find_step(const struct seen *seen, const struct choice *journal, uint64_t step,
                       uint64_t *position);

#endif
