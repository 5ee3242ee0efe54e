/* A reader walks over a text, one character a call; another thread frees the text at the end.
 *
 * expect: bad free at 21
 *
 * Both use one pointer: the reader moves it, and whoever frees it after that passes the middle of
 * a block to free(). When the owner happens to come first all is fine, for the reader stops at a
 * null pointer. Keep the pointer that malloc gave, and walk with another.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *text;

static void *owner(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    free(text);
    text = NULL;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *reader(void *seen)
{
    pthread_mutex_lock(&lock);
    if (text != NULL)
        *(char *)seen = *text++;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    char seen = '-';
    text = malloc(4);
    memcpy(text, "abc", 4);
    pthread_create(&threads[0], NULL, owner, NULL);
    pthread_create(&threads[1], NULL, reader, &seen);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%c\n", seen);
    return 0;
}
