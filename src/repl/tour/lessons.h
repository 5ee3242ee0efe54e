/* lessons.h: what `help tour` tells and asks for, a row a lesson.
 *
 * Each begins where the one before it ended, the first in a fresh memory server of the usual size; so
 * the state at the beginning of any of them comes about by doing what those before it ask for. */
#ifndef TOUR_LESSONS_H
#define TOUR_LESSONS_H

#include <stddef.h>

struct lesson {
    const char *title;
    const char *text; /* what to know before */
    const char *type; /* what to type: its first word is the command that does it */
    const char *done; /* what `expect` must find then; NULL: that the command was done is enough */
    const char *hint; /* for who has tried something else more than once; or NULL */
};

/* Lessons are counted from 1. NULL behind the last. */
const struct lesson *lesson_at(size_t number);
size_t lesson_count(void);

/* What is told at the end. */
const char *lesson_farewell(void);

#endif
