/* parser.h - what the two halves of the evaluator share: expression.c has the operators, operand.c what
 * stands between them.  Included by nobody else. */
#ifndef MEMREPL_PROGRAM_PARSER_H
#define MEMREPL_PROGRAM_PARSER_H

#include "program/values/value.h"

struct parser {
    const struct names *names;
    const struct memory_view *memory, *real_memory;
    const char *at;
    unsigned nesting, pretending; /* > 0: what is read now does not count */
    struct memory_view view;      /* the pretended one */
    bool failed;
    char *problem;
    size_t problem_size;
};

/* Says what is wrong, unless something was already; a void value. */
struct value parser_fail(struct parser *parser, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that `what`, a sign, should stand where the parser is; a void value. */
struct value parser_lacks(struct parser *parser, const char *what);

/* A whole expression, up to what cannot belong to it: choice in expression.c. */
struct value parser_expression(struct parser *parser);

/* A name or constant and what stands behind it: postfix. */
struct value operand_read(struct parser *parser);

/* The object that `value`, spelt `spelling`, points to. */
struct value operand_follow(struct parser *parser, const struct value *value, const char *spelling);

#endif
