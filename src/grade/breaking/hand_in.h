/* hand_in.h: a hand-in of lab 7: the student's sessions (*.mem) and tests (*.c), and what came of
 * each on each program of the lab.
 *
 *     ./memrepl --suspect NAME --batch -x FILE.mem       a session
 *     ./memrepl --suspect NAME --explore FILE.c          a test: every schedule of a program
 *
 * Both exit with 1 when something is wrong with the program, in the eyes of the file: it accuses.
 * The right programs are asked first: a file to which one of them is not fine is left out, and can
 * expose nobody. Of a suspect that a session exposes no test is made, which takes longer. */
#ifndef GRADE_BREAKING_HAND_IN_H
#define GRADE_BREAKING_HAND_IN_H

#include <stdbool.h>
#include <stddef.h>

#include "grade/trial.h"

enum {
    HAND_IN_FILES = 12,
    HAND_IN_FILE_BYTES = 16 << 10, /* the longest of the solution has under 3 KiB */
    HAND_IN_NAMES = 32,            /* programs */
    HAND_IN_NAME_BYTES = 64,
    HAND_IN_WORDS_BYTES = 200,
    HAND_IN_CPU_MS = 30000,   /* of a run; a loop without end is found after 6 seconds of it */
    HAND_IN_EXECUTIONS = 2000 /* of a test; that of the solution has 24 */
};

enum opinion {
    OPINION_NONE,    /* not asked */
    OPINION_FINE,    /* nothing is wrong */
    OPINION_ACCUSES, /* an expectation fails; a crash, a deadlock, a schedule that fails */
    OPINION_STOPS,   /* a command was refused, or a limit was reached: counts for nothing */
    OPINIONS
};

struct hand_in_file {
    char name[HAND_IN_NAME_BYTES];
    bool is_test;
    char fault[HAND_IN_WORDS_BYTES]; /* why it cannot be run; "" when it can */
};

/* What a file says of a program. */
struct statement {
    enum opinion opinion;
    char words[HAND_IN_WORDS_BYTES]; /* printable, one line; "" for OPINION_FINE */
};

struct hand_in_column {
    const char *program; /* its name */
    struct statement statements[HAND_IN_FILES];
};

/* Begins as all zeros. No pointer in it is its own. */
struct hand_in {
    bool is_read, has_more; /* more than HAND_IN_FILES: then none is asked */
    size_t file_count, column_count;
    size_t right_count;                       /* the first columns are those of right programs */
    struct hand_in_file files[HAND_IN_FILES]; /* by name */
    struct hand_in_column columns[HAND_IN_NAMES];
};

/* Finds the files and compiles the tests. */
void hand_in_read(struct hand_in *hand_in, const struct submission *submission);

/* What the files say of a program, whose name must stay where it is: asked once. All right programs
 * come before any suspect. */
const struct hand_in_column *hand_in_ask_right(struct hand_in *hand_in,
                                               const struct submission *submission,
                                               const char *program);
const struct hand_in_column *hand_in_ask(struct hand_in *hand_in,
                                         const struct submission *submission, const char *program);

#endif
