/* held.h: signals that ask memrepl to end, held until what was begun is taken down.
 *
 * They are Ctrl-C and Ctrl-\, kill, and a terminal that is closed. What is ignored, as below nohup,
 * stays so. Holding may be nested; a process that is forked meanwhile holds them, too. */
#ifndef MEMREPL_PROGRAM_HOST_HELD_H
#define MEMREPL_PROGRAM_HOST_HELD_H

/* From here on each of them is noted and does no more than interrupt a poll(). */
void held_begin(void);

/* The last that came since the outermost held_begin(), or 0: for loops to look at. */
const volatile int *held_signal(void);

/* Ends the innermost, and restores with the outermost what the signals did before. Returns the one that
 * came, for the caller to raise(). */
int held_end(void);

#endif
