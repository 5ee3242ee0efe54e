/* must.h: memory, strings and lists for a program that can be run again.
 *
 * Grading a class keeps on disk what is done, so that a lack of memory is no reason to unwind: these
 * say so and end the program with status 2. The next run goes on where this one stood. */
#ifndef CLASS_MUST_H
#define CLASS_MUST_H

#include <stddef.h>

/* Room for one more behind `count` items of `size` bytes each; the list may move. Begin with NULL. */
void *must_grow(void *list, size_t count, size_t size);

/* Heap strings, which the caller frees: put together, of a text, of bytes and a zero byte. */
char *must_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *must_text(const char *text);
char *must_copy(const char *bytes, size_t size);

/* Room for a string of at most so many bytes and its end; it is empty as yet. */
char *must_room(size_t size);

/* Adds a line to a text, which may be NULL and moves. */
void must_add_line(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints what went wrong, and ends the program with status 2. */
void must_give_up(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
