/* complete.c - completion of variable and member names.
 *
 * Method: the text is cut before its last word.  Behind "." or "->" the part before it is
 * evaluated on pretended memory, where every pointer leads somewhere, to get at its type.
 */
#include "program/expressions/complete.h"
#include "program/expressions/expression.h"
#include "program/expressions/pretended.h"
#include "program/expressions/scan.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { RECORD_SIZE = 256 }; /* bytes of the expression before "." or "->" */

/* The index of the "[" that closes at text[end]; 0 when it is not there. */
static size_t opening(const char *text, size_t end)
{
    size_t depth = 0;
    for (size_t i = end + 1; i-- > 0;) {
        depth += text[i] == ']';
        if (text[i] == '[' && --depth == 0)
            return i;
    }
    return 0;
}

/* Where the operand begins that ends just before text[end]: names, members, whole brackets. */
static size_t operand_start(const char *text, size_t end)
{
    while (end > 0) {
        char last = text[end - 1];
        bool is_arrow = end > 1 && last == '>' && text[end - 2] == '-';
        if (last == ']')
            end = opening(text, end - 1);
        else if (is_arrow)
            end -= 2;
        else if (scan_is_of_name(last) || last == '.' || last == ':')
            end--;
        else
            break;
    }
    return end;
}

/* The type of what stands before "." or "->" at text[end]; NULL when it makes no sense. */
static const struct type *record_type(const struct names *names, const struct memory_view *memory,
                                      const char *text, size_t end, bool is_arrow)
{
    struct memory_view pretended;
    char record[RECORD_SIZE], problem[EXPRESSION_PROBLEM_SIZE];
    size_t start = operand_start(text, end);
    struct value value;
    int length = snprintf(record, sizeof record, is_arrow ? "*(%.*s)" : "%.*s", (int)(end - start),
                          text + start);
    if (length < 0 || (size_t)length >= sizeof record)
        return NULL;
    return expression_evaluate(names, pretended_memory(memory, &pretended), record, &value, problem,
                               sizeof problem)
               ? value.type
               : NULL;
}

/* The index-th member whose name starts with `prefix`, in anonymous parts too. */
static const char *nth_member(const struct type *type, const char *prefix, size_t *index)
{
    type = type_plain(type);
    for (size_t i = 0; type->kind != TYPE_FUNCTION && i < type->member_count; i++) {
        const struct member *member = &type->members[i];
        const char *found = NULL;
        if (member->name[0] == '\0')
            found = nth_member(member->type, prefix, index);
        else if (strncmp(member->name, prefix, strlen(prefix)) == 0 && (*index)-- == 0)
            found = member->name;
        if (found)
            return found;
    }
    return NULL;
}

static const char *nth_variable(const struct names *names, const char *prefix, size_t index)
{
    const struct variable *variable, *last = NULL;
    for (size_t i = 0; (variable = names_variable(names, i)); i++) {
        bool is_new = !last || strcmp(last->name, variable->name) != 0;
        if (is_new && strncmp(variable->name, prefix, strlen(prefix)) == 0 && index-- == 0)
            return variable->name;
        last = variable;
    }
    return NULL;
}

/* The start of the word at the end. */
static size_t word_start(const char *text)
{
    size_t start = strlen(text);
    while (start > 0 && scan_is_of_name(text[start - 1]))
        start--;
    return start;
}

static bool is_behind_dot(const char *text, size_t start)
{
    return start > 0 && text[start - 1] == '.';
}

static bool is_behind_arrow(const char *text, size_t start)
{
    return start > 1 && text[start - 2] == '-' && text[start - 1] == '>';
}

bool complete_variable_start(const char *text, size_t *start)
{
    *start = word_start(text);
    return !is_behind_dot(text, *start) && !is_behind_arrow(text, *start);
}

bool complete_expression(const struct names *names, const struct memory_view *memory,
                         const char *text, size_t index, char *completed, size_t size)
{
    assert(names && text && completed && size > 0);
    size_t start = word_start(text);
    bool is_dot = is_behind_dot(text, start), is_arrow = is_behind_arrow(text, start);
    const char *found = NULL;
    if (is_dot || is_arrow) {
        const struct type *type =
            record_type(names, memory, text, start - (is_dot ? 1 : 2), is_arrow);
        found = type ? nth_member(type, text + start, &index) : NULL;
    } else {
        found = nth_variable(names, text + start, index);
    }
    if (found)
        snprintf(completed, size, "%.*s%s", (int)start, text, found);
    return found;
}
