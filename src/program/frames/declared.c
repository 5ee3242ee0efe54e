/* declared.c - method: the code of a function follows its text, so a variable has its first value behind
 * the last row of the line table that is for the column of its name: the compilers give the store that
 * place; of an array of variable length behind the first, as gcc comes back to it for each use of the
 * length.  gcc does not do so where a call alone is what is stored: then it is the leftmost row to the
 * right of the name.  clang does not tell the column of a variable, but begins its line with it.
 *
 * What a macro makes has one line and column throughout: of a loop that declares, the last row of the
 * variable's block, its increment, has those of the declaration.  There the first run of such rows is the
 * declaration; where that run is all of the block, nothing is told. */
#include "program/frames/declared.h"

#include <dwarf.h>
#include <string.h>

/* gcc tells its flags, of which the last of a kind counts. */
static bool is_flagged(Dwarf_Die *function)
{
    Dwarf_Die unit;
    Dwarf_Attribute attribute;
    const char *flag = NULL;
    bool is_on = false;
    if (dwarf_diecu(function, &unit, NULL, NULL) && dwarf_attr(&unit, DW_AT_producer, &attribute))
        flag = dwarf_formstring(&attribute);
    if (flag == NULL)
        return false;
    while ((flag = strstr(flag, " -O")) != NULL) {
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

/* The rows of the block that has the variable; 0: none. */
static size_t rows_of(const struct standing *in, Dwarf_Lines **rows, size_t *first)
{
    Dwarf_Die block = in->block, unit;
    Dwarf_Addr low, high;
    size_t count;
    if (!dwarf_diecu(&block, &unit, NULL, NULL) || dwarf_lowpc(&block, &low) != 0 ||
        dwarf_highpc(&block, &high) != 0 || dwarf_getsrclines(&unit, rows, &count) != 0)
        return 0;
    *first = find_row(*rows, count, low);
    size_t end = find_row(*rows, count, high);
    return end > *first ? end - *first : 0;
}

/* dwarf_decl_file() has nothing for the first file of a unit. */
const char *declared_file(Dwarf_Die *variable)
{
    Dwarf_Die unit;
    Dwarf_Attribute attribute;
    Dwarf_Files *files;
    Dwarf_Word number;
    size_t count;
    bool is_known =
        dwarf_diecu(variable, &unit, NULL, NULL) && dwarf_getsrcfiles(&unit, &files, &count) == 0 &&
        dwarf_formudata(dwarf_attr_integrate(variable, DW_AT_decl_file, &attribute), &number) == 0;
    return is_known && number < count ? dwarf_filesrc(files, number, NULL, NULL) : NULL;
}

/* The column of a row that is for the line of the declaration; 0: it is not, or has none. */
static int column_on(Dwarf_Line *row, const char *file, int line)
{
    int row_line = 0, column = 0;
    const char *row_file = dwarf_linesrc(row, NULL, NULL);
    bool is_on = dwarf_lineno(row, &row_line) == 0 && row_line == line && file && row_file &&
                 strcmp(file, row_file) == 0;
    return is_on && dwarf_linecol(row, &column) == 0 ? column : 0;
}

static bool is_of_compiler(Dwarf_Line *row)
{
    int line;
    return dwarf_lineno(row, &line) == 0 && line == 0;
}

/* Where the code of the declaration ends; 0: not known. */
static Dwarf_Addr end_of(const struct standing *in, Dwarf_Die *variable, bool has_length)
{
    Dwarf_Lines *rows;
    size_t first = 0, count = rows_of(in, &rows, &first);
    size_t end = 0, run_end = 0; /* the first row behind it, and behind its first run */
    int leftmost = 0; /* of those to the right of the name; the name's own once there is one */
    int line = 0, column = 0;
    const char *file = declared_file(variable);
    dwarf_decl_line(variable, &line);
    dwarf_decl_column(variable, &column);
    for (size_t index = first; index < first + count; index++) {
        Dwarf_Line *row = dwarf_onesrcline(rows, index);
        int here = column_on(row, file, line);
        column = column == 0 ? here : column;
        bool is_nearer = leftmost == 0 || here < leftmost;
        bool is_again = here == column && !has_length;
        if (run_end == index && is_of_compiler(row))
            run_end++;
        if (here == 0 || here < column || !(is_nearer || is_again))
            continue;
        run_end = is_nearer || run_end == index ? index + 1 : run_end;
        leftmost = here;
        end = index + 1;
    }
    Dwarf_Addr address = 0;
    if (end == first + count)
        end = run_end < end ? run_end : 0;
    if (end > 0)
        dwarf_lineaddr(dwarf_onesrcline(rows, end), &address);
    return address;
}

bool declared_is_to_come(const struct standing *in, Dwarf_Die *variable, bool has_length)
{
    Dwarf_Die function = in->function;
    return !declared_is_optimised(&function) &&
           in->frame->pc - 1 < end_of(in, variable, has_length);
}
