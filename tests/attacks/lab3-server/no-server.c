/* Each thread answers itself, under one lock: no schedule of that goes wrong, and nobody asks.
 * In: one-condition.c
 * Most: 3 */

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&lock);
    answer(id, segment_list_allocate(id, size));
    pthread_mutex_unlock(&lock);
}

void server_function(void)
{
}
