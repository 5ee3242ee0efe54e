/*
 * fixture.c: what the unit tests of src/program share, included by each (a unit test is one file and
 * the kit). It builds desk.c and drawer.c as a subject, or takes the one that $TEST_SUBJECT names, and
 * gives its memory as it is before the first instruction: what the dynamic loader would do to the data
 * is done here by hand.
 */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "program/build.h"
#include "program/image/image.h"
#include "program/image/lines.h"
#include "program/values/names.h"
#include "program/values/value.h"

/* Who includes this may study another subject: SUBJECT_FILES are its sources, and SUBJECT_VARIABLE the
 * environment's name for one that is built. */
#ifndef SUBJECT_FILES
#define SUBJECT_FILES "tests/unit/subjects/desk.c", "tests/unit/subjects/drawer.c"
#define SUBJECT_VARIABLE "TEST_SUBJECT"
#endif

enum { SUBJECT_BYTES = 1 << 18, THREAD_BLOCK = 0x5000 };

struct subject {
    struct image *image;
    struct lines *lines;
    struct names *names;
    unsigned char memory[SUBJECT_BYTES]; /* from image_extent().low on */
    struct memory_view view;
};

static bool read_memory(void *context, uint64_t address, void *buffer, size_t size)
{
    struct subject *subject = context;
    struct range range = image_extent(subject->image);
    struct thread_template thread = image_thread_template(subject->image);
    if (address >= THREAD_BLOCK && address + size <= THREAD_BLOCK + thread.size)
        address += thread.address - THREAD_BLOCK;
    if (address < range.low || address > range.high || size > range.high - address)
        return false;
    memcpy(buffer, subject->memory + (address - range.low), size);
    return true;
}

static bool thread_block(void *context, uint64_t *address)
{
    (void)context;
    *address = THREAD_BLOCK;
    return true;
}

/* Loads the segments and applies the relocations that need no symbol from outside. */
static void load_memory(struct subject *subject, const char *file)
{
    const Elf64_Ehdr *header = (const void *)file;
    const Elf64_Phdr *segments = (const void *)(file + header->e_phoff);
    const Elf64_Shdr *sections = (const void *)(file + header->e_shoff);
    uint64_t low = image_extent(subject->image).low;
    assert_true(image_extent(subject->image).high - low <= SUBJECT_BYTES);
    for (int i = 0; i < header->e_phnum; i++)
        if (segments[i].p_type == PT_LOAD)
            memcpy(subject->memory + (segments[i].p_vaddr - low), file + segments[i].p_offset,
                   segments[i].p_filesz);
    for (int i = 0; i < header->e_shnum; i++) {
        const Elf64_Rela *relocation = (const void *)(file + sections[i].sh_offset);
        bool is_dynamic = sections[i].sh_type == SHT_RELA && (sections[i].sh_flags & SHF_ALLOC);
        for (size_t n = is_dynamic ? sections[i].sh_size / sizeof *relocation : 0; n > 0;
             n--, relocation++) {
            uint64_t type = ELF64_R_TYPE(relocation->r_info);
            if (type == R_X86_64_RELATIVE || type == R_AARCH64_RELATIVE)
                memcpy(subject->memory + (relocation->r_offset - low), &relocation->r_addend, 8);
        }
    }
}

static char *read_subject(const char *path)
{
    static char file[1 << 20];
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    assert_true(fread(file, 1, sizeof file, stream) < sizeof file);
    fclose(stream);
    return file;
}

/* Writes the path of a freshly built subject into `path`. */
static void build(char path[64])
{
    static const char *const sources[] = {SUBJECT_FILES, NULL};
    struct build_order order = {.script = "src/program/build-subject.sh",
                                .output = path,
                                .compiler = getenv("SUBJECT_CC"),
                                .sources = sources};
    char *messages;
    snprintf(path, 64, "/tmp/memrepl-unit-%ld.so", (long)getpid());
    enum build_result result = build_subject(&order, &messages);
    if (result != BUILD_OK)
        fail_msg("%s, from the top folder:\n%s", build_result_sentence(result), messages);
    free(messages);
}

__attribute__((unused)) static int set_up(void **state)
{
    char built[64];
    const char *path = getenv(SUBJECT_VARIABLE);
    struct subject *subject = calloc(1, sizeof *subject);
    if (path == NULL)
        build(built);
    assert_int_equal(image_open(path ? path : built, &subject->image), IMAGE_OK);
    assert_int_equal(lines_open(subject->image, &subject->lines), IMAGE_OK);
    assert_int_equal(names_open(subject->image, &subject->names), IMAGE_OK);
    load_memory(subject, read_subject(path ? path : built));
    if (path == NULL)
        unlink(built);
    subject->view =
        (struct memory_view){.context = subject, .read = read_memory, .thread_block = thread_block};
    *state = subject;
    return 0;
}

__attribute__((unused)) static int tear_down(void **state)
{
    struct subject *subject = *state;
    names_close(subject->names);
    lines_close(subject->lines);
    image_close(subject->image);
    free(subject);
    return 0;
}
