/* instrument.c: the call-backs that compilers put into a subject.
 *
 * gcc 12 and clang 14 call __tsan_* before each load and store (-fsanitize=thread),
 * __sanitizer_cov_trace_pc at each branch (-fsanitize-coverage=trace-pc), and __ubsan_handle_* when
 * an index or a divisor is wrong (-fsanitize=bounds,integer-divide-by-zero). The names and types
 * are the compilers'; no header declares them, so each stands with its prototype. Each atomic
 * access is an operation, a point to switch at; other threads see it done or not done. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "program/arena.h"
#include "stepper/child/tick.h"

enum { STACK_SPARE_BYTES = 32 << 10 }; /* for the kit's and libc's own frames on a thread's stack */

void __tsan_init(void);
void __tsan_func_entry(void *caller);
void __tsan_func_exit(void *caller);
void __sanitizer_cov_trace_pc(void);

void __tsan_init(void)
{
}

void __tsan_func_entry(void *caller)
{
    uint64_t frame = (uint64_t)__builtin_frame_address(0);
    const struct machine *machine = engine_machine();
    if (machine->running >= 0 && frame < arena_stack_low(machine->running) + STACK_SPARE_BYTES)
        engine_event((struct event){.kind = EVENT_STACK_OVERFLOW, .pc = CALLER, .address = frame});
    note_stack(frame);
    note_entry();
    engine_enter_function((uint64_t)caller);
    tick(CALLER);
}

void __tsan_func_exit(void *caller)
{
    (void)caller;
    note_stack((uint64_t)__builtin_frame_address(0));
    note_exit(CALLER);
    engine_leave_function();
}

void __sanitizer_cov_trace_pc(void)
{
    tick(CALLER);
}

#define DEFINE_ACCESS(name, bytes, is_write)                      \
    void __tsan_##name##bytes(void *address);                     \
    void __tsan_##name##bytes(void *address)                      \
    {                                                             \
        check_access((uint64_t)address, bytes, is_write, CALLER); \
    }

#define DEFINE_READ_WRITE(name, bytes)                         \
    void __tsan_##name##bytes(void *address);                  \
    void __tsan_##name##bytes(void *address)                   \
    {                                                          \
        check_access((uint64_t)address, bytes, false, CALLER); \
        check_access((uint64_t)address, bytes, true, CALLER);  \
    }

#define DEFINE_ACCESSES(bytes)                           \
    DEFINE_ACCESS(read, bytes, false)                    \
    DEFINE_ACCESS(write, bytes, true)                    \
    DEFINE_ACCESS(unaligned_read, bytes, false)          \
    DEFINE_ACCESS(unaligned_write, bytes, true)          \
    DEFINE_ACCESS(volatile_read, bytes, false)           \
    DEFINE_ACCESS(volatile_write, bytes, true)           \
    DEFINE_ACCESS(unaligned_volatile_read, bytes, false) \
    DEFINE_ACCESS(unaligned_volatile_write, bytes, true) \
    DEFINE_READ_WRITE(read_write, bytes)                 \
    DEFINE_READ_WRITE(unaligned_read_write, bytes)

DEFINE_ACCESSES(1)
DEFINE_ACCESSES(2)
DEFINE_ACCESSES(4)
DEFINE_ACCESSES(8)
DEFINE_ACCESSES(16)

void __tsan_read_range(void *address, size_t size);
void __tsan_write_range(void *address, size_t size);

/* A struct that is assigned: padding included, so nothing is said of bytes never written. */
void __tsan_read_range(void *address, size_t size)
{
    tick_access(CALLER, (uint64_t)address, size, false);
    check_read(address, size, CALLER);
}

void __tsan_write_range(void *address, size_t size)
{
    tick_access(CALLER, (uint64_t)address, size, true);
    check_write(address, size, CALLER);
}

/* ---- Atomics --------------------------------------------------------------------------------- */

#define DEFINE_FETCH(bits, type, name, expression)                                    \
    type __tsan_atomic##bits##_##name(volatile void *address, type value, int order); \
    type __tsan_atomic##bits##_##name(volatile void *address, type value, int order)  \
    {                                                                                 \
        check_atomic((uint64_t)address, sizeof(type), true, order, CALLER);           \
        type old = *(volatile type *)address;                                         \
        *(volatile type *)address = (type)(expression);                               \
        return old;                                                                   \
    }

#define DEFINE_EXCHANGE_IF(bits, type, name)                                                   \
    bool __tsan_atomic##bits##_compare_exchange_##name(volatile void *address, void *expected, \
                                                       type value, int order, int failure);    \
    bool __tsan_atomic##bits##_compare_exchange_##name(volatile void *address, void *expected, \
                                                       type value, int order, int failure)     \
    {                                                                                          \
        (void)failure;                                                                         \
        check_atomic((uint64_t)address, sizeof(type), true, order, CALLER);                    \
        check_read(expected, sizeof(type), CALLER);                                            \
        type old = *(volatile type *)address;                                                  \
        bool is_same = old == *(type *)expected;                                               \
        if (is_same)                                                                           \
            *(volatile type *)address = value;                                                 \
        else {                                                                                 \
            check_write(expected, sizeof(type), CALLER);                                       \
            *(type *)expected = old;                                                           \
        }                                                                                      \
        return is_same;                                                                        \
    }

#define DEFINE_ATOMICS(bits, type)                                                         \
    type __tsan_atomic##bits##_load(const volatile void *address, int order);              \
    type __tsan_atomic##bits##_load(const volatile void *address, int order)               \
    {                                                                                      \
        check_atomic((uint64_t)address, sizeof(type), false, order, CALLER);               \
        return *(const volatile type *)address;                                            \
    }                                                                                      \
    void __tsan_atomic##bits##_store(volatile void *address, type value, int order);       \
    void __tsan_atomic##bits##_store(volatile void *address, type value, int order)        \
    {                                                                                      \
        check_atomic((uint64_t)address, sizeof(type), true, order, CALLER);                \
        *(volatile type *)address = value;                                                 \
    }                                                                                      \
    DEFINE_FETCH(bits, type, exchange, value)                                              \
    DEFINE_FETCH(bits, type, fetch_add, old + value)                                       \
    DEFINE_FETCH(bits, type, fetch_sub, old - value)                                       \
    DEFINE_FETCH(bits, type, fetch_and, old &value)                                        \
    DEFINE_FETCH(bits, type, fetch_or, old | value)                                        \
    DEFINE_FETCH(bits, type, fetch_xor, old ^ value)                                       \
    DEFINE_FETCH(bits, type, fetch_nand, ~(old & value))                                   \
    DEFINE_EXCHANGE_IF(bits, type, strong)                                                 \
    DEFINE_EXCHANGE_IF(bits, type, weak)                                                   \
    type __tsan_atomic##bits##_compare_exchange_val(volatile void *address, type expected, \
                                                    type value, int order, int failure);   \
    type __tsan_atomic##bits##_compare_exchange_val(volatile void *address, type expected, \
                                                    type value, int order, int failure)    \
    {                                                                                      \
        (void)failure;                                                                     \
        check_atomic((uint64_t)address, sizeof(type), true, order, CALLER);                \
        type found = *(volatile type *)address;                                            \
        if (found == expected)                                                             \
            *(volatile type *)address = value;                                             \
        return found;                                                                      \
    }

DEFINE_ATOMICS(8, uint8_t)
DEFINE_ATOMICS(16, uint16_t)
DEFINE_ATOMICS(32, uint32_t)
DEFINE_ATOMICS(64, uint64_t)

__extension__ typedef unsigned __int128 uint128;
DEFINE_ATOMICS(128, uint128)

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_signal_fence(int order);

/* An exchange with a place that all fences share: the threads' fences follow one another. */
void __tsan_atomic_thread_fence(int order)
{
    if (engine_machine()->running != NO_THREAD)
        engine_operation(OPERATION_ATOMIC_WRITE, OPERATION_FENCE_PLACE, 0, order, CALLER);
}

void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}

/* ---- Wrong indices and divisors -------------------------------------------------------------- */

/* The parts of libubsan's descriptions that are used here. */
struct ubsan_type {
    uint16_t kind;
    uint16_t info; /* of an integer: bit 0 signed, the rest log2 of its bits */
    char name[];   /* 'int [10]' */
};

struct ubsan_bounds {
    const char *file;
    uint32_t line, column;
    const struct ubsan_type *array, *index;
};

void __ubsan_handle_out_of_bounds(void *where, void *index);
void __ubsan_handle_divrem_overflow(void *where, void *left, void *right);

static int64_t integer_value(const struct ubsan_type *type, uint64_t bits)
{
    int spare = 64 - (1 << (type->info >> 1));
    bool is_signed = (type->info & 1) != 0;
    if (spare <= 0)
        return (int64_t)bits;
    return is_signed ? (int64_t)(bits << spare) >> spare : (int64_t)(bits << spare >> spare);
}

/* An integer of at most 64 bits travels in the pointer itself; clang writes 'int[2]'. */
void __ubsan_handle_out_of_bounds(void *where, void *index)
{
    const struct ubsan_bounds *bounds = where;
    struct event event = {.kind = EVENT_INDEX,
                          .pc = CALLER,
                          .value = integer_value(bounds->index, (uint64_t)index),
                          .other = NO_THREAD};
    const char *name = bounds->array->name;
    int bracket = (int)strcspn(name, "[");
    bool is_close = bracket > 0 && name[bracket] == '[' && name[bracket - 1] != ' ';
    snprintf(event.text, sizeof event.text, "%.*s%s%s", bracket, name, is_close ? " " : "",
             name + bracket);
    engine_event(event);
}

void __ubsan_handle_divrem_overflow(void *where, void *left, void *right)
{
    (void)where, (void)left, (void)right;
    engine_event((struct event){.kind = EVENT_DIVISION, .pc = CALLER, .other = NO_THREAD});
}
