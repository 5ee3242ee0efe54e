/* load.h: brings a built subject into the running process, the child of a stepper. */
#ifndef PROGRAM_IMAGE_LOAD_H
#define PROGRAM_IMAGE_LOAD_H

#include "program/arena.h"
#include "program/image/image.h"

/* Maps the subject at its fixed address, with the kit's own functions in place of libc's, runs its
 * constructors, and moves its writable segment into the arena. *destructors: the addresses of the
 * functions that it wants run at its end, the last first. False, and a sentence in message[size],
 * when that cannot be done. */
bool load_subject(const char *path, const struct arena *arena, struct range *destructors,
                  char *message, size_t size);

#endif
