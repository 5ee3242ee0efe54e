/* What a course system says of who handed in: names of files, a line each, and Gradescope's file. */
#include "../fuzz.h"

#include "class/intake/gradescope.h"
#include "class/intake/naming.h"
#include "class/intake/roster.h"

#include <stdlib.h>
#include <string.h>

static void read_name(const char *entry, bool is_folder)
{
    struct naming naming = naming_read(entry, is_folder);
    char *printable = roster_printable(entry), *without = naming_without_count(entry);
    fuzz_promise(naming.id != NULL && naming.id[0] != '\0', "everybody is known by something");
    naming_archive_ending(entry);
    free(printable);
    free(without);
    naming_free(&naming);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), *rest = text;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (line[0] != '\0') {
            read_name(line, false);
            read_name(line, true);
        }
    fuzz_file(GRADESCOPE_FILE, data, size);
    struct submitters submitters = gradescope_read(getenv("FUZZ_FOLDER"));
    gradescope_free(&submitters);
    free(text);
    return 0;
}
