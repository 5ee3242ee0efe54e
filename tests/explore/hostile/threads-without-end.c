/* Each thread creates the next one and joins it.
 *
 * expect: limit reached or bounded
 */
#include <pthread.h>
#include <stddef.h>

static void *breed(void *unused)
{
    pthread_t child;
    pthread_create(&child, NULL, breed, unused);
    pthread_join(child, NULL);
    return NULL;
}

int main(void)
{
    breed(NULL);
    return 0;
}
