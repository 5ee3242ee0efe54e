#include "program/expressions/scan.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/expressions/operators.h"

void scan_blanks(const char **at)
{
    while (isspace((unsigned char)**at))
        (*at)++;
}

bool scan_take(const char **at, const char *token)
{
    scan_blanks(at);
    size_t length = strlen(token);
    if (strncmp(*at, token, length) != 0)
        return false;
    *at += length;
    return true;
}

const char *scan_quote(const char *from, const char *to, char text[SCAN_NAME_BYTES])
{
    int length = (int)(to - from);
    while (length > 0 && isspace((unsigned char)from[length - 1]))
        length--;
    snprintf(text, SCAN_NAME_BYTES, "%.*s", length, from);
    return text;
}

/* ---- Names ----------------------------------------------------------------------------------- */

bool scan_is_of_name(char letter)
{
    return isalnum((unsigned char)letter) || (letter != '\0' && strchr("_$", letter)) ||
           (unsigned char)letter >= 0x80;
}

static size_t word_length(const char *text)
{
    size_t length = 0;
    while (scan_is_of_name(text[length]))
        length++;
    return isdigit((unsigned char)text[0]) ? 0 : length;
}

/* Length of NAME, SCOPE::NAME or FILE.c::NAME. */
static size_t scoped_length(const char *text)
{
    size_t scope = word_length(text);
    if (scope > 0 && strncmp(text + scope, ".c::", 4) == 0)
        scope += 2;
    size_t name = strncmp(text + scope, "::", 2) == 0 ? word_length(text + scope + 2) : 0;
    return scope > 0 && name > 0 ? scope + 2 + name : word_length(text);
}

static bool take_name(const char **at, size_t (*measure)(const char *), char name[SCAN_NAME_BYTES])
{
    scan_blanks(at);
    size_t length = measure(*at);
    if (length == 0 || length >= SCAN_NAME_BYTES)
        return false;
    memcpy(name, *at, length);
    name[length] = '\0';
    *at += length;
    return true;
}

bool scan_name(const char **at, char name[SCAN_NAME_BYTES])
{
    return take_name(at, word_length, name);
}

bool scan_scoped_name(const char **at, char name[SCAN_NAME_BYTES])
{
    return take_name(at, scoped_length, name);
}

void scan_peek(const char *at, char name[SCAN_NAME_BYTES])
{
    if (!scan_name(&at, name))
        name[0] = '\0';
}

/* ---- Numbers --------------------------------------------------------------------------------- */

/* The first type that holds it: unsigned ones only when it is not written in decimal, or has a u. */
static const struct type *integer_type(uint64_t number, bool is_decimal, bool has_u, bool has_l)
{
    if (number <= INT32_MAX && !has_l && !has_u)
        return type_int();
    if (number <= UINT32_MAX && !has_l && (has_u || !is_decimal))
        return type_basic("unsigned int");
    return number <= INT64_MAX && !has_u ? type_long() : type_basic("long unsigned int");
}

/* Takes a suffix: u, l, ll in any order and case. */
static void take_suffix(const char **at, bool *has_u, bool *has_l)
{
    *has_u = *has_l = false;
    for (;; (*at)++) {
        int letter = tolower((unsigned char)**at);
        if (letter == 'u' && !*has_u)
            *has_u = true;
        else if (letter == 'l' && !*has_l) {
            *has_l = true;
            *at += (*at)[1] == **at;
        } else
            return;
    }
}

static bool is_fraction(const char *text)
{
    bool is_hex = text[0] == '0' && tolower((unsigned char)text[1]) == 'x';
    size_t length = strspn(text, is_hex ? "0123456789abcdefABCDEFxX" : "0123456789");
    return text[length] == '.' || (!is_hex && tolower((unsigned char)text[length]) == 'e');
}

static void take_fraction(const char **at, struct value *value)
{
    char *end;
    double number = strtod(*at, &end);
    bool is_single = tolower((unsigned char)*end) == 'f',
         is_long = tolower((unsigned char)*end) == 'l';
    *value = operators_float(is_single ? type_basic("float") : type_double(), number);
    *at = end + (is_single || is_long);
}

bool scan_number(const char **at, struct value *value, char *problem, size_t size)
{
    const char *start = *at;
    char *end;
    bool has_u, has_l;
    if (is_fraction(start)) {
        take_fraction(at, value);
    } else {
        errno = 0;
        uint64_t number = strtoull(start, &end, 0);
        if (errno == ERANGE) {
            snprintf(problem, size, "'%.30s' does not fit 64 bits", start);
            return false;
        }
        *at = end;
        take_suffix(at, &has_u, &has_l);
        *value =
            operators_number(integer_type(number, start[0] != '0', has_u, has_l), (int64_t)number);
    }
    if (!isalnum((unsigned char)**at) && **at != '_' && **at != '.')
        return true;
    snprintf(problem, size, "'%.20s' is no number", start);
    return false;
}

/* What a backslash stands in front of: a letter, up to three octal digits, or x and two others. */
static bool take_escape(const char **at, char *character)
{
    static const char letters[] = "abfnrtv\\'\"";
    static const char named[] = "\a\b\f\n\r\t\v\\'\"";
    bool is_hex = **at == 'x';
    size_t length = strspn(*at + is_hex, is_hex ? "0123456789abcdefABCDEF" : "01234567");
    const char *found = **at ? strchr(letters, **at) : NULL;
    if (length > 0) {
        char digits[4] = "";
        size_t most = is_hex ? 2 : 3;
        memcpy(digits, *at + is_hex, length < most ? length : most);
        *character = (char)strtoul(digits, NULL, is_hex ? 16 : 8);
        *at += is_hex + (length < most ? length : most);
    } else if (found) {
        *character = named[found - letters];
        (*at)++;
    }
    return length > 0 || found;
}

bool scan_character(const char **at, struct value *value, char *problem, size_t size)
{
    const char *text = *at;
    char character = *text;
    bool is_one = *text != '\0' && *text != '\'';
    if (is_one && *text++ == '\\')
        is_one = take_escape(&text, &character);
    if (!is_one || *text != '\'') {
        snprintf(problem, size, "a character looks like 'X', '\\n' or '\\xff'");
        return false;
    }
    *at = text + 1;
    *value = operators_number(type_int(), character);
    value->is_character = true;
    return true;
}
