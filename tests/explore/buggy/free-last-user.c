/* Two threads look at a picture; who lets go of it last frees it.
 *
 * expect: use after free at 31
 *
 * The count of users is right, but each thread marks the picture once more after it has let go. The
 * other one may have been the last by then, and has freed it. To let go is the last use.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct picture {
    int users, views;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int let_go(struct picture *picture)
{
    pthread_mutex_lock(&lock);
    int left = --picture->users;
    pthread_mutex_unlock(&lock);
    return left;
}

static void *viewer(void *argument)
{
    struct picture *picture = argument;
    int left = let_go(picture);
    pthread_mutex_lock(&lock);
    picture->views++;
    if (left == 0)
        free(picture);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    struct picture *picture = malloc(sizeof *picture);
    *picture = (struct picture){.users = 2};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, viewer, picture);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("The picture was seen.");
    return 0;
}
