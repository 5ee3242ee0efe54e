#include "grade/hygiene/objects.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What gcc makes of C at -O0 -g, with thread-local variables and constant tables. */
static const char *const plain_sections[] = {
    "",          ".text",   ".rela.text", ".data",   ".rela.data", ".bss",          ".tbss",
    ".tdata",    ".rodata", ".rodata.*",  ".data.*", ".rela.*",    ".comment",      ".note.*",
    ".eh_frame", ".debug*", ".symtab",    ".strtab", ".shstrtab",  ".symtab_shndx", ".group",
};

/* The compiler has each instrumented object begin with one call of its own, in a section of this name:
 * one more entry there would be somebody else's. */
#define OWN_CONSTRUCTOR ".init_array.00099"
enum { OWN_CONSTRUCTOR_BYTES = 8 };

static bool add_name(struct object *object, enum object_name_kind kind, const char *name)
{
    struct object_name *longer = realloc(object->names, (object->count + 1) * sizeof *longer);
    if (longer == NULL)
        return false;
    object->names = longer;
    longer[object->count] = (struct object_name){.kind = kind, .name = strdup(name)};
    return longer[object->count++].name != NULL;
}

static bool is_plain(const char *section)
{
    for (size_t index = 0; index < sizeof plain_sections / sizeof *plain_sections; index++)
        if (fnmatch(plain_sections[index], section, 0) == 0)
            return true;
    return false;
}

static bool is_constructor(const char *name, const GElf_Shdr *section)
{
    bool is_own = strcmp(name, OWN_CONSTRUCTOR) == 0 && section->sh_size == OWN_CONSTRUCTOR_BYTES;
    return !is_own && (section->sh_type == SHT_INIT_ARRAY || section->sh_type == SHT_FINI_ARRAY ||
                       section->sh_type == SHT_PREINIT_ARRAY);
}

/* A stack that may be executed is told by the flags of a section without contents: nested functions
 * whose address is taken are made there. */
static void look_at_section(struct object *object, const char *name, const GElf_Shdr *section)
{
    bool is_open_stack =
        strcmp(name, ".note.GNU-stack") == 0 && (section->sh_flags & SHF_EXECINSTR) != 0;
    bool is_refused = is_open_stack || is_constructor(name, section) ||
                      (!is_plain(name) && strcmp(name, OWN_CONSTRUCTOR) != 0);
    if ((section->sh_flags & SHF_WRITE) != 0)
        object->variable_bytes += section->sh_size;
    if (is_refused && object->odd_section[0] == '\0')
        snprintf(object->odd_section, sizeof object->odd_section, "%s",
                 is_open_stack ? "executable stack" : name);
}

static bool is_odd(const GElf_Sym *symbol)
{
    int type = GELF_ST_TYPE(symbol->st_info);
    bool is_usual = type == STT_NOTYPE || type == STT_FUNC || type == STT_OBJECT ||
                    type == STT_TLS || type == STT_COMMON;
    int visibility = GELF_ST_VISIBILITY(symbol->st_other);
    return !is_usual || GELF_ST_BIND(symbol->st_info) != STB_GLOBAL ||
           symbol->st_shndx == SHN_ABS || (visibility != STV_DEFAULT && visibility != STV_HIDDEN);
}

static bool take_symbol(struct object *object, const char *name, const GElf_Sym *symbol)
{
    bool is_defined = symbol->st_shndx != SHN_UNDEF;
    bool is_local = GELF_ST_BIND(symbol->st_info) == STB_LOCAL;
    if (name == NULL || name[0] == '\0')
        return true;
    if (GELF_ST_TYPE(symbol->st_info) == STT_GNU_IFUNC)
        return add_name(object, NAME_ODD, name);
    if (is_local)
        return true;
    if (!is_defined)
        return add_name(object, NAME_USED, name);
    return add_name(object, NAME_DEFINED, name) &&
           (!is_odd(symbol) || add_name(object, NAME_ODD, name));
}

static bool take_symbols(struct object *object, Elf *elf, Elf_Scn *section, const GElf_Shdr *header)
{
    GElf_Sym symbol;
    Elf_Data *data = elf_getdata(section, NULL);
    bool is_read = data != NULL;
    for (int index = 1; is_read && gelf_getsym(data, index, &symbol) != NULL; index++)
        is_read = take_symbol(object, elf_strptr(elf, header->sh_link, symbol.st_name), &symbol);
    return is_read;
}

static bool read_sections(struct object *object, Elf *elf)
{
    size_t names;
    GElf_Shdr header;
    bool has_symbols = false;
    if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &names) != 0)
        return false;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section)) != NULL;) {
        if (gelf_getshdr(section, &header) == NULL)
            return false;
        const char *name = elf_strptr(elf, names, header.sh_name);
        look_at_section(object, name == NULL ? "?" : name, &header);
        if (header.sh_type != SHT_SYMTAB)
            continue;
        has_symbols = true;
        if (!take_symbols(object, elf, section, &header))
            return false;
    }
    return has_symbols;
}

bool object_open(struct object *object, const char *path)
{
    *object = (struct object){.names = NULL};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = NULL;
    if (file >= 0 && elf_version(EV_CURRENT) != EV_NONE)
        elf = elf_begin(file, ELF_C_READ, NULL);
    bool is_read = elf != NULL && read_sections(object, elf);
    elf_end(elf);
    if (file >= 0)
        close(file);
    if (!is_read)
        object_close(object);
    return is_read;
}

void object_close(struct object *object)
{
    for (size_t index = 0; index < object->count; index++)
        free(object->names[index].name);
    free(object->names);
    *object = (struct object){.names = NULL};
}

bool object_has(const struct object *object, enum object_name_kind kind, const char *name)
{
    for (size_t index = 0; index < object->count; index++)
        if (object->names[index].kind == kind && strcmp(object->names[index].name, name) == 0)
            return true;
    return false;
}
