/* The lock of a shared list is made by the thread that needs it first.
 *
 * expect: use before initialisation at 24
 *
 * atomic_exchange lets one thread only make the lock, but the other one takes the answer "somebody
 * makes it" for "it is made" and may use it before it is. pthread_once waits until it is.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct list {
    atomic_int is_made;
    pthread_mutex_t lock;
    int length;
};

static void *add(void *argument)
{
    struct list *list = argument;
    if (!atomic_exchange(&list->is_made, 1))
        pthread_mutex_init(&list->lock, NULL);
    pthread_mutex_lock(&list->lock);
    list->length++;
    pthread_mutex_unlock(&list->lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    struct list *list = malloc(sizeof *list);
    atomic_init(&list->is_made, 0);
    list->length = 0;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add, list);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d in the list\n", list->length);
    pthread_mutex_destroy(&list->lock);
    free(list);
    return 0;
}
