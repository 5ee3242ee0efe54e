/* Main returns while two threads have not written their lines yet.
 *
 * expect: exit with threads alive
 */
#include <pthread.h>
#include <stdio.h>

static void *writer(void *line)
{
    puts(line);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, writer, "first");
    pthread_detach(thread);
    pthread_create(&thread, NULL, writer, "second");
    pthread_detach(thread);
    return 0;
}
