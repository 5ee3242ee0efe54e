/* A thread writes through pointers that lead anywhere: into unmapped memory, the program's own code
 * and whatever else lies in the process.
 *
 * expect: wild pointer or write to a constant or null pointer
 */
#include <pthread.h>
#include <stdint.h>
#include <string.h>

static void *writer(void *unused)
{
    (void)unused;
    for (uintptr_t address = 0x123456789000; address != 0; address = address * 3 + 0x1000)
        memset((void *)address, 0xff, 64);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, writer, NULL);
    pthread_join(thread, NULL);
    return 0;
}
