/* escapes.c - names, output and a warning that a terminal would obey, in a file of a long name. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>

#line 6 "red\033[31m.c"
int main(void)
{
    pthread_setname_np(pthread_self(), "bell\a\033c");
    printf("tab\t\302\23331m\nok\r\033[2J\n");
    int unused_before_it_returns_from_here;
#line 10 "a_file_of_a_very_long_name.c"
    return 0;
}
