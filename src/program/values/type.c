/* type.c - questions about a type, and its spelling.
 *
 * Method: a spelling grows from the inside out, as C's declarators do: "*" around a name, then
 * "[3]" behind it, brackets where a pointer leads to an array or a function.
 */
#include "program/values/type.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SPELLING_MAX = 128 }; /* bytes of the "(*)[3]" part of a type */

static const struct type void_type = {.kind = TYPE_VOID, .name = "void"};
static const struct type int_type = {
    .kind = TYPE_INTEGER, .is_signed = true, .name = "int", .size = sizeof(int)};
static const struct type long_type = {
    .kind = TYPE_INTEGER, .is_signed = true, .name = "long", .size = sizeof(long)};
static const struct type char_type = {
    .kind = TYPE_CHAR, .is_signed = true, .name = "char", .size = 1};
static const struct type function_type = {.kind = TYPE_FUNCTION, .name = "", .target = &void_type};

const struct type *type_void(void)
{
    return &void_type;
}

const struct type *type_int(void)
{
    return &int_type;
}

const struct type *type_long(void)
{
    return &long_type;
}

const struct type *type_char(void)
{
    return &char_type;
}

const struct type *type_function(void)
{
    return &function_type;
}

const struct type *type_plain(const struct type *type)
{
    while (type->kind == TYPE_TYPEDEF)
        type = type->target;
    return type;
}

bool type_is_integral(const struct type *type)
{
    enum type_kind kind = type_plain(type)->kind;
    return kind == TYPE_BOOL || kind == TYPE_CHAR || kind == TYPE_INTEGER || kind == TYPE_ENUM;
}

bool type_member(const struct type *type, const char *name, struct member *member)
{
    type = type_plain(type);
    for (size_t i = 0; i < type->member_count; i++) {
        const struct member *own = &type->members[i];
        if (strcmp(own->name, name) == 0) {
            *member = *own;
            return true;
        }
        if (own->name[0] == '\0' && type_member(own->type, name, member)) {
            member->offset += own->offset;
            return true;
        }
    }
    return false;
}

/* `declarator` is what has been spelt so far: "*", "(*)[3]". */
static void spell(const struct type *type, const char *declarator, char *text, size_t size)
{
    char more[SPELLING_MAX];
    enum type_kind pointed = type->kind == TYPE_POINTER ? type->target->kind : TYPE_VOID;
    bool is_wrapped = pointed == TYPE_ARRAY || pointed == TYPE_FUNCTION;
    const char *tag = type->kind == TYPE_STRUCT  ? "struct "
                      : type->kind == TYPE_UNION ? "union "
                      : type->kind == TYPE_ENUM  ? "enum "
                                                 : "";
    switch (type->kind) {
    case TYPE_POINTER:
        snprintf(more, sizeof more, is_wrapped ? "(*%s)" : "*%s", declarator);
        break;
    case TYPE_ARRAY:
        snprintf(more, sizeof more, "%s[%" PRIu64 "]", declarator, type->count);
        break;
    case TYPE_FUNCTION:
        snprintf(more, sizeof more, "%s()", declarator);
        break;
    default:
        snprintf(text, size, "%s%s%s%s", tag, *tag && !*type->name ? "{...}" : type->name,
                 *declarator ? " " : "", declarator);
        return;
    }
    spell(type->target, more, text, size);
}

void type_describe(const struct type *type, char *text, size_t size)
{
    assert(type && size > 0);
    spell(type, "", text, size);
}
