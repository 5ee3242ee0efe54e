/* operators.h - the operators of C on typed values: promotions, common types, pointer arithmetic.
 *
 * Nothing here reads text or knows names.  Whole numbers wrap around as the machine's do, signed ones
 * too. */
#ifndef MEMREPL_PROGRAM_OPERATORS_H
#define MEMREPL_PROGRAM_OPERATORS_H

#include "program/values/value.h"

/* How to compute.  A result is false, with a sentence in `problem`, when the operator does not take
 * such operands or the result is undefined: "division by zero". */
struct reckoning {
    const struct names *names;
    const struct memory_view *memory;
    bool is_pretended; /* only the type of the result is asked for: values may be anything */
    char *problem;
    size_t problem_size;
};

/* `operator` is one of - + ~ !. */
bool operators_unary(const struct reckoning *how, char operator, const struct value * operand,
                     struct value *result);

/* `operator` as it is written: "<<", "%", "==", ...; not && and ||, whose right side may not count. */
bool operators_binary(const struct reckoning *how, const char *operator, const struct value * left,
                      const struct value *right, struct value *result);

/* As by a cast.  Arrays and functions give their address. */
bool operators_convert(const struct reckoning *how, const struct value *value,
                       const struct type *type, struct value *result);

/* Whether an operand of &&, || or ?: is other than 0. */
bool operators_truth(const struct reckoning *how, const struct value *value, bool *truth);

/* A value with no place in memory. */
struct value operators_number(const struct type *type, int64_t number);
struct value operators_float(const struct type *type, double number);

#endif
