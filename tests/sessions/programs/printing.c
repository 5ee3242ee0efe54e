/* printing.c: prints between its accesses to shared memory, all in the middle of a step. */
#include <stdio.h>

static int pages;

int main(void)
{
    printf("cover\n");
    pages = 1;
    printf("first page\n");
    pages = 2;
    printf("second page\n");
    pages = 3;
    printf("back\n");
    return 0;
}
