/* list.c: a linked list of three numbers, with two mistakes: see them with watch, and with run. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    char name[4];
    int number;
    struct node *next;
};

static struct node nodes[3], *first;

static void add(struct node *node, int number)
{
    node->number = number;
    node->next = first;
    first = node;
}

static void name_all(char letter)
{
    for (int i = 0; i < 3; i++)
        for (int at = 0; at <= 4; at++) /* name[4] is the first byte of the number */
            ((char *)&nodes[i])[at] = letter;
}

static void print_all(void)
{
    for (struct node *node = first; node != NULL; node = node->next)
        printf("%d\n", node->number);
}

int main(void)
{
    int *last = malloc(sizeof *last);
    add(&nodes[0], 10);
    add(&nodes[1], 20);
    add(&nodes[2], 30);
    name_all('a');
    print_all();
    *last = first->number;
    free(last);
    printf("the last is %d\n", *last);
    return 0;
}
