#include "program/values/returns.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <string.h>

#include "program/image/image.h"
#include "program/values/types.h"

static struct returns of_base_type(Dwarf_Die *type, unsigned bytes)
{
    Dwarf_Attribute attribute;
    Dwarf_Word encoding = 0;
    dwarf_formudata(dwarf_attr(type, DW_AT_encoding, &attribute), &encoding);
    switch (encoding) {
    case DW_ATE_boolean:
        return (struct returns){RETURN_BOOLEAN, bytes, false};
    case DW_ATE_signed:
    case DW_ATE_signed_char:
        return (struct returns){RETURN_INTEGER, bytes, true};
    case DW_ATE_unsigned:
    case DW_ATE_unsigned_char:
        return (struct returns){RETURN_INTEGER, bytes, false};
    default:
        return (struct returns){RETURN_OTHER, bytes, false};
    }
}

static struct returns of_function(Dwarf_Die *function)
{
    Dwarf_Attribute attribute;
    Dwarf_Die type;
    if (!dwarf_attr_integrate(function, DW_AT_type, &attribute) ||
        !dwarf_formref_die(&attribute, &type))
        return (struct returns){.kind = RETURN_NOTHING};
    if (dwarf_peel_type(&type, &type) != 0)
        return (struct returns){.kind = RETURN_UNKNOWN};
    int size = dwarf_bytesize(&type);
    unsigned bytes = size < 0 ? 0 : (unsigned)size;
    switch (dwarf_tag(&type)) {
    case DW_TAG_base_type:
        return of_base_type(&type, bytes);
    case DW_TAG_enumeration_type:
        return (struct returns){RETURN_INTEGER, bytes, true};
    case DW_TAG_pointer_type:
        return (struct returns){RETURN_POINTER, sizeof(uint64_t), false};
    default:
        return (struct returns){RETURN_OTHER, bytes, false};
    }
}

static bool find_in_unit(Dwarf_Die *unit, const char *name, Dwarf_Die *function)
{
    if (dwarf_child(unit, function) != 0)
        return false;
    do {
        const char *found = dwarf_diename(function);
        bool is_definition =
            dwarf_tag(function) == DW_TAG_subprogram && !dwarf_hasattr(function, DW_AT_declaration);
        if (is_definition && found != NULL && strcmp(found, name) == 0)
            return true;
    } while (dwarf_siblingof(function, function) == 0);
    return false;
}

static bool find(const struct image *image, const char *name, Dwarf_Die *function)
{
    Dwarf *dwarf = image_dwarf(image);
    Dwarf_CU *unit = NULL;
    Dwarf_Die unit_die;
    while (dwarf != NULL && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &unit_die, NULL) == 0)
        if (find_in_unit(&unit_die, name, function))
            return true;
    return false;
}

struct returns returns_of(const struct image *image, const char *name)
{
    Dwarf_Die function;
    return find(image, name, &function) ? of_function(&function)
                                        : (struct returns){.kind = RETURN_UNKNOWN};
}

int returns_parameters(const struct image *image, const char *name)
{
    Dwarf_Die function, child;
    int count = 0;
    if (!find(image, name, &function) || !dwarf_hasattr(&function, DW_AT_prototyped))
        return -1;
    if (dwarf_child(&function, &child) != 0)
        return 0;
    do {
        if (dwarf_tag(&child) == DW_TAG_unspecified_parameters)
            return -1;
        count += dwarf_tag(&child) == DW_TAG_formal_parameter;
    } while (dwarf_siblingof(&child, &child) == 0);
    return count;
}

/* Whether the entry is the function at the address; a declaration has none. */
static bool stands_at(Dwarf_Die *function, uint64_t address)
{
    Dwarf_Addr entry;
    return dwarf_tag(function) == DW_TAG_subprogram && dwarf_entrypc(function, &entry) == 0 &&
           entry == address;
}

const struct type *returns_type(const struct image *image, struct types *types, uint64_t address)
{
    Dwarf *dwarf = image_dwarf(image);
    Dwarf_CU *unit = NULL;
    Dwarf_Die root, child;
    while (dwarf != NULL && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &root, NULL) == 0)
        for (int end = dwarf_child(&root, &child); end == 0; end = dwarf_siblingof(&child, &child))
            if (stands_at(&child, address))
                return types_at(types, dwarf_dieoffset(&child));
    return NULL;
}

int64_t returns_value(struct returns returns, uint64_t raw)
{
    unsigned spare = 64 - 8 * returns.bytes;
    if (returns.kind == RETURN_BOOLEAN)
        return (raw & 0xff) != 0;
    if (returns.bytes == 0 || returns.bytes >= 8)
        return (int64_t)raw;
    return returns.is_signed ? (int64_t)(raw << spare) >> spare : (int64_t)(raw << spare >> spare);
}
