#include "posix/stdio/format.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "posix/check.h"
#include "stepper/child/engine.h"

/* One conversion, as in "%-5.*ld". */
struct conversion {
    size_t precision; /* SIZE_MAX: none given */
    size_t bytes;     /* of the integer that the length modifier tells */
    bool is_long_double;
    bool is_wide; /* %ls */
    char kind;    /* d, s, …; 0 when the format ends before it */
};

static void refuse_width(size_t width, uint64_t pc)
{
    if (width > FORMAT_WIDTH_MOST)
        engine_event((struct event){
            .kind = EVENT_TOO_MANY, .pc = pc, .value = FORMAT_WIDTH_MOST, .other = NO_THREAD});
}

/* A number or a star; negative ones count as their size, as printf takes them. */
static const char *read_number(const char *at, va_list *arguments, size_t *number)
{
    char *end;
    if (*at == '*') {
        int given = va_arg(*arguments, int);
        *number = (size_t)labs(given);
        return at + 1;
    }
    *number = (size_t)strtoul(at, &end, 10);
    return end;
}

static const char *read_length(const char *at, struct conversion *conversion)
{
    size_t longs = 0, halves = 0;
    conversion->bytes = sizeof(int);
    for (; *at != '\0' && strchr("hlLqjzt", *at) != NULL; at++) {
        longs += *at == 'l';
        halves += *at == 'h';
        conversion->is_long_double = *at == 'L';
        if (*at != 'h')
            conversion->bytes = sizeof(long);
    }
    if (halves > 0)
        conversion->bytes = halves == 1 ? sizeof(short) : sizeof(char);
    conversion->is_wide = longs > 0;
    return at;
}

/* Reads what stands behind a %; false when the rest of the format cannot be followed. */
static bool read_conversion(const char **format, va_list *arguments, struct conversion *conversion,
                            uint64_t pc)
{
    const char *at = *format;
    size_t width;
    *conversion = (struct conversion){.precision = SIZE_MAX};
    at += strspn(at, "-+ #0'I");
    at = read_number(at, arguments, &width);
    if (*at == '$')
        return false;
    refuse_width(width, pc);
    if (*at == '.') {
        at = read_number(at + 1, arguments, &conversion->precision);
        refuse_width(conversion->precision, pc);
    }
    at = read_length(at, conversion);
    conversion->kind = *at;
    *format = *at == '\0' ? at : at + 1;
    return *at != '\0';
}

static void check_wide_string(const wchar_t *string, size_t most, uint64_t pc)
{
    for (size_t index = 0; index < most; index++) {
        check_next_read(string, (index + 1) * sizeof *string - 1, pc);
        if (string[index] == L'\0')
            return;
    }
}

static void check_string_argument(const struct conversion *conversion, va_list *arguments,
                                  uint64_t pc)
{
    const void *string = va_arg(*arguments, const void *);
    if (conversion->is_wide)
        check_wide_string(string, conversion->precision, pc);
    else
        check_string(string, conversion->precision, pc);
}

static void check_argument(const struct conversion *conversion, va_list *arguments, uint64_t pc)
{
    switch (conversion->kind) {
    case '%':
    case 'm':
        break;
    case 's':
        check_string_argument(conversion, arguments, pc);
        break;
    case 'n':
        check_write(va_arg(*arguments, void *), conversion->bytes, pc);
        break;
    case 'p':
        (void)va_arg(*arguments, void *);
        break;
    default:
        if (strchr("aAeEfFgG", conversion->kind) == NULL)
            (void)(conversion->bytes > sizeof(int) ? va_arg(*arguments, long)
                                                   : va_arg(*arguments, int));
        else if (conversion->is_long_double)
            (void)va_arg(*arguments, long double);
        else
            (void)va_arg(*arguments, double);
    }
}

void format_check(const char *format, va_list *arguments, uint64_t pc)
{
    struct conversion conversion;
    check_string(format, SIZE_MAX, pc);
    while ((format = strchr(format, '%')) != NULL) {
        format++;
        if (!read_conversion(&format, arguments, &conversion, pc))
            return;
        check_argument(&conversion, arguments, pc);
    }
}
