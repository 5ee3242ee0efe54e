/* lengths.c - method: gcc writes how to compute a bound, clang names a variable of its own that has the
 * count. */
#include "program/frames/lengths.h"

#include <dwarf.h>

#include "program/values/attributes.h"
#include "program/values/derived.h"
#include "program/values/value.h"

enum {
    DIMENSIONS_MAX = 8,
    ENTRY_CALLS = 2 /* call-backs at a function's entry: behind them it computes its bounds */
};
static const uint64_t bytes_most = (uint64_t)1 << 40; /* more is a length that is not set yet */

static bool is_entering(const struct standing *in)
{
    Dwarf_Die function = in->function;
    Dwarf_Addr low;
    size_t count, calls = 0;
    bool is_at_call = false;
    const struct use *uses = image_uses(names_image(in->names), &count);
    if (dwarf_lowpc(&function, &low))
        return false;
    for (size_t i = 0; i < count; i++) {
        calls += uses[i].is_call && uses[i].behind > low && uses[i].behind <= in->frame->pc;
        is_at_call = is_at_call || (uses[i].is_call && uses[i].behind == in->frame->pc);
    }
    return is_at_call && calls <= ENTRY_CALLS;
}

static bool read_number(const struct standing *in, Dwarf_Die *range, unsigned name,
                        uint64_t *number)
{
    Dwarf_Attribute attribute, location;
    Dwarf_Die variable;
    struct place place;
    if (!dwarf_attr(range, name, &attribute))
        return false;
    if (dwarf_formudata(&attribute, number) == 0)
        return true;
    if (is_entering(in))
        return false;
    if (dwarf_formref_die(&attribute, &variable))
        return dwarf_attr(&variable, DW_AT_location, &location) &&
               places_find(in, &location, &place) &&
               in->memory->read(in->memory->context, place.address, number, sizeof *number);
    *number = 0;
    if (!places_find(in, &attribute, &place) || !place.is_indirect)
        return false;
    *number = place.address;
    return true;
}

static bool read_count(const struct standing *in, Dwarf_Die *range, uint64_t *count)
{
    if (read_number(in, range, DW_AT_count, count))
        return *count > 0;
    uint64_t last = UINT64_MAX;
    if (!read_number(in, range, DW_AT_upper_bound, &last) || last == UINT64_MAX)
        return false;
    *count = last + 1;
    return true;
}

static bool lacks_length(const struct type *type)
{
    while (type->kind == TYPE_ARRAY && type->count > 0)
        type = type->target;
    return type->kind == TYPE_ARRAY;
}

static const struct type *array_type(const struct standing *in, Dwarf_Die *die,
                                     const struct type *without)
{
    struct types *types = names_types(in->names);
    uint64_t counts[DIMENSIONS_MAX];
    size_t dimensions = 0;
    Dwarf_Die range, element;
    for (bool found = attributes_child(die, DW_TAG_subrange_type, &range, false); found;
         found = attributes_child(die, DW_TAG_subrange_type, &range, true))
        if (dimensions == DIMENSIONS_MAX || !read_count(in, &range, &counts[dimensions++]))
            return without;
    const struct type *type =
        attributes_type(die, &element) ? types_at(types, dwarf_dieoffset(&element)) : NULL;
    while (type && dimensions-- > 0) {
        if (type->size == 0 || counts[dimensions] > bytes_most / type->size)
            return without;
        type = derived_array(types, type, counts[dimensions]);
    }
    return type;
}

const struct type *lengths_type(const struct standing *in, Dwarf_Die *die)
{
    Dwarf_Die target;
    struct types *types = names_types(in->names);
    const struct type *type = types_at(types, dwarf_dieoffset(die));
    if (!type)
        return NULL;
    if (lacks_length(type))
        return array_type(in, die, type);
    if (type->kind != TYPE_POINTER || !lacks_length(type->target) || !attributes_type(die, &target))
        return type;
    const struct type *array = array_type(in, &target, type->target);
    if (!array)
        return NULL;
    return array != type->target ? derived_pointer(types, array) : type;
}
