/* expression.c - a recursive-descent evaluator over values.
 *
 *     unary   = ("*" | "&" | "-" | "!") unary | postfix
 *     postfix = primary { "[" unary "]" | "." name | "->" name }
 *     primary = name | scope "::" name | number | 'c' | "(" unary ")"
 *
 * Invariant: once `failed` is set the problem is not written again; every function then returns
 * without reading further, and its value is void.
 */
#include "program/values/expression.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NESTING_MAX = 64, /* of brackets and unary operators: more is a slip of the keyboard */
    NAME_SIZE = 128   /* bytes of a name or of the part of the input that a problem quotes */
};

struct parser {
    const struct names *names;
    const struct memory_view *memory;
    const char *at;
    unsigned nesting;
    bool failed;
    char *problem;
    size_t problem_size;
};

static struct value unary(struct parser *parser);

__attribute__((format(printf, 2, 3))) static struct value fail(struct parser *parser,
                                                               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!parser->failed)
        vsnprintf(parser->problem, parser->problem_size, format, arguments);
    va_end(arguments);
    parser->failed = true;
    return (struct value){.type = type_void()};
}

static struct value constant(const struct type *type, int64_t number)
{
    return (struct value){.type = type, .number = (uint64_t)number};
}

static void skip_blanks(struct parser *parser)
{
    while (isspace((unsigned char)*parser->at))
        parser->at++;
}

static bool take(struct parser *parser, const char *token)
{
    skip_blanks(parser);
    size_t length = strlen(token);
    if (strncmp(parser->at, token, length) != 0)
        return false;
    parser->at += length;
    return true;
}

/* The input from `from` up to here, for a message. */
static const char *quote(const struct parser *parser, const char *from, char text[NAME_SIZE])
{
    int length = (int)(parser->at - from);
    while (length > 0 && isspace((unsigned char)from[length - 1]))
        length--;
    snprintf(text, NAME_SIZE, "%.*s", length, from);
    return text;
}

static size_t word_length(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return isdigit((unsigned char)text[0]) ? 0 : length;
}

/* Length of NAME, SCOPE::NAME or FILE.c::NAME. */
static size_t name_length(const char *text)
{
    size_t scope = word_length(text);
    if (scope > 0 && strncmp(text + scope, ".c::", 4) == 0)
        scope += 2;
    size_t name = strncmp(text + scope, "::", 2) == 0 ? word_length(text + scope + 2) : 0;
    return scope > 0 && name > 0 ? scope + 2 + name : word_length(text);
}

static bool take_name(struct parser *parser, size_t (*measure)(const char *), char name[NAME_SIZE])
{
    skip_blanks(parser);
    size_t length = measure(parser->at);
    if (length == 0 || length >= NAME_SIZE)
        return false;
    memcpy(name, parser->at, length);
    name[length] = '\0';
    parser->at += length;
    return true;
}

static struct value variable_value(struct parser *parser, const struct variable *variable)
{
    const struct memory_view *memory = parser->memory;
    uint64_t block = 0;
    if (variable->is_thread_local &&
        !(memory->thread_block && memory->thread_block(memory->context, &block)))
        return fail(parser, "each thread has its own '%s': choose a thread that runs",
                    variable->name);
    return (struct value){
        .type = variable->type, .is_lvalue = true, .address = block + variable->address};
}

static struct value named_value(struct parser *parser, const char *name)
{
    const struct variable *variable = names_find(parser->names, name);
    const struct type *type;
    struct symbol symbol;
    int64_t number;
    if (variable)
        return variable_value(parser, variable);
    if (types_enumerator(names_types(parser->names), name, &type, &number))
        return constant(type, number);
    if (image_symbol(names_image(parser->names), name, &symbol) && symbol.is_function)
        return (struct value){
            .type = type_function(), .is_lvalue = true, .address = symbol.address};
    if (strcmp(name, "NULL") == 0)
        return constant(type_long(), 0);
    const char *near = names_suggest(parser->names, name);
    return near ? fail(parser, "no variable '%s'; did you mean %s?", name, near)
                : fail(parser, "no variable '%s'", name);
}

static struct value number_value(struct parser *parser)
{
    char *end;
    errno = 0;
    long long number = strtoll(parser->at, &end, 0);
    if (errno == ERANGE) {
        errno = 0;
        number = (long long)strtoull(parser->at, &end, 0);
    }
    if (errno == ERANGE)
        return fail(parser, "'%.30s' does not fit 64 bits", parser->at);
    if (word_length(end) > 0 || isdigit((unsigned char)*end) || *end == '.')
        return fail(parser, "'%.20s' is no whole number", parser->at);
    parser->at = end;
    return constant(type_long(), number);
}

static struct value character_value(struct parser *parser)
{
    static const char letters[] = "0abfnrtv\\'\"";
    static const char named[] = "\0\a\b\f\n\r\t\v\\'\"";
    const char *text = parser->at;
    bool is_escape = text[0] == '\\';
    const char *found = is_escape && text[1] ? strchr(letters, text[1]) : NULL;
    size_t length = is_escape ? 2 : 1;
    if (text[0] == '\0' || text[0] == '\'' || (is_escape && !found) || text[length] != '\'')
        return fail(parser, "a character looks like 'X' or '\\n'");
    parser->at += length + 1;
    return constant(type_char(), is_escape ? named[found - letters] : text[0]);
}

static struct value primary(struct parser *parser)
{
    char name[NAME_SIZE];
    if (take(parser, "(")) {
        struct value value = unary(parser);
        return parser->failed || take(parser, ")")
                   ? value
                   : fail(parser, "a ')' is missing before '%.20s'", parser->at);
    }
    if (take(parser, "'"))
        return character_value(parser);
    skip_blanks(parser);
    if (isdigit((unsigned char)*parser->at))
        return number_value(parser);
    if (take_name(parser, name_length, name))
        return named_value(parser, name);
    if (*parser->at == '\0')
        return fail(parser, "the expression ends too early: a name or a number is missing");
    return fail(parser, "a name or a number is missing before '%.20s'", parser->at);
}

/* The object that `value`, spelt `spelling`, points to. */
static struct value follow(struct parser *parser, const struct value *value, const char *spelling)
{
    const struct type *type = type_plain(value->type);
    int64_t address = 0;
    if (type->kind == TYPE_ARRAY)
        return (struct value){.type = type->target, .is_lvalue = true, .address = value->address};
    if (type->kind == TYPE_FUNCTION)
        return *value;
    if (type->kind != TYPE_POINTER)
        return fail(parser, "%s is no pointer", spelling);
    if (type_plain(type->target)->kind == TYPE_VOID)
        return fail(parser, "%s is a void *: it does not say what it points to", spelling);
    if (!value_as_integer(parser->memory, value, &address))
        return fail(parser, "%s cannot be read", spelling);
    if (address == 0)
        return fail(parser, "%s is NULL: it cannot be followed", spelling);
    return (struct value){.type = type->target, .is_lvalue = true, .address = (uint64_t)address};
}

static bool is_record(const struct type *type)
{
    enum type_kind kind = type_plain(type)->kind;
    return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

static struct value member_value(struct parser *parser, const struct value *record,
                                 const char *spelling)
{
    char name[NAME_SIZE], spelt[NAME_SIZE];
    struct member member;
    if (!take_name(parser, word_length, name))
        return fail(parser, "a member's name is missing behind '%s'", spelling);
    type_describe(record->type, spelt, sizeof spelt);
    if (!is_record(record->type))
        return fail(parser, "%s is a %s: it has no members", spelling, spelt);
    if (record->type->size == 0)
        return fail(parser, "%s is a %s, which the program does not define", spelling, spelt);
    if (!type_member(record->type, name, &member))
        return fail(parser, "%s has no member '%s'", spelt, name);
    return (struct value){.type = member.type,
                          .is_lvalue = true,
                          .address = record->address + member.offset,
                          .bit_offset = member.bit_offset,
                          .bit_size = member.bit_size};
}

static struct value element_value(struct parser *parser, const struct value *array,
                                  const char *spelling)
{
    struct value index = unary(parser);
    int64_t number = 0;
    if (!parser->failed && !take(parser, "]"))
        return fail(parser, "a ']' is missing behind '%s['", spelling);
    const struct type *type = type_plain(array->type);
    if (parser->failed || (type->kind != TYPE_ARRAY && type->kind != TYPE_POINTER))
        return fail(parser, "%s is neither array nor pointer: it has no elements", spelling);
    if (!type_is_integral(index.type) || !value_as_integer(parser->memory, &index, &number))
        return fail(parser, "the index of %s is no whole number, or cannot be read", spelling);
    if (type->kind == TYPE_ARRAY && type->count > 0 && (uint64_t)number >= type->count)
        return fail(parser, "%s has elements 0 to %" PRIu64 ": there is no [%" PRId64 "]", spelling,
                    type->count - 1, number);
    struct value element = follow(parser, array, spelling);
    element.address += (uint64_t)number * element.type->size;
    return element;
}

static struct value postfix(struct parser *parser)
{
    skip_blanks(parser);
    const char *start = parser->at;
    char spelling[NAME_SIZE];
    struct value value = primary(parser);
    while (!parser->failed) {
        quote(parser, start, spelling);
        bool is_pointer = type_plain(value.type)->kind == TYPE_POINTER;
        if (take(parser, "->")) {
            if (is_record(value.type))
                return fail(parser, "%s is no pointer: write %s.%.20s", spelling, spelling,
                            parser->at);
            value = follow(parser, &value, spelling);
            value = parser->failed ? value : member_value(parser, &value, spelling);
        } else if (take(parser, ".")) {
            if (is_pointer)
                return fail(parser, "%s is a pointer: write %s->%.20s", spelling, spelling,
                            parser->at);
            value = member_value(parser, &value, spelling);
        } else if (take(parser, "[")) {
            value = element_value(parser, &value, spelling);
        } else {
            break;
        }
    }
    return value;
}

static struct value address_of(struct parser *parser, const struct value *value)
{
    if (!value->is_lvalue || value->bit_size > 0)
        return fail(parser, "& needs a variable: this has no address");
    const struct type *pointer = types_pointer_to(names_types(parser->names), value->type);
    return pointer ? constant(pointer, (int64_t)value->address) : fail(parser, "out of memory");
}

static struct value arithmetic(struct parser *parser, const struct value *value, char operator)
{
    int64_t number = 0;
    if (!value_as_integer(parser->memory, value, &number))
        return fail(parser, "%c needs a whole number", operator);
    if (operator== '!')
        return constant(type_int(), number == 0);
    return constant(type_long(), (int64_t)(0 - (uint64_t)number));
}

static struct value unary(struct parser *parser)
{
    skip_blanks(parser);
    char operator= * parser->at;
    if (parser->nesting >= NESTING_MAX)
        return fail(parser, "the expression is nested too deeply");
    if (operator== '\0' || !strchr("*&-!", operator)) {
        parser->nesting++;
        struct value value = postfix(parser);
        parser->nesting--;
        return value;
    }
    const char *operand = ++parser->at;
    char spelling[NAME_SIZE];
    parser->nesting++;
    struct value value = unary(parser);
    parser->nesting--;
    if (parser->failed)
        return value;
    switch (operator) {
    case '*':
        return follow(parser, &value, quote(parser, operand, spelling));
    case '&':
        return address_of(parser, &value);
    default:
        return arithmetic(parser, &value, operator);
    }
}

bool expression_evaluate(const struct names *names, const struct memory_view *memory,
                         const char *text, struct value *value, char *problem, size_t problem_size)
{
    assert(names && memory && memory->read && text && value && problem && problem_size > 0);
    struct parser parser = {.names = names,
                            .memory = memory,
                            .at = text,
                            .problem = problem,
                            .problem_size = problem_size};
    *value = unary(&parser);
    skip_blanks(&parser);
    if (!parser.failed && *parser.at)
        fail(&parser, "cannot use '%.40s' behind '%.*s'", parser.at, (int)(parser.at - text), text);
    return !parser.failed;
}

bool expression_print(const struct names *names, const struct memory_view *memory, const char *text,
                      char *shown, size_t size)
{
    struct value value;
    if (!expression_evaluate(names, memory, text, &value, shown, size))
        return false;
    value_print(names, memory, &value, shown, size);
    return true;
}
