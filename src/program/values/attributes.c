/* attributes.c - libdw has a function for each of its many forms; these answer with what they can read. */
#include "program/values/attributes.h"

#include <ctype.h>
#include <dwarf.h>
#include <gelf.h>
#include <string.h>

enum { BITS_MOST = 64 };

/* What the system's headers define as a union or struct of no interest: one object to a student. */
static const char *const opaque_names[] = {
    "pthread_mutex_t",
    "pthread_mutexattr_t",
    "pthread_cond_t",
    "pthread_condattr_t",
    "pthread_rwlock_t",
    "pthread_rwlockattr_t",
    "pthread_barrier_t",
    "pthread_barrierattr_t",
    "pthread_attr_t",
    "pthread_spinlock_t",
    "pthread_once_t",
    "sem_t",
    "mtx_t",
    "cnd_t",
    "once_flag",
    "FILE",
    "sigset_t",
    "jmp_buf",
    "sigjmp_buf",
};

uint64_t attributes_number(Dwarf_Die *die, unsigned name, uint64_t otherwise)
{
    Dwarf_Attribute attribute;
    Dwarf_Word number;
    if (!dwarf_attr_integrate(die, name, &attribute) || dwarf_formudata(&attribute, &number) != 0)
        return otherwise;
    return number;
}

bool attributes_child(Dwarf_Die *die, int tag, Dwarf_Die *child, bool next)
{
    int end = next ? dwarf_siblingof(child, child) : dwarf_child(die, child);
    while (end == 0 && dwarf_tag(child) != tag)
        end = dwarf_siblingof(child, child);
    return end == 0;
}

size_t attributes_count_children(Dwarf_Die *die, int tag)
{
    size_t count = 0;
    Dwarf_Die child;
    for (bool found = attributes_child(die, tag, &child, false); found;
         found = attributes_child(die, tag, &child, true))
        count++;
    return count;
}

bool attributes_type(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    return dwarf_attr_integrate(die, DW_AT_type, &attribute) && dwarf_formref_die(&attribute, type);
}

uint64_t attributes_bits(Dwarf_Die *member)
{
    uint64_t bits = attributes_number(member, DW_AT_bit_size, 0);
    return bits <= BITS_MOST ? bits : 0;
}

uint64_t attributes_low_bit(Dwarf_Die *member, uint64_t size, uint64_t bit_size)
{
    if (!dwarf_hasattr(member, DW_AT_bit_offset))
        return attributes_number(member, DW_AT_data_bit_offset, 0);
    uint64_t unit_bits = 8 * attributes_number(member, DW_AT_byte_size, size);
    return unit_bits - attributes_number(member, DW_AT_bit_offset, 0) - bit_size;
}

/* gcc writes 200 as one unsigned byte, which dwarf_formsdata would take for a negative number. */
int64_t attributes_enumerator(Dwarf_Die *enumerator)
{
    Dwarf_Attribute attribute;
    Dwarf_Sword value = 0;
    unsigned form = dwarf_whatform(dwarf_attr(enumerator, DW_AT_const_value, &attribute));
    if (form != DW_FORM_sdata && form != DW_FORM_implicit_const)
        return (int64_t)attributes_number(enumerator, DW_AT_const_value, 0);
    return dwarf_formsdata(&attribute, &value) == 0 ? value : 0;
}

bool attributes_is_opaque(const char *name)
{
    for (size_t i = 0; i < sizeof opaque_names / sizeof *opaque_names; i++)
        if (strcmp(opaque_names[i], name) == 0)
            return true;
    return false;
}

/* ---- Where a variable is --------------------------------------------------------------------- */

static bool location_of(Dwarf_Attribute *attribute, uint64_t *address, bool *is_thread_local)
{
    Dwarf_Attribute where;
    Dwarf_Op *ops;
    size_t count;
    Dwarf_Addr fixed;
    if (dwarf_getlocation(attribute, &ops, &count) != 0 || count == 0 || count > 2)
        return false;
    unsigned last = ops[count - 1].atom;
    *is_thread_local = last == DW_OP_GNU_push_tls_address || last == DW_OP_form_tls_address;
    *address = ops[0].number;
    switch (ops[0].atom) {
    case DW_OP_addr:
        return count == 1 || *is_thread_local;
    case DW_OP_addrx: /* clang: an index into a table of addresses */
        if (dwarf_getlocation_attr(attribute, &ops[0], &where) || dwarf_formaddr(&where, &fixed))
            return false;
        *address = fixed;
        return count == 1;
    case DW_OP_const4u:
    case DW_OP_const8u:
    case DW_OP_constu:
        return *is_thread_local;
    }
    return false;
}

/* Whether it is `name`, or what gcc makes of that for a variable of a function: name.1. */
static bool is_symbol_of(const char *symbol, const char *name)
{
    size_t length = strlen(name);
    if (symbol == NULL || strncmp(symbol, name, length) != 0)
        return false;
    return symbol[length] == '\0' ||
           (symbol[length] == '.' && isdigit((unsigned char)symbol[length + 1]));
}

/* How many symbols of the section have that name and lie in each thread's block; the last one's offset. */
static size_t count_symbols(Elf *elf, Elf_Scn *section, const char *name, uint64_t *offset)
{
    GElf_Shdr header;
    GElf_Sym symbol;
    Elf_Data *data = elf_getdata(section, NULL);
    size_t count = 0;
    if (data == NULL || gelf_getshdr(section, &header) == NULL || header.sh_type != SHT_SYMTAB)
        return 0;
    for (int index = 0; gelf_getsym(data, index, &symbol) != NULL; index++)
        if (GELF_ST_TYPE(symbol.st_info) == STT_TLS &&
            is_symbol_of(elf_strptr(elf, header.sh_link, symbol.st_name), name)) {
            *offset = symbol.st_value;
            count++;
        }
    return count;
}

static bool find_thread_local(Dwarf_Die *variable, uint64_t *offset)
{
    Elf *elf = dwarf_getelf(dwarf_cu_getdwarf(variable->cu));
    const char *name = dwarf_diename(variable);
    Elf_Scn *section = NULL;
    size_t count = 0;
    while (name != NULL && (section = elf_nextscn(elf, section)) != NULL)
        count += count_symbols(elf, section, name, offset);
    return count == 1;
}

bool attributes_location(Dwarf_Die *variable, uint64_t *address, bool *is_thread_local)
{
    Dwarf_Attribute attribute;
    *is_thread_local = false;
    if (dwarf_attr(variable, DW_AT_location, &attribute))
        return location_of(&attribute, address, is_thread_local);
    *is_thread_local =
        !dwarf_hasattr(variable, DW_AT_declaration) && find_thread_local(variable, address);
    return *is_thread_local;
}
