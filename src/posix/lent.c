#include "posix/lent.h"

#include <ctype.h>

static const char handles[3];
FILE *const memrepl_stdin = (FILE *)&handles[0];
FILE *const memrepl_stdout = (FILE *)&handles[1];
FILE *const memrepl_stderr = (FILE *)&handles[2];

static char *const nothing[1];
char *const *const memrepl_environ = nothing;
extern char *const *const memrepl___environ __attribute__((alias("memrepl_environ")));

/* The tables behind <ctype.h> have entries for -128 to 255. */
enum { LOWEST = -128, ENTRIES = 384 };

bool lent_is_readable(uint64_t address, size_t size)
{
    const struct {
        const void *start;
        size_t bytes;
    } places[] = {
        {&memrepl_stdin, sizeof memrepl_stdin},
        {&memrepl_stdout, sizeof memrepl_stdout},
        {&memrepl_stderr, sizeof memrepl_stderr},
        {&memrepl_environ, sizeof memrepl_environ},
        {nothing, sizeof nothing},
        {*__ctype_b_loc() + LOWEST, ENTRIES * sizeof **__ctype_b_loc()},
        {*__ctype_tolower_loc() + LOWEST, ENTRIES * sizeof **__ctype_tolower_loc()},
        {*__ctype_toupper_loc() + LOWEST, ENTRIES * sizeof **__ctype_toupper_loc()},
        {__ctype_b_loc(), sizeof *__ctype_b_loc()},
        {__ctype_tolower_loc(), sizeof *__ctype_tolower_loc()},
        {__ctype_toupper_loc(), sizeof *__ctype_toupper_loc()},
    };
    for (size_t index = 0; index < sizeof places / sizeof *places; index++) {
        uint64_t start = (uint64_t)places[index].start;
        if (address >= start && address - start < places[index].bytes &&
            size <= places[index].bytes - (address - start))
            return true;
    }
    return false;
}
