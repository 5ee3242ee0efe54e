/* Two threads print without end.
 *
 * expect: bounded or endless loop
 */
#include <pthread.h>
#include <stdio.h>

static void *talker(void *word)
{
    for (unsigned long line = 0;; line++)
        printf("%s %lu and so on, and so on, and so on, and so on\n", (char *)word, line);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, talker, "left");
    pthread_create(&threads[1], NULL, talker, "right");
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
