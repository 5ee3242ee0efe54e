/*
 * example.c: all six functions of MeMS in one program.
 *
 * Ten blocks of 250 ints; write and read one of them through mems_get(); free two neighbours and
 * see the holes merge; a smaller block takes the low end of that hole.
 */
#include "mems.h"

enum { BLOCKS = 10, INTS = 250 };

/* The pointer to element i of the array at a virtual address. */
static int *element(void *array, int i)
{
    return (int *)mems_get((char *)array + (size_t)i * sizeof(int));
}

int main(void)
{
    void *blocks[BLOCKS];

    mems_init();

    printf("Virtual addresses of %d blocks of %zu bytes:\n", BLOCKS, INTS * sizeof(int));
    for (int i = 0; i < BLOCKS; i++) {
        blocks[i] = mems_malloc(INTS * sizeof(int));
        printf("  block %d starts at %zu\n", i, (size_t)blocks[i]);
    }

    printf("\nWriting 200 into element 1 of block 0, at virtual address %zu.\n",
           (size_t)blocks[0] + sizeof(int));
    *element(blocks[0], 1) = 200;
    printf("Reading it through its virtual address: %d\n\n", *element(blocks[0], 1));
    mems_print_stats();

    printf("\nFreeing blocks 4 and 5: their holes merge.\n");
    mems_free(blocks[4]);
    mems_free(blocks[5]);
    printf("mems_get of a freed address: %s\n", mems_get(blocks[4]) ? "a pointer" : "NULL");
    mems_print_stats();

    printf("\nA block of 1500 bytes: first fit puts it at %zu.\n", (size_t)mems_malloc(1500));
    mems_print_stats();

    mems_finish();
    return 0;
}
