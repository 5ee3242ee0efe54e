/* memory.h: the memory of the library for JSON. Where there is none left it may leave out a byte of a
 * string, and go on. */
#ifndef RESULTS_MEMORY_H
#define RESULTS_MEMORY_H

/* From now on each time is a mishap (mishaps.h): with more than before, nothing it made is whole. */
void memory_watch(void);

#endif
