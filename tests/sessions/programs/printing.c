/* printing.c: prints before main, and between accesses to shared memory, in the middle of a step. */
#include <errno.h>
#include <stdio.h>

static int pages;

__attribute__((constructor)) static void title(void)
{
    printf("title\n");
}

int main(void)
{
    printf("cover\n");
    pages = 1;
    printf("first page\n");
    pages = 2;
    printf("second page\n");
    pages = 3;
    fprintf(stdout, "back\n");
    errno = pages;
    return 0;
}
