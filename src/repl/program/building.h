/* building.h: makes the program that a request names, and starts its main with what was asked.
 *
 * The program is built into a file of its own under build/, which goes when the session ends, unless
 * the request says where it was built before. */
#ifndef PROGRAM_BUILDING_H
#define PROGRAM_BUILDING_H

#include "repl/program/request.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;
struct stepper;

struct building {
    char *path;       /* of the .so; removed by building_remove(), */
    bool is_anothers; /* unless it was built before */
    char *messages;   /* what the compiler warns of; never NULL once built */
    char *input;      /* all bytes of the standard input */
    size_t input_bytes;
};

/* Reads the input and builds the program. False with *error (heap string), the first line a
 * sentence, below it the compiler's own words; then there is nothing to remove. `home` as in struct
 * repl_options. */
bool building_make(struct building *building, const struct request *request, const char *home,
                   char **error);
void building_remove(struct building *building);

/* A number for what the program was made of, and for what it reads; see
 * program/image/fingerprint.h. */
uint32_t building_hash(const struct building *building, const struct image *image);

/* Brings the program that was loaded from building->path to step 0: main before its first step.
 * False with *error (heap string; NULL when out of memory): no main, or too long an input. */
bool building_start(const struct building *building, const struct request *request,
                    const struct image *image, struct stepper *stepper, char **error);

#endif
