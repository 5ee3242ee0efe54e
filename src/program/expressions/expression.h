/* expression.h - evaluates what a student types after `print`: queue.head->next->id.
 *
 * C's expressions over names, SCOPE::NAME, enumerators and constants, with all operators that change
 * nothing, casts and sizeof.  No assignments, no calls: nothing here changes a subject.
 */
#ifndef MEMREPL_PROGRAM_EXPRESSION_H
#define MEMREPL_PROGRAM_EXPRESSION_H

#include "program/values/value.h"

enum { EXPRESSION_PROBLEM_SIZE = 256 }; /* bytes that hold any problem text, cut if need be */

/* Evaluates `text`, all of it.  False with a sentence in `problem` that names the input and the
 * mend: "no variable 'quue'; did you mean queue?", "segments->next is NULL: it cannot be
 * followed". */
bool expression_evaluate(const struct names *names, const struct memory_view *memory,
                         const char *text, struct value *value, char *problem, size_t problem_size);

/* The type that its value would have: nothing in it needs to be readable, nor a pointer to lead
 * anywhere.  NULL with a sentence as above. */
const struct type *expression_type(const struct names *names, const struct memory_view *memory,
                                   const char *text, char *problem, size_t problem_size);

/* Evaluates and shows in one: the value, or the problem.  The result tells which. */
bool expression_print(const struct names *names, const struct memory_view *memory, const char *text,
                      char *shown, size_t size);

#endif
