#include "posix/libc/numbers.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "stepper/child/engine.h"

/* ---- Out of strings -------------------------------------------------------------------------- */

int memrepl_atoi(const char *string)
{
    check_string(string, SIZE_MAX, CALLER);
    return atoi(string);
}

long memrepl_atol(const char *string)
{
    check_string(string, SIZE_MAX, CALLER);
    return atol(string);
}

long long memrepl_atoll(const char *string)
{
    check_string(string, SIZE_MAX, CALLER);
    return atoll(string);
}

double memrepl_atof(const char *string)
{
    check_string(string, SIZE_MAX, CALLER);
    return atof(string);
}

static void before_conversion(const char *string, char **end, uint64_t pc)
{
    check_string(string, SIZE_MAX, pc);
    if (end != NULL)
        check_write(end, sizeof *end, pc);
    errno = 0;
}

static void after_conversion(void)
{
    if (errno != 0)
        engine_thread()->error_number = errno;
}

#define DEFINE_INTEGER(type, name)                                \
    type memrepl_##name(const char *string, char **end, int base) \
    {                                                             \
        before_conversion(string, end, CALLER);                   \
        type value = name(string, end, base);                     \
        after_conversion();                                       \
        return value;                                             \
    }

DEFINE_INTEGER(long, strtol)
DEFINE_INTEGER(long long, strtoll)
DEFINE_INTEGER(unsigned long, strtoul)
DEFINE_INTEGER(unsigned long long, strtoull)
DEFINE_INTEGER(intmax_t, strtoimax)
DEFINE_INTEGER(uintmax_t, strtoumax)

long memrepl___isoc23_strtol(const char *string, char **end, int base)
    __attribute__((alias("memrepl_strtol")));
long long memrepl___isoc23_strtoll(const char *string, char **end, int base)
    __attribute__((alias("memrepl_strtoll")));
unsigned long memrepl___isoc23_strtoul(const char *string, char **end, int base)
    __attribute__((alias("memrepl_strtoul")));
unsigned long long memrepl___isoc23_strtoull(const char *string, char **end, int base)
    __attribute__((alias("memrepl_strtoull")));

#define DEFINE_REAL(type, name)                         \
    type memrepl_##name(const char *string, char **end) \
    {                                                   \
        before_conversion(string, end, CALLER);         \
        type value = name(string, end);                 \
        after_conversion();                             \
        return value;                                   \
    }

DEFINE_REAL(float, strtof)
DEFINE_REAL(double, strtod)
DEFINE_REAL(long double, strtold)

/* ---- Arithmetic ------------------------------------------------------------------------------ */

int memrepl_abs(int value)
{
    return abs(value);
}

long memrepl_labs(long value)
{
    return labs(value);
}

long long memrepl_llabs(long long value)
{
    return llabs(value);
}

intmax_t memrepl_imaxabs(intmax_t value)
{
    return imaxabs(value);
}

static void check_divisor(bool is_zero, uint64_t pc)
{
    if (is_zero)
        engine_event((struct event){.kind = EVENT_DIVISION, .pc = pc, .other = NO_THREAD});
}

div_t memrepl_div(int left, int right)
{
    check_divisor(right == 0, CALLER);
    return div(left, right);
}

ldiv_t memrepl_ldiv(long left, long right)
{
    check_divisor(right == 0, CALLER);
    return ldiv(left, right);
}

lldiv_t memrepl_lldiv(long long left, long long right)
{
    check_divisor(right == 0, CALLER);
    return lldiv(left, right);
}
