/* scalars.c - method: what has a name is shown by it, an enumerator or flags; the rest as its type has it. */
#include "program/values/scalars.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool scalars_is_character(const struct type *type)
{
    const struct type *plain = type_plain(type);
    return plain->kind == TYPE_CHAR && strcmp(plain->name, "char") == 0;
}

void scalars_add_character(struct text *text, unsigned char c, char quote)
{
    static const char named[] = "\a\b\f\n\r\t\v\\";
    static const char letters[] = "abfnrtv\\";
    const char *found = c ? strchr(named, c) : NULL;
    if (found)
        text_add(text, "\\%c", letters[found - named]);
    else if (c == (unsigned char)quote)
        text_add(text, "\\%c", c);
    else if (c >= ' ' && c < 127)
        text_add(text, "%c", c);
    else
        text_add(text, c ? "\\%03o" : "\\%o", c);
}

long double scalars_decode_float(const unsigned char *bytes, size_t size)
{
    float single;
    double twice;
    long double most;
    if (size == sizeof single)
        return memcpy(&single, bytes, size), (long double)single;
    if (size == sizeof twice)
        return memcpy(&twice, bytes, size), (long double)twice;
    memcpy(&most, bytes, sizeof most);
    return most;
}

void scalars_add_float(struct text *text, long double number, size_t size)
{
    int digits = size == sizeof(float) ? 6 : size == sizeof(double) ? 15 : 18;
    text_add(text, "%.*Lg", digits, number);
}

/* The digits are taken off from the low end. */
void scalars_add_wide(struct text *text, const struct type *type, const unsigned char bytes[16])
{
    __extension__ unsigned __int128 number;
    char digits[40], *at = digits + sizeof digits;
    memcpy(&number, bytes, sizeof number);
    bool is_negative = type->is_signed && number >> 127 != 0;
    number = is_negative ? -number : number;
    *--at = '\0';
    do
        *--at = (char)('0' + (int)(number % 10));
    while ((number /= 10) != 0);
    text_add(text, "%s%s", is_negative ? "-" : "", at);
}

/* As C would write it: (A | C); false when the type is none of flags, or a bit has no name. */
static bool add_flags(struct text *text, const struct type *type, int64_t number)
{
    int64_t rest = number, seen = 0;
    for (size_t i = 0; i < type->enumerator_count; i++) {
        int64_t value = type->enumerators[i].value;
        if (value < 0 || (value & (value - 1)) != 0)
            return false;
        rest &= ~value;
    }
    if (rest != 0 || number == 0 || type->enumerator_count == 0)
        return false;
    for (size_t i = 0; i < type->enumerator_count; i++) {
        int64_t value = type->enumerators[i].value;
        if ((value & number & ~seen) == 0)
            continue;
        text_add(text, "%s%s", seen == 0 ? "(" : " | ", type->enumerators[i].name);
        seen |= value;
    }
    text_add(text, ")");
    return true;
}

void scalars_add_number(struct text *text, const struct type *type, int64_t number)
{
    for (size_t i = 0; i < type->enumerator_count; i++)
        if (type->enumerators[i].value == number) {
            text_add(text, "%s", type->enumerators[i].name);
            return;
        }
    if (add_flags(text, type, number))
        return;
    if (scalars_is_character(type)) {
        text_add(text, "'");
        scalars_add_character(text, (unsigned char)number, '\'');
        text_add(text, "' %" PRId64, number);
    } else if (type->kind == TYPE_BOOL) {
        text_add(text, number == 0 ? "false" : "true");
    } else if (type->is_signed) {
        text_add(text, "%" PRId64, number);
    } else {
        text_add(text, "%" PRIu64, (uint64_t)number);
    }
}
