#include "posix/stdio/scan.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/lent.h"
#include "posix/stdio/matching.h"
#include "posix/stdio/streams.h"

/* One conversion, as in "%*4ld". */
struct conversion {
    size_t width; /* SIZE_MAX: none given */
    size_t bytes; /* of the integer that the length modifier tells */
    bool is_long, is_long_double;
    bool is_skipped; /* %*d */
    char kind;
    bool in_set[UCHAR_MAX + 1]; /* %[ */
};

enum outcome { MATCHED, MISMATCH, INPUT_ENDED };

/* ---- Formats --------------------------------------------------------------------------------- */

static const char *read_length(const char *at, struct conversion *conversion)
{
    conversion->bytes = sizeof(int);
    for (; *at != '\0' && strchr("hlLqjzt", *at) != NULL; at++) {
        if (*at == 'h')
            conversion->bytes /= 2;
        else
            conversion->bytes = sizeof(long);
        conversion->is_long |= *at == 'l';
        conversion->is_long_double |= *at == 'L';
    }
    return at;
}

/* Reads what stands between [ and ]. */
static const char *read_set(const char *at, struct conversion *conversion)
{
    bool is_inverted = *at == '^';
    at += is_inverted;
    for (bool is_first = true; *at != '\0' && (is_first || *at != ']'); at++, is_first = false) {
        unsigned char low = (unsigned char)*at, high = low;
        if (at[1] == '-' && at[2] != ']' && at[2] != '\0') {
            high = (unsigned char)at[2];
            at += 2;
        }
        for (int byte = low; byte <= high; byte++)
            conversion->in_set[byte] = true;
    }
    for (int byte = 0; byte <= UCHAR_MAX && is_inverted; byte++)
        conversion->in_set[byte] = !conversion->in_set[byte];
    return *at == ']' ? at + 1 : at;
}

/* Reads what stands behind a %. */
static const char *read_conversion(const char *at, struct conversion *conversion)
{
    char *end;
    *conversion = (struct conversion){.width = SIZE_MAX};
    if (*at == '*')
        conversion->is_skipped = at++;
    if (isdigit((unsigned char)*at)) {
        conversion->width = (size_t)strtoul(at, &end, 10);
        at = end;
    }
    at = read_length(at, conversion);
    conversion->kind = *at;
    if (*at != '\0')
        at++;
    if (conversion->kind == '[')
        at = read_set(at, conversion);
    return at;
}

/* ---- Storing --------------------------------------------------------------------------------- */

static void store_integer(void *target, size_t bytes, unsigned long long value, uint64_t pc)
{
    check_write(target, bytes, pc);
    memcpy(target, &value, bytes); /* little endian, as all machines are that memrepl runs on */
}

static void store_real(void *target, const struct conversion *conversion, const char *text,
                       uint64_t pc)
{
    if (conversion->is_long_double) {
        check_write(target, sizeof(long double), pc);
        *(long double *)target = strtold(text, NULL);
    } else if (conversion->is_long) {
        check_write(target, sizeof(double), pc);
        *(double *)target = strtod(text, NULL);
    } else {
        check_write(target, sizeof(float), pc);
        *(float *)target = strtof(text, NULL);
    }
}

/* ---- Conversions ----------------------------------------------------------------------------- */

static int base_of(char kind)
{
    switch (kind) {
    case 'i':
        return 0;
    case 'o':
        return 8;
    case 'x':
    case 'X':
    case 'p':
        return 16;
    default:
        return 10;
    }
}

static enum outcome scan_integer(struct input *input, const struct conversion *conversion,
                                 void *target)
{
    struct token token;
    int base = base_of(conversion->kind);
    if (!input_integer(input, conversion->width, base, &token))
        return MISMATCH;
    bool is_signed = conversion->kind == 'd' || conversion->kind == 'i';
    unsigned long long value = is_signed ? (unsigned long long)strtoll(token.text, NULL, base)
                                         : strtoull(token.text, NULL, base);
    size_t bytes = conversion->kind == 'p' ? sizeof(void *) : conversion->bytes;
    if (target != NULL)
        store_integer(target, bytes, value, input->pc);
    return MATCHED;
}

static enum outcome scan_real(struct input *input, const struct conversion *conversion,
                              void *target)
{
    struct token token;
    if (!input_real(input, conversion->width, &token))
        return MISMATCH;
    if (target != NULL)
        store_real(target, conversion, token.text, input->pc);
    return MATCHED;
}

static bool belongs(const struct conversion *conversion, int byte)
{
    switch (conversion->kind) {
    case 's':
        return !isspace(byte);
    case '[':
        return conversion->in_set[byte];
    default:
        return true;
    }
}

/* %s, %[ and %c: bytes as they are, a NUL behind them but for %c. */
static enum outcome scan_bytes(struct input *input, const struct conversion *conversion,
                               char *target)
{
    bool is_plain = conversion->kind == 'c';
    size_t count = 0;
    size_t most = is_plain && conversion->width == SIZE_MAX ? 1 : conversion->width;
    int byte = 0;
    while (count < most && (byte = input_peek(input)) >= 0 && belongs(conversion, byte)) {
        input_take(input);
        if (target != NULL) {
            check_next_write(target, count, input->pc);
            target[count] = (char)byte;
        }
        count++;
    }
    if (count == 0)
        return byte < 0 ? INPUT_ENDED : MISMATCH;
    if (target != NULL && !is_plain) {
        check_next_write(target, count, input->pc);
        target[count] = '\0';
    }
    return MATCHED;
}

static enum outcome scan_one(struct input *input, const struct conversion *conversion, void *target)
{
    if (strchr("c[", conversion->kind) == NULL)
        input_skip_space(input);
    if (input_peek(input) < 0)
        return INPUT_ENDED;
    switch (conversion->kind) {
    case 'd':
    case 'i':
    case 'o':
    case 'u':
    case 'x':
    case 'X':
    case 'p':
        return scan_integer(input, conversion, target);
    case 's':
    case 'c':
    case '[':
        return scan_bytes(input, conversion, target);
    default:
        return strchr("aAeEfFgG", conversion->kind) != NULL ? scan_real(input, conversion, target)
                                                            : MISMATCH;
    }
}

/* ---- The walk -------------------------------------------------------------------------------- */

/* A byte of the format that stands for itself. */
static enum outcome match_byte(struct input *input, char wanted)
{
    int byte = input_peek(input);
    if (byte < 0)
        return INPUT_ENDED;
    if (byte != (unsigned char)wanted)
        return MISMATCH;
    input_take(input);
    return MATCHED;
}

static int scan(struct input *input, const char *format, va_list *arguments)
{
    int count = 0;
    enum outcome outcome = MATCHED;
    check_string(format, SIZE_MAX, input->pc);
    while (*format != '\0' && outcome == MATCHED) {
        struct conversion conversion = {.kind = '\0'};
        char plain = *format++;
        if (isspace((unsigned char)plain)) {
            input_skip_space(input);
            continue;
        }
        if (plain == '%')
            format = read_conversion(format, &conversion);
        if (plain != '%' || conversion.kind == '%') {
            if (plain == '%')
                input_skip_space(input);
            outcome = match_byte(input, plain);
            continue;
        }
        void *target = conversion.is_skipped ? NULL : va_arg(*arguments, void *);
        if (conversion.kind == 'n') {
            store_integer(target, conversion.bytes, input->taken, input->pc);
            continue;
        }
        if (!conversion.is_skipped)
            check_write(target, 1, input->pc);
        outcome = scan_one(input, &conversion, target);
        count += outcome == MATCHED && !conversion.is_skipped;
    }
    return outcome == INPUT_ENDED && count == 0 ? EOF : count;
}

static int scan_stream(FILE *handle, const char *format, va_list arguments, uint64_t pc)
{
    struct input input = {.stream = streams_get(handle, pc), .pc = pc};
    va_list copy;
    streams_cost(0, pc);
    va_copy(copy, arguments);
    int count = scan(&input, format, &copy);
    va_end(copy);
    if (input_peek(&input) < 0 && count == EOF)
        streams_next(input.stream); /* notes the end */
    return count;
}

static int scan_string(const char *string, const char *format, va_list arguments, uint64_t pc)
{
    struct input input = {.string = string, .pc = pc};
    va_list copy;
    va_copy(copy, arguments);
    int count = scan(&input, format, &copy);
    va_end(copy);
    return count;
}

/* ---- The functions --------------------------------------------------------------------------- */

int memrepl_vscanf(const char *format, va_list arguments)
{
    return scan_stream(memrepl_stdin, format, arguments, CALLER);
}

int memrepl_vfscanf(FILE *stream, const char *format, va_list arguments)
{
    return scan_stream(stream, format, arguments, CALLER);
}

int memrepl_vsscanf(const char *string, const char *format, va_list arguments)
{
    return scan_string(string, format, arguments, CALLER);
}

int memrepl_scanf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int count = scan_stream(memrepl_stdin, format, arguments, CALLER);
    va_end(arguments);
    return count;
}

int memrepl_fscanf(FILE *stream, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int count = scan_stream(stream, format, arguments, CALLER);
    va_end(arguments);
    return count;
}

int memrepl_sscanf(const char *string, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int count = scan_string(string, format, arguments, CALLER);
    va_end(arguments);
    return count;
}

#define ALSO(name) __attribute__((alias("memrepl_" #name)))
#define ALSO_ALL(prefix)                                                                     \
    int memrepl_##prefix##scanf(const char *format, ...) ALSO(scanf);                        \
    int memrepl_##prefix##fscanf(FILE *stream, const char *format, ...) ALSO(fscanf);        \
    int memrepl_##prefix##sscanf(const char *string, const char *format, ...) ALSO(sscanf);  \
    int memrepl_##prefix##vscanf(const char *format, va_list arguments) ALSO(vscanf);        \
    int memrepl_##prefix##vfscanf(FILE *stream, const char *format, va_list arguments)       \
        ALSO(vfscanf);                                                                       \
    int memrepl_##prefix##vsscanf(const char *string, const char *format, va_list arguments) \
        ALSO(vsscanf);

ALSO_ALL(__isoc99_)
ALSO_ALL(__isoc23_)
