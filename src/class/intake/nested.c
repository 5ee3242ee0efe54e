#include "class/intake/nested.h"

#include "class/intake/finds.h"
#include "class/intake/gradescope.h"
#include "class/must.h"

#include <stdlib.h>
#include <string.h>

static bool is_of_a_system(const char *part, size_t length, bool is_folder)
{
    char *name = must_copy(part, length);
    struct naming naming = naming_read(name, is_folder);
    bool is_known = naming.system != NAMING_PLAIN || strcmp(name, GRADESCOPE_FILE) == 0;
    naming_free(&naming);
    free(name);
    return is_known;
}

/* Whether a part of the path behind the entry is. */
static bool has_such_a_part(const char *path)
{
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        size_t length = strcspn(part, "/");
        if (is_of_a_system(part, length, part[length] == '/'))
            return true;
    }
    return false;
}

static bool is_export(const struct roster *roster, const char *entry, const char *unpack)
{
    struct finds finds = {.list = NULL};
    size_t length = strlen(entry);
    bool is_found = false;
    char *path = must_format("%s/%s", roster->folder, entry);
    finds_look(&finds, path, entry, unpack);
    for (size_t i = 0; i < finds.count && !is_found; i++)
        is_found = strlen(finds.list[i].name) > length &&
                   has_such_a_part(finds.list[i].name + length +
                                   strspn(finds.list[i].name + length, ": /"));
    finds_free(&finds);
    free(path);
    return is_found;
}

char *nested_find(const struct roster *roster, const char *unpack)
{
    if (roster->count != 1 || roster->students[0].system != NAMING_PLAIN)
        return NULL;
    const struct student *student = &roster->students[0];
    for (size_t i = 0; i < student->offering_count; i++)
        if (is_export(roster, student->offerings[i].entry, unpack))
            return roster_printable(student->offerings[i].entry);
    return NULL;
}
