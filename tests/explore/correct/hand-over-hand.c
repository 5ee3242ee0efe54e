/* Two threads add to the values of a list, with a lock in each node.
 *
 * Right because a thread takes the next node's lock before it gives back its own, so that nobody
 * overtakes it, and because all walk in the same direction, so that no circle of waiting closes.
 */
#include <pthread.h>
#include <stdio.h>

enum { NODES = 2, THREADS = 2 };

struct node {
    pthread_mutex_t lock;
    int value;
    struct node *next;
};

static struct node nodes[NODES] = {
    {PTHREAD_MUTEX_INITIALIZER, 1, &nodes[1]},
    {PTHREAD_MUTEX_INITIALIZER, 2, NULL},
};

static void *add_one(void *first)
{
    struct node *node = first;
    pthread_mutex_lock(&node->lock);
    while (node != NULL) {
        struct node *next = node->next;
        node->value++;
        if (next != NULL)
            pthread_mutex_lock(&next->lock);
        pthread_mutex_unlock(&node->lock);
        node = next;
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, add_one, &nodes[0]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d\n", nodes[0].value, nodes[1].value);
    return 0;
}
