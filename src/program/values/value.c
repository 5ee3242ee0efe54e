/* value.c - reads, decodes and encodes typed values. */
#include "program/values/value.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SPELT_BYTES = 128, BITS_BYTES = 32 }; /* of a type and of " of 3 bits", in a message */

int64_t value_decode(const struct type *type, const unsigned char bytes[8])
{
    const struct type *plain = type_plain(type);
    size_t size = plain->size < 8 ? (size_t)plain->size : 8;
    uint64_t number = 0;
    for (size_t i = size; i-- > 0;)
        number = number << 8 | bytes[i];
    uint64_t sign = size > 0 ? (uint64_t)1 << (8 * size - 1) : 0;
    return (int64_t)(plain->is_signed ? (number ^ sign) - sign : number);
}

bool value_fetch(const struct memory_view *memory, const struct value *value,
                 unsigned char bytes[16])
{
    size_t size = (size_t)value->type->size;
    memset(bytes, 0, 16);
    if (size > 16)
        return false;
    if (value->is_lvalue)
        return memory->read(memory->context, value->address, bytes, size);
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value->number >> 8 * i);
    return true;
}

static bool decode_float(const struct type *type, const unsigned char bytes[16], double *number)
{
    float single;
    long double most;
    switch (type->size) {
    case sizeof single:
        memcpy(&single, bytes, sizeof single);
        *number = (double)single;
        return true;
    case sizeof *number:
        memcpy(number, bytes, sizeof *number);
        return true;
    default:
        memcpy(&most, bytes, sizeof most);
        *number = (double)most;
        return type->size == sizeof most;
    }
}

/* A bit-field's highest bit, and all of its bits, at the low end of a number. */
static uint64_t sign_bit(const struct value *field)
{
    return (uint64_t)1 << (field->bit_size - 1);
}

static uint64_t all_bits(const struct value *field)
{
    return sign_bit(field) | (sign_bit(field) - 1);
}

/* `number` as a bit-field holds it. */
static int64_t in_field(const struct value *field, uint64_t number)
{
    uint64_t sign = sign_bit(field), bits = number & all_bits(field);
    return (int64_t)(type_plain(field->type)->is_signed ? (bits ^ sign) - sign : bits);
}

/* The bytes that hold a bit-field as one number, and how many they are. */
static bool read_around(const struct memory_view *memory, const struct value *field,
                        uint64_t *number, size_t *size)
{
    unsigned char bytes[8] = {0};
    *size = (field->bit_offset + field->bit_size + 7) / 8;
    if (*size > sizeof bytes || !memory->read(memory->context, field->address, bytes, *size))
        return false;
    *number = (uint64_t)value_decode(type_long(), bytes);
    return true;
}

static bool read_bit_field(const struct memory_view *memory, const struct value *value,
                           int64_t *number)
{
    uint64_t around;
    size_t size;
    if (!read_around(memory, value, &around, &size))
        return false;
    *number = in_field(value, around >> value->bit_offset);
    return true;
}

bool value_as_integer(const struct memory_view *memory, const struct value *value, int64_t *number)
{
    unsigned char bytes[16];
    enum type_kind kind = type_plain(value->type)->kind;
    if (value->bit_size > 0)
        return read_bit_field(memory, value, number);
    if ((!type_is_integral(value->type) && kind != TYPE_POINTER) || value->type->size > 8 ||
        !value_fetch(memory, value, bytes))
        return false;
    *number = value_decode(value->type, bytes);
    return true;
}

bool value_as_double(const struct memory_view *memory, const struct value *value, double *number)
{
    const struct type *type = type_plain(value->type);
    int64_t whole;
    if (type->kind == TYPE_FLOAT) {
        unsigned char bytes[16];
        return value_fetch(memory, value, bytes) && decode_float(type, bytes, number);
    }
    if (!value_as_integer(memory, value, &whole))
        return false;
    *number = type->is_signed ? (double)whole : (double)(uint64_t)whole;
    return true;
}

static void spread(uint64_t number, unsigned char bytes[8])
{
    for (size_t i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

static bool fits(const struct value *value, int64_t number)
{
    unsigned char bytes[8];
    const struct type *type = type_plain(value->type);
    spread((uint64_t)number, bytes);
    if (type->kind == TYPE_BOOL)
        return number == 0 || number == 1;
    if (value->bit_size > 0)
        return in_field(value, (uint64_t)number) == number;
    return value_decode(type, bytes) == number;
}

size_t value_encode(const struct memory_view *memory, const struct value *value, int64_t number,
                    unsigned char bytes[8], char *problem, size_t problem_size)
{
    const struct type *type = type_plain(value->type);
    char spelt[SPELT_BYTES], bits[BITS_BYTES] = "";
    uint64_t around = 0;
    size_t size = type->size;
    type_describe(value->type, spelt, sizeof spelt);
    if (value->bit_size > 0)
        snprintf(bits, sizeof bits, " of %u bit%s", value->bit_size,
                 value->bit_size == 1 ? "" : "s");
    if (!value->is_lvalue)
        snprintf(problem, problem_size, "this is a value, not a variable: nothing to assign to");
    else if ((!type_is_integral(type) && type->kind != TYPE_POINTER) || type->size > 8)
        snprintf(problem, problem_size, "a number cannot be assigned to %s %s", type_article(spelt),
                 spelt);
    else if (!fits(value, number))
        snprintf(problem, problem_size, "%" PRId64 " does not fit into %s %s%s", number,
                 type_article(spelt), spelt, bits);
    else if (value->bit_size > 0 && !read_around(memory, value, &around, &size))
        snprintf(problem, problem_size, "the bytes around the bit-field cannot be read");
    else {
        uint64_t mask = value->bit_size > 0 ? all_bits(value) : UINT64_MAX;
        spread((around & ~(mask << value->bit_offset)) | ((uint64_t)number & mask)
                                                             << value->bit_offset,
               bytes);
        return size;
    }
    return 0;
}
