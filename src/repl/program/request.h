/* request.h: which program is to be studied, as it is typed and as a session has it.
 *
 *     program queue.c main.c -- 3 "two words" < numbers.txt
 *     program --hash 5d41402a --cc clang queue.c main.c
 *     program --lab 3 labs/lab3-server/scenarios.c -- two
 *
 *     program --ticks 100000000 sums.c
 *
 * With a lab, the files are a program around what the student writes there: his files, or those in
 * the folder of --from, and the parts of the lab's own program join them.
 *
 * In a session file, paths count from the folder of that file, or where nothing is there, from
 * where memrepl was started. */
#ifndef PROGRAM_REQUEST_H
#define PROGRAM_REQUEST_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* All strings are owned; each list ends with NULL. */
struct request {
    char **files;     /* .c and .o, at least one, as they can be opened */
    char **arguments; /* what main() gets behind its name */
    char *compiler;   /* its name, or NULL: gcc */
    char *input;      /* the file that is its standard input, or NULL: none */
    char *lab;        /* the number of a lab, or NULL: the files are all there is */
    char *from;       /* where the student's files are, or NULL: in the lab's folder */
    char *built;      /* the program as it was built of these files, or NULL: it is built now */
    char *ticks;      /* of one step, before it is an endless loop; or NULL: as many as are usual */
    bool has_hash;    /* a session that was saved for a program of this hash */
    uint32_t hash;
};

/* Reads the words behind `program`; `session` is the file they stand in, or NULL. False with
 * *error (heap string): a word that is missing, a file that is not there or no C. */
bool request_read(struct request *request, int count, const char *const *words, const char *session,
                  char **error);
void request_free(struct request *request);

/* The base name of the first file without its ending: "queue", as gcc -o would call the program. */
void request_name(const struct request *request, char *name, size_t size);

/* Of one step; 0: as many as are usual. */
uint64_t request_ticks(const struct request *request);

/* Writes the line `program …` for a session that will stand in the file `session`, and in a comment
 * the CFLAGS of the environment, where there are any. */
void request_write(const struct request *request, uint32_t hash, FILE *file, const char *session);

#endif
