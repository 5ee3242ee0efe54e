/* text.c: memory, strings, numbers, characters. */
#define _GNU_SOURCE
#include "calls.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void call_memory(void)
{
    char bytes[] = "abcdefgh", other[9] = "--------";
    int *zeros = calloc(4, sizeof *zeros);
    SHOW("%d", zeros[0] + zeros[3]);
    zeros = realloc(zeros, 400);
    SHOW("%d", zeros[3]);
    zeros = reallocarray(zeros, 200, sizeof *zeros);
    SHOW("%d", realloc(zeros, 0) == NULL);
    SHOW("%d", calloc(SIZE_MAX, 2) == NULL);
    SHOW("%d", errno == ENOMEM);
    SHOW("%d", reallocarray(NULL, SIZE_MAX, 2) == NULL);
    void *blocks[] = {aligned_alloc(64, 128), memalign(4096, 10), NULL};
    SHOW("%d", posix_memalign(&blocks[2], 256, 1000));
    for (int index = 0; index < 3; index++) {
        SHOW("%d", (int)((uintptr_t)blocks[index] % (64 << index)));
        memset(blocks[index], 1, 10);
        free(blocks[index]);
    }
    SHOW("%d", posix_memalign(&blocks[0], 3, 8));
    SHOW("%s", (char *)memcpy(other, bytes, 3));
    SHOW("%s", (char *)mempcpy(other, "XY", 2));
    SHOW("%s", (char *)memmove(bytes + 2, bytes, 4));
    SHOW("%s", (char *)memccpy(other, "12:34", ':', 5));
    SHOW("%d", memccpy(other, "1234", ':', 4) == NULL);
    SHOW("%d", memcmp("abc", "abd", 3) < 0);
    SHOW("%d", bcmp("abc", "abc", 3));
    SHOW("%s", (char *)memchr("one two", ' ', 7));
    SHOW("%d", memchr("one two", 'x', 7) == NULL);
    SHOW("%s", (char *)rawmemchr("one two", 't'));
    SHOW("%s", (char *)memrchr("a/b/c", '/', 5));
    SHOW("%s", (char *)memmem("needle in hay", 13, "in", 2));
    bzero(other, 2);
    explicit_bzero(other + 2, 2);
    SHOW("%d", other[0] + other[1] + other[2] + other[3]);
    bcopy("new", bytes, 3);
    SHOW("%s", bytes);
}

static void call_tokens(void)
{
    char list[] = " one, two,,three ", fields[] = "a::b", *rest, *at = fields;
    for (char *word = strtok(list, " ,"); word != NULL; word = strtok(NULL, " ,"))
        SHOW("%s", word);
    char again[] = "x y";
    SHOW("%s", strtok_r(again, " ", &rest));
    SHOW("%s", strtok_r(NULL, " ", &rest));
    SHOW("%d", strtok_r(NULL, " ", &rest) == NULL);
    for (char *field = strsep(&at, ":"); field != NULL; field = strsep(&at, ":"))
        SHOW("[%s]", field);
}

static void call_errors(void)
{
    char buffer[64];
    SHOW("%s", strerror(ENOENT));
    SHOW("%s", strerror(4321));
    SHOW("%s", strerror_r(EINTR, buffer, sizeof buffer) == NULL ? "" : "a sentence");
    SHOW("%d", __xpg_strerror_r(EBUSY, buffer, sizeof buffer));
    SHOW("%s", buffer);
    SHOW("%d", __xpg_strerror_r(EBUSY, buffer, 4) == ERANGE);
}

void call_strings(void)
{
    char text[64] = "memory", *copy = strdup(text), *part = strndup("threads", 6);
    SHOW("%zu", strlen(text));
    SHOW("%zu", strnlen(text, 3));
    SHOW("%s", strcat(text, " and "));
    SHOW("%s", strncat(text, "threads", 3));
    SHOW("%s", copy);
    SHOW("%s", part);
    SHOW("%s", strcpy(text, "short"));
    SHOW("%s", stpcpy(text, "longer") - 2);
    SHOW("%s", strncpy(text, "no", 4));
    SHOW("%s", stpncpy(text, "abc", 2));
    SHOW("%d", strcmp("a", "b") < 0);
    SHOW("%d", strcmp("b", "a") > 0);
    SHOW("%d", strcoll("same", "same"));
    SHOW("%d", strncmp("abcd", "abxx", 2));
    SHOW("%d", strcasecmp("HeLLo", "hEllO"));
    SHOW("%d", strncasecmp("HeLLo", "help", 3));
    SHOW("%s", strchr("key=value", '='));
    SHOW("%d", strchr("key", 'x') == NULL);
    SHOW("%d", *strchr("key", '\0'));
    SHOW("%s", index("key=value", 'v'));
    SHOW("%s", strchrnul("key", 'x'));
    SHOW("%s", strrchr("a/b/c", '/'));
    SHOW("%s", rindex("a/b/c", 'b'));
    SHOW("%s", strstr("a lock and a key", "lock"));
    SHOW("%d", strstr("a lock", "key") == NULL);
    SHOW("%s", strcasestr("A LOCK", "lock"));
    SHOW("%zu", strspn("12ab", "0123456789"));
    SHOW("%zu", strcspn("12ab", "abc"));
    SHOW("%s", strpbrk("12ab", "abc"));
    SHOW("%d", strpbrk("12", "abc") == NULL);
    free(copy);
    free(part);
    call_tokens();
    call_errors();
}

void call_numbers(void)
{
    char *end;
    SHOW("%d", atoi(" -42x"));
    SHOW("%ld", atol("1234567890123"));
    SHOW("%lld", atoll("-9"));
    SHOW("%g", atof("2.5e3"));
    SHOW("%ld", strtol("0x1fz", &end, 0));
    SHOW("%s", end);
    SHOW("%lld", strtoll("-077", NULL, 8));
    SHOW("%lu", strtoul("zz", NULL, 36));
    SHOW("%llu", strtoull("18446744073709551615", NULL, 10));
    errno = 0;
    SHOW("%ld", strtol("99999999999999999999", NULL, 10));
    SHOW("%d", errno == ERANGE);
    SHOW("%jd", strtoimax("-5", NULL, 10));
    SHOW("%ju", strtoumax("5", NULL, 10));
    SHOW("%g", strtod("1.5 rest", &end));
    SHOW("%s", end);
    SHOW("%g", strtof("0.25", NULL));
    SHOW("%Lg", strtold("1e3", NULL));
    SHOW("%d", abs(-3));
    SHOW("%ld", labs(-4L));
    SHOW("%lld", llabs(-5LL));
    SHOW("%jd", imaxabs(-6));
    SHOW("%d", div(17, 5).quot);
    SHOW("%ld", ldiv(17, 5).rem);
    SHOW("%lld", lldiv(-17, 5).rem);
}

void call_characters(void)
{
    int (*const tests[])(int) = {isalnum, isalpha, isblank, iscntrl, isdigit, isgraph,
                                 islower, isprint, ispunct, isspace, isupper, isxdigit};
    for (int character = 0; character < 128; character++) {
        for (size_t index = 0; index < sizeof tests / sizeof *tests; index++)
            putchar(tests[index](character) ? '1' : '0');
        printf(" %c%c%d%d\n", isprint(character) ? tolower(character) : '.',
               isprint(character) ? toupper(character) : '.', isascii(character),
               toascii(character));
    }
    SHOW("%d", isalpha(EOF));
    SHOW("%d", (isdigit)('7') != 0);
    SHOW("%c", (toupper)('q'));
    SHOW("%d", (isascii)(65) != 0);
    SHOW("%d", (isascii)(200));
    SHOW("%d", (toascii)(200));
    SHOW("%c", (*__ctype_tolower_loc())['Q']);
    SHOW("%c", (*__ctype_toupper_loc())['q']);
}

#define REAL(name, ...) SHOW("%.12g", name(__VA_ARGS__))

void call_mathematics(void)
{
    int exponent;
    double whole;
    volatile double one = 1.0, two = 2.0, minus = -2.7;
    float whole_float;
    REAL(sqrt, two);
    REAL(cbrt, two);
    REAL(pow, two, 0.5);
    REAL(exp, one);
    REAL(exp2, two);
    REAL(expm1, one);
    REAL(log, two);
    REAL(log2, two);
    REAL(log10, two);
    REAL(log1p, one);
    REAL(sin, one);
    REAL(cos, one);
    REAL(tan, one);
    REAL(asin, one);
    REAL(acos, 0.5);
    REAL(atan, one);
    REAL(atan2, one, two);
    REAL(sinh, one);
    REAL(cosh, one);
    REAL(tanh, one);
    REAL(asinh, one);
    REAL(acosh, two);
    REAL(atanh, 0.5);
    REAL(fabs, minus);
    REAL(floor, minus);
    REAL(ceil, minus);
    REAL(trunc, minus);
    REAL(round, minus);
    REAL(rint, minus);
    REAL(nearbyint, minus);
    REAL(fmod, minus, two);
    REAL(remainder, minus, two);
    REAL(hypot, 3.0, 4.0);
    REAL(fmin, one, two);
    REAL(fmax, one, two);
    REAL(fdim, two, one);
    REAL(copysign, one, minus);
    REAL(nextafter, one, two);
    REAL(fma, two, two, one);
    REAL(ldexp, one, 4);
    REAL(frexp, 10.0, &exponent);
    REAL(modf, minus, &whole);
    REAL(modff, 1.25f, &whole_float);
    REAL(tgamma, 5.0);
    REAL(lgamma, 5.0);
    REAL(erf, one);
    REAL(erfc, one);
    REAL(logb, 10.0);
    REAL(sqrtf, 2.0f);
    REAL(powf, 2.0f, 3.0f);
    SHOW("%Lg", sqrtl(4.0L));
    SHOW("%d", exponent);
    SHOW("%g", whole);
    SHOW("%ld", lround(minus));
    SHOW("%ld", lrint(minus));
    SHOW("%lld", llround(minus));
    SHOW("%lld", llrint(minus));
    errno = 0;
    SHOW("%d", isnan(sqrt(minus)) != 0);
    SHOW("%d", errno == EDOM);
    SHOW("%d", (isnan)(one) + (isinf)(one) + !finite(one));
}

/* ---- Sorting --------------------------------------------------------------------------------- */

struct pair {
    int key, number;
};

static int compare_keys(const void *left, const void *right)
{
    return ((const struct pair *)left)->key - ((const struct pair *)right)->key;
}

static int compare_numbers(const void *left, const void *right, void *sign)
{
    return *(int *)sign *
           (((const struct pair *)left)->number - ((const struct pair *)right)->number);
}

static void show_pairs(const struct pair *pairs, size_t count)
{
    for (size_t index = 0; index < count; index++)
        printf(" %d/%d", pairs[index].key, pairs[index].number);
    printf("\n");
}

void call_sorting(void)
{
    struct pair pairs[50], key = {7, 0};
    int sign = -1;
    for (int index = 0; index < 50; index++)
        pairs[index] = (struct pair){index * 37 % 11, index};
    qsort(pairs, 50, sizeof *pairs, compare_keys);
    show_pairs(pairs, 50);
    SHOW("%d", ((struct pair *)bsearch(&key, pairs, 50, sizeof key, compare_keys))->key);
    key.key = 99;
    SHOW("%d", bsearch(&key, pairs, 50, sizeof key, compare_keys) == NULL);
    qsort_r(pairs, 50, sizeof *pairs, compare_numbers, &sign);
    show_pairs(pairs, 50);
    qsort(pairs, 0, sizeof *pairs, compare_keys);
    qsort(pairs, 3, sizeof *pairs, compare_keys);
    show_pairs(pairs, 4);
}
