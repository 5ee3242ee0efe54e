/* text.h - sentences and paths put together: on the heap, piece by piece in a place of fixed
 * size, or printed to a stream. That memory ran out for one is a mishap (mishaps.h): what it was to
 * say is missing then. */
#ifndef MEMREPL_PROGRAM_TEXT_H
#define MEMREPL_PROGRAM_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* As asprintf, but the result is the string, which the caller frees; NULL when memory ran out. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_format_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* A text in a place of the caller's, where what does not fit is cut: used < size, bytes[used] == 0. */
struct text {
    char *bytes;
    size_t size, used;
    bool is_cut;
};

/* An empty one; size > 0. */
struct text text_begin(char *bytes, size_t size);

/* Adds at the end. */
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_list(struct text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* The byte, or a question mark for what a terminal might obey: a control character but a tab or the
 * end of a line, also one of two bytes in UTF-8. */
char text_harmless(const char *bytes, size_t index);

/* Makes a name of such bytes, and tabs and ends of lines are none of a name's. */
void text_disarm(char *name);

/* A text that is printed: to `out`, between open and close. It must not move meanwhile. */
struct text_stream {
    FILE *out;
    char *bytes;
    size_t size;
};

/* False when memory ran out. */
bool text_stream_open(struct text_stream *stream);

/* What was printed, which the caller frees; NULL when memory ran out on the way. */
char *text_stream_close(struct text_stream *stream);

#endif
