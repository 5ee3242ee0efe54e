/* Values that are large, deep, lost or rare; a thread that is not begun; memory that is no variable. */
#include <alloca.h>
#include <complex.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct wide {
    int numbers[80];
};

struct deep {
    struct {
        struct {
            struct {
                struct {
                    struct {
                        struct {
                            int last;
                        } g;
                    } f;
                } e;
            } d;
        } c;
    } b;
};

struct node {
    int number;
    struct node *next;
};

union word {
    struct {
        unsigned low : 4, high : 28;
    };
    unsigned whole;
};

struct part {
    int as_int, other;
};

struct undefined;

enum shade { LIGHT, DARK };

int many[300], large[2000];
struct wide wide[3];
struct deep deep;
struct deep *deep_too = &deep;
struct node nodes[150];
struct part part = {.as_int = 7}, copy;
struct undefined *undefined = (struct undefined *)16;
double complex *lost_complex = (double complex *)16;
double *lost_double = (double *)16;
union word *lost_word = (union word *)16;
struct part *lost_part = (struct part *)16;
int *lost = (int *)16;
double half = 0.5;
_Thread_local int own = 3;
pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, gone = PTHREAD_MUTEX_INITIALIZER, locks[10];
pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
const char *name = "corners";
char *on_stack, *on_heap;
bool is_there;
const struct timespec while_away = {.tv_nsec = 5000};

enum shade darker(enum shade shade)
{
    return shade == LIGHT ? DARK : LIGHT;
}
double twice(double number)
{
    return 2 * number;
}
struct part doubled(int number)
{
    return (struct part){.as_int = 2 * number};
}
unsigned bits(void)
{
    return 0xFFFFFFFFU;
}
int sink(int level)
{
    return level == 0 ? own++ : sink(level - 1) + 1;
}

static void change(int *address)
{
    *address = 7;
}

/* The variable of its block is changed once that is left. */
static void leave_block(int number)
{
    int *volatile kept;
    {
        int inner = number;
        kept = &inner;
        own += inner;
    }
    change(kept);
}

static void *help(void *unused)
{
    (void)unused;
    nanosleep(&while_away, NULL);
    printf("T1 ");
    fflush(stdout);
    pthread_mutex_lock(&lock);
    is_there = true;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void fill(void)
{
    for (int index = 0; index < 300; index++)
        many[index] = index;
    for (int index = 0; index + 1 < 150; index++)
        nodes[index] = (struct node){150 - index, &nodes[index + 1]};
    on_heap = malloc(10);
    *on_heap = 'b';
    large[1999] = 1;
    deep.b.c.d.e.f.g.last = 1;
    name = "filled";
}

int main(void)
{
    pthread_t helper;
    pthread_cond_init(&condition, NULL);
    on_stack = strcpy(alloca(8), "abc");
    pthread_mutex_lock(&gone);
    pthread_mutex_unlock(&gone);
    pthread_mutex_destroy(&gone);
    for (int index = 0; index < 10; index++)
        pthread_mutex_lock(&locks[index]);
    fill();
    nanosleep(&while_away, NULL);
    sink(200);
    pthread_create(&helper, NULL, help, NULL);
    pthread_mutex_lock(&lock);
    while (!is_there)
        pthread_cond_wait(&condition, &lock);
    pthread_mutex_unlock(&lock);
    printf("main\n");
    pthread_join(helper, NULL);
    leave_block(1);
    leave_block(2);
    free(on_heap);
    return undefined == NULL;
}
