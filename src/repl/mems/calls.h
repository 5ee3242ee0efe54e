/* calls.h: the commands that call MeMS and change the heap, and what happened in plain words.
 *
 * What a call did is told from the chains before and after it, by the rules of the contract: which
 * hole a request went to, what was split or mapped, what a freed block merged with. Where the
 * chains show something else than the rules say, the sentence says what they show. */
#ifndef MEMS_CALLS_H
#define MEMS_CALLS_H

#include "repl/mems/mems.h"

struct words;

/* Add what mems_malloc(), which answered `address`, or mems_free() of it did: the difference between
 * mems->before and mems->now. */
void calls_add_granted(const struct mems *mems, struct words *words, uint64_t address);
void calls_add_freed(const struct mems *mems, struct words *words, uint64_t address);

/* init, malloc, free, finish, check. */
extern const struct command calls_commands[];

#endif
