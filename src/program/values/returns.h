/* returns.h - what a function of the subject returns, so that the register it leaves can be
 * read. */
#ifndef MEMREPL_PROGRAM_RETURNS_H
#define MEMREPL_PROGRAM_RETURNS_H

#include <stdbool.h>
#include <stdint.h>

struct image;
struct type;
struct types;

enum return_kind {
    RETURN_UNKNOWN, /* no debug information on it: taken for a long */
    RETURN_NOTHING,
    RETURN_INTEGER,
    RETURN_BOOLEAN,
    RETURN_POINTER,
    RETURN_OTHER /* a struct or a floating-point number: not in the integer register */
};

struct returns {
    enum return_kind kind;
    unsigned bytes;
    bool is_signed;
};

/* The declared result of the function of that name; the first of several. */
struct returns returns_of(const struct image *image, const char *name);

/* The type of the function that begins at the address: what it takes and returns.  NULL when there is
 * no debug information on it, or no memory. */
const struct type *returns_type(const struct image *image, struct types *types, uint64_t address);

/* How many arguments the function of that name takes; -1 when it takes any number, or nobody knows. */
int returns_parameters(const struct image *image, const char *name);

/* The value that a register holds for such a result. */
int64_t returns_value(struct returns returns, uint64_t raw);

#endif
