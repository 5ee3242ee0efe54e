/* text.h - sentences and paths put together on the heap. */
#ifndef MEMREPL_PROGRAM_TEXT_H
#define MEMREPL_PROGRAM_TEXT_H

#include <stdarg.h>

/* As asprintf, but the result is the string, which the caller frees; NULL when memory ran out. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_format_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
