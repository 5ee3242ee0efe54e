/* drawer.c - second file of the unit tests' subject: names that desk.c has as well. */
#include <stdlib.h>
#include <unistd.h>

struct drawer {
    int number;
    struct drawer *under;
};

static int counter = 40;
static struct drawer bottom = {1, NULL};
struct drawer *drawer = &bottom;

int open_drawer(int number)
{
    static int calls = 17;
    counter += number; /* here: counter */
    calls++;
    if (number > 100 && fork() != 0)
        nice(2); /* here: nice */
    return bottom.number;
}
