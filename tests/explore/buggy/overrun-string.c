/* Two writers add a word each to one line of eight characters; a word that does not fit is left
 * out.
 *
 * expect: overrun at 26
 *
 * `length` is atomic, so each value read is a true one, but by the time of the copy it may be old:
 * when both read 0, both find room for five characters, and the second one's copy begins at 5 and
 * ends past the line. Claim the room by one step, such as compare-and-exchange, then fill it.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_LENGTH = 8, WORD_LENGTH = 5 };

static atomic_int length;
static char *line;

static void *writer(void *word)
{
    if (atomic_load(&length) + WORD_LENGTH > LINE_LENGTH)
        return NULL;
    int place = atomic_fetch_add(&length, WORD_LENGTH);
    memcpy(line + place, word, WORD_LENGTH);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    line = malloc(LINE_LENGTH);
    pthread_create(&threads[0], NULL, writer, "hello");
    pthread_create(&threads[1], NULL, writer, "world");
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%.*s\n", atomic_load(&length), line);
    free(line);
    return 0;
}
