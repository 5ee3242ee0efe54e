/* operand.c - names, constants, members and elements. */
#include "program/expressions/parser.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "program/expressions/operators.h"
#include "program/expressions/scan.h"
#include "program/nearest.h"
#include "program/values/returns.h"

/* ---- Names and constants --------------------------------------------------------------------- */

static struct value variable_value(struct parser *parser, const struct variable *variable)
{
    const struct memory_view *memory = parser->memory;
    uint64_t block = 0;
    if (variable->is_thread_local &&
        !(memory->thread_block && memory->thread_block(memory->context, &block)))
        return parser_fail(parser, "each thread has its own '%s': choose a thread that runs",
                           variable->name);
    return (struct value){
        .type = variable->type, .is_lvalue = true, .address = block + variable->address};
}

static struct value unknown_name(struct parser *parser, const char *name, const char *near)
{
    const char *global = names_suggest(parser->names, name);
    struct nearest nearest = nearest_begin(name);
    if (near)
        nearest_consider(&nearest, near);
    if (global)
        nearest_consider(&nearest, global);
    return nearest.best
               ? parser_fail(parser, "no variable '%s'; did you mean %s?", name, nearest.best)
               : parser_fail(parser, "no variable '%s'", name);
}

static struct value named_value(struct parser *parser, const char *name)
{
    const struct memory_view *memory = parser->memory;
    const struct variable *variable = names_find(parser->names, name);
    const struct type *type;
    const char *near = NULL;
    struct symbol symbol;
    struct value local;
    int64_t number;
    if (memory->local && memory->local(memory->context, name, &local, &near))
        return local;
    const char *why = memory->lost ? memory->lost(memory->context, name) : NULL;
    if (why)
        return parser_fail(parser, "'%s' %s", name, why);
    if (variable)
        return variable_value(parser, variable);
    if (types_enumerator(names_types(parser->names), name, &type, &number)) {
        struct value value = operators_number(type, number);
        value.is_enumerator = true;
        return value;
    }
    if (image_symbol(names_image(parser->names), name, &symbol) && symbol.is_function) {
        type = returns_type(names_image(parser->names), names_types(parser->names), symbol.address);
        return (struct value){
            .type = type ? type : type_function(), .is_lvalue = true, .address = symbol.address};
    }
    if (strcmp(name, "NULL") == 0)
        return operators_number(type_long(), 0);
    if (strcmp(name, "true") == 0 || strcmp(name, "false") == 0)
        return operators_number(type_int(), name[0] == 't');
    return unknown_name(parser, name, near);
}

static struct value primary(struct parser *parser)
{
    char name[SCAN_NAME_BYTES];
    struct value value;
    if (scan_take(&parser->at, "(")) {
        value = parser_expression(parser);
        return parser->failed || scan_take(&parser->at, ")") ? value : parser_lacks(parser, ")");
    }
    bool is_character = scan_take(&parser->at, "'");
    if (is_character || isdigit((unsigned char)*parser->at)) {
        bool (*scan)(const char **, struct value *, char *, size_t) =
            is_character ? scan_character : scan_number;
        parser->failed = !scan(&parser->at, &value, parser->problem, parser->problem_size);
        if (parser->failed)
            value = (struct value){.type = type_void()};
        return value;
    }
    if (scan_scoped_name(&parser->at, name))
        return named_value(parser, name);
    if (*parser->at == '\0')
        return parser_fail(parser, "the expression ends too early: a name or a number is missing");
    if (*parser->at == '"')
        return parser_fail(parser,
                           "a text in quotes has no place here: compare single characters, 'X'");
    return parser_fail(parser, "a name or a number is missing before '%.20s'", parser->at);
}

/* ---- Behind a name --------------------------------------------------------------------------- */

struct value operand_follow(struct parser *parser, const struct value *value, const char *spelling)
{
    const struct type *type = type_plain(value->type);
    int64_t address = 0;
    if (type->kind == TYPE_ARRAY)
        return (struct value){.type = type->target, .is_lvalue = true, .address = value->address};
    if (type->kind == TYPE_FUNCTION)
        return *value;
    if (type->kind != TYPE_POINTER)
        return parser_fail(parser, "%s is no pointer", spelling);
    if (type_plain(type->target)->kind == TYPE_VOID)
        return parser_fail(parser, "%s is a void *: it does not say what it points to", spelling);
    if (!value_as_integer(parser->memory, value, &address))
        return parser_fail(parser, "%s cannot be read", spelling);
    if (address == 0 && parser->pretending == 0)
        return parser_fail(parser, "%s is NULL: it cannot be followed", spelling);
    return (struct value){.type = type->target, .is_lvalue = true, .address = (uint64_t)address};
}

static bool is_record(const struct type *type)
{
    enum type_kind kind = type_plain(type)->kind;
    return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

static void consider_members(struct nearest *nearest, const struct type *type)
{
    type = type_plain(type);
    for (size_t i = 0; i < type->member_count; i++)
        if (type->members[i].name[0] != '\0')
            nearest_consider(nearest, type->members[i].name);
        else
            consider_members(nearest, type->members[i].type);
}

static struct value unknown_member(struct parser *parser, const struct type *type,
                                   const char *spelt, const char *name)
{
    struct nearest nearest = nearest_begin(name);
    consider_members(&nearest, type);
    return nearest.best ? parser_fail(parser, "%s has no member '%s'; did you mean %s?", spelt,
                                      name, nearest.best)
                        : parser_fail(parser, "%s has no member '%s'", spelt, name);
}

static struct value member_value(struct parser *parser, const struct value *record,
                                 const char *spelling)
{
    char name[SCAN_NAME_BYTES], spelt[SCAN_NAME_BYTES];
    struct member member;
    if (!scan_name(&parser->at, name))
        return parser_fail(parser, "a member's name is missing behind '%s'", spelling);
    type_describe(record->type, spelt, sizeof spelt);
    if (!is_record(record->type))
        return parser_fail(parser, "%s is %s %s: it has no members", spelling, type_article(spelt),
                           spelt);
    if (type_is_incomplete(record->type))
        return parser_fail(parser, "%s is %s %s, which the program does not define", spelling,
                           type_article(spelt), spelt);
    if (!type_member(record->type, name, &member))
        return unknown_member(parser, record->type, spelt, name);
    return (struct value){.type = member.type,
                          .is_lvalue = true,
                          .address = record->address + member.offset,
                          .bit_offset = member.bit_offset,
                          .bit_size = member.bit_size};
}

static struct value element_value(struct parser *parser, const struct value *array,
                                  const char *spelling)
{
    struct value index = parser_expression(parser);
    int64_t number = 0;
    if (!parser->failed && !scan_take(&parser->at, "]"))
        return parser_fail(parser, "a ']' is missing behind '%s['", spelling);
    const struct type *type = type_plain(array->type);
    if (parser->failed || (type->kind != TYPE_ARRAY && type->kind != TYPE_POINTER))
        return parser_fail(parser, "%s is neither array nor pointer: it has no elements", spelling);
    if (!type_is_integral(index.type) || !value_as_integer(parser->memory, &index, &number))
        return parser_fail(parser, "the index of %s is no whole number, or cannot be read",
                           spelling);
    if (type->kind == TYPE_ARRAY && type->count > 0 && (uint64_t)number >= type->count &&
        parser->pretending == 0)
        return parser_fail(parser, "%s has elements 0 to %" PRIu64 ": there is no [%" PRId64 "]",
                           spelling, type->count - 1, number);
    struct value element = operand_follow(parser, array, spelling);
    if (!parser->failed && number != 0 && type_lacks_length(element.type))
        return parser_fail(parser,
                           "only the program knows how long %s[0] is, and so where [%" PRId64
                           "] begins; go by what is in it: %s[0][0]@4",
                           spelling, number, spelling);
    element.address += (uint64_t)number * element.type->size;
    return element;
}

struct value operand_read(struct parser *parser)
{
    scan_blanks(&parser->at);
    const char *start = parser->at;
    char spelling[SCAN_NAME_BYTES];
    struct value value = primary(parser);
    while (!parser->failed) {
        scan_quote(start, parser->at, spelling);
        bool is_pointer = type_plain(value.type)->kind == TYPE_POINTER;
        if (scan_take(&parser->at, "->")) {
            if (is_record(value.type))
                return parser_fail(parser, "%s is no pointer: write %s.%.20s", spelling, spelling,
                                   parser->at);
            value = operand_follow(parser, &value, spelling);
            value = parser->failed ? value : member_value(parser, &value, spelling);
        } else if (scan_take(&parser->at, ".")) {
            if (is_pointer)
                return parser_fail(parser, "%s is a pointer: write %s->%.20s", spelling, spelling,
                                   parser->at);
            value = member_value(parser, &value, spelling);
        } else if (scan_take(&parser->at, "[")) {
            value = element_value(parser, &value, spelling);
        } else {
            break;
        }
    }
    return value;
}
