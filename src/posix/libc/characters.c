#include "posix/libc/characters.h"

#include <ctype.h>

#include "posix/caller.h"
#include "stepper/child/engine.h"

/* Libc's own, which it never changes; lent.c lets the subject read them. */
const unsigned short **memrepl___ctype_b_loc(void)
{
    return __ctype_b_loc();
}

const int32_t **memrepl___ctype_tolower_loc(void)
{
    return __ctype_tolower_loc();
}

const int32_t **memrepl___ctype_toupper_loc(void)
{
    return __ctype_toupper_loc();
}

/* The functions read the same tables: what lies outside of them is a wrong index there as well. */
static void check_character(int character, uint64_t pc)
{
    if (character < -128 || character > 255)
        engine_event((struct event){.kind = EVENT_INDEX,
                                    .pc = pc,
                                    .value = character,
                                    .text = "a character from -128 to 255",
                                    .other = NO_THREAD});
}

#define DEFINE_CHARACTER(name)              \
    int memrepl_##name(int character)       \
    {                                       \
        check_character(character, CALLER); \
        return name(character);             \
    }

DEFINE_CHARACTER(isalnum)
DEFINE_CHARACTER(isalpha)
DEFINE_CHARACTER(isblank)
DEFINE_CHARACTER(iscntrl)
DEFINE_CHARACTER(isdigit)
DEFINE_CHARACTER(isgraph)
DEFINE_CHARACTER(islower)
DEFINE_CHARACTER(isprint)
DEFINE_CHARACTER(ispunct)
DEFINE_CHARACTER(isspace)
DEFINE_CHARACTER(isupper)
DEFINE_CHARACTER(isxdigit)

int memrepl_isascii(int character)
{
    return isascii(character);
}

int memrepl_toascii(int character)
{
    return toascii(character);
}

int memrepl_tolower(int character)
{
    return tolower(character);
}

int memrepl_toupper(int character)
{
    return toupper(character);
}
