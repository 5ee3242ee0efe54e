/* show.h - a typed value of the subject as text. */
#ifndef MEMREPL_PROGRAM_SHOW_H
#define MEMREPL_PROGRAM_SHOW_H

#include "program/values/value.h"

enum {
    VALUE_STRING_SHOWN = 200,   /* characters of a string before "..." */
    VALUE_ELEMENTS_SHOWN = 200, /* array elements, repeats counted once */
    VALUE_DEPTH_SHOWN = 6       /* structs in structs */
};

/* Writes the value as a C programmer would: 7, 'X' 88, "text", {id = 1, size = 40},
 * {-1 (10 times)}, "ab\0", '\376' (70 times), &queue, NULL, READY.  Cut to size - 1 bytes, then ending in "...".
 * Unreadable memory reads "(not readable)". */
void value_print(const struct names *names, const struct memory_view *memory,
                 const struct value *value, char *text, size_t size);

/* The same with every whole number and pointer in it as `format` says: 'x' in hexadecimal, 'd' in
 * decimal, 'c' as a character; only addresses outside of the program keep their names.  Texts fall apart into their characters. */
void value_print_as(const struct names *names, const struct memory_view *memory, char format,
                    const struct value *value, char *text, size_t size);

#endif
