#include "program/image/constants.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static void add(struct constants *constants, const char *name, const GElf_Shdr *header)
{
    struct range *plain = &constants->plain;
    uint64_t low = header->sh_addr, high = low + header->sh_size;
    bool is_written = (header->sh_flags & SHF_WRITE) != 0;
    if (is_written && (constants->writable_low == 0 || low < constants->writable_low))
        constants->writable_low = low;
    if (is_written || strncmp(name, ".rodata", strlen(".rodata")) != 0)
        return;
    plain->low = plain->high == 0 || low < plain->low ? low : plain->low;
    plain->high = high > plain->high ? high : plain->high;
}

static struct constants find(Elf *elf)
{
    size_t names;
    GElf_Shdr header;
    struct constants constants = {.writable_low = 0};
    if (elf_getshdrstrndx(elf, &names) != 0)
        return constants;
    for (Elf_Scn *section = NULL; (section = elf_nextscn(elf, section)) != NULL;) {
        const char *name = NULL;
        if (gelf_getshdr(section, &header) != NULL && (header.sh_flags & SHF_ALLOC) != 0)
            name = elf_strptr(elf, names, header.sh_name);
        if (name != NULL)
            add(&constants, name, &header);
    }
    return constants;
}

struct constants constants_find(const char *path)
{
    struct constants constants = {.writable_low = 0};
    int file = open(path, O_RDONLY | O_CLOEXEC);
    Elf *elf = NULL;
    if (file >= 0 && elf_version(EV_CURRENT) != EV_NONE)
        elf = elf_begin(file, ELF_C_READ_MMAP, NULL);
    if (elf != NULL)
        constants = find(elf);
    elf_end(elf);
    if (file >= 0)
        close(file);
    return constants;
}
