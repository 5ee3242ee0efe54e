/* value.h - a typed value of the subject: read, shown, turned into a number.
 *
 * Memory is read through a callback only, so a value can come from a live child, a checkpoint,
 * or a test's array.  Unreadable memory is an answer, not a failure.
 */
#ifndef MEMREPL_PROGRAM_VALUE_H
#define MEMREPL_PROGRAM_VALUE_H

#include "program/values/names.h"

/* How to look at a subject.  Only `read` is needed; the others may be NULL. */
struct memory_view {
    void *context;
    /* Copies `size` bytes; false when any of them cannot be read. */
    bool (*read)(void *context, uint64_t address, void *buffer, size_t size);
    /* Names an address that is no variable's: a heap block, a thread's stack. */
    bool (*name)(void *context, uint64_t address, char *text, size_t size);
    /* Says the state of a mutex, semaphore, ...: "held by T1". */
    bool (*state)(void *context, uint64_t address, const struct type *type, char *text,
                  size_t size);
    /* Where the current thread keeps its thread-local variables. */
    bool (*thread_block)(void *context, uint64_t *address);
};

struct value {
    const struct type *type;
    bool is_lvalue; /* lives at `address`; otherwise `number` is all there is */
    uint64_t address;
    unsigned bit_offset; /* as in struct member */
    unsigned bit_size;
    uint64_t number; /* a constant, or the address that & gave */
};

enum {
    VALUE_STRING_SHOWN = 200,   /* characters of a string before "..." */
    VALUE_ELEMENTS_SHOWN = 200, /* array elements, repeats counted once */
    VALUE_DEPTH_SHOWN = 6       /* structs in structs */
};

/* Writes the value as a C programmer would: 7, 'X' 88, "text", {id = 1, size = 40},
 * {-1 (10 times)}, &queue, NULL, READY.  Cut to size - 1 bytes, then ending in "...".
 * Unreadable memory reads "(not readable)". */
void value_print(const struct names *names, const struct memory_view *memory,
                 const struct value *value, char *text, size_t size);

/* The number of an integer, char, bool, enum or pointer, sign-extended by its type.  False for
 * other types and for unreadable memory. */
bool value_as_integer(const struct memory_view *memory, const struct value *value, int64_t *number);

/* The bytes to store at value->address (value->type->size of them) so that it holds `number`.
 * False with the reason in `problem` when it is no lvalue, no integer or pointer, a bit-field,
 * or when the number does not fit. */
bool value_encode(const struct value *value, int64_t number, unsigned char bytes[8], char *problem,
                  size_t problem_size);

/* The bytes of a number in memory order (both machines are little endian), sign-extended. */
int64_t value_decode(const struct type *type, const unsigned char bytes[8]);

#endif
