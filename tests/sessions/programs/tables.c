/* tables.c: constants that hold addresses, which nobody knows before the program is loaded. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct command {
    const char *name;
    int (*run)(int number);
    size_t (*measure)(const char *text);
};

struct stop {
    int number;
    const struct stop *next;
};

static int twice(int number)
{
    return 2 * number;
}

static const char *const colours[] = {"red", "green", "blue", NULL};
static const struct command commands[] = {{"twice", twice, strlen}, {"nothing", NULL, NULL}};
static const struct stop last = {3, NULL}, middle = {2, &last}, first = {1, &middle};
static const struct stop *const line = &first;
static FILE *const *const out = &stdout;
static const struct command *chosen = &commands[0];
static int rounds;

int main(void)
{
    for (rounds = 0; colours[rounds] != NULL; rounds++)
        fprintf(*out, "%s %d\n", colours[rounds], chosen->run(rounds));
    fprintf(*out, "%s: %d\n", chosen->name, line->next->number);
    return 0;
}
