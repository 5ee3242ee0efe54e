/* image.c - the subject's ELF file through libelf.
 *
 * Method: the symbol table is copied once into an array sorted by address; the relocations that
 * --emit-relocs left are filtered once into an array of uses, sorted likewise.  Everything after
 * image_open is a search.
 *
 * Invariants: symbols and uses are sorted; loads are as the file lists them, by address.
 */
#include "program/image/image.h"

#include <assert.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LOADS_MAX = 8 }; /* ld makes four */

struct image {
    char *path;
    int file;
    Elf *elf;
    Dwarf *dwarf;
    Dwarf_CFI *unwinding;
    Elf64_Half machine;
    Elf64_Phdr loads[LOADS_MAX + 1]; /* the last one stays empty */
    size_t load_count;
    uint64_t relro_end;
    struct thread_template threads;
    struct symbol *symbols;
    size_t symbol_count;
    struct use *uses;
    size_t use_count;
};

static const char *const sentences[] = {
    [IMAGE_OK] = "the program is open",
    [IMAGE_NO_FILE] = "the built program cannot be read",
    [IMAGE_NOT_SUBJECT] = "the file is not a program built by build-subject.sh for this machine",
    [IMAGE_NO_MEMORY] = "out of memory",
};
_Static_assert(sizeof sentences / sizeof *sentences == IMAGE_RESULTS, "one sentence each");

const char *image_result_sentence(enum image_result result)
{
    return (unsigned)result < IMAGE_RESULTS ? sentences[result] : "unknown image result";
}

static void add_segment(struct image *image, const Elf64_Phdr *header)
{
    if (header->p_type == PT_LOAD && image->load_count < LOADS_MAX)
        image->loads[image->load_count++] = *header;
    else if (header->p_type == PT_GNU_RELRO)
        image->relro_end = header->p_vaddr + header->p_memsz;
    else if (header->p_type == PT_TLS)
        image->threads = (struct thread_template){.address = header->p_vaddr,
                                                  .file_size = header->p_filesz,
                                                  .size = header->p_memsz,
                                                  .alignment = header->p_align};
}

static enum image_result read_segments(struct image *image)
{
    size_t count;
    GElf_Ehdr header;
    GElf_Phdr segment;
    if (gelf_getclass(image->elf) != ELFCLASS64 || !gelf_getehdr(image->elf, &header) ||
        header.e_type != ET_DYN || elf_getphdrnum(image->elf, &count) != 0)
        return IMAGE_NOT_SUBJECT;
    image->machine = header.e_machine;
    for (size_t i = 0; i < count && gelf_getphdr(image->elf, (int)i, &segment); i++)
        add_segment(image, &segment);
    bool is_fixed = image->load_count > 0 && image->loads[0].p_vaddr > 0;
    return is_fixed ? IMAGE_OK : IMAGE_NOT_SUBJECT; /* others lie wherever the loader likes */
}

/* A section as an array: its header and its bytes, whole entries only, which may lie at any address. */
struct table {
    GElf_Shdr header;
    const char *entries;
    size_t count;
};

static struct table table_of(Elf_Scn *section, size_t entry_size)
{
    struct table table = {.count = 0};
    bool is_there = section && gelf_getshdr(section, &table.header);
    Elf_Data *data = is_there ? elf_getdata(section, NULL) : NULL;
    if (data && data->d_buf) {
        table.entries = data->d_buf;
        table.count = data->d_size / entry_size;
    }
    return table;
}

/* The next section of a type behind `section`, NULL for the first. */
static Elf_Scn *next_section(const struct image *image, Elf_Scn *section, Elf64_Word type)
{
    while ((section = elf_nextscn(image->elf, section))) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) && header.sh_type == type)
            return section;
    }
    return NULL;
}

static int by_address(const void *left, const void *right)
{
    const struct symbol *a = left, *b = right;
    if (a->address != b->address)
        return a->address < b->address ? -1 : 1;
    return (int)a->is_static - (int)b->is_static;
}

static bool is_wanted(const Elf64_Sym *symbol)
{
    int type = ELF64_ST_TYPE(symbol->st_info);
    return symbol->st_shndx != SHN_UNDEF && (type == STT_FUNC || type == STT_OBJECT);
}

static enum image_result read_symbols(struct image *image)
{
    struct table table = table_of(next_section(image, NULL, SHT_SYMTAB), sizeof(Elf64_Sym));
    if (!table.entries)
        return IMAGE_NOT_SUBJECT;
    image->symbols = calloc(table.count + 1, sizeof *image->symbols);
    if (!image->symbols)
        return IMAGE_NO_MEMORY;
    for (size_t i = 0; i < table.count; i++) {
        Elf64_Sym symbol;
        memcpy(&symbol, table.entries + i * sizeof symbol, sizeof symbol);
        const char *name = elf_strptr(image->elf, table.header.sh_link, symbol.st_name);
        if (!name || name[0] == '.' || !is_wanted(&symbol)) /* .L1: the assembler's own */
            continue;
        image->symbols[image->symbol_count++] =
            (struct symbol){.name = name,
                            .address = symbol.st_value,
                            .size = symbol.st_size,
                            .is_function = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC,
                            .is_static = ELF64_ST_BIND(symbol.st_info) == STB_LOCAL};
    }
    qsort(image->symbols, image->symbol_count, sizeof *image->symbols, by_address);
    return IMAGE_OK;
}

enum { BEHIND_REFERENCE = 4 }; /* a call's return address, on both machines */

static bool is_call(Elf64_Half machine, Elf64_Xword type)
{
    return (machine == EM_X86_64 && type == R_X86_64_PLT32) ||
           (machine == EM_AARCH64 && type == R_AARCH64_CALL26);
}

static void add_uses(struct image *image, const struct table *relocations,
                     const struct table *symbols)
{
    for (size_t i = 0; i < relocations->count; i++) {
        Elf64_Rela relocation;
        Elf64_Sym symbol;
        memcpy(&relocation, relocations->entries + i * sizeof relocation, sizeof relocation);
        size_t index = ELF64_R_SYM(relocation.r_info);
        if (index == 0 || index >= symbols->count)
            continue;
        memcpy(&symbol, symbols->entries + index * sizeof symbol, sizeof symbol);
        if (symbol.st_shndx != SHN_UNDEF)
            continue;
        const char *name = elf_strptr(image->elf, symbols->header.sh_link, symbol.st_name);
        if (name)
            image->uses[image->use_count++] =
                (struct use){.behind = relocation.r_offset + BEHIND_REFERENCE,
                             .name = name,
                             .is_call = is_call(image->machine, ELF64_R_TYPE(relocation.r_info)),
                             .is_weak = ELF64_ST_BIND(symbol.st_info) == STB_WEAK};
    }
}

/* True for a section that --emit-relocs left for code or data of the program itself: linked to
 * the full symbol table (the dynamic loader's are linked to the other one), applied to bytes that
 * are loaded (the debug information's are not). */
static bool is_of_program(const struct image *image, const GElf_Shdr *relocations)
{
    GElf_Shdr target, table;
    return gelf_getshdr(elf_getscn(image->elf, relocations->sh_info), &target) &&
           gelf_getshdr(elf_getscn(image->elf, relocations->sh_link), &table) &&
           table.sh_type == SHT_SYMTAB && (target.sh_flags & SHF_ALLOC);
}

static int by_behind(const void *left, const void *right)
{
    const struct use *a = left, *b = right;
    return (a->behind > b->behind) - (a->behind < b->behind);
}

static enum image_result read_uses(struct image *image)
{
    Elf_Scn *section = NULL;
    while ((section = next_section(image, section, SHT_RELA))) {
        struct table relocations = table_of(section, sizeof(Elf64_Rela));
        if (!relocations.entries || !is_of_program(image, &relocations.header))
            continue;
        struct table symbols =
            table_of(elf_getscn(image->elf, relocations.header.sh_link), sizeof(Elf64_Sym));
        size_t room = image->use_count + relocations.count;
        struct use *uses = realloc(image->uses, (room + 1) * sizeof *uses);
        if (!uses)
            return IMAGE_NO_MEMORY;
        image->uses = uses;
        if (symbols.entries)
            add_uses(image, &relocations, &symbols);
    }
    if (image->use_count > 0)
        qsort(image->uses, image->use_count, sizeof *image->uses, by_behind);
    return IMAGE_OK;
}

static enum image_result read_file(struct image *image)
{
    elf_version(EV_CURRENT);
    image->elf = elf_begin(image->file, ELF_C_READ_MMAP, NULL);
    if (!image->elf || elf_kind(image->elf) != ELF_K_ELF)
        return IMAGE_NOT_SUBJECT;
    enum image_result result = read_segments(image);
    if (result == IMAGE_OK)
        result = read_symbols(image);
    if (result == IMAGE_OK)
        result = read_uses(image);
    if (result == IMAGE_OK)
        image->dwarf = dwarf_begin_elf(image->elf, DWARF_C_READ, NULL);
    if (image->dwarf)
        image->unwinding = dwarf_getcfi_elf(image->elf);
    return result;
}

enum image_result image_open(const char *path, struct image **opened)
{
    assert(path && opened);
    *opened = NULL;
    struct image *image = calloc(1, sizeof *image);
    if (!image)
        return IMAGE_NO_MEMORY;
    image->path = strdup(path);
    image->file = open(path, O_RDONLY | O_CLOEXEC);
    enum image_result result = image->file < 0 ? IMAGE_NO_FILE : read_file(image);
    if (result == IMAGE_OK && !image->path)
        result = IMAGE_NO_MEMORY;
    if (result == IMAGE_OK)
        *opened = image;
    else
        image_close(image);
    return result;
}

void image_close(struct image *image)
{
    if (!image)
        return;
    dwarf_cfi_end(image->unwinding);
    dwarf_end(image->dwarf);
    elf_end(image->elf);
    if (image->file >= 0)
        close(image->file);
    free(image->symbols);
    free(image->uses);
    free(image->path);
    free(image);
}

const char *image_path(const struct image *image)
{
    return image->path;
}

struct Dwarf *image_dwarf(const struct image *image)
{
    return image->dwarf;
}

struct Dwarf_CFI_s *image_unwinding(const struct image *image)
{
    return image->unwinding;
}

struct thread_template image_thread_template(const struct image *image)
{
    return image->threads;
}

const struct use *image_uses(const struct image *image, size_t *count)
{
    *count = image->use_count;
    return image->uses;
}

struct range image_extent(const struct image *image)
{
    const Elf64_Phdr *first = &image->loads[0], *last = &image->loads[image->load_count - 1];
    return (struct range){first->p_vaddr, last->p_vaddr + last->p_memsz};
}

struct range image_text(const struct image *image)
{
    const Elf64_Phdr *load = image->loads;
    while (load < image->loads + image->load_count && !(load->p_flags & PF_X))
        load++;
    return (struct range){load->p_vaddr, load->p_vaddr + load->p_memsz};
}

/* The first writable segment, in whole pages. */
static struct range find_writable(const struct image *image)
{
    const Elf64_Phdr *load = image->loads;
    while (load < image->loads + image->load_count && !(load->p_flags & PF_W))
        load++;
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    return (struct range){load->p_vaddr / page * page,
                          (load->p_vaddr + load->p_memsz + page - 1) / page * page};
}

struct range image_sealed(const struct image *image)
{
    struct range all = find_writable(image);
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t end = image->relro_end / page * page;
    return (struct range){all.low, end > all.low && end <= all.high ? end : all.low};
}

struct range image_writable(const struct image *image)
{
    return (struct range){image_sealed(image).high, find_writable(image).high};
}

static const Elf64_Phdr *load_of(const struct image *image, uint64_t address, size_t size)
{
    for (size_t i = 0; i < image->load_count; i++) {
        const Elf64_Phdr *load = &image->loads[i];
        if (address >= load->p_vaddr && address - load->p_vaddr <= load->p_memsz &&
            size <= load->p_memsz - (address - load->p_vaddr))
            return load;
    }
    return NULL;
}

bool image_is_readonly(const struct image *image, uint64_t address)
{
    const Elf64_Phdr *load = load_of(image, address, 1);
    return load && (!(load->p_flags & PF_W) || address < image_writable(image).low);
}

bool image_read(const struct image *image, uint64_t address, void *buffer, size_t size)
{
    const Elf64_Phdr *load = load_of(image, address, size);
    size_t file_size;
    const char *bytes = elf_rawfile(image->elf, &file_size);
    if (!load || load->p_flags & PF_W || !bytes)
        return false;
    uint64_t from = address - load->p_vaddr;
    if (from > load->p_filesz || size > load->p_filesz - from || load->p_offset > file_size ||
        load->p_filesz > file_size - load->p_offset)
        return false;
    memcpy(buffer, bytes + load->p_offset + from, size);
    return true;
}

bool image_symbol(const struct image *image, const char *name, struct symbol *symbol)
{
    const struct symbol *found = NULL;
    for (size_t i = 0; i < image->symbol_count; i++) {
        const struct symbol *candidate = &image->symbols[i];
        if (strcmp(candidate->name, name) == 0 && (!found || found->is_static))
            found = candidate;
    }
    if (found)
        *symbol = *found;
    return found;
}

bool image_symbol_at(const struct image *image, uint64_t address, struct symbol *symbol)
{
    size_t low = 0, high = image->symbol_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (image->symbols[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return false;
    const struct symbol *below = &image->symbols[low - 1];
    while (below > image->symbols && below[-1].address == below->address && below->is_static)
        below--; /* of two names for one address the global one */
    if (address - below->address >= (below->size ? below->size : 1))
        return false;
    *symbol = *below;
    return true;
}
