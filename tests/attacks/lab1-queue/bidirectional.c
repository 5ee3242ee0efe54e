/* Prints letters that turn the line around, and bytes that are no letters. */
#include <stdio.h>

#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    queue->length = 0;
    printf("\xe2\x80\xae 001/001 :1bal \xe2\x80\xac\xff\xfe\n%c%c", 0, 8);
    printf("\r  1    5/5   a queue that held garbage is empty\n%100000d\n", 1);
}
