#include "class/intake/finds.h"

#include "class/store.h"
#include "class/intake/archive.h"
#include "class/intake/naming.h"
#include "class/must.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH = 24, FILES_MOST = 20000 };

void finds_add(struct finds *finds, const char *name, char *bytes, size_t size)
{
    finds->list = must_grow(finds->list, finds->count, sizeof *finds->list);
    finds->list[finds->count++] = (struct find){must_text(name), bytes, size};
}

void finds_free(struct finds *finds)
{
    for (size_t i = 0; i < finds->count; i++) {
        free(finds->list[i].name);
        free(finds->list[i].bytes);
    }
    free(finds->list);
    free(finds->fault);
    free(finds->tool_fault);
    *finds = (struct finds){.list = NULL};
}

/* A path that is too long is the submission's own, and no lab asks for what is there. */
static void fail_to_read(struct finds *finds, const char *path)
{
    if (finds->tool_fault == NULL && errno != ENAMETOOLONG)
        finds->tool_fault = must_format("%s cannot be read: %s", path, strerror(errno));
}

static bool is_asked_for(const char *name)
{
    return naming_ends(name, ".c") || naming_ends(name, ".mem");
}

static void look(struct finds *finds, const char *path, const char *name, const char *unpack,
                 int depth);

static void look_in_folder(struct finds *finds, const char *path, const char *name,
                           const char *unpack, int depth)
{
    char **entries = store_list(path);
    if (entries == NULL)
        fail_to_read(finds, path);
    for (char **entry = entries; entry != NULL && *entry != NULL; entry++) {
        char *below = must_format("%s/%s", path, *entry);
        char *called = must_format("%s/%s", name, *entry);
        if (strcmp(*entry, "__MACOSX") != 0 && finds->count < FILES_MOST)
            look(finds, below, called, unpack, depth + 1);
        free(called);
        free(below);
        free(*entry);
    }
    free(entries);
}

static void look(struct finds *finds, const char *path, const char *name, const char *unpack,
                 int depth)
{
    struct stat about;
    size_t size = 0;
    char *bytes = NULL;
    if (lstat(path, &about) != 0) {
        fail_to_read(finds, path);
        return;
    }
    if (S_ISDIR(about.st_mode)) {
        if (depth < DEPTH)
            look_in_folder(finds, path, name, unpack, depth);
        return;
    }
    if (S_ISREG(about.st_mode) && naming_archive_ending(path) != NULL) {
        archive_look(finds, path, name, unpack);
        return;
    }
    if (S_ISREG(about.st_mode) && about.st_size < FINDS_FILE_BYTES && is_asked_for(path)) {
        bytes = store_read(path, FINDS_FILE_BYTES, &size);
        if (bytes == NULL)
            fail_to_read(finds, path);
    }
    finds_add(finds, name, bytes, size);
}

void finds_look(struct finds *finds, const char *path, const char *name, const char *unpack)
{
    look(finds, path, name, unpack, 0);
}
