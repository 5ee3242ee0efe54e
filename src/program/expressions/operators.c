#include "program/expressions/operators.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "program/values/derived.h"

enum { SPELT_BYTES = 96 }; /* of a type, in a message */

__attribute__((format(printf, 2, 3))) static bool refuse(const struct reckoning *how,
                                                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(how->problem, how->problem_size, format, arguments);
    va_end(arguments);
    return false;
}

struct value operators_number(const struct type *type, int64_t number)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> 8 * i);
    return (struct value){.type = type, .number = (uint64_t)value_decode(type, bytes)};
}

struct value operators_float(const struct type *type, double number)
{
    struct value value = {.type = type_plain(type)};
    float single = (float)number;
    if (value.type->size == sizeof single)
        memcpy(&value.number, &single, sizeof single);
    else
        memcpy(&value.number, &number, sizeof number);
    if (value.type->size > sizeof number)
        value.type = type_double();
    return value;
}

/* ---- Operands -------------------------------------------------------------------------------- */

static bool is_float(const struct value *value)
{
    return type_plain(value->type)->kind == TYPE_FLOAT;
}

/* What a pointer, or an array or function that serves as one, leads to; NULL for other values. */
static const struct type *pointed(const struct value *value)
{
    const struct type *type = type_plain(value->type);
    if (type->kind == TYPE_FUNCTION)
        return type;
    return type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY ? type->target : NULL;
}

static bool is_number(const struct value *value)
{
    return is_float(value) || (type_is_integral(value->type) && value->type->size <= 8);
}

static bool read_integer(const struct reckoning *how, const struct value *value, int64_t *number)
{
    enum type_kind kind = type_plain(value->type)->kind;
    if (kind == TYPE_ARRAY || kind == TYPE_FUNCTION) {
        *number = (int64_t)value->address;
        return true;
    }
    if (value_as_integer(how->memory, value, number))
        return true;
    return refuse(how, "its memory cannot be read, at 0x%" PRIx64, value->address);
}

static bool read_double(const struct reckoning *how, const struct value *value, double *number)
{
    return value_as_double(how->memory, value, number) ||
           refuse(how, "its memory cannot be read, at 0x%" PRIx64, value->address);
}

/* ---- Types ----------------------------------------------------------------------------------- */

static const struct type *integer_of(uint64_t size, bool is_signed)
{
    if (size < sizeof(int))
        return type_int();
    if (size == sizeof(int))
        return is_signed ? type_int() : type_basic("unsigned int");
    return is_signed ? type_long() : type_basic("long unsigned int");
}

/* The integer promotions; a bit-field or an enumerator becomes an int when it fits. */
static const struct type *promoted(const struct value *value)
{
    const struct type *type = type_plain(value->type);
    if (type->kind == TYPE_FLOAT)
        return type;
    bool fits_int = value->bit_size > 0 && value->bit_size < 8 * sizeof(int) + type->is_signed;
    fits_int = fits_int || (value->is_enumerator && (int64_t)value->number <= INT32_MAX &&
                            (int64_t)value->number >= INT32_MIN);
    return fits_int ? type_int() : integer_of(type->size, type->is_signed);
}

/* The usual arithmetic conversions. */
static const struct type *common(const struct value *left, const struct value *right)
{
    const struct type *a = promoted(left), *b = promoted(right);
    if (a->kind == TYPE_FLOAT || b->kind == TYPE_FLOAT) {
        if (a->kind != TYPE_FLOAT || b->kind != TYPE_FLOAT)
            return a->kind == TYPE_FLOAT ? a : b;
        return a->size > b->size ? a : b;
    }
    if (a->size == b->size)
        return a->is_signed ? b : a;
    return a->size > b->size ? a : b;
}

/* ---- Conversions ----------------------------------------------------------------------------- */

static bool from_float(const struct reckoning *how, const struct value *value,
                       const struct type *type, struct value *result)
{
    double number;
    char spelt[SPELT_BYTES];
    const struct type *plain = type_plain(type);
    if (!read_double(how, value, &number))
        return false;
    if (plain->kind == TYPE_FLOAT) {
        *result = operators_float(type, number);
        return true;
    }
    if (plain->kind == TYPE_BOOL) {
        *result = operators_number(type, number != 0);
        return true;
    }
    bool fits =
        plain->is_signed ? number >= -0x1p63 && number < 0x1p63 : number > -1 && number < 0x1p64;
    type_describe(type, spelt, sizeof spelt);
    if (!fits && !how->is_pretended)
        return refuse(how, "%g does not fit into %s %s", number, type_article(spelt), spelt);
    *result = operators_number(type, !fits              ? 0
                                     : plain->is_signed ? (int64_t)number
                                                        : (int64_t)(uint64_t)number);
    return true;
}

static bool from_integer(const struct reckoning *how, const struct value *value,
                         const struct type *type, struct value *result)
{
    int64_t number;
    const struct type *plain = type_plain(type);
    if (!read_integer(how, value, &number))
        return false;
    if (plain->kind == TYPE_FLOAT)
        *result = operators_float(
            type, type_plain(value->type)->is_signed ? (double)number : (double)(uint64_t)number);
    else
        *result = operators_number(type, plain->kind == TYPE_BOOL ? number != 0 : number);
    result->type = plain->kind == TYPE_FLOAT ? result->type : type;
    return true;
}

bool operators_convert(const struct reckoning *how, const struct value *value,
                       const struct type *type, struct value *result)
{
    char from[SPELT_BYTES], to[SPELT_BYTES];
    const struct type *plain = type_plain(type);
    bool is_integer = type_is_integral(type) && plain->size <= 8;
    bool is_address = pointed(value) != NULL;
    type_describe(value->type, from, sizeof from);
    type_describe(type, to, sizeof to);
    if (plain->kind == TYPE_VOID) {
        *result = (struct value){.type = type};
        return true;
    }
    if (is_float(value) && (is_integer || plain->kind == TYPE_FLOAT))
        return from_float(how, value, type, result);
    bool is_taken =
        is_integer || plain->kind == TYPE_POINTER || (plain->kind == TYPE_FLOAT && !is_address);
    if ((is_address || is_number(value)) && !is_float(value) && is_taken)
        return from_integer(how, value, type, result);
    return refuse(how, "%s cannot become %s", from, to);
}

bool operators_truth(const struct reckoning *how, const struct value *value, bool *truth)
{
    int64_t number = 0;
    double fraction = 0;
    char spelt[SPELT_BYTES];
    type_describe(value->type, spelt, sizeof spelt);
    if (!is_number(value) && !pointed(value))
        return refuse(how, "%s %s is neither true nor false", type_article(spelt), spelt);
    bool is_read =
        is_float(value) ? read_double(how, value, &fraction) : read_integer(how, value, &number);
    *truth = number != 0 || fraction != 0;
    return is_read;
}

/* ---- Operators ------------------------------------------------------------------------------- */

bool operators_unary(const struct reckoning *how, char operator, const struct value * operand,
                     struct value *result)
{
    int64_t number;
    double fraction;
    bool truth;
    if (operator== '!') {
        bool is_fine = operators_truth(how, operand, &truth);
        *result = operators_number(type_int(), is_fine && !truth);
        return is_fine;
    }
    if (!is_number(operand) || (operator== '~' && is_float(operand)))
        return refuse(how, "%c needs a %snumber", operator, operator== '~' ? "whole " : "");
    if (is_float(operand)) {
        bool is_read = read_double(how, operand, &fraction);
        *result = operators_float(operand->type, operator== '-' ? -fraction : fraction);
        return is_read;
    }
    if (!read_integer(how, operand, &number))
        return false;
    uint64_t bits = (uint64_t)number;
    *result = operators_number(promoted(operand), (int64_t)(operator== '-' ? 0 - bits :
                                                            operator== '~' ? ~bits
                                                                           : bits));
    return true;
}

static bool compare(const char *operator, int order)
{
    switch (operator[0]) {
    case '<':
        return operator[1] == '=' ? order <= 0 : order<0;
    case '>':
        return operator[1] == '=' ? order >= 0 : order> 0;
    default:
        return (operator[0] == '=') == (order == 0);
    }
}

static bool is_comparison(const char *operator)
{
    return strchr("=!", operator[0]) || (strchr("<>", operator[0]) && operator[1] != operator[0]);
}

static bool on_floats(const struct reckoning *how, const char *operator, const struct type * type,
                      const struct value *left, const struct value *right, struct value *result)
{
    double a, b;
    if (!read_double(how, left, &a) || !read_double(how, right, &b))
        return false;
    if (is_comparison(operator)) {
        bool is_unordered = isnan(a) || isnan(b);
        bool holds = is_unordered ? operator[0] == '!' : compare(operator,(a > b) - (a < b));
        *result = operators_number(type_int(), holds);
        return true;
    }
    if (!strchr("+-*/", operator[0]))
        return refuse(how, "%s needs whole numbers", operator);
    *result = operators_float(type, operator[0] == '+' ? a + b :
                                    operator[0] == '-' ? a - b
                                    :
                                    operator[0] == '*' ? a * b
                                                       : a / b);
    return true;
}

static bool divide(const struct reckoning *how, char operator, const struct type * type, uint64_t a,
                   uint64_t b, uint64_t *result)
{
    if (b == 0 && !how->is_pretended)
        return refuse(how, "division by zero");
    if (b == 0)
        *result = 0;
    else if (!type->is_signed)
        *result = operator== '/' ? a / b : a % b;
    else if ((int64_t)b == -1) /* the least number has no opposite */
        *result = operator== '/' ? 0 - a : 0;
    else
        *result = (uint64_t)(operator== '/' ? (int64_t)a / (int64_t)b : (int64_t)a % (int64_t)b);
    return true;
}

static bool shift(const struct reckoning *how, char operator, const struct value * left,
                  const struct value *right, struct value *result)
{
    const struct type *type = promoted(left);
    int64_t number, places;
    char spelt[SPELT_BYTES];
    if (!read_integer(how, left, &number) || !read_integer(how, right, &places))
        return false;
    type_describe(type, spelt, sizeof spelt);
    if ((uint64_t)places >= 8 * type->size && !how->is_pretended)
        return refuse(how, "a shift by %" PRId64 " is undefined: the %s has %d bits", places, spelt,
                      (int)(8 * type->size));
    unsigned count = (unsigned)((uint64_t)places % 64);
    uint64_t bits = operator== '<'    ? (uint64_t)number << count
                    : type->is_signed ? (uint64_t)(number >> count)
                                      : (uint64_t)number >> count;
    *result = operators_number(type, (int64_t)bits);
    return true;
}

static bool on_integers(const struct reckoning *how, const char *operator, const struct type * type,
                        const struct value *left, const struct value *right, struct value *result)
{
    struct value l, r;
    uint64_t bits = 0;
    if (operator[0] == operator[1] && strchr("<>", operator[0]))
        return shift(how, operator[0], left, right, result);
    if (!operators_convert(how, left, type, &l) || !operators_convert(how, right, type, &r))
        return false;
    uint64_t a = l.number, b = r.number;
    if (is_comparison(operator)) {
        int order = type->is_signed ? ((int64_t)a > (int64_t)b) - ((int64_t)a < (int64_t)b)
                                    : (a > b) - (a < b);
        *result = operators_number(type_int(), compare(operator, order));
        return true;
    }
    if (strchr("/%", operator[0])) {
        if (!divide(how, operator[0], type, a, b, &bits))
            return false;
    } else {
        bits = operator[0] == '+' ? a + b :
               operator[0] == '-' ? a - b
               :
               operator[0] == '*' ? a * b
               :
               operator[0] == '&' ? (a & b)
               :
               operator[0] == '|' ? (a | b)
                                  : (a ^ b);
    }
    *result = operators_number(type, (int64_t)bits);
    return true;
}

/* pointer + n, pointer - n, n + pointer. */
static bool move(const struct reckoning *how, char operator, const struct value * pointer,
                 const struct value *places, struct value *result)
{
    const struct type *target = pointed(pointer);
    const struct type *type = derived_pointer(names_types(how->names), target);
    int64_t from, count;
    if (!type)
        return refuse(how, "no memory left");
    if (!read_integer(how, pointer, &from) || !read_integer(how, places, &count))
        return false;
    if (count != 0 && type_stride(target) == 0)
        return refuse(how, "only the program knows how long an element is");
    uint64_t bytes = (uint64_t)count * type_stride(target);
    *result = operators_number(
        type, (int64_t)(operator== '+' ? (uint64_t)from + bytes : (uint64_t)from - bytes));
    return true;
}

static bool on_pointers(const struct reckoning *how, const char *operator,
                        const struct value * left, const struct value *right, struct value *result)
{
    const struct type *target = pointed(left);
    int64_t a, b;
    if (strcmp(operator, "+") == 0 && type_is_integral(right->type))
        return move(how, '+', left, right, result);
    if (strcmp(operator, "+") == 0 && type_is_integral(left->type))
        return move(how, '+', right, left, result);
    if (strcmp(operator, "-") == 0 && target && type_is_integral(right->type))
        return move(how, '-', left, right, result);
    bool is_difference = operator[0] == '-' && target && pointed(right) && type_stride(target) > 0;
    if (!is_difference && !is_comparison(operator))
        return refuse(how, "%s does not take a pointer", operator);
    if (is_float(left) || is_float(right))
        return refuse(how, "a pointer and a fraction cannot be compared");
    if (!read_integer(how, left, &a) || !read_integer(how, right, &b))
        return false;
    if (is_difference)
        *result = operators_number(type_long(), (a - b) / (int64_t)type_stride(target));
    else
        *result = operators_number(type_int(), compare(operator,((uint64_t)a > (uint64_t)b) -
                                                                    ((uint64_t)a < (uint64_t)b)));
    return true;
}

bool operators_binary(const struct reckoning *how, const char *operator, const struct value * left,
                      const struct value *right, struct value *result)
{
    const struct value *operands[] = {left, right};
    char spelt[SPELT_BYTES];
    for (size_t i = 0; i < 2; i++)
        if (!is_number(operands[i]) && !pointed(operands[i])) {
            type_describe(operands[i]->type, spelt, sizeof spelt);
            return refuse(how, "%s does not take %s %s", operator, type_article(spelt), spelt);
        }
    if (pointed(left) || pointed(right))
        return on_pointers(how, operator, left, right, result);
    const struct type *type = common(left, right);
    return type->kind == TYPE_FLOAT ? on_floats(how, operator, type, left, right, result)
                                    : on_integers(how, operator, type, left, right, result);
}
