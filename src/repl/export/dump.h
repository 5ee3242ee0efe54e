/* dump.h: the picture of the memory server's data, as `dump` tells them: the array with a cell for
 * each byte, the segment list as linked boxes, the queue from its head, and the messages. */
#ifndef EXPORT_DUMP_H
#define EXPORT_DUMP_H

#include "repl/command.h"

/* export, with the pictures dump and schedule. */
extern const struct command dump_export_commands[];

#endif
