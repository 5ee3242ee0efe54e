/*
 * NAME: a purse that holds up to NAME_MOST coins. This is the interface of lab NUMBER; replace it by
 * your own.
 *
 * Invariant: 0 <= NAME_count() <= NAME_MOST
 */
#ifndef NAME_H
#define NAME_H

#include <stdbool.h>

enum { NAME_MOST = 100 };

/* Takes all coins out. */
void NAME_clear(void);

/* Puts `coins` more in. False when they do not all fit, and then none is put in.
   Precondition: coins > 0. */
bool NAME_add(int coins);

/* How many are in it; none to begin with. */
int NAME_count(void);

#endif
