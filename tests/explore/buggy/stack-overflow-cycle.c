/* Two boxes stand in a room; each of two movers puts one box into the other, unless it is in there
 * already the other way round. Main counts how deep the first box lies.
 *
 * expect: stack overflow at 21 or 24
 *
 * Look and move are two critical sections. When both look first, each box lies in the other, and
 * counting goes round in a circle until the stack is full.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

struct box {
    struct box *inside;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct box boxes[2];

static int depth(const struct box *box)
{
    if (box->inside == NULL)
        return 0;
    return 1 + depth(box->inside);
}

static bool is_inside(const struct box *box, const struct box *other)
{
    pthread_mutex_lock(&lock);
    bool inside = box->inside == other;
    pthread_mutex_unlock(&lock);
    return inside;
}

static void *mover(void *argument)
{
    struct box *box = argument, *other = box == &boxes[0] ? &boxes[1] : &boxes[0];
    if (is_inside(other, box))
        return NULL;
    pthread_mutex_lock(&lock);
    box->inside = other;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, mover, &boxes[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("The first box lies %d deep.\n", depth(&boxes[0]));
    return 0;
}
