/* expression.c - a recursive-descent evaluator over values.
 *
 *     choice  = binary [ "?" choice ":" choice ]
 *     binary  = cast { operator cast }                  by precedence, see the table; p[0] @ n are
 *                                                       n elements from p[0] on, as in gdb
 *     cast    = "(" type ")" cast | "sizeof" ( cast | "(" type ")" ) | operator cast | postfix
 *     postfix = primary { "[" choice "]" | "." name | "->" name }
 *     primary = name | scope "::" name | number | 'c' | "(" choice ")"
 *
 * What does not count (behind "0 &&", in sizeof) is evaluated all the same, for its type, on pretended
 * memory where every pointer leads somewhere.
 *
 * Invariant: once `failed` is set the problem is not written again; every function then returns
 * without reading further, and its value is void.
 */
#include "program/expressions/expression.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "program/expressions/operators.h"
#include "program/expressions/parser.h"
#include "program/expressions/pretended.h"
#include "program/expressions/scan.h"
#include "program/expressions/typenames.h"
#include "program/values/derived.h"
#include "program/values/show.h"

enum {
    NESTING_MAX = 64,      /* of brackets and operators: more is a slip of the keyboard */
    ELEMENTS_MAX = 1000000 /* behind an @ */
};

static struct value cast(struct parser *parser);

struct value parser_fail(struct parser *parser, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!parser->failed)
        vsnprintf(parser->problem, parser->problem_size, format, arguments);
    va_end(arguments);
    parser->failed = true;
    return (struct value){.type = type_void()};
}

struct value parser_lacks(struct parser *parser, const char *what)
{
    return *parser->at == '\0'
               ? parser_fail(parser, "a '%s' is missing at the end", what)
               : parser_fail(parser, "a '%s' is missing before '%.20s'", what, parser->at);
}

static void pretend(struct parser *parser, bool is_more)
{
    parser->pretending += is_more ? 1u : -1u;
    parser->memory = parser->pretending > 0 ? pretended_memory(parser->real_memory, &parser->view)
                                            : parser->real_memory;
}

static struct reckoning reckoning(const struct parser *parser,
                                  char problem[EXPRESSION_PROBLEM_SIZE])
{
    return (struct reckoning){.names = parser->names,
                              .memory = parser->memory,
                              .is_pretended = parser->pretending > 0,
                              .problem = problem,
                              .problem_size = EXPRESSION_PROBLEM_SIZE};
}

/* ---- Operators ------------------------------------------------------------------------------- */

static struct value address_of(struct parser *parser, const struct value *value)
{
    if (!value->is_lvalue || value->bit_size > 0)
        return parser_fail(parser, "& needs a variable: this has no address");
    const struct type *pointer = derived_pointer(names_types(parser->names), value->type);
    return pointer ? operators_number(pointer, (int64_t)value->address)
                   : parser_fail(parser, "no memory left");
}

/* sizeof cast, sizeof (type). */
static struct value size_of(struct parser *parser)
{
    const struct type *type = NULL;
    const char *start = parser->at;
    enum typename_result result = TYPENAME_NONE;
    if (scan_take(&parser->at, "("))
        result =
            typename_read(parser->names, &parser->at, &type, parser->problem, parser->problem_size);
    parser->failed = parser->failed || result == TYPENAME_WRONG;
    if (result == TYPENAME_READ && !scan_take(&parser->at, ")"))
        return parser_lacks(parser, ")");
    if (result == TYPENAME_NONE) {
        parser->at = start;
        pretend(parser, true);
        struct value value = cast(parser);
        pretend(parser, false);
        if (value.bit_size > 0 || type_plain(value.type)->kind == TYPE_FUNCTION)
            return parser_fail(parser, "sizeof does not take a %s",
                               value.bit_size > 0 ? "bit-field" : "function");
        type = value.type;
    }
    if (!parser->failed && type_lacks_length(type))
        parser_fail(parser, "sizeof: only the program knows how long this is");
    if (!parser->failed && type_is_incomplete(type))
        parser_fail(parser, "sizeof: the program does not define '%s'", type_plain(type)->name);
    if (parser->failed)
        return (struct value){.type = type_void()};
    return operators_number(type_basic("long unsigned int"), (int64_t)type->size);
}

static struct value unary(struct parser *parser, char operator)
{
    char spelling[SCAN_NAME_BYTES], problem[EXPRESSION_PROBLEM_SIZE];
    const char *operand = ++parser->at;
    struct value value = cast(parser), result;
    if (parser->failed)
        return value;
    if (operator== '*')
        return operand_follow(parser, &value, scan_quote(operand, parser->at, spelling));
    if (operator== '&')
        return address_of(parser, &value);
    struct reckoning how = reckoning(parser, problem);
    return operators_unary(&how, operator, & value, &result)
               ? result
               : parser_fail(parser, "%s: %s", scan_quote(operand - 1, parser->at, spelling),
                             problem);
}

/* "(type) cast"; false, nothing taken, when what stands in the brackets is no type. */
static bool type_cast(struct parser *parser, struct value *result)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    const struct type *type;
    const char *start = parser->at;
    if (!scan_take(&parser->at, "("))
        return false;
    enum typename_result read =
        typename_read(parser->names, &parser->at, &type, parser->problem, parser->problem_size);
    if (read == TYPENAME_NONE) {
        parser->at = start;
        return false;
    }
    parser->failed = read == TYPENAME_WRONG;
    *result = (struct value){.type = type_void()};
    if (!parser->failed && !scan_take(&parser->at, ")"))
        *result = parser_lacks(parser, ")");
    if (parser->failed)
        return true;
    struct value value = cast(parser);
    struct reckoning how = reckoning(parser, problem);
    if (!parser->failed && !operators_convert(&how, &value, type, result)) {
        char spelling[SCAN_NAME_BYTES];
        *result = parser_fail(parser, "%s: %s", scan_quote(start, parser->at, spelling), problem);
    }
    return true;
}

static struct value cast_once(struct parser *parser)
{
    struct value value;
    char word[SCAN_NAME_BYTES];
    if (type_cast(parser, &value))
        return value;
    scan_blanks(&parser->at);
    char operator= * parser->at;
    if ((operator== '+' || operator== '-') && parser->at[1] == operator)
        return parser_fail(
            parser,
            "%c%c would change the program; set NAME = EXPRESSION does", operator, operator);
    scan_peek(parser->at, word);
    if (strcmp(word, "sizeof") == 0) {
        scan_name(&parser->at, word);
        return size_of(parser);
    }
    return operator!= '\0' && strchr("*&-+!~", operator) ? unary(parser, operator)
                                                         : operand_read(parser);
}

static struct value cast(struct parser *parser)
{
    if (parser->nesting >= NESTING_MAX)
        return parser_fail(parser, "the expression is nested too deeply");
    parser->nesting++;
    struct value value = cast_once(parser);
    parser->nesting--;
    return value;
}

/* Longer operators stand before those that they begin with. */
static const struct {
    const char *text;
    int precedence;
} binary_operators[] = {
    {"||", 1}, {"&&", 2}, {"==", 6}, {"!=", 6}, {"<<", 8}, {">>", 8}, {"<=", 7},
    {">=", 7}, {"<", 7},  {">", 7},  {"|", 3},  {"^", 4},  {"&", 5},  {"@", 9},
    {"+", 10}, {"-", 10}, {"*", 11}, {"/", 11}, {"%", 11},
};

/* The operator that comes next and binds as strongly as `least`, taken; NULL when none does.  Those
 * that assign are left where they are. */
static const char *take_operator(struct parser *parser, int least, int *precedence)
{
    scan_blanks(&parser->at);
    for (size_t i = 0; i < sizeof binary_operators / sizeof *binary_operators; i++) {
        size_t length = strlen(binary_operators[i].text);
        if (strncmp(parser->at, binary_operators[i].text, length) != 0)
            continue;
        bool is_doubled = strchr("+-", parser->at[0]) && parser->at[1] == parser->at[0];
        bool can_assign = binary_operators[i].precedence > 7 || strchr("&|^", parser->at[0]);
        bool changes = is_doubled || (can_assign && parser->at[length] == '=');
        if (binary_operators[i].precedence < least || changes)
            return NULL;
        parser->at += length;
        *precedence = binary_operators[i].precedence;
        return binary_operators[i].text;
    }
    return NULL;
}

static bool truth(struct parser *parser, const struct value *value, const char *operator)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    bool holds = false;
    struct reckoning how = reckoning(parser, problem);
    if (!parser->failed && !operators_truth(&how, value, &holds))
        parser_fail(parser, "%s: %s", operator, problem);
    return holds;
}

static struct value binary(struct parser *parser, int least);

/* The right side of && and || counts only when the left has not decided. */
static struct value logical(struct parser *parser, const char *operator, const struct value * left,
                            int precedence)
{
    bool is_and = operator[0] == '&', holds = truth(parser, left, operator);
    bool is_decided = holds != is_and;
    if (is_decided)
        pretend(parser, true);
    struct value right = parser->failed ? *left : binary(parser, precedence + 1);
    bool also = truth(parser, &right, operator);
    if (is_decided)
        pretend(parser, false);
    return operators_number(type_int(), is_decided ? holds : also);
}

/* The array of `count` elements of which `first` is the first. */
static struct value elements(struct parser *parser, const struct value *first,
                             const struct value *count)
{
    int64_t number = 0;
    if (type_lacks_length(first->type))
        return parser_fail(parser, "@: only the program knows how long an element is; "
                                   "go by what is in it: p[0][0]@4");
    if (!first->is_lvalue || first->bit_size > 0 || first->type->size == 0)
        return parser_fail(parser, "@ needs an element before it: p[0]@4 are 4 from p[0] on");
    if (!type_is_integral(count->type) || !value_as_integer(parser->memory, count, &number))
        return parser_fail(parser, "@ needs a number of elements behind it: p[0]@4");
    bool is_fine = number >= 1 && number <= ELEMENTS_MAX;
    if (!is_fine && parser->pretending == 0)
        return parser_fail(parser, "@ takes 1 to %d elements, not %" PRId64, ELEMENTS_MAX, number);
    const struct type *array =
        derived_array(names_types(parser->names), first->type, is_fine ? (uint64_t)number : 1);
    return array ? (struct value){.type = array, .is_lvalue = true, .address = first->address}
                 : parser_fail(parser, "no memory left");
}

static struct value binary(struct parser *parser, int least)
{
    char spelling[SCAN_NAME_BYTES], problem[EXPRESSION_PROBLEM_SIZE];
    int precedence;
    const char *start = parser->at, *operator;
    struct value left = cast(parser);
    while (!parser->failed && (operator= take_operator(parser, least, &precedence))) {
        if (precedence <= 2) {
            left = logical(parser, operator, & left, precedence);
            continue;
        }
        struct value right = binary(parser, precedence + 1), result;
        if (parser->failed)
            return right;
        if (operator[0] == '@') {
            left = elements(parser, &left, &right);
            continue;
        }
        struct reckoning how = reckoning(parser, problem);
        if (!operators_binary(&how, operator, & left, &right, &result))
            return parser_fail(parser, "%s: %s", scan_quote(start, parser->at, spelling), problem);
        left = result;
    }
    return left;
}

/* One side of ?:, which counts or not. */
static struct value side(struct parser *parser, bool counts)
{
    if (!counts)
        pretend(parser, true);
    struct value value = parser_expression(parser);
    if (!counts)
        pretend(parser, false);
    return value;
}

struct value parser_expression(struct parser *parser)
{
    struct value condition = binary(parser, 1);
    if (parser->failed || !scan_take(&parser->at, "?"))
        return condition;
    bool holds = truth(parser, &condition, "?");
    if (parser->failed)
        return condition;
    struct value first = side(parser, holds);
    if (!parser->failed && !scan_take(&parser->at, ":"))
        return parser_lacks(parser, ":");
    if (parser->failed)
        return first;
    struct value second = side(parser, !holds), sum;
    char problem[EXPRESSION_PROBLEM_SIZE];
    pretend(parser, true);
    struct reckoning how = reckoning(parser, problem);
    bool is_number = !parser->failed && type_plain(first.type)->kind != TYPE_POINTER &&
                     type_plain(first.type)->kind != TYPE_ARRAY &&
                     operators_binary(&how, "-", &first, &second, &sum);
    pretend(parser, false);
    how = reckoning(parser, problem);
    struct value chosen = holds ? first : second;
    if (is_number && !operators_convert(&how, &chosen, sum.type, &chosen))
        return parser_fail(parser, "?: %s", problem);
    return chosen;
}

/* ---- All of it ------------------------------------------------------------------------------- */

/* What stands behind a whole expression, and what to do about it. */
static void refuse_rest(struct parser *parser, const char *text)
{
    size_t operators = strspn(parser->at, "+-*/%&|^<>");
    if (strncmp(parser->at, "++", 2) == 0 || strncmp(parser->at, "--", 2) == 0)
        parser_fail(parser, "%.2s would change the program; set NAME = EXPRESSION does",
                    parser->at);
    else if (parser->at[operators] == '=')
        parser_fail(parser,
                    "%.*s would change the program; == compares, set NAME = EXPRESSION changes",
                    (int)operators + 1, parser->at);
    else if (parser->at[0] == '(')
        parser_fail(parser, "no function is called here; call %.*s ARGUMENT... does",
                    (int)(parser->at - text), text);
    else
        parser_fail(parser, "cannot use '%.40s' behind '%.*s'", parser->at,
                    (int)(parser->at - text), text);
}

static bool evaluate(const struct names *names, const struct memory_view *memory, const char *text,
                     bool counts, struct value *value, char *problem, size_t problem_size)
{
    assert(names && memory && memory->read && text && value && problem && problem_size > 0);
    struct parser parser = {.names = names,
                            .memory = memory,
                            .real_memory = memory,
                            .at = text,
                            .problem = problem,
                            .problem_size = problem_size};
    *value = side(&parser, counts);
    scan_blanks(&parser.at);
    if (!parser.failed && *parser.at)
        refuse_rest(&parser, text);
    return !parser.failed;
}

bool expression_evaluate(const struct names *names, const struct memory_view *memory,
                         const char *text, struct value *value, char *problem, size_t problem_size)
{
    return evaluate(names, memory, text, true, value, problem, problem_size);
}

/* What counts comes first: only it knows the n of p[0]@n. */
const struct type *expression_type(const struct names *names, const struct memory_view *memory,
                                   const char *text, char *problem, size_t problem_size)
{
    struct value value;
    bool is_typed = evaluate(names, memory, text, true, &value, problem, problem_size) ||
                    evaluate(names, memory, text, false, &value, problem, problem_size);
    return is_typed ? value.type : NULL;
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
