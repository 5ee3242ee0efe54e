/* names.c - the table of variables, once by name and once by address.
 *
 * Method: DWARF is walked at open, down to the blocks inside functions, for variables whose
 * location is one fixed address or one offset in the thread's block.  Enumerations are entered on
 * the way, so that their constants are known.  A second walk looks for variables that are only
 * declared: those of files without debug information have an address in the symbol table.
 *
 * Invariants: variables[] rises by name, globals before statics; by_address[] holds those that
 * are not thread-local, rising by address.
 */
#include "program/values/names.h"

#include <assert.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/nearest.h"
#include "program/text.h"
#include "program/values/attributes.h"

enum { DEPTH_MOST = 200 }; /* of blocks in blocks: C asks for 127 */

struct names {
    const struct image *image;
    struct types *types;
    struct variable *variables;
    size_t count;
    const struct variable **by_address;
    size_t fixed_count;
    bool is_out_of_memory; /* while opening */
};

/* Adds a variable whose name and address are known. */
static void add_variable(struct names *names, Dwarf_Die *die, struct variable variable)
{
    Dwarf_Attribute attribute;
    Dwarf_Die type;
    if (!dwarf_attr_integrate(die, DW_AT_type, &attribute) || !dwarf_formref_die(&attribute, &type))
        return;
    variable.is_global = dwarf_attr_integrate(die, DW_AT_external, &attribute) != NULL;
    variable.type = types_at(names->types, dwarf_dieoffset(&type));
    struct variable *grown =
        realloc(names->variables, (names->count + 1) * sizeof *names->variables);
    if (grown)
        names->variables = grown;
    if (!grown || !variable.type)
        names->is_out_of_memory = true;
    else
        names->variables[names->count++] = variable;
}

typedef void enter_function(struct names *names, Dwarf_Die *die, const char *scope);

static void enter_defined(struct names *names, Dwarf_Die *die, const char *scope)
{
    struct variable variable = {.name = dwarf_diename(die), .scope = scope};
    if (variable.name && !dwarf_hasattr(die, DW_AT_artificial) &&
        attributes_location(die, &variable.address, &variable.is_thread_local))
        add_variable(names, die, variable);
}

/* For the second walk: all definitions are known.  What is declared may also be libc's. */
static void enter_declared(struct names *names, Dwarf_Die *die, const char *scope)
{
    struct symbol symbol;
    struct variable variable = {.name = dwarf_diename(die), .scope = ""};
    (void)scope; /* is where it is declared, not where it is */
    if (!variable.name || !dwarf_hasattr(die, DW_AT_declaration) ||
        !image_symbol(names->image, variable.name, &symbol) || symbol.is_static)
        return;
    for (size_t i = 0; i < names->count; i++)
        if (names->variables[i].address == symbol.address)
            return;
    variable.address = symbol.address;
    add_variable(names, die, variable);
}

/* Walks the children of `die`, which is inside `depth` blocks; `scope` is the file or the function that
 * they stand in. */
static void walk(struct names *names, Dwarf_Die *die, const char *scope, enter_function *enter,
                 int depth)
{
    Dwarf_Die child;
    if (depth == DEPTH_MOST || dwarf_child(die, &child) != 0)
        return;
    do {
        const char *name = dwarf_diename(&child);
        switch (dwarf_tag(&child)) {
        case DW_TAG_variable:
            enter(names, &child, scope);
            break;
        case DW_TAG_subprogram:
            walk(names, &child, name ? name : scope, enter, depth + 1);
            break;
        case DW_TAG_lexical_block:
            walk(names, &child, scope, enter, depth + 1);
            break;
        case DW_TAG_enumeration_type:
            types_at(names->types, dwarf_dieoffset(&child));
            break;
        }
    } while (!names->is_out_of_memory && dwarf_siblingof(&child, &child) == 0);
}

static int by_name(const void *left, const void *right)
{
    const struct variable *a = left, *b = right;
    int order = strcmp(a->name, b->name);
    if (order == 0)
        order = (int)b->is_global - (int)a->is_global;
    return order ? order : strcmp(a->scope, b->scope);
}

static int by_address(const void *left, const void *right)
{
    const struct variable *const *a = left, *const *b = right;
    return ((*a)->address > (*b)->address) - ((*a)->address < (*b)->address);
}

static void sort(struct names *names)
{
    names->by_address = calloc(names->count + 1, sizeof *names->by_address);
    if (!names->by_address) {
        names->is_out_of_memory = true;
        return;
    }
    if (names->count > 0)
        qsort(names->variables, names->count, sizeof *names->variables, by_name);
    for (size_t i = 0; i < names->count; i++) {
        struct variable *variable = &names->variables[i];
        if (i > 0 && strcmp(variable[-1].name, variable->name) == 0)
            variable[-1].is_shared_name = variable->is_shared_name = true;
        if (!variable->is_thread_local)
            names->by_address[names->fixed_count++] = variable;
    }
    qsort(names->by_address, names->fixed_count, sizeof *names->by_address, by_address);
}

static void walk_units(struct names *names, enter_function *enter)
{
    Dwarf *dwarf = names->types ? image_dwarf(names->image) : NULL;
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    while (dwarf && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &die, NULL) == 0) {
        const char *path = dwarf_diename(&die), *slash = path ? strrchr(path, '/') : NULL;
        walk(names, &die, slash ? slash + 1 : path ? path : "", enter, 0);
    }
}

enum image_result names_open(const struct image *image, struct names **opened)
{
    assert(image && opened);
    *opened = NULL;
    struct names *names = calloc(1, sizeof *names);
    if (!names)
        return IMAGE_NO_MEMORY;
    names->image = image;
    names->types = types_open(image_dwarf(image));
    walk_units(names, enter_defined);
    walk_units(names, enter_declared);
    sort(names);
    if (!names->types || names->is_out_of_memory) {
        names_close(names);
        return IMAGE_NO_MEMORY;
    }
    *opened = names;
    return IMAGE_OK;
}

void names_close(struct names *names)
{
    if (!names)
        return;
    types_close(names->types);
    free(names->variables);
    free(names->by_address);
    free(names);
}

struct types *names_types(const struct names *names)
{
    return names->types;
}

const struct image *names_image(const struct names *names)
{
    return names->image;
}

const struct variable *names_variable(const struct names *names, size_t index)
{
    return index < names->count ? &names->variables[index] : NULL;
}

const struct variable *names_find(const struct names *names, const char *name)
{
    const char *colons = strstr(name, "::");
    const char *plain = colons ? colons + 2 : name;
    size_t scope = colons ? (size_t)(colons - name) : 0;
    for (size_t i = 0; i < names->count; i++) {
        const struct variable *variable = &names->variables[i];
        if (strcmp(variable->name, plain) != 0)
            continue;
        if (!colons ||
            (strlen(variable->scope) == scope && strncmp(variable->scope, name, scope) == 0))
            return variable;
    }
    return NULL;
}

const char *names_suggest(const struct names *names, const char *name)
{
    struct nearest nearest = nearest_begin(name);
    for (size_t i = 0; i < names->count; i++)
        nearest_consider(&nearest, names->variables[i].name);
    return nearest.best;
}

static const struct variable *variable_at(const struct names *names, uint64_t address)
{
    size_t low = 0, high = names->fixed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (names->by_address[middle]->address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    const struct variable *variable = low ? names->by_address[low - 1] : NULL;
    return variable && address - variable->address < variable->type->size ? variable : NULL;
}

/* A name under construction: an object of `type`, the address `offset` bytes into it. */
struct walker {
    struct text text;
    const struct type *type;
    uint64_t offset, size; /* size: wanted */
};

/* Goes into the element, or names a part of the array; true when there is further to go. */
static bool enter_array(struct walker *walker, const struct type *array)
{
    uint64_t element = array->target->size;
    if (element == 0)
        return false;
    uint64_t first = walker->offset / element, rest = walker->offset % element;
    bool is_part = walker->size > element && rest == 0 && walker->size % element == 0 &&
                   walker->size < array->size - walker->offset + (walker->offset > 0);
    if (is_part)
        text_add(&walker->text, "[%" PRIu64 "..%" PRIu64 "]", first,
                 first + walker->size / element - 1);
    else if (walker->size <= element)
        text_add(&walker->text, "[%" PRIu64 "]", first);
    else
        return false;
    walker->type = array->target;
    walker->offset = rest;
    return !is_part;
}

static bool enter_struct(struct walker *walker, const struct type *outer)
{
    for (size_t i = 0; i < outer->member_count; i++) {
        const struct member *member = &outer->members[i];
        uint64_t size =
            member->bit_size ? (member->bit_offset + member->bit_size + 7) / 8 : member->type->size;
        if (walker->offset < member->offset || walker->offset - member->offset >= size ||
            walker->size > size)
            continue;
        if (*member->name)
            text_add(&walker->text, ".%s", member->name);
        walker->type = member->type;
        walker->offset -= member->offset;
        return true;
    }
    return false;
}

static bool enter_object(struct walker *walker)
{
    const struct type *type = type_plain(walker->type);
    if (type->kind == TYPE_ARRAY)
        return enter_array(walker, type);
    if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION)
        return enter_struct(walker, type);
    return false;
}

/* A function, or an object without debug information, where only the size tells of elements. */
static bool describe_symbol(const struct names *names, uint64_t address, struct walker *walker)
{
    struct symbol symbol;
    uint64_t size = walker->size;
    if (!image_symbol_at(names->image, address, &symbol))
        return false;
    text_add(&walker->text, "%s", symbol.name);
    walker->type = NULL;
    walker->offset = address - symbol.address;
    if (size > 1 && size < symbol.size && symbol.size % size == 0 && walker->offset % size == 0) {
        text_add(&walker->text, "[%" PRIu64 "]", walker->offset / size);
        walker->offset = 0;
    }
    return true;
}

bool names_describe(const struct names *names, uint64_t address, uint64_t size, char *text,
                    size_t text_size, const struct type **type)
{
    assert(text && text_size > 0);
    struct walker walker = {text_begin(text, text_size), NULL, 0, size};
    const struct variable *variable = variable_at(names, address);
    if (variable) {
        bool is_scoped = variable->is_shared_name;
        text_add(&walker.text, "%s%s%s", is_scoped ? variable->scope : "", is_scoped ? "::" : "",
                 variable->name);
        walker.type = variable->type;
        walker.offset = address - variable->address;
        while (enter_object(&walker))
            ;
    } else if (!describe_symbol(names, address, &walker)) {
        return false;
    }
    if (walker.offset > 0)
        text_add(&walker.text, "+%" PRIu64, walker.offset);
    if (type)
        *type = walker.type;
    return true;
}

void names_describe_part(const struct type *object, uint64_t offset, uint64_t size, char *text,
                         size_t text_size)
{
    struct walker walker = {text_begin(text, text_size), object, offset, size};
    while (enter_object(&walker))
        ;
    if (walker.offset > 0)
        text_add(&walker.text, "+%" PRIu64, walker.offset);
}
