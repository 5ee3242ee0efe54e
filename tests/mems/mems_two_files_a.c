#include "mems_two_files.h"

/* Blocks of both files come from one heap, and either file can reach them. */
int main(void)
{
    mems_init();
    char *here = (char *)mems_malloc(100);
    char *there = (char *)allocated_elsewhere(100);
    int one_heap = mems_get(there) != NULL && here != there && head && !head->next;
    mems_free(there);
    one_heap = one_heap && !mems_get(there) && !mems_check();
    mems_finish();
    return one_heap ? 0 : 1;
}
