/* amiss.c - what goes wrong in ways that are rare, the one that the argument says. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static int table[4];
static volatile size_t all = (size_t)-4, more = 8192;

static void clear_return(void)
{
    memset(__builtin_frame_address(0), 0, 64);
}

static void call_without_variables(void)
{
    clear_return();
}

static void clear_much(void)
{
    static char much[1 << 20];
    for (volatile int i = 0; i < 1 << 20; i++)
        memset(much, 0, sizeof much);
}

int main(int count, char **words)
{
    volatile size_t wide = sizeof table + 4;
    char *block = malloc(16);
    char *pages = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(block, 0, 16);
    switch (count > 1 ? atoi(words[1]) : 0) {
    case 1:
        memset(block, 0, all);
        break;
    case 2:
        memset(table, 0, wide);
        break;
    case 3:
        return block[-8];
    case 4:
        memset(pages, 0, more);
        break;
    case 5:
        call_without_variables();
        break;
    case 6:
        clear_much();
        break;
    default:
        break;
    }
    munmap(pages, 4096);
    free(block);
    return 0;
}
