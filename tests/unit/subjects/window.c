/* window.c - the file that has debug information: a static of its own beside a name of shelf.c. */
#include "shelf.h"

static int hidden = 3;

int look(void)
{
    return hidden + shelf[2].pages + shelf_pages() + (int)sizeof places;
}

int wait(void)
{
    return sem_wait(&places[1]) + (first != 0);
}
