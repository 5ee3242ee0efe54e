/* format.h: what a printf format reads and writes through its arguments. */
#ifndef POSIX_STDIO_FORMAT_H
#define POSIX_STDIO_FORMAT_H

#include <stdarg.h>
#include <stdint.h>

#define FORMAT_WIDTH_MOST (1 << 20) /* of one conversion; wider ones are a flood, and an event */

/* Walks a format as vprintf will, and checks what the pointers among the arguments point to, as the
 * ranges of check.h. Consumes the arguments. Formats with numbered arguments (%1$s) are not
 * followed: there a wild pointer is noticed when it faults. */
void format_check(const char *format, va_list *arguments, uint64_t pc);

#endif
