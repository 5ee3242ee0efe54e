/* building.h: makes the program that a request names: compiled, loaded, its input read.
 *
 * The program is built into a file of its own under build/, which goes when the session ends. */
#ifndef PROGRAM_BUILDING_H
#define PROGRAM_BUILDING_H

#include "repl/program/request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct study;

struct building {
    char *path;     /* of the .so; removed by building_remove() */
    char *messages; /* what the compiler warns of; never NULL once built */
    char *input;    /* all bytes of the standard input */
    size_t input_bytes;
    uint32_t hash; /* of sources, headers, compiler and input: see program/fingerprint.h */
};

/* Builds the program and opens it in `study`, which stands before everything: main is not started.
 * False with *error (heap string), the first line a sentence, below it the compiler's own words;
 * then there is nothing to remove. `home` as in struct repl_options. */
bool building_make(struct building *building, struct study *study, const struct request *request,
                   const char *home, char **error);
void building_remove(struct building *building);

#endif
