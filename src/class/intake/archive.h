/* archive.h: what is in an archive, as the program build/unpack tells it (src/unpack/unpack.c), which
 * reads it where it can do no harm. */
#ifndef CLASS_INTAKE_ARCHIVE_H
#define CLASS_INTAKE_ARCHIVE_H

#include "class/intake/finds.h"

enum {
    ARCHIVE_MS = 30000,           /* a hand-in takes some milliseconds */
    ARCHIVE_TOLD_BYTES = 32 << 20 /* of all that is told of one */
};

/* Adds the archive's files, or a fault. */
void archive_look(struct finds *finds, const char *path, const char *name, const char *unpack);

#endif
