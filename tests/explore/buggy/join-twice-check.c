/* Two parents fetch one child from school: who comes first takes it home.
 *
 * expect: joined twice at 26
 *
 * Each looks whether the child was fetched, then fetches. Between look and deed the other one may
 * do the same, and a thread can be joined once only: its number may belong to another by then. The
 * look and the deed have to be one step, here atomic_exchange.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_t child;
static atomic_int is_fetched;

static void *play(void *unused)
{
    return unused;
}

static void *parent(void *unused)
{
    (void)unused;
    if (!atomic_load(&is_fetched)) {
        atomic_store(&is_fetched, 1);
        pthread_join(child, NULL);
    }
    return NULL;
}

int main(void)
{
    pthread_t parents[2];
    pthread_create(&child, NULL, play, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&parents[i], NULL, parent, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(parents[i], NULL);
    puts("The child is at home.");
    return 0;
}
