/* Each thread queues its request, and takes one out itself: all are answered, by no server.
 * In: one-condition.c
 * Most: 3 */

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&lock);
    is_answered[id] = false;
    if (!queue_push(&queue, id, size))
        answer(id, NO_PLACE);
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    if (queue_pop(&queue, &id, &size))
        answer(id, segment_list_allocate(id, size));
    pthread_mutex_unlock(&lock);
}

void server_function(void)
{
    pthread_mutex_lock(&lock);
    while (!is_over)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
}
