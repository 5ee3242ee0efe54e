/* views.h: the memory server's own views: array, segment list, queue, messages, figures.
 *
 * Each is drawn from a snapshot; where the data are not sound the view shows what could be read
 * and says where it breaks off. */
#ifndef MEM_VIEWS_H
#define MEM_VIEWS_H

#include "repl/mem/mem.h"

/* dump, queue, list, messages, stats. */
extern const struct command views_commands[];

#endif
