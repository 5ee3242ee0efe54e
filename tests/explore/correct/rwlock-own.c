/* Readers and a writer share a number by a read-write lock made of a mutex and a condition.
 *
 * Right because the mutex is held only to change the counts, not while reading or writing; who
 * waits looks again; and who leaves wakes all, for it cannot know who is able to go on.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int readers;
static bool is_writing;
static int number = 1;

static void begin_read(void)
{
    pthread_mutex_lock(&lock);
    while (is_writing)
        pthread_cond_wait(&changed, &lock);
    readers++;
    pthread_mutex_unlock(&lock);
}

static void end_read(void)
{
    pthread_mutex_lock(&lock);
    if (--readers == 0)
        pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void write_number(int value)
{
    pthread_mutex_lock(&lock);
    while (is_writing || readers > 0)
        pthread_cond_wait(&changed, &lock);
    is_writing = true;
    pthread_mutex_unlock(&lock);
    number = value;
    pthread_mutex_lock(&lock);
    is_writing = false;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void *reader(void *seen)
{
    begin_read();
    *(int *)seen = number;
    end_read();
    return NULL;
}

int main(void)
{
    pthread_t thread;
    int seen;
    pthread_create(&thread, NULL, reader, &seen);
    write_number(2);
    pthread_join(thread, NULL);
    printf("%s\n", seen == 1 || seen == 2 ? "old or new" : "neither");
    return 0;
}
