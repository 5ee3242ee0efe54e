/* type.h - a C type as a plain struct.
 *
 * Qualifiers and typedefs are kept, because they are what the student wrote; type_plain takes both off.
 * Where types come from: types.h.
 */
#ifndef MEMREPL_PROGRAM_TYPE_H
#define MEMREPL_PROGRAM_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum type_kind {
    TYPE_VOID,
    TYPE_BOOL,
    TYPE_CHAR, /* char, signed char, unsigned char */
    TYPE_INTEGER,
    TYPE_FLOAT,
    TYPE_COMPLEX, /* two floats of half its size */
    TYPE_ENUM,
    TYPE_POINTER,
    TYPE_ARRAY,
    TYPE_STRUCT,
    TYPE_UNION,
    TYPE_FUNCTION,
    TYPE_TYPEDEF,
    TYPE_QUALIFIED, /* const, volatile, restrict, _Atomic: its name */
    TYPE_OPAQUE,    /* pthread_mutex_t, sem_t, ...: an object without insides to show */
    TYPE_KINDS
};

struct member {
    const char *name; /* "" for an anonymous struct or union */
    const struct type *type;
    uint64_t offset;     /* bytes from the start of the struct */
    unsigned bit_offset; /* of a bit-field: 0..7, from the low end of the byte at `offset` */
    unsigned bit_size;   /* 0: not a bit-field */
};

struct enumerator {
    const char *name;
    int64_t value;
};

struct type {
    enum type_kind kind;
    bool is_signed;               /* char, integer, enum */
    const char *name;             /* "int", "node" (of struct node), "sem_t"; "" when it has none */
    uint64_t size;                /* bytes; 0 for void, function, and incomplete types */
    const struct type *target;    /* pointed to, element, named, qualified, result; or NULL */
    uint64_t count;               /* array: elements */
    bool is_open;                 /* array: they are not known, count is 0; function: "..." */
    const struct member *members; /* of a struct or union; the parameters of a function */
    size_t member_count;
    const struct enumerator *enumerators;
    size_t enumerator_count;
};

/* The types of constants and of function names in an expression. */
const struct type *type_void(void);
const struct type *type_int(void);
const struct type *type_long(void);
const struct type *type_char(void);
const struct type *type_double(void);

/* A type that C has by itself, spelt as DWARF does: "short unsigned int"; NULL for others. */
const struct type *type_basic(const char *name);
const struct type *type_function(void);

/* Without typedefs and qualifiers. */
const struct type *type_plain(const struct type *type);
bool type_is_integral(const struct type *type); /* bool, char, integer, enum */

/* An array of a length that debug information does not tell: "int a[]", and one of variable length. */
bool type_lacks_length(const struct type *type);

/* A struct or union that no file of the program defines; so looks one without members. */
bool type_is_incomplete(const struct type *type);

/* Bytes from what a pointer leads to, to the next; 0: it lacks its length. */
uint64_t type_stride(const struct type *target);

/* A member by name, anonymous structs and unions searched through: its offset and bit position
 * from the start of `type` in *member (a copy).  False when there is none. */
bool type_member(const struct type *type, const char *name, struct member *member);

/* Writes the C spelling: "struct node *", "int [10]".  Cut to size - 1 bytes. */
void type_describe(const struct type *type, char *text, size_t size);

/* "a" or "an", before that spelling. */
const char *type_article(const char *spelling);

/* The same around a name: "int a[10]". */
void type_declare(const struct type *type, const char *name, char *text, size_t size);

#endif
