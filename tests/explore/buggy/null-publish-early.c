/* A loader reads the settings; a user of the settings starts once they are there.
 *
 * expect: null pointer at 32
 *
 * The loader posts "ready" before it has set the pointer. A user who is quick follows a null
 * pointer. Announce what is finished, and nothing else.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>

struct settings {
    int volume;
};

static struct settings loaded = {.volume = 7};
static struct settings *_Atomic settings;
static sem_t ready;

static void *loader(void *unused)
{
    (void)unused;
    sem_post(&ready);
    atomic_store(&settings, &loaded);
    return NULL;
}

static void *user(void *volume)
{
    sem_wait(&ready);
    *(int *)volume = atomic_load(&settings)->volume;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int volume;
    sem_init(&ready, 0, 0);
    pthread_create(&threads[0], NULL, loader, NULL);
    pthread_create(&threads[1], NULL, user, &volume);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&ready);
    printf("The volume is %d.\n", volume);
    return 0;
}
