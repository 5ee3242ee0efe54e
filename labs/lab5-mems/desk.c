/*
 * desk.c: the desk on which `call` and the grader try out your MeMS. It is built in together with
 * your file; nothing of it counts as yours.
 *
 * Here mmap can be made to fail: memory that always comes tries out only half of a program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

/* Mappings that mmap will still make; negative: as many as are wanted. */
int desk_mappings_left = -1;

void desk_mappings(int count)
{
    desk_mappings_left = count;
}

/* mmap64 is the same function under another name, and needs no name that is replaced here. */
void *mmap(void *address, size_t size, int protection, int flags, int file, off_t offset)
{
    if (desk_mappings_left == 0) {
        errno = ENOMEM;
        return MAP_FAILED;
    }
    if (desk_mappings_left > 0)
        desk_mappings_left--;
    return mmap64(address, size, protection, flags, file, offset);
}
