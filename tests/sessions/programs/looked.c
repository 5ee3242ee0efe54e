/* looked.c: what only its type tells, and what lies beyond a block. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
    struct node *next;
    char *text;
};
struct queue {
    struct node *head;
    int (*compare)(const char *, const struct node *);
};
struct hidden;

static struct queue queue;
static struct hidden *hidden;
static int (*shout)(const char *, ...) = printf;
static int (*(*rows)(int))[4];
static void (*on_exit_do)(void);
__extension__ static __int128 big = (__int128)255 << 64;
static union {
    int whole;
    char letters[4];
} word = {0x4241};
static struct {
    unsigned low : 4;
    int high : 4;
} bits = {9, -3};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *unused)
{
    return unused;
}

static int old()
{
    return bits.high + word.whole + (int)big;
}

int main(void)
{
    struct node *nodes = calloc(3, sizeof *nodes);
    if (!nodes)
        return 1;
    nodes[0].next = nodes + 1;
    nodes[1].next = NULL;
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    queue.head = work(nodes);
    shout("%d\n", old() && queue.compare && hidden && rows && on_exit_do);
    free(nodes);
    return 0;
}
