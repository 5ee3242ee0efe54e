/* map.h: the picture of a heap of MeMS: the main chain from top to bottom, beside each main node its
 * blocks and holes to scale, and below them how virtual addresses lead to the mappings.
 *
 *     [main 0]  [a====][hole........][b==========]
 *         v      1000   2000          4000
 *     [main 1]  [c===][hole......................]
 *
 *     virtual    |main 0|main 1|
 *                    \   /
 *     physical   |main 1|   |main 0| */
#ifndef EXPORT_MAP_H
#define EXPORT_MAP_H

#include "repl/command.h"

/* export, with the picture map. */
extern const struct command map_export_commands[];

#endif
