/* text.h - sentences and paths put together on the heap. */
#ifndef MEMREPL_PROGRAM_TEXT_H
#define MEMREPL_PROGRAM_TEXT_H

/* As asprintf, but the result is the string, which the caller frees; NULL when memory ran out. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
