/* serving.h: serve and free: how a request is answered, and how its bytes come back.
 *
 * What is told is what was seen: the state before and after is compared, the server's posts are
 * read from the trace. A student's server may do anything. */
#ifndef MEM_SERVING_H
#define MEM_SERVING_H

#include "repl/mem/mem.h"

/* serve, free. */
extern const struct command serving_commands[];

#endif
