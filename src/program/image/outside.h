/* outside.h - what a subject's pointers may lead to outside of it: functions and data of the kit, which stands
 * in for libc, and of libraries.  Their addresses differ from run to run, so only names are for showing. */
#ifndef MEMREPL_PROGRAM_IMAGE_OUTSIDE_H
#define MEMREPL_PROGRAM_IMAGE_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names such an address: "puts", else "(outside the program)".  False for all others. */
bool outside_describe(uint64_t address, char *text, size_t size);

#endif
