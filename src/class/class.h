/* class.h: `memrepl --class DIR --lab N`: grades all submissions of a folder and writes the books.
 *
 * What is in OUT after it: gradebook.csv, gradebook-canvas.csv, gradebook-moodle.csv (books/csv.h);
 * reports/KEY.txt and .html; index.html (books/page.h); and what the next run goes on from (unit.h).
 * The same submissions give the same bytes, however often the run was stopped on the way, and
 * whichever machines did its parts. One run at a time has an OUT, which is for one lab of one folder of
 * submissions (place.h). */
#ifndef CLASS_CLASS_H
#define CLASS_CLASS_H

#include <stdio.h>

struct class_order {
    const char *home;        /* the kit */
    const char *submissions; /* a folder */
    const char *out;         /* a folder, made when it is not there; NULL: build/class/labN */
    int lab;
    unsigned seed;
    int jobs;             /* gradings at a time */
    unsigned part, parts; /* from 0 on: only that of so many parts, without books; 0 of 1: all */
};

/* Returns the exit status: 0 all are graded; 2 when some are ungraded, when it was stopped, or when
 * it could not be done, which is said on standard error. */
int class_grade(const struct class_order *order, FILE *out);

#endif
