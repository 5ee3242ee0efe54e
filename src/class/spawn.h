/* spawn.h: starting other programs, and ending all that they start.
 *
 * Between us and the program stands a minder: a process that outlives neither. What the program leaves
 * behind, whatever group or session it made for itself and at whatever moment it was killed, becomes the
 * minder's, who ends it, with the folder that TMPDIR was for it; and when we die, by SIGKILL too, the
 * minder ends all and then itself. Its group is another than ours, so that the terminal's Ctrl-C is for
 * us alone. */
#ifndef CLASS_SPAWN_H
#define CLASS_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

/* Starts the program `words` (NULL behind the last, its path first) in `folder` (NULL: here) with
 * these descriptors as its standard input and output, -1 for none, and its errors in the output with
 * `has_errors`. All else is closed, no signal is blocked. Returns the minder, which ends as the program
 * does; -1 with errno. */
pid_t spawn_start(char *const *words, const char *folder, int input, int output, bool has_errors);

/* Ends the minder and all that it minds, and waits for that. */
void spawn_end(pid_t minder);

#endif
