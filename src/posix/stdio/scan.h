/* scan.h: scanf and its kin, by a reader of formats of our own: each target is checked before it is
 * written, and a stream is left just behind what matched.
 *
 * Leaves out wide characters, %m (a target that is allocated), and numbered arguments (%1$d): the
 * scan ends there as if the input did not match. */
#ifndef POSIX_STDIO_SCAN_H
#define POSIX_STDIO_SCAN_H

#include <stdarg.h>
#include <stdio.h>

/* The headers of glibc give these functions other names for C99 and C23. */
#define SCAN_DECLARE(prefix)                                                            \
    int memrepl_##prefix##scanf(const char *format, ...);                               \
    int memrepl_##prefix##fscanf(FILE *stream, const char *format, ...);                \
    int memrepl_##prefix##sscanf(const char *string, const char *format, ...);          \
    int memrepl_##prefix##vscanf(const char *format, va_list arguments);                \
    int memrepl_##prefix##vfscanf(FILE *stream, const char *format, va_list arguments); \
    int memrepl_##prefix##vsscanf(const char *string, const char *format, va_list arguments);

SCAN_DECLARE()
SCAN_DECLARE(__isoc99_)
SCAN_DECLARE(__isoc23_)

#endif
