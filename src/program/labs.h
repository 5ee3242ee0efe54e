/* labs.h: the memory server's sources, and which of them are exercises.
 *
 * The complete program is made of src/server/ and the solutions. For a lab the student's file
 * takes the place of the lab's solution, and the lab's desk.c is added: variables and helpers
 * with which the student's functions can be tried out apart from the server. */
#ifndef PROGRAM_LABS_H
#define PROGRAM_LABS_H

/* The strings are constants. */
struct lab {
    int number;
    const char *folder;           /* below labs/ and solutions/: "lab1-queue" */
    const char *file;             /* that the student fills in: "request_queue.c" */
    const char *title;            /* "the request queue" */
    const char *const *functions; /* that the file must define; NULL behind the last */
};

/* NULL when the memory server has no such lab. */
const struct lab *labs_find(int number);

/* The path of the student's file, which can be read; NULL when there is none (errno tells why),
 * or no memory. `from` is NULL for the lab's own folder below `home`, a folder that holds the
 * file or the lab's folder, or the file itself; one that is not found from here is looked for
 * below `home`. The caller frees the path. */
char *labs_student_file(const struct lab *lab, const char *home, const char *from);

/* The paths of all sources, NULL behind the last, for build_order.sources. `lab` NULL: the complete
 * program; else `file` is in the place of that lab's solution. NULL when memory ran out. */
char **labs_sources(const struct lab *lab, const char *home, const char *file);
void labs_free_sources(char **sources);

#endif
