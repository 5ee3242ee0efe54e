#include "posix/streams.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/exports.h"
#include "posix/format.h"
#include "stepper/child/tick.h"

/* What the subject knows as stdin, stdout, stderr. It only hands them back, so any distinct
 * pointers serve; the real ones would let it reach libc's. */
static const char handles[3];
FILE *const memrepl_stdin = (FILE *)&handles[0];
FILE *const memrepl_stdout = (FILE *)&handles[1];
FILE *const memrepl_stderr = (FILE *)&handles[2];

bool streams_is_handle(uint64_t address)
{
    return address == (uint64_t)&memrepl_stdin || address == (uint64_t)&memrepl_stdout ||
           address == (uint64_t)&memrepl_stderr;
}

/* What printing costs besides its bytes, in bytes: a million short lines are an endless loop. */
enum { PRINT_BYTES = 1000 };

static void put(const FILE *stream, const char *bytes, size_t size, uint64_t pc)
{
    tick(pc);
    engine_bulk(pc, size + PRINT_BYTES);
    if (stream != memrepl_stdout && stream != memrepl_stderr)
        engine_event((struct event){
            .kind = EVENT_WILD_ACCESS, .pc = pc, .address = (uint64_t)stream, .other = NO_THREAD});
    engine_output(bytes, size, stream == memrepl_stderr);
}

/* ---- Formatted ------------------------------------------------------------------------------- */

static int print(const FILE *stream, const char *format, va_list arguments, uint64_t pc)
{
    char *text;
    va_list copy;
    va_copy(copy, arguments);
    format_check(format, &copy, pc);
    va_end(copy);
    int length = vasprintf(&text, format, arguments);
    if (length < 0)
        return -1;
    put(stream, text, (size_t)length, pc);
    free(text);
    return length;
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

static int print_to(char *buffer, size_t size, const char *format, va_list arguments, uint64_t pc)
{
    va_list copy;
    va_copy(copy, arguments);
    format_check(format, &copy, pc);
    va_end(copy);
    va_copy(copy, arguments);
    int length = vsnprintf(NULL, 0, format, copy);
    va_end(copy);
    size_t written = length < 0 || size == 0 ? 0 : (size_t)length + 1;
    check_write(buffer, written < size ? written : size, pc);
    return vsnprintf(buffer, size, format, arguments);
}

int memrepl_vsnprintf(char *buffer, size_t size, const char *format, va_list arguments)
{
    return print_to(buffer, size, format, arguments, CALLER);
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
    int length = print_to(buffer, INT32_MAX, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

/* ---- Plain ----------------------------------------------------------------------------------- */

int memrepl_puts(const char *text)
{
    size_t length = check_string(text, SIZE_MAX, CALLER);
    put(memrepl_stdout, text, length, CALLER);
    put(memrepl_stdout, "\n", 1, CALLER);
    return 0;
}

int memrepl_fputs(const char *text, FILE *stream)
{
    put(stream, text, check_string(text, SIZE_MAX, CALLER), CALLER);
    return 0;
}

int memrepl_fputc(int byte, FILE *stream)
{
    put(stream, &(char){(char)byte}, 1, CALLER);
    return (unsigned char)byte;
}

int memrepl_putc(int byte, FILE *stream) __attribute__((alias("memrepl_fputc")));

int memrepl_putchar(int byte)
{
    put(memrepl_stdout, &(char){(char)byte}, 1, CALLER);
    return (unsigned char)byte;
}

size_t memrepl_fwrite(const void *bytes, size_t size, size_t count, FILE *stream)
{
    check_read(bytes, size * count, CALLER);
    put(stream, bytes, size * count, CALLER);
    return count;
}

int memrepl_fflush(FILE *stream)
{
    (void)stream;
    return 0;
}

int memrepl_setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
    (void)stream, (void)buffer, (void)mode, (void)size;
    return 0;
}

void memrepl_setbuf(FILE *stream, char *buffer)
{
    (void)stream, (void)buffer;
}

void memrepl_perror(const char *text)
{
    char line[256];
    check_string(text, SIZE_MAX, CALLER);
    int length = snprintf(line, sizeof line, "%s: %s\n", text,
                          strerrordesc_np(engine_thread()->error_number));
    size_t size = length < (int)sizeof line ? (size_t)length : sizeof line - 1;
    put(memrepl_stderr, line, size, CALLER);
}
