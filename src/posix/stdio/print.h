/* print.h: what writes to a stream, a descriptor or a string. The formats are libc's, their arguments
 * checked before (format.h). */
#ifndef POSIX_STDIO_PRINT_H
#define POSIX_STDIO_PRINT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

int memrepl_vfprintf(FILE *stream, const char *format, va_list arguments);
int memrepl_vprintf(const char *format, va_list arguments);
int memrepl_fprintf(FILE *stream, const char *format, ...);
int memrepl_printf(const char *format, ...);
int memrepl_vdprintf(int descriptor, const char *format, va_list arguments);
int memrepl_dprintf(int descriptor, const char *format, ...);
int memrepl_vsnprintf(char *buffer, size_t size, const char *format, va_list arguments);
int memrepl_vsprintf(char *buffer, const char *format, va_list arguments);
int memrepl_snprintf(char *buffer, size_t size, const char *format, ...);
int memrepl_sprintf(char *buffer, const char *format, ...);
int memrepl_vasprintf(char **string, const char *format, va_list arguments);
int memrepl_asprintf(char **string, const char *format, ...);

int memrepl_puts(const char *text);
int memrepl_fputs(const char *text, FILE *stream);
int memrepl_fputs_unlocked(const char *text, FILE *stream);
int memrepl_fputc(int byte, FILE *stream);
int memrepl_putc(int byte, FILE *stream);
int memrepl_putc_unlocked(int byte, FILE *stream);
int memrepl_putchar(int byte);
int memrepl_putchar_unlocked(int byte);
size_t memrepl_fwrite(const void *bytes, size_t size, size_t count, FILE *stream);
void memrepl_perror(const char *text);

#endif
