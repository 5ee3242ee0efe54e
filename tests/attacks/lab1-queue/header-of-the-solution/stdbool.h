#include "../../../../../solutions/lab1-queue/request_queue.c"
