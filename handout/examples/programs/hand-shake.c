/* hand-shake.c: one thread asks, another answers.
 *
 * Meant: main asks for twice its number and prints the answer, 42.
 * Wrong: the answer is posted before it is written. With luck the helper runs on and writes it in time;
 * but between the two lines main may wake and read what is not there yet. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static int question, answer;
static sem_t asked, answered;

static void *helper(void *unused)
{
    sem_wait(&asked);
    int result = 2 * question;
    sem_post(&answered);
    answer = result;
    return unused;
}

int main(void)
{
    pthread_t thread;
    sem_init(&asked, 0, 0);
    sem_init(&answered, 0, 0);
    pthread_create(&thread, NULL, helper, NULL);

    question = 21;
    sem_post(&asked);
    sem_wait(&answered);
    printf("%d\n", answer);

    pthread_join(thread, NULL);
    return 0;
}
