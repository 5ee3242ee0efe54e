#include "posix/libc/mathematics.h"

#include <errno.h>
#include <math.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "stepper/child/engine.h"

/* What libc says of an argument out of range becomes the thread's. */
static void take_errno(void)
{
    if (errno != 0)
        engine_thread()->error_number = errno;
}

#define DEFINE(type, name, parameters, arguments) \
    type memrepl_##name parameters                \
    {                                             \
        errno = 0;                                \
        type result = name arguments;             \
        take_errno();                             \
        return result;                            \
    }

#define DEFINE_OF_ONE(name)                        \
    DEFINE(double, name, (double value), (value))  \
    DEFINE(float, name##f, (float value), (value)) \
    DEFINE(long double, name##l, (long double value), (value))

#define DEFINE_OF_TWO(name)                                          \
    DEFINE(double, name, (double left, double right), (left, right)) \
    DEFINE(float, name##f, (float left, float right), (left, right)) \
    DEFINE(long double, name##l, (long double left, long double right), (left, right))

MATHEMATICS_OF_ONE(DEFINE_OF_ONE)
MATHEMATICS_OF_TWO(DEFINE_OF_TWO)

DEFINE(long, lround, (double value), (value))
DEFINE(long, lrint, (double value), (value))
DEFINE(long long, llround, (double value), (value))
DEFINE(long long, llrint, (double value), (value))
DEFINE(double, fma, (double left, double right, double plus), (left, right, plus))
DEFINE(double, ldexp, (double value, int exponent), (value, exponent))

double memrepl_frexp(double value, int *exponent)
{
    check_write(exponent, sizeof *exponent, CALLER);
    return frexp(value, exponent);
}

double memrepl_modf(double value, double *whole)
{
    check_write(whole, sizeof *whole, CALLER);
    return modf(value, whole);
}

float memrepl_modff(float value, float *whole)
{
    check_write(whole, sizeof *whole, CALLER);
    return modff(value, whole);
}

/* As functions, for a source that does not take the macros. */
int memrepl_isnan(double value)
{
    return isnan(value);
}

int memrepl_isinf(double value)
{
    return isinf(value) ? (value > 0 ? 1 : -1) : 0;
}

int memrepl_finite(double value)
{
    return isfinite(value);
}
