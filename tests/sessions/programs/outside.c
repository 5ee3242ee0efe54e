/* outside.c: pointers that lead out of the program. */
#include <stdio.h>
#include <stdlib.h>

static int (*say)(const char *) = puts;
static int (*compare)(const char *, const char *);
static FILE *stream;
static void *anywhere = (void *)0x1234;
static _Complex double odd = 1.5;
static __int128 large = 7;

int main(void)
{
    stream = stdout;
    return say("hello") < 0 || compare != NULL || stream == anywhere || large == 0 || odd == 0;
}
