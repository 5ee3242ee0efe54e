/* declared.c - method: the code of a function follows its text, so a variable has its first value behind
 * the last row of the line table that is for the column of its name: the compilers give the store that
 * place; of an array of variable length behind the first, as gcc comes back to it for each use of the
 * length.  gcc does not do so where a call alone is what is stored: then it is the leftmost row to the
 * right of the name.  clang does not tell the column of a variable, but begins its line with it. */
#include "program/frames/declared.h"

#include <dwarf.h>
#include <string.h>

/* gcc tells its flags, of which the last of a kind counts. */
static bool is_flagged(Dwarf_Die *function)
{
    Dwarf_Die unit;
    Dwarf_Attribute attribute;
    const char *flag = NULL;
    if (dwarf_diecu(function, &unit, NULL, NULL) && dwarf_attr(&unit, DW_AT_producer, &attribute))
        flag = dwarf_formstring(&attribute);
    bool is_on = false;
    while (flag && (flag = strstr(flag, " -O")) != NULL) {
        flag += strlen(" -O");
        is_on = *flag != '0';
    }
    return is_on;
}

/* Both compilers say of optimised code that all its calls are told, or, in DWARF 4, call sites. */
bool declared_is_optimised(Dwarf_Die *function)
{
    return dwarf_hasattr(function, DW_AT_call_all_calls) ||
           dwarf_hasattr(function, DW_AT_GNU_all_call_sites) || is_flagged(function);
}

/* Rows are sorted by address: the first that is not below it. */
static size_t find_row(Dwarf_Lines *rows, size_t count, Dwarf_Addr address)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        Dwarf_Addr here = 0;
        dwarf_lineaddr(dwarf_onesrcline(rows, middle), &here);
        if (here < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The rows of the function; 0: none. */
static size_t rows_of(const struct standing *in, Dwarf_Lines **rows, size_t *first)
{
    Dwarf_Die function = in->function, unit;
    Dwarf_Addr low, high;
    size_t count;
    if (!dwarf_diecu(&function, &unit, NULL, NULL) || dwarf_lowpc(&function, &low) != 0 ||
        dwarf_highpc(&function, &high) != 0 || dwarf_getsrclines(&unit, rows, &count) != 0)
        return 0;
    *first = find_row(*rows, count, low);
    size_t end = find_row(*rows, count, high);
    return end > *first ? end - *first : 0;
}

/* Where the code of the declaration ends; 0: not known. */
static Dwarf_Addr end_of(const struct standing *in, int line, int column, bool has_length)
{
    Dwarf_Lines *rows;
    Dwarf_Addr end = 0;
    size_t first = 0, count = rows_of(in, &rows, &first);
    int leftmost = 0; /* of those to the right of the name; the name's own once there is one */
    for (size_t index = first; index < first + count; index++) {
        Dwarf_Line *row = dwarf_onesrcline(rows, index);
        int row_line = 0, row_column = 0;
        if (dwarf_lineno(row, &row_line) != 0 || row_line != line ||
            dwarf_linecol(row, &row_column) != 0 || row_column == 0)
            continue;
        column = column == 0 ? row_column : column;
        bool is_nearer = leftmost == 0 || row_column < leftmost;
        bool is_again = row_column == column && !has_length;
        if (row_column < column || !(is_nearer || is_again))
            continue;
        leftmost = row_column;
        dwarf_lineaddr(dwarf_onesrcline(rows, index + 1), &end);
    }
    return end;
}

bool declared_is_to_come(const struct standing *in, Dwarf_Die *variable, bool has_length)
{
    Dwarf_Die function = in->function;
    int line = 0, column = 0;
    if (dwarf_decl_line(variable, &line) != 0 || declared_is_optimised(&function))
        return false;
    dwarf_decl_column(variable, &column);
    return in->frame->pc - 1 < end_of(in, line, column, has_length);
}
