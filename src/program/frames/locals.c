/* locals.c - method: the scopes around the frame's place are those of libdw; a location is evaluated by
 * hand, as unoptimised code has few forms: so many bytes from the frame base, which is the canonical
 * frame address (gcc) or the frame pointer (clang). */
#include "program/frames/locals.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdlib.h>
#include <string.h>

#if defined __x86_64__
enum { POINTER_REGISTER = 6, STACK_REGISTER = 6 /* the stack pointer's value is not known */ };
#else
enum { POINTER_REGISTER = 29, STACK_REGISTER = 31 /* a frame record is its lowest part */ };
#endif

enum { LOCALS_MOST = 256 }; /* of one frame */

/* What a location is evaluated with. */
struct place_in_frame {
    const struct names *names;
    const struct memory_view *memory;
    const struct call_frame *frame;
    Dwarf_Die function;
    int line; /* where the frame stands; 0: not known */
};

/* ---- Where things are ------------------------------------------------------------------------ */

static bool is_pointer_register(unsigned number)
{
    return number == POINTER_REGISTER || number == STACK_REGISTER;
}

/* "register + offset", as breg and bregx have it, of the frame pointer. */
static bool from_register(const Dwarf_Op *op, uint64_t pointer, uint64_t *address)
{
    bool is_extended = op->atom == DW_OP_bregx;
    bool is_short = op->atom >= DW_OP_breg0 && op->atom <= DW_OP_breg31;
    unsigned number = is_extended ? (unsigned)op->number : (unsigned)(op->atom - DW_OP_breg0);
    if ((!is_extended && !is_short) || !is_pointer_register(number) || pointer == 0)
        return false;
    *address = pointer + (is_extended ? op->number2 : op->number);
    return true;
}

/* By the unwind tables. */
static bool canonical_address(const struct place_in_frame *in, uint64_t *address)
{
    Dwarf_CFI *tables = image_unwinding(names_image(in->names));
    Dwarf_Frame *rules = NULL;
    Dwarf_Op *ops;
    size_t count;
    bool is_known = tables && dwarf_cfi_addrframe(tables, in->frame->pc - 1, &rules) == 0 &&
                    dwarf_frame_cfa(rules, &ops, &count) == 0 && count == 1 &&
                    from_register(&ops[0], in->frame->pointer, address);
    free(rules);
    return is_known;
}

static bool frame_base(const struct place_in_frame *in, uint64_t *address)
{
    Dwarf_Attribute attribute;
    Dwarf_Die function = in->function;
    Dwarf_Op *ops;
    size_t count;
    if (!dwarf_attr(&function, DW_AT_frame_base, &attribute) ||
        dwarf_getlocation_addr(&attribute, in->frame->pc - 1, &ops, &count, 1) != 1 || count != 1)
        return false;
    if (ops[0].atom == DW_OP_call_frame_cfa)
        return canonical_address(in, address);
    bool is_register = ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31;
    *address = in->frame->pointer;
    return is_register && is_pointer_register(ops[0].atom - DW_OP_reg0) && *address != 0;
}

/* One operation, and perhaps that what stands there is the address: an array of variable length. */
static bool evaluate(const struct place_in_frame *in, Dwarf_Attribute *attribute,
                     struct local *local)
{
    uint64_t *address = &local->address;
    Dwarf_Attribute where;
    Dwarf_Op *ops;
    size_t count;
    if (dwarf_getlocation_addr(attribute, in->frame->pc - 1, &ops, &count, 1) != 1 || count == 0 ||
        count > 2)
        return false;
    if (ops[0].atom == DW_OP_addr || ops[0].atom == DW_OP_addrx) {
        Dwarf_Addr fixed = ops[0].number;
        local->is_static = true;
        if (ops[0].atom == DW_OP_addrx &&
            (dwarf_getlocation_attr(attribute, &ops[0], &where) || dwarf_formaddr(&where, &fixed)))
            return false;
        *address = fixed;
        return count == 1;
    }
    if (ops[0].atom == DW_OP_fbreg) {
        if (!frame_base(in, address))
            return false;
        *address += ops[0].number;
    } else if (!from_register(&ops[0], in->frame->pointer, address)) {
        return false;
    }
    local->is_indirect = count == 2;
    return count == 1 ||
           (ops[1].atom == DW_OP_deref &&
            in->memory->read(in->memory->context, *address, address, sizeof *address));
}

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

static int line_of(const struct names *names, const struct call_frame *frame)
{
    Dwarf_Die root;
    int line;
    Dwarf_Line *row = unit_of(names, frame, &root) ? dwarf_getsrc_die(&root, frame->pc - 1) : NULL;
    return row && dwarf_lineno(row, &line) == 0 ? line : 0;
}

static bool is_declared(const struct place_in_frame *in, Dwarf_Die *die, bool is_parameter)
{
    int line = 0;
    bool is_known = dwarf_decl_line(die, &line) == 0 && in->line > 0;
    return is_parameter || !is_known || line <= in->line;
}

static bool read_local(const struct place_in_frame *in, Dwarf_Die *die, struct local *local)
{
    Dwarf_Attribute attribute, type_attribute;
    Dwarf_Die type;
    bool is_parameter = dwarf_tag(die) == DW_TAG_formal_parameter;
    *local = (struct local){.name = dwarf_diename(die), .is_parameter = is_parameter};
    if ((!is_parameter && dwarf_tag(die) != DW_TAG_variable) || !local->name ||
        dwarf_hasattr(die, DW_AT_artificial) || !is_declared(in, die, is_parameter) ||
        !dwarf_attr_integrate(die, DW_AT_type, &type_attribute) ||
        !dwarf_formref_die(&type_attribute, &type) ||
        !dwarf_attr(die, DW_AT_location, &attribute) || !evaluate(in, &attribute, local))
        return false;
    local->type = types_at(names_types(in->names), dwarf_dieoffset(&type));
    return local->type != NULL;
}

static size_t list_scope(const struct place_in_frame *in, Dwarf_Die *scope, struct local *locals,
                         size_t most)
{
    size_t count = 0;
    Dwarf_Die child;
    if (dwarf_child(scope, &child) != 0)
        return 0;
    do
        count += count < most && read_local(in, &child, &locals[count]);
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

size_t locals_list(const struct names *names, const struct memory_view *memory,
                   const struct call_frame *frame, struct local *locals, size_t most)
{
    Dwarf_Die *scopes = NULL;
    size_t listed = 0;
    int count = scopes_of(names, frame, &scopes), function = function_among(scopes, count);
    if (function >= 0) {
        struct place_in_frame in = {names, memory, frame, scopes[function], line_of(names, frame)};
        for (int index = 0; index <= function; index++)
            listed += list_scope(&in, &scopes[index], locals + listed, most - listed);
    }
    free(scopes);
    return listed;
}

bool locals_find(const struct names *names, const struct memory_view *memory,
                 const struct call_frame *frame, const char *name, struct local *local)
{
    struct local locals[LOCALS_MOST];
    size_t count = locals_list(names, memory, frame, locals, LOCALS_MOST);
    for (size_t index = 0; index < count; index++)
        if (strcmp(locals[index].name, name) == 0) {
            *local = locals[index];
            return true;
        }
    return false;
}

bool locals_at(const struct names *names, const struct memory_view *memory,
               const struct call_frame *frame, uint64_t address, struct local *local)
{
    struct local locals[LOCALS_MOST];
    size_t count = locals_list(names, memory, frame, locals, LOCALS_MOST);
    for (size_t index = 0; index < count; index++)
        if (!locals[index].is_static &&
            address - locals[index].address < locals[index].type->size) {
            *local = locals[index];
            return true;
        }
    return false;
}
