/* load.h: brings a built subject into the running process, the child of a stepper. */
#ifndef PROGRAM_LOAD_H
#define PROGRAM_LOAD_H

#include "program/arena.h"

/* Maps the subject at its fixed address, with the kit's own functions in place of libc's, runs its
 * constructors, and moves its writable segment into the arena. False, and a sentence in
 * message[size], when that cannot be done. */
bool load_subject(const char *path, const struct arena *arena, char *message, size_t size);

#endif
