/* shelf.h - what window.c knows of shelf.c, whose object has no debug information. It does not declare
 * count and readers, but names them here: so the names stay. */
#include <semaphore.h>

struct book {
    int pages;
    struct book *next;
};

extern struct book shelf[3], *first;
extern sem_t places[4];

int shelf_pages(void);
