/* mathematics.h: <math.h>: libc's own, but errno is the thread's.
 *
 * X-lists: the functions of one and of two numbers, each with its variants for float and long
 * double. */
#ifndef POSIX_LIBC_MATHEMATICS_H
#define POSIX_LIBC_MATHEMATICS_H

/* clang-format off */
#define MATHEMATICS_OF_ONE(X)                                                    \
    X(sin) X(cos) X(tan) X(asin) X(acos) X(atan)                                 \
    X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh)                           \
    X(exp) X(exp2) X(expm1) X(log) X(log2) X(log10) X(log1p) X(logb)             \
    X(sqrt) X(cbrt) X(fabs) X(erf) X(erfc) X(tgamma) X(lgamma)                   \
    X(floor) X(ceil) X(trunc) X(round) X(rint) X(nearbyint)

#define MATHEMATICS_OF_TWO(X)                                                    \
    X(pow) X(atan2) X(fmod) X(remainder) X(hypot)                                \
    X(fmin) X(fmax) X(fdim) X(copysign) X(nextafter)
/* clang-format on */

#define DECLARE_OF_ONE(name)              \
    double memrepl_##name(double value);  \
    float memrepl_##name##f(float value); \
    long double memrepl_##name##l(long double value);

#define DECLARE_OF_TWO(name)                          \
    double memrepl_##name(double left, double right); \
    float memrepl_##name##f(float left, float right); \
    long double memrepl_##name##l(long double left, long double right);

MATHEMATICS_OF_ONE(DECLARE_OF_ONE)
MATHEMATICS_OF_TWO(DECLARE_OF_TWO)

long memrepl_lround(double value);
long memrepl_lrint(double value);
long long memrepl_llround(double value);
long long memrepl_llrint(double value);
double memrepl_fma(double left, double right, double plus);
double memrepl_ldexp(double value, int exponent);
double memrepl_frexp(double value, int *exponent);
double memrepl_modf(double value, double *whole);
float memrepl_modff(float value, float *whole);
int memrepl_isnan(double value);
int memrepl_isinf(double value);
int memrepl_finite(double value);

#endif
