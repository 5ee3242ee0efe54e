/* locals.c - method: the scopes around the frame's place are those of libdw; places.h evaluates where in
 * the frame things are, and lengths.h how long. */
#include "program/frames/locals.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

#include "program/frames/declared.h"
#include "program/frames/lengths.h"

enum { LOCALS_MOST = 256 }; /* of one frame */

/* ---- What there is --------------------------------------------------------------------------- */

static bool unit_of(const struct names *names, const struct call_frame *frame, Dwarf_Die *root)
{
    Dwarf *dwarf = image_dwarf(names_image(names));
    Dwarf_CU *unit = NULL;
    while (dwarf && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, root, NULL) == 0)
        if (dwarf_haspc(root, frame->pc - 1) > 0)
            return true;
    return false;
}

/* The scopes around the frame's place, the innermost first; the caller frees them.  0: none. */
static int scopes_of(const struct names *names, const struct call_frame *frame, Dwarf_Die **scopes)
{
    Dwarf_Die root;
    int count = unit_of(names, frame, &root) ? dwarf_getscopes(&root, frame->pc - 1, scopes) : 0;
    return count < 0 ? 0 : count;
}

/* The index of the function among the scopes; -1 when there is none. */
static int function_among(Dwarf_Die *scopes, int count)
{
    for (int index = 0; index < count; index++)
        if (dwarf_tag(&scopes[index]) == DW_TAG_subprogram)
            return index;
    return -1;
}

static void find_line(struct standing *in)
{
    Dwarf_Die root;
    Dwarf_Line *row =
        unit_of(in->names, in->frame, &root) ? dwarf_getsrc_die(&root, in->frame->pc - 1) : NULL;
    if (row && dwarf_lineno(row, &in->line) == 0)
        in->file = dwarf_linesrc(row, NULL, NULL);
}

/* Lines of different files do not tell what comes first. */
static bool is_declared(const struct standing *in, Dwarf_Die *die, bool is_parameter)
{
    int line = 0;
    const char *file = declared_file(die);
    bool is_known = dwarf_decl_line(die, &line) == 0 && file && in->file;
    return is_parameter || !is_known || line <= in->line || strcmp(file, in->file) != 0;
}

static bool is_to_come(const struct standing *in, Dwarf_Die *die, const struct local *local)
{
    return !local->is_parameter && !local->is_static &&
           declared_is_to_come(in, die, local->is_dynamic);
}

/* A variable that the program's text has. */
static bool is_local(Dwarf_Die *die, struct local *local)
{
    bool is_parameter = dwarf_tag(die) == DW_TAG_formal_parameter;
    *local = (struct local){.name = dwarf_diename(die), .is_parameter = is_parameter};
    return (is_parameter || dwarf_tag(die) == DW_TAG_variable) && local->name &&
           !dwarf_hasattr(die, DW_AT_artificial);
}

/* No place at all, or one that differs from instruction to instruction, none of them in memory. */
static bool read_lost(const struct standing *in, Dwarf_Die *die, struct local *local)
{
    Dwarf_Attribute attribute;
    struct place place;
    if (!is_local(die, local) || !is_declared(in, die, local->is_parameter) ||
        dwarf_hasattr_integrate(die, DW_AT_declaration))
        return false;
    bool has_place = dwarf_attr(die, DW_AT_location, &attribute) != NULL;
    bool is_fixed = has_place && dwarf_whatform(&attribute) == DW_FORM_exprloc;
    local->is_in_register = is_fixed && places_is_register(in, &attribute);
    local->why_lost = local->is_in_register ? "is in a register here, and cannot be looked at"
                                            : "is optimised away here; CFLAGS=-O0 keeps it";
    return !has_place || local->is_in_register ||
           (!is_fixed && !places_find(in, &attribute, &place));
}

/* Where it is, whether or not it is declared. */
static bool read_place(const struct standing *in, Dwarf_Die *die, struct local *local)
{
    Dwarf_Attribute attribute, type_attribute;
    Dwarf_Die type;
    struct place place;
    if (!is_local(die, local) || !dwarf_attr_integrate(die, DW_AT_type, &type_attribute) ||
        !dwarf_formref_die(&type_attribute, &type) ||
        !dwarf_attr(die, DW_AT_location, &attribute) || !places_find(in, &attribute, &place))
        return false;
    local->address = place.address;
    local->is_static = place.is_static;
    local->type = lengths_type(in, &type);
    local->is_dynamic = place.is_indirect ||
                        local->type != types_at(names_types(in->names), dwarf_dieoffset(&type));
    return local->type != NULL;
}

/* Its line has been come to. */
static bool read_declared(const struct standing *in, Dwarf_Die *die, struct local *local)
{
    return read_place(in, die, local) &&
           (local->is_static || is_declared(in, die, local->is_parameter));
}

static bool read_local(const struct standing *in, Dwarf_Die *die, struct local *local)
{
    return read_declared(in, die, local) && !is_to_come(in, die, local);
}

static bool read_to_come(const struct standing *in, Dwarf_Die *die, struct local *local)
{
    return read_declared(in, die, local) && is_to_come(in, die, local);
}

static bool read_unset(const struct standing *in, Dwarf_Die *die, struct local *local)
{
    return read_place(in, die, local) && !local->is_dynamic &&
           (is_to_come(in, die, local) ||
            !(local->is_static || is_declared(in, die, local->is_parameter)));
}

typedef bool reader(const struct standing *in, Dwarf_Die *die, struct local *local);

static size_t list_scope(const struct standing *in, Dwarf_Die *scope, reader *read,
                         struct local *locals, size_t most)
{
    size_t count = 0;
    Dwarf_Die child;
    if (dwarf_child(scope, &child) != 0)
        return 0;
    do
        count += count < most && read(in, &child, &locals[count]);
    while (dwarf_siblingof(&child, &child) == 0);
    return count;
}

const char *locals_function(const struct names *names, const struct call_frame *frame)
{
    Dwarf_Die *scopes = NULL;
    int count = scopes_of(names, frame, &scopes), function = function_among(scopes, count);
    const char *name = function < 0 ? NULL : dwarf_diename(&scopes[function]);
    free(scopes);
    return name;
}

bool locals_code(const struct names *names, const struct call_frame *frame, struct range *code)
{
    Dwarf_Die *scopes = NULL;
    int count = scopes_of(names, frame, &scopes), function = function_among(scopes, count);
    bool is_known = function >= 0 && dwarf_lowpc(&scopes[function], &code->low) == 0 &&
                    dwarf_highpc(&scopes[function], &code->high) == 0;
    free(scopes);
    return is_known;
}

static size_t list(const struct names *names, const struct memory_view *memory,
                   const struct call_frame *frame, reader *read, struct local *locals, size_t most)
{
    Dwarf_Die *scopes = NULL;
    size_t listed = 0;
    int count = scopes_of(names, frame, &scopes), function = function_among(scopes, count);
    if (function >= 0) {
        struct standing in = {.image = names_image(names),
                              .names = names,
                              .memory = memory,
                              .frame = frame,
                              .function = scopes[function]};
        find_line(&in);
        for (int index = 0; index <= function; index++) {
            in.block = scopes[index];
            listed += list_scope(&in, &scopes[index], read, locals + listed, most - listed);
        }
    }
    free(scopes);
    return listed;
}

size_t locals_list(const struct names *names, const struct memory_view *memory,
                   const struct call_frame *frame, struct local *locals, size_t most)
{
    return list(names, memory, frame, read_local, locals, most);
}

size_t locals_lost(const struct names *names, const struct memory_view *memory,
                   const struct call_frame *frame, struct local *locals, size_t most)
{
    return list(names, memory, frame, read_lost, locals, most);
}

static const struct local *named(const struct local *locals, size_t count, const char *name)
{
    for (size_t index = 0; index < count; index++)
        if (strcmp(locals[index].name, name) == 0)
            return &locals[index];
    return NULL;
}

const char *locals_why_lost(const struct names *names, const struct memory_view *memory,
                            const struct call_frame *frame, const char *name)
{
    struct local locals[LOCALS_MOST];
    size_t count = locals_lost(names, memory, frame, locals, LOCALS_MOST);
    const struct local *found = named(locals, count, name);
    return found == NULL ? NULL : found->why_lost;
}

static bool find(const struct names *names, const struct memory_view *memory,
                 const struct call_frame *frame, reader *read, const char *name,
                 struct local *local)
{
    struct local locals[LOCALS_MOST];
    size_t count = list(names, memory, frame, read, locals, LOCALS_MOST);
    const struct local *found = named(locals, count, name);
    if (found != NULL)
        *local = *found;
    return found != NULL;
}

bool locals_find(const struct names *names, const struct memory_view *memory,
                 const struct call_frame *frame, const char *name, struct local *local)
{
    return find(names, memory, frame, read_local, name, local);
}

bool locals_find_to_come(const struct names *names, const struct memory_view *memory,
                         const struct call_frame *frame, const char *name, struct local *local)
{
    return find(names, memory, frame, read_to_come, name, local);
}

static bool find_at(const struct names *names, const struct memory_view *memory,
                    const struct call_frame *frame, reader *read, uint64_t address,
                    struct local *local)
{
    struct local locals[LOCALS_MOST];
    size_t count = list(names, memory, frame, read, locals, LOCALS_MOST);
    for (size_t index = 0; index < count; index++)
        if (!locals[index].is_static &&
            address - locals[index].address < locals[index].type->size) {
            *local = locals[index];
            return true;
        }
    return false;
}

bool locals_is_unset(const struct names *names, const struct memory_view *memory,
                     const struct call_frame *frame, uint64_t address)
{
    struct local local;
    return find_at(names, memory, frame, read_unset, address, &local);
}

bool locals_at(const struct names *names, const struct memory_view *memory,
               const struct call_frame *frame, uint64_t address, struct local *local)
{
    return find_at(names, memory, frame, read_declared, address, local);
}
