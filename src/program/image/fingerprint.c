#include "program/image/fingerprint.h"

#include "program/image/image.h"
#include "program/text.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t fingerprint_add(uint64_t fingerprint, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    for (size_t index = 0; index < size; index++)
        fingerprint = (fingerprint ^ byte[index]) * UINT64_C(0x100000001b3);
    return fingerprint;
}

static uint64_t add_text(uint64_t fingerprint, const char *text)
{
    return fingerprint_add(fingerprint, text, strlen(text) + 1);
}

/* A file that is gone counts by its name alone. */
static uint64_t file_fingerprint(const char *path)
{
    char bytes[4096];
    size_t got;
    const char *slash = strrchr(path, '/');
    uint64_t fingerprint = add_text(FINGERPRINT_NOTHING, slash == NULL ? path : slash + 1);
    FILE *file = fopen(path, "re");
    while (file != NULL && (got = fread(bytes, 1, sizeof bytes, file)) > 0)
        fingerprint = fingerprint_add(fingerprint, bytes, got);
    if (file != NULL)
        fclose(file);
    return fingerprint;
}

/* Also "<built-in>", and what stands for no file at all. */
static bool is_of_the_system(const char *path)
{
    return strncmp(path, "/usr/", strlen("/usr/")) == 0 || path[0] == '<' || path[0] == '?';
}

/* A source of the unit, by where it lies: its fingerprint, or FINGERPRINT_NOTHING. */
static uint64_t source_fingerprint(Dwarf_Files *files, size_t index, const char *folder)
{
    const char *path = dwarf_filesrc(files, index, NULL, NULL);
    if (path == NULL || is_of_the_system(path))
        return FINGERPRINT_NOTHING;
    char *whole = path[0] == '/' || folder == NULL ? text_format("%s", path)
                                                   : text_format("%s/%s", folder, path);
    uint64_t fingerprint = file_fingerprint(whole == NULL ? path : whole);
    free(whole);
    return fingerprint;
}

/* The unit's own source is listed once or twice, as the compiler had its path. */
static uint64_t add_unit(uint64_t fingerprint, Dwarf_Die *unit)
{
    Dwarf_Attribute attribute;
    Dwarf_Files *files;
    size_t count = 0;
    const char *producer = dwarf_formstring(dwarf_attr(unit, DW_AT_producer, &attribute));
    const char *folder = dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute));
    fingerprint = add_text(fingerprint, producer == NULL ? "" : producer);
    if (dwarf_getsrcfiles(unit, &files, &count) != 0)
        return fingerprint;
    uint64_t own = FINGERPRINT_NOTHING;
    for (size_t index = 0; index < count; index++) {
        uint64_t source = source_fingerprint(files, index, folder);
        if (source != FINGERPRINT_NOTHING && source != own)
            fingerprint = fingerprint_add(fingerprint, &source, sizeof source);
        own = index == 0 ? source : own;
    }
    return fingerprint;
}

uint64_t fingerprint_add_image(uint64_t fingerprint, const struct image *image)
{
    Dwarf *dwarf = image_dwarf(image);
    Dwarf_CU *unit = NULL;
    Dwarf_Die die;
    while (dwarf != NULL && dwarf_get_units(dwarf, unit, &unit, NULL, NULL, &die, NULL) == 0)
        fingerprint = add_unit(fingerprint, &die);
    return fingerprint;
}
