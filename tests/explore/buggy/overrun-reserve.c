/* Two guests write their names into a book that has one page left.
 *
 * expect: overrun at 29
 *
 * Each makes sure that a page is left, and writes later: in two critical sections. When both look
 * first, the second one writes past the end of the book.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAGES = 1 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *book, used;

static bool has_room(void)
{
    pthread_mutex_lock(&lock);
    bool room = used < PAGES;
    pthread_mutex_unlock(&lock);
    return room;
}

static void sign(int name)
{
    pthread_mutex_lock(&lock);
    book[used] = name;
    used++;
    pthread_mutex_unlock(&lock);
}

static void *guest(void *unused)
{
    (void)unused;
    if (has_room())
        sign('G');
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    book = calloc(PAGES, sizeof *book);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, guest, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d signatures\n", used);
    free(book);
    return 0;
}
