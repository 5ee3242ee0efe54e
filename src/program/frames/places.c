/* places.c - method: a location is evaluated by hand, as unoptimised code has few forms: so many bytes from
 * the frame base, which is the canonical frame address (gcc) or the frame pointer (clang). */
#include "program/frames/places.h"

#include <dwarf.h>
#include <stdlib.h>

#if defined __x86_64__
enum { POINTER_REGISTER = 6, STACK_REGISTER = 6 /* the stack pointer's value is not known */ };
#else
enum { POINTER_REGISTER = 29, STACK_REGISTER = 31 /* a frame record is its lowest part */ };
#endif

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

static bool unwinding_rules(const struct standing *in, Dwarf_Frame **rules)
{
    Dwarf_CFI *tables = image_unwinding(in->image);
    *rules = NULL;
    return tables && dwarf_cfi_addrframe(tables, in->frame->pc - 1, rules) == 0;
}

static bool address_by(Dwarf_Frame *rules, uint64_t pointer, uint64_t *address)
{
    Dwarf_Op *ops;
    size_t count;
    return dwarf_frame_cfa(rules, &ops, &count) == 0 && count == 1 &&
           from_register(&ops[0], pointer, address);
}

static bool canonical_address(const struct standing *in, uint64_t *address)
{
    Dwarf_Frame *rules;
    bool is_known = unwinding_rules(in, &rules) && address_by(rules, in->frame->pointer, address);
    free(rules);
    return is_known;
}

bool places_has_frame(const struct standing *in)
{
    Dwarf_Frame *rules;
    Dwarf_Op memory[3], *ops;
    size_t count = 0;
    uint64_t address;
    bool is_kept = unwinding_rules(in, &rules) && address_by(rules, in->frame->pointer, &address) &&
                   dwarf_frame_register(rules, POINTER_REGISTER, memory, &ops, &count) == 0 &&
                   count > 0;
    free(rules);
    return is_kept;
}

static bool frame_base(const struct standing *in, uint64_t *address)
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
bool places_find(const struct standing *in, Dwarf_Attribute *location, struct place *place)
{
    uint64_t *address = &place->address;
    Dwarf_Attribute where;
    Dwarf_Op *ops;
    size_t count;
    *place = (struct place){0};
    if (dwarf_getlocation_addr(location, in->frame->pc - 1, &ops, &count, 1) != 1 || count == 0 ||
        count > 2)
        return false;
    if (ops[0].atom == DW_OP_addr || ops[0].atom == DW_OP_addrx) {
        Dwarf_Addr fixed = ops[0].number;
        place->is_static = true;
        if (ops[0].atom == DW_OP_addrx &&
            (dwarf_getlocation_attr(location, &ops[0], &where) || dwarf_formaddr(&where, &fixed)))
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
    place->is_indirect = count == 2;
    return count == 1 ||
           (ops[1].atom == DW_OP_deref &&
            in->memory->read(in->memory->context, *address, address, sizeof *address));
}

bool places_is_register(const struct standing *in, Dwarf_Attribute *location)
{
    Dwarf_Op *ops;
    size_t count;
    return dwarf_getlocation_addr(location, in->frame->pc - 1, &ops, &count, 1) == 1 &&
           count == 1 &&
           (ops[0].atom == DW_OP_regx || (ops[0].atom >= DW_OP_reg0 && ops[0].atom <= DW_OP_reg31));
}
