/*
 * NAME: the contract is NAME.h.
 */
#include "NAME.h"

// BEGIN SOLUTION
static int count;

// END SOLUTION
void NAME_clear(void)
{
    // BEGIN SOLUTION
    count = 0;
    // END SOLUTION
}

bool NAME_add(int coins)
{
    // BEGIN SOLUTION
    //| (void)coins;
    //| return false;
    if (coins > NAME_MOST - count)
        return false;
    count += coins;
    return true;
    // END SOLUTION
}

int NAME_count(void)
{
    // BEGIN SOLUTION
    //| return 0;
    return count;
    // END SOLUTION
}
