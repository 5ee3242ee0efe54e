/* lines.c - places and stop sites from DWARF's line table and the image's calls out.
 *
 * Method: rows of the line table, functions and stop sites are each flattened once into an array
 * sorted by address.  by_line holds the stop sites once more, sorted by source, line and address,
 * and line_pcs their addresses, so that a breakpoint is a slice of it.
 *
 * Invariants: stop_sites[i].pc == site_pcs[i], by_line[i]->pc == line_pcs[i], all strictly rising
 * within their order.  Equal pointers in `file` mean equal sources (source.h).
 */
#include "program/image/lines.h"
#include "program/image/source.h"

#include <assert.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

#define LEAVES_FUNCTION "__tsan_func_exit" /* which does not stop a thread any more */

struct row {
    uint64_t address;
    const char *file; /* NULL: the end of a sequence, no code from here on */
    int line;
    size_t order; /* in the table: of rows with one address the last one counts */
};

struct function {
    const char *name;
    uint64_t low, high;
    const char *file;
    int first_line, last_line;
};

struct lines {
    const struct image *image;
    struct row *rows;
    struct function *functions;
    struct sources *sources;
    struct stop_site *stop_sites;
    const struct stop_site **by_line;
    uint64_t *site_pcs, *line_pcs;
    size_t row_count, function_count, site_count;
    bool is_out_of_memory; /* while opening */
};

static const char *const sentences[] = {
    [LINES_OK] = "found",
    [LINES_NO_FILE] = "the program has no source file of that name",
    [LINES_NO_LINE] = "the program cannot stop at that line, nor behind it in the same function",
    [LINES_NO_FUNCTION] = "the program has no function of that name",
};
_Static_assert(sizeof sentences / sizeof *sentences == LINES_RESULTS, "one sentence each");

const char *lines_result_sentence(enum lines_result result)
{
    return (unsigned)result < LINES_RESULTS ? sentences[result] : "unknown result";
}

/* Makes room for one more; false and `lines` marked when memory is out.  Doubles at powers of
 * two, so that the capacity need not be kept. */
static void *grow(struct lines *lines, void *array, size_t count, size_t size)
{
    if (count & (count - 1))
        return array;
    void *grown = realloc(array, (count ? 2 * count : 1) * size);
    if (!grown)
        lines->is_out_of_memory = true;
    return grown;
}

static void add_row(struct lines *lines, Dwarf_Line *line, const char *folder)
{
    struct row row = {.order = lines->row_count};
    Dwarf_Addr address;
    bool is_end = false;
    const char *path = dwarf_linesrc(line, NULL, NULL);
    if (dwarf_lineaddr(line, &address) || dwarf_lineno(line, &row.line) ||
        dwarf_lineendsequence(line, &is_end) || (row.line == 0 && !is_end))
        return; /* line 0: the compiler's own code, it belongs to the line before */
    row.address = address;
    if (path && !is_end && !(row.file = sources_enter(lines->sources, path, folder)))
        lines->is_out_of_memory = true;
    struct row *grown = grow(lines, lines->rows, lines->row_count, sizeof *lines->rows);
    if (!grown)
        return;
    lines->rows = grown;
    lines->rows[lines->row_count++] = row;
}

static void add_function(struct lines *lines, Dwarf_Die *die, const char *folder)
{
    Dwarf_Addr low, high;
    const char *name = dwarf_diename(die), *path = dwarf_decl_file(die);
    if (dwarf_tag(die) != DW_TAG_subprogram || !name || dwarf_lowpc(die, &low) ||
        dwarf_highpc(die, &high))
        return;
    int line = 0;
    dwarf_decl_line(die, &line);
    const char *file = path ? sources_enter(lines->sources, path, folder) : NULL;
    struct function *grown =
        grow(lines, lines->functions, lines->function_count, sizeof *lines->functions);
    if (!grown)
        return;
    lines->functions = grown;
    lines->functions[lines->function_count++] =
        (struct function){name, low, high, file, line, line};
}

static void read_unit(struct lines *lines, Dwarf_Die *unit)
{
    Dwarf_Attribute attribute;
    const char *folder = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    Dwarf_Lines *table;
    size_t count;
    if (dwarf_getsrclines(unit, &table, &count) == 0)
        for (size_t i = 0; i < count && !lines->is_out_of_memory; i++)
            add_row(lines, dwarf_onesrcline(table, i), folder);
    Dwarf_Die child;
    if (dwarf_child(unit, &child) != 0)
        return;
    do
        add_function(lines, &child, folder);
    while (!lines->is_out_of_memory && dwarf_siblingof(&child, &child) == 0);
}

static int by_row(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    if (!a->file != !b->file)
        return a->file ? 1 : -1; /* an end gives way to code that starts there */
    return (a->order > b->order) - (a->order < b->order);
}

static int by_low(const void *left, const void *right)
{
    const struct function *a = left, *b = right;
    return (a->low > b->low) - (a->low < b->low);
}

static int by_source_line(const void *left, const void *right)
{
    const struct stop_site *a = *(const struct stop_site *const *)left;
    const struct stop_site *b = *(const struct stop_site *const *)right;
    if (a->place.file != b->place.file)
        return (uintptr_t)a->place.file < (uintptr_t)b->place.file ? -1 : 1;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return (a->pc > b->pc) - (a->pc < b->pc);
}

static const struct function *function_at(const struct lines *lines, uint64_t address)
{
    size_t low = 0, high = lines->function_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lines->functions[middle].low <= address)
            low = middle + 1;
        else
            high = middle;
    }
    const struct function *function = low ? &lines->functions[low - 1] : NULL;
    return function && address < function->high ? function : NULL;
}

static const struct row *row_at(const struct lines *lines, uint64_t address)
{
    size_t low = 0, high = lines->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lines->rows[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low && lines->rows[low - 1].file ? &lines->rows[low - 1] : NULL;
}

bool lines_place(const struct lines *lines, uint64_t pc, struct place *place)
{
    struct range text = image_text(lines->image);
    if (pc <= text.low || pc > text.high)
        return false;
    const struct function *function = function_at(lines, pc - 1);
    const struct row *row = function ? row_at(lines, pc - 1) : NULL;
    struct symbol symbol;
    *place = (struct place){row ? row->file : "", row ? row->line : 0, ""};
    if (function)
        place->function = function->name;
    else if (image_symbol_at(lines->image, pc - 1, &symbol))
        place->function = symbol.name;
    return true;
}

/* Sets how far down its file each function reaches. */
static void measure_functions(struct lines *lines)
{
    struct function *function = lines->functions;
    struct function *end = function + lines->function_count;
    for (size_t i = 0; i < lines->row_count; i++) {
        const struct row *row = &lines->rows[i];
        while (function < end && function->high <= row->address)
            function++;
        if (function < end && function->low <= row->address && row->file == function->file &&
            row->line > function->last_line)
            function->last_line = row->line;
    }
}

static void add_stop_sites(struct lines *lines)
{
    size_t count;
    const struct use *uses = image_uses(lines->image, &count);
    lines->stop_sites = calloc(count + 1, sizeof *lines->stop_sites);
    lines->by_line = calloc(count + 1, sizeof *lines->by_line);
    lines->site_pcs = calloc(count + 1, sizeof *lines->site_pcs);
    lines->line_pcs = calloc(count + 1, sizeof *lines->line_pcs);
    if (!lines->stop_sites || !lines->by_line || !lines->site_pcs || !lines->line_pcs) {
        lines->is_out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct stop_site *site = &lines->stop_sites[lines->site_count];
        if (!uses[i].is_call || strcmp(uses[i].name, LEAVES_FUNCTION) == 0 ||
            !lines_place(lines, uses[i].behind, &site->place))
            continue;
        site->pc = lines->site_pcs[lines->site_count] = uses[i].behind;
        site->callee = uses[i].name;
        lines->by_line[lines->site_count++] = site;
    }
    qsort(lines->by_line, lines->site_count, sizeof *lines->by_line, by_source_line);
    for (size_t i = 0; i < lines->site_count; i++)
        lines->line_pcs[i] = lines->by_line[i]->pc;
}

enum image_result lines_open(const struct image *image, struct lines **opened)
{
    assert(image && opened);
    *opened = NULL;
    struct lines *lines = calloc(1, sizeof *lines);
    if (!lines)
        return IMAGE_NO_MEMORY;
    lines->image = image;
    lines->sources = sources_open();
    Dwarf *dwarf = lines->sources ? image_dwarf(image) : NULL;
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    while (dwarf && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &die, NULL) == 0)
        read_unit(lines, &die);
    if (lines->row_count > 0)
        qsort(lines->rows, lines->row_count, sizeof *lines->rows, by_row);
    if (lines->function_count > 0) {
        qsort(lines->functions, lines->function_count, sizeof *lines->functions, by_low);
        measure_functions(lines);
    }
    add_stop_sites(lines);
    if (lines->is_out_of_memory || !lines->sources) {
        lines_close(lines);
        return IMAGE_NO_MEMORY;
    }
    *opened = lines;
    return IMAGE_OK;
}

void lines_close(struct lines *lines)
{
    if (!lines)
        return;
    sources_close(lines->sources);
    free(lines->rows);
    free(lines->functions);
    free(lines->stop_sites);
    free(lines->by_line);
    free(lines->site_pcs);
    free(lines->line_pcs);
    free(lines);
}

const struct stop_site *lines_stop_sites(const struct lines *lines, size_t *count)
{
    *count = lines->site_count;
    return lines->stop_sites;
}

/* The index of the first stop site at or behind `pc`. */
static size_t site_from(const struct lines *lines, uint64_t pc)
{
    size_t low = 0, high = lines->site_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lines->site_pcs[middle] < pc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct stop_site *lines_stop_site(const struct lines *lines, uint64_t pc)
{
    size_t i = site_from(lines, pc);
    return i < lines->site_count && lines->site_pcs[i] == pc ? &lines->stop_sites[i] : NULL;
}

/* True when `line` stands inside a function of the file, but not in the one at `pc`. */
static bool is_in_another(const struct lines *lines, const char *file, int line, uint64_t pc)
{
    const struct function *own = function_at(lines, pc - 1);
    if (own && own->first_line <= line)
        return false;
    for (size_t i = 0; i < lines->function_count; i++) {
        const struct function *other = &lines->functions[i];
        if (other->file == file && other->first_line <= line && line <= other->last_line)
            return true;
    }
    return false;
}

enum lines_result lines_break_at(const struct lines *lines, const char *file, int line,
                                 struct break_sites *sites)
{
    const char *source = sources_find(lines->sources, file);
    if (!source)
        return LINES_NO_FILE;
    size_t first = 0;
    while (first < lines->site_count && (lines->by_line[first]->place.file != source ||
                                         lines->by_line[first]->place.line < line))
        first++;
    if (first == lines->site_count || is_in_another(lines, source, line, lines->line_pcs[first]))
        return LINES_NO_LINE;
    *sites = (struct break_sites){lines->by_line[first]->place, &lines->line_pcs[first], 0};
    for (size_t i = first; i < lines->site_count; i++, sites->count++) {
        const struct place *place = &lines->by_line[i]->place;
        if (place->file != source || place->line != sites->place.line)
            break;
    }
    return LINES_OK;
}

/* The first stop site of [low, high), as a set of one. */
static enum lines_result break_in(const struct lines *lines, uint64_t low, uint64_t high,
                                  struct break_sites *sites)
{
    size_t i = site_from(lines, low + 1);
    if (i == lines->site_count || lines->site_pcs[i] > high)
        return LINES_NO_FUNCTION;
    *sites = (struct break_sites){lines->stop_sites[i].place, &lines->site_pcs[i], 1};
    return LINES_OK;
}

enum lines_result lines_break_function(const struct lines *lines, const char *name, size_t nth,
                                       struct break_sites *sites)
{
    size_t seen = 0;
    for (size_t i = 0; i < lines->function_count; i++) {
        const struct function *function = &lines->functions[i];
        if (strcmp(function->name, name) == 0 && seen++ == nth)
            return break_in(lines, function->low, function->high, sites);
    }
    struct symbol symbol;
    if (seen == 0 && nth == 0 && image_symbol(lines->image, name, &symbol) && symbol.is_function)
        return break_in(lines, symbol.address, symbol.address + symbol.size, sites);
    return LINES_NO_FUNCTION;
}

const char *lines_function(const struct lines *lines, size_t index)
{
    return index < lines->function_count ? lines->functions[index].name : NULL;
}

const char *lines_file(const struct lines *lines, size_t index)
{
    return sources_name(lines->sources, index);
}

const char *lines_source_path(const struct lines *lines, const char *file)
{
    return sources_path(lines->sources, file);
}

void lines_look_below(struct lines *lines, const char *home)
{
    sources_look_below(lines->sources, home);
}

bool lines_source_text(struct lines *lines, const char *file, int line, char *text, size_t size)
{
    return sources_text(lines->sources, file, line, text, size);
}
