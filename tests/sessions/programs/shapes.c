/* shapes.c: variables of each kind, local ones too, in two threads that call and recurse. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum colour { RED, GREEN, BLUE = 9 };

union word {
    int whole;
    char letters[4];
};

struct node {
    int id;
    int size;
    struct node *next;
};

struct shape {
    enum colour colour;
    unsigned filled : 1;
    int rotation : 7;
    double width;
    float height;
    char name[8];
    int (*area)(struct shape *shape);
    union word word;
    struct node *nodes;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread int turns;
static int total;

static int area(struct shape *shape)
{
    int result = (int)(shape->width * (double)shape->height);
    pthread_mutex_lock(&lock);
    total += result;
    pthread_mutex_unlock(&lock);
    return result;
}

static int descend(int depth, struct shape *shape)
{
    static int deepest = 3;
    int below = turns++;
    if (depth == deepest)
        return shape->area(shape);
    below = descend(depth + 1, shape);
    return below + depth;
}

static struct node *insert(struct node *list, int id, int size)
{
    struct node *fresh = malloc(sizeof *fresh);
    *fresh = (struct node){id, size, list};
    return fresh;
}

static void *run(void *argument)
{
    struct shape mine = {BLUE, 1, -5, 2.5, 4, "square", area, {0x434241}, NULL};
    int lengths[*(int *)argument];
    for (int i = 0; i < *(int *)argument; i++) {
        lengths[i] = i * i;
        mine.nodes = insert(mine.nodes, i, lengths[i]);
    }
    int result = descend(1, &mine);
    printf("%d\n", result);
    struct node *node = mine.nodes;
    node->next->next->next = node;
    pthread_mutex_lock(&lock);
    node->next = (struct node *)16;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t first, second;
    int count = 3, more = 4;
    struct shape *nobody = NULL;
    pthread_create(&first, NULL, run, &count);
    pthread_create(&second, NULL, run, &more);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return nobody != NULL;
}
