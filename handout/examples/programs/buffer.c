/* buffer.c: a producer hands numbers to a consumer through a buffer with room for two.
 *
 * Meant: the producer waits while the buffer is full, the consumer while it is empty, and the sum of
 * what comes out is the sum of what went in: all numbers on standard input.
 * Right: each looks at the buffer only while it holds the lock, waits in a loop, and signals after
 * each change. Take the loop for an `if`, or a signal away, and look for the order that breaks it. */
#include <pthread.h>
#include <stdio.h>

enum { ROOM = 2, END = 0 };

static int buffer[ROOM], count, first;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER, not_empty = PTHREAD_COND_INITIALIZER;

static void put(int number)
{
    pthread_mutex_lock(&lock);
    while (count == ROOM)
        pthread_cond_wait(&not_full, &lock);
    buffer[(first + count++) % ROOM] = number;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
}

static int take(void)
{
    pthread_mutex_lock(&lock);
    while (count == 0)
        pthread_cond_wait(&not_empty, &lock);
    int number = buffer[first];
    first = (first + 1) % ROOM;
    count--;
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&lock);
    return number;
}

static void *produce(void *unused)
{
    int number;
    while (scanf("%d", &number) == 1 && number != END)
        put(number);
    put(END);
    return unused;
}

int main(void)
{
    pthread_t producer;
    int sum = 0, number;
    pthread_create(&producer, NULL, produce, NULL);
    while ((number = take()) != END)
        sum += number;
    pthread_join(producer, NULL);
    printf("sum %d\n", sum);
    return 0;
}
