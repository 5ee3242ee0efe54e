/* Three smokers each have one of three things and need the other two, which an agent lays out.
 *
 * Right because the agent posts to the smoker whom the two things suit, instead of one post for
 * each thing, of which two smokers could take one each (Patil's puzzle, in the version that has an
 * answer). The agent goes on when the table is empty.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { SMOKERS = 3 };

static sem_t suits[SMOKERS], table_empty;
static int smoked[SMOKERS];

static void *smoker(void *count)
{
    int me = (int)((int *)count - smoked);
    sem_wait(&suits[me]);
    smoked[me]++;
    sem_post(&table_empty);
    return NULL;
}

int main(void)
{
    pthread_t threads[SMOKERS];
    sem_init(&table_empty, 0, 1);
    for (int i = 0; i < SMOKERS; i++)
        sem_init(&suits[i], 0, 0);
    for (int i = 0; i < SMOKERS; i++)
        pthread_create(&threads[i], NULL, smoker, &smoked[i]);
    for (int i = SMOKERS - 1; i >= 0; i--) {
        sem_wait(&table_empty);
        sem_post(&suits[i]);
    }
    for (int i = 0; i < SMOKERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < SMOKERS; i++)
        sem_destroy(&suits[i]);
    sem_destroy(&table_empty);
    printf("%d %d %d\n", smoked[0], smoked[1], smoked[2]);
    return 0;
}
