/* showing.h: the heap in figures and as a picture: stats, map.
 *
 * Both are drawn from the chains and call nothing, so they can be asked for at any time, in the
 * past as well. stats is what mems_print_stats() prints, byte for byte. */
#ifndef MEMS_SHOWING_H
#define MEMS_SHOWING_H

#include "repl/mems/mems.h"

/* stats, map. */
extern const struct command showing_commands[];

#endif
