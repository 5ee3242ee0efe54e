/* What pointers lead to: a list with two ends, a tree, a ring, blocks of numbers and of structs, and one
 * that is freed. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct item {
    int number;
    char name[8];
    struct item *next;
};
struct list {
    struct item *head, *tail;
    int length;
};
struct leaf {
    int key;
    struct leaf *left, *right;
};
struct row {
    int width;
    double *cells;
};

static struct list *list;
static struct leaf *root;
static struct item ring[3], *turn;
static struct item *bad = (struct item *)16;
static __thread int mine;

static void add(int number, const char *name)
{
    static int calls;
    struct item *item = calloc(1, sizeof *item);
    item->number = number;
    strcpy(item->name, name);
    if (list->tail != NULL)
        list->tail->next = item;
    else
        list->head = item;
    list->tail = item;
    list->length++;
    calls++;
}

static void insert(struct leaf **at, int key)
{
    while (*at != NULL)
        at = key < (*at)->key ? &(*at)->left : &(*at)->right;
    *at = calloc(1, sizeof **at);
    (*at)->key = key;
}

static void look(void)
{
}

static void *work(void *unused)
{
    mine = 7;
    struct row *rows = calloc(2, sizeof *rows);
    struct item *gone = calloc(1, sizeof *gone), *second = list->head->next;
    rows[1].width = 4;
    rows[1].cells = malloc(4 * sizeof *rows[1].cells);
    for (int i = 0; i < 4; i++)
        rows[1].cells[i] = i * 0.5;
    free(gone);
    look();
    list->tail->next = gone;
    second->number += 8;
    look();
    free(rows[1].cells);
    free(rows);
    return unused;
}

int main(void)
{
    static const int keys[] = {5, 2, 8, 3};
    pthread_t thread;
    list = calloc(1, sizeof *list);
    add(1, "ann");
    add(2, "bob");
    add(3, "cyd");
    for (int i = 0; i < 4; i++)
        insert(&root, keys[i]);
    for (int i = 0; i < 3; i++) {
        ring[i].number = i;
        ring[i].next = &ring[(i + 1) % 3];
    }
    turn = &ring[1];
    pthread_create(&thread, NULL, work, NULL);
    pthread_join(thread, NULL);
    return bad == turn;
}
