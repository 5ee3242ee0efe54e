/* report.h: what an exploration came to, told to a person or to a program.
 *
 * Each failure is told once: findings of one class at the same source lines are the same to a
 * reader. The text is the same in every run, and for any number of processes. */
#ifndef EXPLORE_REPORT_H
#define EXPLORE_REPORT_H

#include "explore/explore.h"
#include "repl/explore/options.h"
#include "repl/study/study.h"

enum report_form { REPORT_LONG, REPORT_SHORT, REPORT_JSON };

struct report_order {
    struct study *study; /* stands where the exploration began */
    const struct explore_wish *wish;
    const struct explore_report *report;
    enum report_form form;
    const char *name; /* of the program: each failure is saved as fail-NAME.mem; NULL: not */
};

/* Prints the report; returns how many failures it tells, or -1 with *error (heap string) when the
 * program could not be loaded again to show them. */
int report_tell(const struct report_order *order, struct console *console, char **error);

/* The first of the findings that are told; NULL when there is none. */
const struct record *report_first(const struct explore_report *report);

/* What bounded the exploration, "at most 2 delays"; empty when it is complete. */
struct report_bound {
    char text[256];
};
struct report_bound report_bound(const struct explore_wish *wish,
                                 const struct explore_report *report);

#endif
