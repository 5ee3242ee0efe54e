/* Two threads push a node each onto a stack without a lock; main takes them off.
 *
 * Right because a push replaces the top only if it still is the one that the new node points to.
 * No node is taken off while others push, so none can come back under the same address (the "ABA"
 * problem): that is the bound on the use of this stack.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

struct node {
    struct node *next;
    int value;
};

static struct node *_Atomic top;

static void *push(void *argument)
{
    struct node *node = argument;
    node->next = atomic_load(&top);
    while (!atomic_compare_exchange_strong(&top, &node->next, node))
        continue;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    struct node nodes[2] = {{.value = 1}, {.value = 2}};
    int sum = 0;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, push, &nodes[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    for (struct node *node = atomic_load(&top); node != NULL; node = node->next)
        sum += node->value;
    printf("%d\n", sum);
    return 0;
}
