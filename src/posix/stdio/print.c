#include "posix/stdio/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/lent.h"
#include "posix/libc/copy.h"
#include "posix/stdio/descriptors.h"
#include "posix/stdio/format.h"
#include "posix/stdio/streams.h"
#include "stepper/child/child.h"
#include "stepper/child/engine.h"

/* ---- Formatted ------------------------------------------------------------------------------- */

/* The text, which the caller frees, and its length; negative when the format cannot be printed. */
static int make_text(char **text, const char *format, va_list arguments, uint64_t pc)
{
    va_list copy;
    va_copy(copy, arguments);
    format_check(format, &copy, pc);
    va_end(copy);
    errno = engine_thread()->error_number; /* %m */
    int length = vasprintf(text, format, arguments);
    if (length < 0 && errno == ENOMEM)
        child_give_up();
    return length;
}

static int print(FILE *stream, const char *format, va_list arguments, uint64_t pc)
{
    char *text;
    int length = make_text(&text, format, arguments, pc);
    if (length < 0)
        return -1;
    size_t written = streams_write(stream, text, (size_t)length, pc);
    free(text);
    return written == (size_t)length ? length : -1;
}

int memrepl_vfprintf(FILE *stream, const char *format, va_list arguments)
{
    return print(stream, format, arguments, CALLER);
}

int memrepl_vprintf(const char *format, va_list arguments)
{
    return print(memrepl_stdout, format, arguments, CALLER);
}

int memrepl_fprintf(FILE *stream, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print(stream, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

int memrepl_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print(memrepl_stdout, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

static int print_at(int descriptor, const char *format, va_list arguments, uint64_t pc)
{
    char *text;
    int length = make_text(&text, format, arguments, pc);
    if (length < 0)
        return -1;
    ssize_t written = descriptors_write(descriptor, text, (size_t)length, pc);
    free(text);
    return (int)written;
}

int memrepl_vdprintf(int descriptor, const char *format, va_list arguments)
{
    return print_at(descriptor, format, arguments, CALLER);
}

int memrepl_dprintf(int descriptor, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print_at(descriptor, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

/* ---- Into strings ---------------------------------------------------------------------------- */

static int print_to(char *buffer, size_t size, const char *format, va_list arguments, uint64_t pc)
{
    char *text;
    int length = make_text(&text, format, arguments, pc);
    if (length < 0)
        return -1;
    size_t bytes = (size_t)length + 1, kept = bytes < size ? bytes : size;
    check_write(buffer, kept, pc);
    if (kept > 0) {
        memcpy(buffer, text, kept - 1);
        buffer[kept - 1] = '\0';
    }
    free(text);
    return length;
}

int memrepl_vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
{
    return print_to(buffer, size, format, arguments, CALLER);
}

int memrepl_vsprintf(char *buffer, const char *format, va_list arguments)
{
    return print_to(buffer, SIZE_MAX, format, arguments, CALLER);
}

int memrepl_snprintf(char *buffer, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print_to(buffer, size, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

int memrepl_sprintf(char *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print_to(buffer, SIZE_MAX, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

static int print_new(char **string, const char *format, va_list arguments, uint64_t pc)
{
    char *text;
    check_write(string, sizeof *string, pc);
    int length = make_text(&text, format, arguments, pc);
    if (length < 0)
        return -1;
    *string = copy_room((size_t)length + 1, pc);
    if (*string != NULL) {
        check_write(*string, (size_t)length + 1, pc);
        memcpy(*string, text, (size_t)length + 1);
    }
    free(text);
    return *string == NULL ? -1 : length;
}

int memrepl_vasprintf(char **string, const char *format, va_list arguments)
{
    return print_new(string, format, arguments, CALLER);
}

int memrepl_asprintf(char **string, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = print_new(string, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

/* ---- Plain ----------------------------------------------------------------------------------- */

static int put(FILE *stream, const char *bytes, size_t size, int result, uint64_t pc)
{
    return streams_write(stream, bytes, size, pc) == size ? result : EOF;
}

int memrepl_puts(const char *text)
{
    size_t length = check_string(text, SIZE_MAX, CALLER);
    put(memrepl_stdout, text, length, 0, CALLER);
    return put(memrepl_stdout, "\n", 1, 0, CALLER);
}

int memrepl_fputs(const char *text, FILE *stream)
{
    return put(stream, text, check_string(text, SIZE_MAX, CALLER), 0, CALLER);
}

int memrepl_fputs_unlocked(const char *text, FILE *stream) __attribute__((alias("memrepl_fputs")));

int memrepl_fputc(int byte, FILE *stream)
{
    return put(stream, &(char){(char)byte}, 1, (unsigned char)byte, CALLER);
}

int memrepl_putc(int byte, FILE *stream) __attribute__((alias("memrepl_fputc")));
int memrepl_putc_unlocked(int byte, FILE *stream) __attribute__((alias("memrepl_fputc")));

int memrepl_putchar(int byte)
{
    return put(memrepl_stdout, &(char){(char)byte}, 1, (unsigned char)byte, CALLER);
}

int memrepl_putchar_unlocked(int byte) __attribute__((alias("memrepl_putchar")));

size_t memrepl_fwrite(const void *bytes, size_t size, size_t count, FILE *stream)
{
    check_read(bytes, size * count, CALLER);
    size_t written = streams_write(stream, bytes, size * count, CALLER);
    return size == 0 ? 0 : written / size;
}

void memrepl_perror(const char *text)
{
    char line[256];
    if (text != NULL)
        check_string(text, SIZE_MAX, CALLER);
    bool has_text = text != NULL && text[0] != '\0';
    int length = snprintf(line, sizeof line, "%s%s%s\n", has_text ? text : "", has_text ? ": " : "",
                          strerrordesc_np(engine_thread()->error_number));
    size_t size = length < (int)sizeof line ? (size_t)length : sizeof line - 1;
    streams_write(memrepl_stderr, line, size, CALLER);
}
