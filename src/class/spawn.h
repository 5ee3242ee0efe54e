/* spawn.h: starting other programs. What is started has a process group of its own, so that the
 * terminal's Ctrl-C is for us alone, and dies when we do. */
#ifndef CLASS_SPAWN_H
#define CLASS_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

/* Starts the program `words` (NULL behind the last, its path first) in `folder` (NULL: here) with
 * these descriptors as its standard input and output, -1 for none, and its errors in the output with
 * `has_errors`. All else is closed, no signal is blocked. -1 with errno. */
pid_t spawn_start(char *const *words, const char *folder, int input, int output, bool has_errors);

/* Kills it with its group, and waits for it. */
void spawn_end(pid_t process);

#endif
