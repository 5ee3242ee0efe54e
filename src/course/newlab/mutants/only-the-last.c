/*
 * A planted bug: NAME_add forgets the coins of earlier calls.
 * Kind of failure: wrong count
 */
#include "NAME.h"

static int count;

void NAME_clear(void)
{
    count = 0;
}

bool NAME_add(int coins)
{
    if (coins > NAME_MOST - count)
        return false;
    count = coins;
    return true;
}

int NAME_count(void)
{
    return count;
}
