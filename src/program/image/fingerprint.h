/* fingerprint.h - what a subject was made of, as a number: its sources and headers with their text,
 * the compiler, its version and its flags.  Two programs that differ in any of these differ in the
 * number; where the files lie does not matter.
 *
 * Leaves out: the system's headers, and flags that leave no trace in the debug information (-D).
 */
#ifndef MEMREPL_PROGRAM_IMAGE_FINGERPRINT_H
#define MEMREPL_PROGRAM_IMAGE_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

struct image;

/* FNV-1a (Fowler, Noll and Vo): begin with FINGERPRINT_NOTHING and add piece by piece. */
#define FINGERPRINT_NOTHING UINT64_C(0xcbf29ce484222325)
uint64_t fingerprint_add(uint64_t fingerprint, const void *bytes, size_t size);

/* Adds what the image was made of, as its debug information has it. */
uint64_t fingerprint_add_image(uint64_t fingerprint, const struct image *image);

#endif
