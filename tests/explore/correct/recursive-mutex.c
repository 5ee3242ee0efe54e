/* Two threads count the nodes of a tree that grows, with a lock taken on each level.
 *
 * Right because the mutex is recursive: the thread that holds it may lock it again, and gives it
 * back when it has unlocked it as often.
 */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock;
static int visited;

static void visit(int depth)
{
    pthread_mutex_lock(&lock);
    visited++;
    if (depth > 0)
        visit(depth - 1);
    pthread_mutex_unlock(&lock);
}

static void *visitor(void *unused)
{
    (void)unused;
    visit(2);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_mutexattr_t recursive;
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&lock, &recursive);
    pthread_mutexattr_destroy(&recursive);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, visitor, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&lock);
    printf("%d visits\n", visited);
    return 0;
}
