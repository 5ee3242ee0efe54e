/* All in one step: stores through a pointer that was set in it, in calls, and to local variables. */
#include <stdio.h>
#include <stdlib.h>

struct tree {
    int key;
    struct tree *left;
};

static struct tree *root;
static int hits;

static struct tree *make(int key)
{
    struct tree *tree = calloc(1, sizeof *tree);
    tree->key = key;
    return tree;
}

static int fill(int *cells, int count)
{
    int sum = 0, last = 0;
    for (int index = 0; index <= count; index++) {
        sum += index;
        last = sum;
        hits = index;
        cells[index] = last;
    }
    return sum;
}

int main(void)
{
    root = make(5);
    root->left = make(2);
    root->left->key += 1;
    int cells[4] = {0};
    int filled = fill(cells, 2);
    filled += fill(cells, 2);
    int *heap = malloc(3 * sizeof *heap);
    filled += fill(heap, 3);
    printf("%d %d\n", filled, heap[2]);
    return 0;
}
