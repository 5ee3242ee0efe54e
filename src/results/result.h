/* result.h: what came of one grading: the report, and the same as data.
 *
 *     head of the report, text of each check, tail        printed one after the other, the report
 *     score = 100 * (sum of the points) / (sum of what they could be)        when it is graded
 *
 * A hand-in of which no program came has no checks, and a score of 0. An ungraded one has a reason
 * instead of a score: the fault is not the hand-in's. writing.h and reading.h do what they say. */
#ifndef RESULTS_RESULT_H
#define RESULTS_RESULT_H

#include <stdbool.h>
#include <stddef.h>

enum { RESULT_FULL = 100, RESULT_NAME_BYTES = 48, RESULT_CHECKS_MOST = 400 };

struct result_check {
    int number; /* from 1 */
    char *name, *kind;
    int points, most;
    bool is_passed, is_hidden;
    char *text;    /* its lines in the report */
    char *session; /* name of the session that goes to the failure; NULL: there is none */
};

struct result_session {
    char *name, *text;
};

/* Begins as all zeros, or by result_begin(). The strings are its own, and never NULL in one that was
 * read. */
struct result {
    int lab;
    char *title;
    char *whose; /* a name for the heading; NULL: none. In no file */
    bool is_graded;
    char *reason; /* ungraded: why; else "" */
    int score;    /* of RESULT_FULL; 0 when ungraded */
    unsigned seed;
    char *sandbox; /* the name of it, or "" */
    struct result_check *checks;
    size_t check_count;
    char *head, *tail;
    struct result_session *sessions;
    size_t session_count;
    bool is_lacking; /* memory ran out on the way: it is not whole */
};

/* Begins an ungraded one whose strings are empty. It is lacking when memory ran out. */
void result_begin(struct result *result, int lab, unsigned seed);
void result_free(struct result *result);

/* Sets one of its strings to a copy. */
void result_set(struct result *result, char **string, const char *text);

/* Puts a text before, or behind, what one of its strings has already. */
void result_join(struct result *result, char **string, const char *before, const char *behind);

/* Adds copies. */
void result_add_check(struct result *result, const struct result_check *check);
void result_add_session(struct result *result, const char *name, const char *text);

/* The name of a check's session: "fail-lab1-3.mem". */
struct result_name {
    char text[RESULT_NAME_BYTES];
};
struct result_name result_session_name(int lab, int number);

/* Its text; NULL when there is none of that name. */
const char *result_session(const struct result *result, const char *name);

/* The whole report, as it was printed. Heap; NULL when memory ran out. */
char *result_report(const struct result *result);

#endif
