/* difference.h: what a call of MeMS did, in plain words.
 *
 * It is told from the chains before and after the call, mems->before and mems->now, by the rules of
 * the contract: which hole a request went to, what was split or mapped, what a freed block merged
 * with. Where the chains show something else than the rules say, the sentence says what they show. */
#ifndef MEMS_DIFFERENCE_H
#define MEMS_DIFFERENCE_H

#include "repl/mems/mems.h"

struct words;

/* Add what mems_malloc() did, which answered `address`, or NULL to a request for `size` bytes, and
 * what mems_free() of an address did. */
void difference_add_granted(const struct mems *mems, struct words *words, uint64_t address);
void difference_add_refused(const struct mems *mems, struct words *words, uint64_t size);
void difference_add_freed(const struct mems *mems, struct words *words, uint64_t address);

#endif
