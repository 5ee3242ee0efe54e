/* subject.h: the memory server as a program to load: its sources, lab by lab, and its names.
 *
 * Lab 0 is the complete program, which make has built. For a lab, the student's files take the
 * place of the solution's and the program is built anew, into a file of its own that goes when the
 * session ends. Lab 7 has its programs ready. */
#ifndef MEM_SUBJECT_H
#define MEM_SUBJECT_H

#include "repl/repl.h"

#include <stdbool.h>
#include <stdint.h>

struct image;

struct subject {
    char *path;   /* of the .so */
    bool is_ours; /* built for this session: removed with it */

    /* Addresses in the program. */
    uint64_t memory, memory_size, segments, bitmap, placement;
    uint64_t queue, thread_message, requested_size;
    uint64_t released;
    uint64_t memory_server_start, workload_start;
    uint64_t server_function, thread_function, release_memory;
};

/* Finds or builds the program of options->lab. False with *error: for a file that does not compile
 * the compiler's own words. */
bool subject_make(struct subject *subject, const struct repl_options *options, char **error);

/* Fills the addresses. False with *error, which names what the program lacks. */
bool subject_find(struct subject *subject, const struct image *image, char **error);

void subject_remove(struct subject *subject);

#endif
