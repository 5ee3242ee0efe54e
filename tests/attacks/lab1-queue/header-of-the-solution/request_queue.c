/* Hands in a header of the library's name beside it, which includes the solution.
 * Told: does not define queue_init */
#include "request_queue.h"
#include "stdbool.h"
