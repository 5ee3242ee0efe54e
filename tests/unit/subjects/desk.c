/* desk.c - with drawer.c the program that the unit tests of src/program look at: one of each kind
 * of variable, type and statement.  The tests find a line by its comment "here: WORD". */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum state { IDLE, BUSY = 5, BROKEN = -1, FAR = 200 };
enum { DRAWERS = 3 };

typedef struct request request_t;
struct request {
    int id;
    int size;
    request_t *next;
};

struct queue {
    struct request *head, *tail;
    pthread_mutex_t lock;
    sem_t items[2];
    enum state state;
};

struct flags {
    unsigned ready : 1;
    int level : 3;
    unsigned count : 12;
    union {
        int as_int;
        char as_bytes[4];
    };
};

struct drawer; /* defined in drawer.c only */
extern struct drawer *drawer;
extern int open_drawer(int number);

struct request first = {1, 40, NULL};
struct request last = {2, 10, &first};
struct queue queue = {.head = &last, .tail = &first, .state = BUSY};
int thread_message[10] = {-1, -1, -1, -1, -1, -1, -1, 7, 8, 9};
int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
char memory[150];
char word[8] = "a\"b\n";
char stale[30] =
    "ab\0\376\376\376\376\376\376\376\376\376\376\376\376\376\376\376\376\376 --------c";
char raw[8] = "\376\376\376\376\376\376\376\376", few[8] = "\376\376\376\376\376\376\376";
unsigned char bytes[3] = {1, 200, 255};
const char *greeting = "hello\tdesk";
char *into_word = word + 2;
char *far_text = (char *)16;
void *anything = &queue;
bool is_open = true;
char mark = 'X';
signed char small = -3;
uint64_t huge = UINT64_MAX;
double half = 0.5;
float tenth = 0.1f;
struct flags flags = {1, -2, 77, {0x41424344}};
struct request *list = &last;
struct request *nothing;
struct request requests[6] = {{9, 9, NULL}};
int (*handler)(int) = open_drawer;
int (*table[2])(int);
FILE *stream;
_Thread_local int mine = 3;
const int fixed[2] = {11, 22};
static int counter = 4;
int größe = 5, $price = 6;
int none[0];

static int add(int left, int right)
{ /* here: add */
    static int calls;
    calls++; /* here: calls */
    return left + right;
}

int choose(int which)
{
    if (which)
        counter++; /* here: then */
    else
        counter--; /* here: else */

    /* here: comment */
    thread_message[0] = add(counter, which); /* here: message */
    return counter;
} /* here: end of choose */

int main(void)
{
    struct request copy = first;
    pthread_mutex_lock(&queue.lock); /* here: lock */
    memset(memory, 'X', sizeof memory);
    pthread_mutex_unlock(&queue.lock);
    if (fork() == 0) /* here: fork */
        return mine;
    for (int i = 0; i < DRAWERS; i++)
        open_drawer(i + copy.id); /* here: loop */
    return choose(1);
}
