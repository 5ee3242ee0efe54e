/* replay.h: a recorded trace of a real program's requests, done by MeMS, one step each.
 *
 * A trace (.rep) is text, in the format of CMU's malloc lab:
 *
 *     four numbers, a line each: heap size hint, number of ids, number of operations, weight
 *     a ID SIZE    allocate SIZE bytes as block ID; each ID is allocated once
 *     r ID SIZE    reallocate block ID to SIZE bytes
 *     f ID         free block ID
 *
 * A file FILE.rep.zst is read through zstd. The whole file is read and checked before anything is done. Since each operation is a step, one
 * can go back to the middle of a trace and look. */
#ifndef MEMS_REPLAY_H
#define MEMS_REPLAY_H

#include "repl/mems/mems.h"

/* replay. */
extern const struct command replay_commands[];

#endif
