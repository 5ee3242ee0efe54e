/*
 * Prints more than anybody reads.
 * Kind of failure: functions
 */
#include <stdio.h>

int main(void)
{
    for (int line = 0; line < 2000; line++)
        printf("lab7: 100/100, and line %d\n", line);
    return 0;
}
