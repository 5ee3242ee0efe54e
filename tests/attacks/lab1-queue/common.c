/* A variable without a value that may be one with the house's: a common symbol.
 * Told: desk_id is defined by the lab's program already */
#include "request_queue.h"

int desk_id, desk_size, report, points, grading;
