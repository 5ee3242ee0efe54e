/* shelf.c - compiled, and then all debug information is taken out (src/course/bare.sh). */
#include "shelf.h"

struct book shelf[3], *first = &shelf[1];
sem_t places[4];
int count, readers[6]; /* declared nowhere */
static int hidden;

static int more(int pages)
{
    return hidden += pages;
}

int shelf_pages(void)
{
    return more(first->pages) + count + readers[2];
}
