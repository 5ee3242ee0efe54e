/* extents.c - method: each entry of the debug information is visited once; places.h evaluates a location
 * as for a frame behind its prologue, whose pointer is any number that is known. */
#include "program/frames/extents.h"

#include <dwarf.h>
#include <stdlib.h>

#include "program/frames/declared.h"

enum { DEPTH_MOST = 64 }; /* of blocks in blocks */

static const uint64_t some_pointer = (uint64_t)1 << 40;

struct visit {
    struct extents *extents;
    struct standing in;
    struct call_frame frame;
};

static bool read_nothing(void *context, uint64_t address, void *buffer, size_t size)
{
    (void)context, (void)address, (void)buffer, (void)size;
    return false;
}

static const struct memory_view no_memory = {.read = read_nothing};

/* A structure whose last array has no length of its own takes more than its type does. */
static void add_fixed(struct visit *visit, uint64_t address, uint64_t size)
{
    struct extents *extents = visit->extents;
    struct symbol symbol;
    if (image_symbol_at(visit->in.image, address, &symbol) && symbol.address == address &&
        symbol.size > size)
        size = symbol.size;
    if (extents->fixed_count < EXTENTS_FIXED)
        extents->fixed[extents->fixed_count++] = (struct range){address, address + size};
}

static void add_local(struct visit *visit, struct range scope, uint64_t address, uint64_t size)
{
    struct extents *extents = visit->extents;
    if (extents->local_count < EXTENTS_LOCALS)
        extents->locals[extents->local_count++] = (struct extent_local){
            .scope = scope, .offset = (int64_t)(address - some_pointer), .size = size};
}

static void add_variable(struct visit *visit, Dwarf_Die *die, struct range scope)
{
    Dwarf_Attribute attribute;
    Dwarf_Die type;
    Dwarf_Word size;
    struct place place;
    if (!dwarf_attr_integrate(die, DW_AT_type, &attribute) ||
        !dwarf_formref_die(&attribute, &type) || dwarf_aggregate_size(&type, &size) != 0 ||
        size == 0 || !dwarf_attr(die, DW_AT_location, &attribute) ||
        dwarf_whatform(&attribute) != DW_FORM_exprloc ||
        !places_find(&visit->in, &attribute, &place))
        return;
    if (place.is_static)
        add_fixed(visit, place.address, size);
    else if (scope.low < scope.high)
        add_local(visit, scope, place.address, size);
}

static bool read_code(Dwarf_Die *die, struct range *code)
{
    Dwarf_Addr low, high;
    if (dwarf_lowpc(die, &low) != 0 || dwarf_highpc(die, &high) != 0)
        return false;
    *code = (struct range){low, high};
    return true;
}

static void visit_scope(struct visit *visit, Dwarf_Die *parent, struct range scope, int depth)
{
    Dwarf_Die child;
    if (depth == DEPTH_MOST || dwarf_child(parent, &child) != 0)
        return;
    do {
        int tag = dwarf_tag(&child);
        struct range code = scope;
        if (tag == DW_TAG_variable || tag == DW_TAG_formal_parameter)
            add_variable(visit, &child, scope);
        else if (tag == DW_TAG_lexical_block && read_code(&child, &code))
            visit_scope(visit, &child, code, depth + 1);
    } while (dwarf_siblingof(&child, &child) == 0);
}

static void visit_function(struct visit *visit, Dwarf_Die *die)
{
    struct extents *extents = visit->extents;
    struct range code;
    Dwarf_Addr *behind = NULL;
    uint32_t first = extents->local_count;
    if (extents->function_count == EXTENTS_FUNCTIONS || !read_code(die, &code))
        return;
    int count = dwarf_entry_breakpoints(die, &behind);
    visit->in.function = *die;
    visit->frame.pc = 1 + (count > 0 ? behind[0] : code.low);
    free(behind);
    visit_scope(visit, die, code, 0);
    if (declared_is_optimised(die) || !places_has_frame(&visit->in)) {
        extents->local_count = first;
        return;
    }
    extents->functions[extents->function_count++] = (struct extent_function){
        .code = code, .first = first, .count = extents->local_count - first};
}

static void visit_unit(struct visit *visit, Dwarf_Die *unit)
{
    Dwarf_Die child;
    if (dwarf_child(unit, &child) != 0)
        return;
    do {
        if (dwarf_tag(&child) == DW_TAG_subprogram)
            visit_function(visit, &child);
        else if (dwarf_tag(&child) == DW_TAG_variable)
            add_variable(visit, &child, (struct range){0, 0});
    } while (dwarf_siblingof(&child, &child) == 0);
}

/* Both kinds of rows begin with a range. */
static int by_address(const void *left, const void *right)
{
    const struct range *one = left, *other = right;
    return (one->low > other->low) - (one->low < other->low);
}

void extents_find(const struct image *image, struct extents *extents)
{
    struct visit visit = {.extents = extents, .frame = {.pointer = some_pointer}};
    Dwarf *dwarf = image_dwarf(image);
    Dwarf_CU *unit = NULL;
    Dwarf_Die root;
    visit.in = (struct standing){.image = image, .memory = &no_memory, .frame = &visit.frame};
    extents->fixed_count = extents->function_count = extents->local_count = 0;
    while (dwarf != NULL && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &root, NULL) == 0)
        visit_unit(&visit, &root);
    qsort(extents->fixed, extents->fixed_count, sizeof extents->fixed[0], by_address);
    qsort(extents->functions, extents->function_count, sizeof extents->functions[0], by_address);
}
