/* types.c - DWARF type entries turned into struct type, each once, on first use.
 *
 * Method: a type is entered in the table before it is filled, so that a struct that points to
 * itself finds itself there; its size is set before its members, so that a typedef met on the way
 * has the right one.  When memory runs out, void stands in and the flag is set.  It does so, too, where
 * a type leads back to itself as no type of C does: who follows targets comes to an end, and so does
 * who follows members without pointers.
 *
 * An array whose length a frame decides has length 0: frames/lengths.h knows better.
 */
#include "program/values/types.h"

#include "program/host/mishaps.h"
#include "program/values/attributes.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

enum {
    DIMENSIONS_MAX = 8, /* of an array */
    DEPTH_MOST = 500,   /* of types in types */
};

/* Types on the way from the first that was asked for: those that lead elsewhere, and those that have
 * members. */
struct way {
    size_t pointers, structs;
};

struct entry {
    uint64_t offset; /* in .debug_info; 0 for a type that is not there */
    struct type *type;
    bool is_filled;
    struct way way; /* to it, while it is not filled */
};

struct types {
    Dwarf *dwarf;
    struct entry *entries;
    size_t count;
    struct way way; /* of the type that is being filled, itself included */
    size_t depth;
    bool is_out_of_memory;
};

struct types *types_open(struct Dwarf *dwarf)
{
    struct types *types = calloc(1, sizeof *types);
    if (types)
        types->dwarf = dwarf;
    return types;
}

void types_close(struct types *types)
{
    if (!types)
        return;
    for (size_t i = 0; i < types->count; i++) {
        free((void *)types->entries[i].type->members);
        free((void *)types->entries[i].type->enumerators);
        free(types->entries[i].type);
    }
    free(types->entries);
    free(types);
}

static void note_lack(struct types *types)
{
    types->is_out_of_memory = true;
    mishap_note("no memory left for the types of the program");
}

static void *allocate(struct types *types, size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory)
        note_lack(types);
    return memory;
}

/* Enters an empty type; NULL when out of memory. */
static struct type *enter(struct types *types, uint64_t offset)
{
    struct entry *grown = realloc(types->entries, (types->count + 1) * sizeof *types->entries);
    struct type *type = allocate(types, 1, sizeof *type);
    if (grown)
        types->entries = grown;
    if (!grown || !type) {
        note_lack(types);
        free(type);
        return NULL;
    }
    type->name = "";
    types->entries[types->count++] = (struct entry){.offset = offset, .type = type};
    return type;
}

static const struct type *type_of(struct types *types, Dwarf_Die *die);

/* What the entry's DW_AT_type leads to. */
static const struct type *target_of(struct types *types, Dwarf_Die *die)
{
    Dwarf_Die target;
    return attributes_type(die, &target) ? type_of(types, &target) : type_void();
}

/* One of C's three, which the kit's compiler has too; not _Float16 or __float128. */
static bool is_float(const struct type *type, uint64_t size)
{
    bool is_long = size == sizeof(long double) && strstr(type->name, "long double");
    return size == sizeof(float) || size == sizeof(double) || is_long;
}

static void fill_base(struct type *type, Dwarf_Die *die)
{
    uint64_t encoding = attributes_number(die, DW_AT_encoding, 0);
    type->is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
    switch (encoding) {
    case DW_ATE_boolean:
        type->kind = TYPE_BOOL;
        break;
    case DW_ATE_signed_char:
    case DW_ATE_unsigned_char:
        type->kind = TYPE_CHAR;
        break;
    case DW_ATE_signed:
    case DW_ATE_unsigned:
    case DW_ATE_UTF:
        type->kind = TYPE_INTEGER;
        break;
    case DW_ATE_float:
        type->kind = is_float(type, type->size) ? TYPE_FLOAT : TYPE_OPAQUE;
        break;
    case DW_ATE_complex_float:
        type->kind = is_float(type, type->size / 2) ? TYPE_COMPLEX : TYPE_OPAQUE;
        break;
    default:
        type->kind = TYPE_OPAQUE;
    }
}

static void fill_array(struct types *types, struct type *type, Dwarf_Die *die)
{
    uint64_t counts[DIMENSIONS_MAX] = {0};
    bool are_open[DIMENSIONS_MAX] = {false};
    size_t dimensions = 0;
    Dwarf_Die child;
    for (bool found = attributes_child(die, DW_TAG_subrange_type, &child, false);
         found && dimensions < DIMENSIONS_MAX;
         found = attributes_child(die, DW_TAG_subrange_type, &child, true)) {
        uint64_t bound = attributes_number(&child, DW_AT_upper_bound, UINT64_MAX);
        counts[dimensions] = attributes_number(&child, DW_AT_count, bound + 1);
        are_open[dimensions++] =
            bound == UINT64_MAX && attributes_number(&child, DW_AT_count, bound) == UINT64_MAX;
    }
    const struct type *element = target_of(types, die);
    while (dimensions-- > 0) {
        struct type *array = dimensions > 0 ? enter(types, 0) : type;
        if (!array)
            return;
        array->kind = TYPE_ARRAY;
        array->count = counts[dimensions];
        array->is_open = are_open[dimensions];
        array->target = element;
        array->size = array->count * element->size;
        element = array;
    }
}

/* Those of a struct or union, or the parameters of a function. */
static void fill_members(struct types *types, struct type *type, Dwarf_Die *die, int tag)
{
    struct member *members =
        allocate(types, attributes_count_children(die, tag) + 1, sizeof *members);
    if (!members)
        return;
    type->members = members;
    Dwarf_Die child;
    for (bool found = attributes_child(die, tag, &child, false); found;
         found = attributes_child(die, tag, &child, true)) {
        const char *name = dwarf_diename(&child);
        const struct type *member_type = target_of(types, &child);
        uint64_t bit_size = attributes_bits(&child);
        uint64_t bits = bit_size ? attributes_low_bit(&child, member_type->size, bit_size) : 0;
        members[type->member_count++] = (struct member){
            .name = name ? name : "",
            .type = member_type,
            .offset = attributes_number(&child, DW_AT_data_member_location, 0) + bits / 8,
            .bit_offset = bits % 8,
            .bit_size = (unsigned)bit_size};
    }
}

/* A function without a prototype has parameters that nobody knows, as one with "..." has. */
static void fill_function(struct types *types, struct type *type, Dwarf_Die *die)
{
    Dwarf_Die child;
    type->kind = TYPE_FUNCTION;
    type->name = "";
    type->target = target_of(types, die);
    fill_members(types, type, die, DW_TAG_formal_parameter);
    type->is_open = attributes_child(die, DW_TAG_unspecified_parameters, &child, false) ||
                    (type->member_count == 0 && !dwarf_hasattr_integrate(die, DW_AT_prototyped));
}

static void fill_enumerators(struct types *types, struct type *type, Dwarf_Die *die)
{
    struct enumerator *enumerators =
        allocate(types, attributes_count_children(die, DW_TAG_enumerator) + 1, sizeof *enumerators);
    if (!enumerators)
        return;
    type->enumerators = enumerators;
    Dwarf_Die child;
    for (bool found = attributes_child(die, DW_TAG_enumerator, &child, false); found;
         found = attributes_child(die, DW_TAG_enumerator, &child, true)) {
        int64_t value = attributes_enumerator(&child);
        type->is_signed = type->is_signed || value < 0;
        const char *name = dwarf_diename(&child);
        enumerators[type->enumerator_count++] = (struct enumerator){name ? name : "", value};
    }
}

/* The definition of that tag and name outside functions, in whichever file has one. */
static bool find_named(struct types *types, int tag, const char *name, Dwarf_Die *found)
{
    Dwarf_CU *unit = NULL;
    Dwarf_Die root, child;
    while (types->dwarf && dwarf_get_units(types->dwarf, unit, &unit, NULL, NULL, &root, NULL) == 0)
        for (bool is_one = attributes_child(&root, tag, &child, false); is_one;
             is_one = attributes_child(&root, tag, &child, true)) {
            const char *other = dwarf_diename(&child);
            if (other && strcmp(other, name) == 0 && !dwarf_hasattr(&child, DW_AT_declaration)) {
                *found = child;
                return true;
            }
        }
    return false;
}

/* A struct that this file only declares is looked for in the others. */
static void fill_struct(struct types *types, struct type *type, Dwarf_Die *die)
{
    if (dwarf_hasattr(die, DW_AT_declaration))
        find_named(types, dwarf_tag(die), type->name, die);
    type->kind = dwarf_tag(die) == DW_TAG_union_type ? TYPE_UNION : TYPE_STRUCT;
    type->size = attributes_number(die, DW_AT_byte_size, 0);
    fill_members(types, type, die, DW_TAG_member);
}

static void fill_typedef(struct types *types, struct type *type, Dwarf_Die *die)
{
    type->target = target_of(types, die);
    type->kind = attributes_is_opaque(type->name) ? TYPE_OPAQUE : TYPE_TYPEDEF;
    type->size = type->target->size;
}

static void fill_qualified(struct types *types, struct type *type, Dwarf_Die *die, const char *name)
{
    type->kind = TYPE_QUALIFIED;
    type->name = name;
    type->target = target_of(types, die);
    type->size = type->target->size;
}

static void fill(struct types *types, struct type *type, Dwarf_Die *die)
{
    const char *name = dwarf_diename(die);
    type->name = name ? name : "";
    type->size = attributes_number(die, DW_AT_byte_size, 0);
    switch (dwarf_tag(die)) {
    case DW_TAG_base_type:
        fill_base(type, die);
        break;
    case DW_TAG_typedef:
        fill_typedef(types, type, die);
        break;
    case DW_TAG_array_type:
        fill_array(types, type, die);
        break;
    case DW_TAG_structure_type:
    case DW_TAG_union_type:
        fill_struct(types, type, die);
        break;
    case DW_TAG_pointer_type:
        type->kind = TYPE_POINTER;
        type->size = sizeof(void *);
        type->target = target_of(types, die);
        break;
    case DW_TAG_enumeration_type:
        type->kind = TYPE_ENUM;
        fill_enumerators(types, type, die);
        break;
    case DW_TAG_subroutine_type:
    case DW_TAG_subprogram:
        fill_function(types, type, die);
        break;
    case DW_TAG_const_type:
        fill_qualified(types, type, die, "const");
        break;
    case DW_TAG_volatile_type:
        fill_qualified(types, type, die, "volatile");
        break;
    case DW_TAG_restrict_type:
        fill_qualified(types, type, die, "restrict");
        break;
    case DW_TAG_atomic_type:
        fill_qualified(types, type, die, "_Atomic");
        break;
    default:
        type->kind = TYPE_VOID;
    }
}

/* A type that is not filled yet is one on the way here.  In C there is a pointer or a function between
 * the two, and a struct or union, which may be that type itself. */
static bool may_lead_to(const struct types *types, const struct entry *entry)
{
    bool has_members = entry->type->kind == TYPE_STRUCT || entry->type->kind == TYPE_UNION;
    return entry->is_filled || (types->way.pointers > entry->way.pointers &&
                                (has_members || types->way.structs > entry->way.structs));
}

static const struct type *enter_filled(struct types *types, uint64_t offset, Dwarf_Die *die)
{
    int tag = dwarf_tag(die);
    size_t index = types->count;
    struct way before = types->way;
    struct type *type = enter(types, offset);
    if (!type)
        return type_void();
    types->entries[index].way = before;
    types->way.pointers += tag == DW_TAG_pointer_type || tag == DW_TAG_subroutine_type;
    types->way.structs += tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
    types->depth++;
    fill(types, type, die);
    types->depth--;
    types->way = before;
    types->entries[index].is_filled = true;
    return type;
}

static const struct type *type_of(struct types *types, Dwarf_Die *die)
{
    uint64_t offset = dwarf_dieoffset(die);
    for (size_t i = 0; i < types->count; i++)
        if (types->entries[i].offset == offset)
            return may_lead_to(types, &types->entries[i]) ? types->entries[i].type : type_void();
    return types->depth < DEPTH_MOST ? enter_filled(types, offset, die) : type_void();
}

const struct type *types_at(struct types *types, uint64_t offset)
{
    Dwarf_Die die;
    if (offset == 0 || !types->dwarf || !dwarf_offdie(types->dwarf, offset, &die))
        return type_void();
    const struct type *type = type_of(types, &die);
    return types->is_out_of_memory ? NULL : type;
}

const struct type *types_seen(const struct types *types, size_t index)
{
    return index < types->count ? types->entries[index].type : NULL;
}

struct type *types_add(struct types *types)
{
    return enter(types, 0);
}

const struct type *types_named(struct types *types, enum type_kind kind, const char *name)
{
    int tag = kind == TYPE_STRUCT  ? DW_TAG_structure_type
              : kind == TYPE_UNION ? DW_TAG_union_type
              : kind == TYPE_ENUM  ? DW_TAG_enumeration_type
                                   : DW_TAG_typedef;
    Dwarf_Die found;
    if (!find_named(types, tag, name, &found))
        return NULL;
    return types_at(types, dwarf_dieoffset(&found));
}

bool types_enumerator(const struct types *types, const char *name, const struct type **type,
                      int64_t *value)
{
    for (size_t i = 0; i < types->count; i++) {
        const struct type *candidate = types->entries[i].type;
        for (size_t j = 0; j < candidate->enumerator_count; j++)
            if (strcmp(candidate->enumerators[j].name, name) == 0) {
                *type = candidate;
                *value = candidate->enumerators[j].value;
                return true;
            }
    }
    return false;
}
