/* value.h - a typed value of the subject: read, and turned into a number and back.
 *
 * Memory is read through a callback only, so a value can come from a live child, a checkpoint,
 * or a test's array.  Unreadable memory is an answer, not a failure.
 */
#ifndef MEMREPL_PROGRAM_VALUE_H
#define MEMREPL_PROGRAM_VALUE_H

#include "program/values/names.h"

struct value;

/* How to look at a subject.  Only `read` is needed; the others may be NULL. */
struct memory_view {
    void *context;
    /* Copies `size` bytes; false when any of them cannot be read. */
    bool (*read)(void *context, uint64_t address, void *buffer, size_t size);
    /* Names `bytes` bytes at an address that is no variable's of names.h: a local variable, a part of a
     * heap block, a thread's stack. */
    bool (*name)(void *context, uint64_t address, uint64_t bytes, char *text, size_t size);
    /* How many bytes the heap block has from that address on; UINT64_MAX where there is none. */
    uint64_t (*room)(void *context, uint64_t address);
    /* Says the state of a mutex, semaphore, ...: "held by T1". */
    bool (*state)(void *context, uint64_t address, const struct type *type, char *text,
                  size_t size);
    /* Where the current thread keeps its thread-local variables. */
    bool (*thread_block)(void *context, uint64_t *address);
    /* The local variable or parameter of that name, "i" or "SCOPE::i", as the current thread sees it;
     * it goes before all other names.  False when there is none; then *near, unless NULL, may be set
     * to one that is spelt like it. */
    bool (*local)(void *context, const char *name, struct value *value, const char **near);
    /* Why there is such a local variable, but in no memory here: "is optimised away"; NULL: there is none. */
    const char *(*lost)(void *context, const char *name);
};

struct value {
    const struct type *type;
    bool is_lvalue;     /* lives at `address`; otherwise `number` is all there is */
    bool is_enumerator; /* by its name: an int to C, when it fits */
    bool is_character;  /* 'X': an int to C, but shown as it was written */
    uint64_t address;
    unsigned bit_offset; /* as in struct member */
    unsigned bit_size;
    uint64_t number; /* a constant, or the address that & gave; the bytes of a float or double */
};

/* The bytes of a value that has at most 16; false when it has more, or they cannot be read. */
bool value_fetch(const struct memory_view *memory, const struct value *value,
                 unsigned char bytes[16]);

/* The number of an integer, char, bool, enum or pointer, sign-extended by its type.  False for
 * other types and for unreadable memory. */
bool value_as_integer(const struct memory_view *memory, const struct value *value, int64_t *number);

/* The number of a float, double or long double, or of what value_as_integer reads.  False for others,
 * and for unreadable memory. */
bool value_as_double(const struct memory_view *memory, const struct value *value, double *number);

/* The bytes to store at value->address so that it holds `number`; how many they are is returned.  What
 * stands beside a bit-field in its bytes is read and kept.  0 with the reason in `problem` when it is
 * no lvalue, no integer or pointer, or when the number does not fit. */
size_t value_encode(const struct memory_view *memory, const struct value *value, int64_t number,
                    unsigned char bytes[8], char *problem, size_t problem_size);

/* The bytes of a number in memory order (both machines are little endian), sign-extended. */
int64_t value_decode(const struct type *type, const unsigned char bytes[8]);

#endif
