/* A student's source file and what the preprocessor makes of it, as the grader looks at them before
 * anything is built. */
#include "../fuzz.h"

#include "grade/hygiene/language.h"
#include "grade/hygiene/source.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char *const folders[] = {"src/server", NULL};
    struct refusals refusals = {.count = 0};
    struct reading reading;
    const char *path = fuzz_file("x.c", data, size);
    source_check(path, folders, &refusals);
    if (reading_open(&reading, path, path, folders)) {
        language_check(&reading, &refusals);
        reading_find(&reading, ORIGIN_STUDENT, "main");
        reading_close(&reading);
    }
    char *text = refusals_text(&refusals);
    fuzz_promise(text != NULL, "refusals are told");
    free(text);
    return 0;
}
