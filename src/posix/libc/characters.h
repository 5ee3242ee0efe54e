/* characters.h: <ctype.h>, as functions and through the tables that its macros read. */
#ifndef POSIX_LIBC_CHARACTERS_H
#define POSIX_LIBC_CHARACTERS_H

#include <stdint.h>

const unsigned short **memrepl___ctype_b_loc(void);
const int32_t **memrepl___ctype_tolower_loc(void);
const int32_t **memrepl___ctype_toupper_loc(void);

int memrepl_isalnum(int character);
int memrepl_isalpha(int character);
int memrepl_isascii(int character);
int memrepl_isblank(int character);
int memrepl_iscntrl(int character);
int memrepl_isdigit(int character);
int memrepl_isgraph(int character);
int memrepl_islower(int character);
int memrepl_isprint(int character);
int memrepl_ispunct(int character);
int memrepl_isspace(int character);
int memrepl_isupper(int character);
int memrepl_isxdigit(int character);
int memrepl_toascii(int character);
int memrepl_tolower(int character);
int memrepl_toupper(int character);

#endif
