/*
 * A planted bug: NAME_add takes more than there is room for.
 * Kind of failure: limit ignored
 */
#include "NAME.h"

static int count;

void NAME_clear(void)
{
    count = 0;
}

bool NAME_add(int coins)
{
    count += coins;
    return true;
}

int NAME_count(void)
{
    return count;
}
