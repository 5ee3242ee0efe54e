/*
 * Marks as one string, indexed by thread id. It leaves out X and x, so that neither can be taken
 * for a free byte.
 */
#include "marks.h"

static const char marks[] = "0123456789"
                            "ABCDEFGHIJKLMNOPQRSTUVWYZ"
                            "abcdefghijklmnopqrstuvwyz";

_Static_assert(sizeof marks - 1 == THREADS_MAX, "every thread has a mark of its own");

char thread_mark(int id)
{
    return marks[id];
}
