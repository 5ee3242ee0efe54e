/* labs.h: the labs, and what a student's files are built together with.
 *
 * A lab is a folder of the same name below labs/ (for the student) and solutions/ (not in a
 * release). What is to be known of it stands at the head of its file of checks, before the first
 * check; a line that starts with # is a comment:
 *
 *     lab: the request queue
 *     files: request_queue.c                   that the student writes
 *     functions: queue_init queue_push …       that these must define
 *     program: server                          what they become a part of
 *     tasks: queue server                      what the checks may ask for: grade/tasks/tasks.h
 *     may call: malloc free mem* str*          of the C library; without it, see grade/hygiene/
 *     may not call: pthread_create             of the C library, in this lab
 *
 * A program is a folder of parts below build/objects/, compiled for stepping: server, the memory
 * server, or mems, MeMS behind the prompt. A student's file takes the place of the part that has
 * its name. With the program `none` there are no parts. The lab's desk.c, if it has one, joins
 * them: variables and helpers with which the student's functions can be tried out. */
#ifndef PROGRAM_LABS_H
#define PROGRAM_LABS_H

/* Lists end with NULL. */
struct lab {
    int number;
    char *folder; /* below labs/ and solutions/: "lab1-queue" */
    char *checks; /* path of its file of checks: the one in solutions/ where that is at hand */
    char *title;  /* "the request queue" */
    char *program;
    char **files, **functions, **tasks;
    char **may_call, **may_not_call; /* patterns; NULL: the head does not say */
};

/* NULL with *error (heap string; NULL when memory ran out) when there is no such lab, or its file
 * cannot be read. labs_close() takes NULL, too. */
struct lab *labs_open(const char *home, int number, char **error);
void labs_close(struct lab *lab);

/* The paths of the student's files, in the order of lab->files. `from` is NULL for the lab's own
 * folder below `home`, a folder that holds the files or the lab's folder, or one file, beside which
 * the others are looked for in the lab's own folder; what is not found from here is looked for
 * below `home`. NULL with *error when one is not there (NULL: memory ran out). labs_free_list() frees the
 * list. */
char **labs_student_files(const struct lab *lab, const char *home, const char *from, char **error);

/* The folder of a lab without a list of files: its own below `home`, or as `from` says, above; the
 * hand-in of the solution stands in handin/. NULL with *error when there is none (NULL: memory ran out). */
char *labs_folder(const struct lab *lab, const char *home, const char *from, char **error);

/* All that the lab's program is linked from, for build_order.sources, and the folders of its
 * headers, for build_order.includes. NULL when memory ran out, or a folder of it cannot be read. */
char **labs_sources(const struct lab *lab, const char *home, char *const *files);
char **labs_includes(const struct lab *lab, const char *home);

/* As labs_sources(), for a program with a main() around the student's files: its own files, which
 * come first, are in the place of the desk and of the parts workload*.o, whose functions they have. */
char **labs_sources_around(const struct lab *lab, const char *home, char *const *files,
                           char *const *own);

/* The paths of the lab's own C files in labs/: the desk, and programs around the student's files. NULL
 * when memory ran out. */
char **labs_around(const struct lab *lab, const char *home);

void labs_free_list(char **list); /* and its strings; NULL is fine */

#endif
