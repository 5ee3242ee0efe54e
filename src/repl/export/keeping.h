/* keeping.h: files that a command writes for the person at the prompt: sessions and pictures.
 *
 * An old one is lost only to a whole new one (program/host/beside.h). Only what the same
 * command wrote before is replaced: it is known by how it begins. */
#ifndef EXPORT_KEEPING_H
#define EXPORT_KEEPING_H

#include "repl/command.h"

#include <stdio.h>

enum { KEEPING_MARK_MOST = 63 }; /* bytes that are compared */

struct keeping {
    const char *mark; /* what each such file begins with */
    const char *what; /* "session that save wrote", for the refusal */

    /* Writes it all; `path` is the file's own, links followed. */
    void (*write)(const void *context, FILE *file, const char *path);
    const void *context;
};

/* OUTCOME_OK once the file is there; else refused, with nothing changed. */
enum outcome keeping_save(const struct keeping *keeping, struct console *console, const char *path);

#endif
