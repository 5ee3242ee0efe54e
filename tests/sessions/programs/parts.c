/* parts.c - a variable of each thread, a condition, a lock that goes, and blocks that two pointers share. */
#include <pthread.h>
#include <stdlib.h>

typedef int amount;
struct point {
    int x, y;
};
struct node {
    struct node *next;
    int value;
};

static struct point *here, *there;
static struct node *list;
static __thread amount own;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;

static void *move(void *point)
{
    pthread_mutex_lock(&lock);
    own = ((struct point *)point)->x = 5;
    pthread_cond_signal(&moved);
    own = 6;
    pthread_mutex_unlock(&lock);
    return point;
}

int main(void)
{
    pthread_t thread;
    here = there = calloc(1, sizeof *here);
    list = calloc(1, sizeof *list);
    list->next = (struct node *)16;
    pthread_create(&thread, NULL, move, here);
    pthread_join(thread, NULL);
    pthread_mutex_destroy(&lock);
    pthread_cond_signal(&moved);
    free(list);
    free(here);
    return 0;
}
