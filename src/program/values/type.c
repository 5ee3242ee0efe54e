/* type.c - questions about a type, and its spelling.
 *
 * Method: a spelling grows from the inside out, as C's declarators do: "*" around a name, then
 * "[3]" behind it, brackets where a pointer leads to an array or a function.  What qualifies a pointer
 * stands behind its "*", what qualifies another type at the very front.
 */
#include "program/values/type.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "program/text.h"

enum { SPELLING_MAX = 256 }; /* bytes of the "(*)[3]" part of a type, and of a parameter */

static const struct type void_type = {.kind = TYPE_VOID, .name = "void"};

#define BASIC(kind_, is_signed_, name_, size_)                                       \
    {                                                                                \
        .kind = (kind_), .is_signed = (is_signed_), .name = (name_), .size = (size_) \
    }

enum basic { INT, LONG, CHAR, DOUBLE };

static const struct type basic_types[] = {
    [INT] = BASIC(TYPE_INTEGER, true, "int", sizeof(int)),
    [LONG] = BASIC(TYPE_INTEGER, true, "long", sizeof(long)),
    [CHAR] = BASIC(TYPE_CHAR, CHAR_MIN < 0, "char", 1), /* as the machine has it */
    [DOUBLE] = BASIC(TYPE_FLOAT, true, "double", sizeof(double)),
    BASIC(TYPE_BOOL, false, "_Bool", 1),
    BASIC(TYPE_CHAR, true, "signed char", 1),
    BASIC(TYPE_CHAR, false, "unsigned char", 1),
    BASIC(TYPE_INTEGER, true, "short int", sizeof(short)),
    BASIC(TYPE_INTEGER, false, "short unsigned int", sizeof(short)),
    BASIC(TYPE_INTEGER, false, "unsigned int", sizeof(int)),
    BASIC(TYPE_INTEGER, true, "long int", sizeof(long)),
    BASIC(TYPE_INTEGER, false, "long unsigned int", sizeof(long)),
    BASIC(TYPE_INTEGER, true, "long long int", sizeof(long long)),
    BASIC(TYPE_INTEGER, false, "long long unsigned int", sizeof(long long)),
    BASIC(TYPE_FLOAT, true, "float", sizeof(float)),
    BASIC(TYPE_FLOAT, true, "long double", sizeof(long double)),
};
static const struct type function_type = {
    .kind = TYPE_FUNCTION, .name = "", .target = &void_type, .is_open = true};

const struct type *type_void(void)
{
    return &void_type;
}

const struct type *type_int(void)
{
    return &basic_types[INT];
}

const struct type *type_long(void)
{
    return &basic_types[LONG];
}

const struct type *type_char(void)
{
    return &basic_types[CHAR];
}

const struct type *type_double(void)
{
    return &basic_types[DOUBLE];
}

const struct type *type_basic(const char *name)
{
    for (size_t i = 0; i < sizeof basic_types / sizeof *basic_types; i++)
        if (strcmp(basic_types[i].name, name) == 0)
            return &basic_types[i];
    return strcmp(name, "void") == 0 ? &void_type : NULL;
}

const struct type *type_function(void)
{
    return &function_type;
}

const struct type *type_plain(const struct type *type)
{
    while (type->kind == TYPE_TYPEDEF || type->kind == TYPE_QUALIFIED)
        type = type->target;
    return type;
}

bool type_lacks_length(const struct type *type)
{
    type = type_plain(type);
    return type->kind == TYPE_ARRAY && type->size == 0;
}

bool type_is_incomplete(const struct type *type)
{
    type = type_plain(type);
    bool is_record = type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
    return is_record && type->size == 0 && type->member_count == 0;
}

uint64_t type_stride(const struct type *target)
{
    if (target->size > 0)
        return target->size;
    return type_lacks_length(target) ? 0 : 1;
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

static void spell(const struct type *type, const char *declarator, char *text, size_t size);

/* The word stands before the type; behind the * of a pointer, and of an array it is its elements'. */
static void spell_qualified(const struct type *type, const char *declarator, char *text,
                            size_t size)
{
    enum type_kind kind = type->target->kind;
    char more[SPELLING_MAX];
    size_t used = 0;
    if (kind == TYPE_POINTER) {
        snprintf(more, sizeof more, "%s%s%s", type->name, *declarator ? " " : "", declarator);
        declarator = more;
    } else if (kind != TYPE_ARRAY) {
        used = (size_t)snprintf(text, size, "%s ", type->name);
    }
    if (used < size)
        spell(type->target, declarator, text + used, size - used);
}

/* The parameters of a function, in brackets, behind `more`; what does not fit is left out. */
static void spell_parameters(const struct type *function, char *more, size_t size)
{
    struct text text = text_begin(more, size);
    char spelt[SPELLING_MAX];
    for (size_t i = 0; i < function->member_count && !text.is_cut; i++) {
        type_describe(function->members[i].type, spelt, sizeof spelt);
        text_add(&text, "%s%s", i > 0 ? ", " : "(", spelt);
    }
    if (function->member_count == 0)
        text_add(&text, function->is_open ? "()" : "(void)");
    else
        text_add(&text, function->is_open ? ", ...)" : ")");
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
    case TYPE_QUALIFIED:
        spell_qualified(type, declarator, text, size);
        return;
    case TYPE_POINTER:
        snprintf(more, sizeof more, is_wrapped ? "(*%s)" : "*%s", declarator);
        break;
    case TYPE_ARRAY:
        if (type->is_open)
            snprintf(more, sizeof more, "%s[]", declarator);
        else
            snprintf(more, sizeof more, "%s[%" PRIu64 "]", declarator, type->count);
        break;
    case TYPE_FUNCTION:
        snprintf(more, sizeof more, "%s", declarator);
        spell_parameters(type, more + strlen(more), sizeof more - strlen(more));
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

const char *type_article(const char *spelling)
{
    bool is_vowel = spelling[0] != '\0' && strchr("aeio", spelling[0]) != NULL;
    return is_vowel || strncmp(spelling, "unsigned", strlen("unsigned")) == 0 ? "an" : "a";
}

void type_declare(const struct type *type, const char *name, char *text, size_t size)
{
    assert(type && name && size > 0);
    spell(type, name, text, size);
}
