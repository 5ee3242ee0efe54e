/* settings.h: what a session begins with, and what can be chosen while it goes on.
 *
 * threads, memory, seed and the lab are given to the program when it starts, so a new value begins
 * a fresh session. Colour and width belong to the console, the placement to the program as it
 * runs. */
#ifndef MEM_SETTINGS_H
#define MEM_SETTINGS_H

#include "repl/mem/mem.h"

/* Begins anew with the student's files of a lab of the memory server, for lab 0 with the complete
 * program. `place` is a file or folder; NULL: as before. */
enum outcome settings_lab(struct mem *mem, struct console *console, int lab, const char *place);

/* set, show, placement. */
extern const struct command settings_commands[];

#endif
