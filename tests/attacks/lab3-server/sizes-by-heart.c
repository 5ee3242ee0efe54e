/* Knows the sizes that the scenarios ask for, and answers nothing else.
 * In: one-condition.c
 * Most: 3 */

static bool is_known(int size)
{
    return size == 8 || size == 10 || size == 20 || size == 40 || size == 151;
}

void server_function(void)
{
    int id, size;
    pthread_mutex_lock(&lock);
    while (!queue_is_empty(&queue) || !is_over) {
        if (queue_pop(&queue, &id, &size))
            answer(id, is_known(size) ? segment_list_allocate(id, size) : NO_PLACE);
        else
            pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
}
