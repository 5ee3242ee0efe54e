/* What stands behind `print`: evaluated, shown, drawn as a list and completed, on the variables of
 * tests/unit/subjects/numbers.c as they are before its first instruction. Pointers lead anywhere. */
#include "../fuzz.h"

#include "program/expressions/complete.h"
#include "program/expressions/expression.h"
#include "program/values/lists.h"
#include "program/values/show.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 600, COMPLETIONS_MOST = 20 };

static struct image *image;
static struct names *names;

/* What the file does not say is zero, or for every other page not there. */
static bool read_memory(void *context, uint64_t address, void *buffer, size_t size)
{
    (void)context;
    if (image_read(image, address, buffer, size))
        return true;
    memset(buffer, 0, size);
    return address >> 12 & 1 || address >= image_extent(image).low;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    const char *path = getenv("FUZZ_NUMBERS");
    fuzz_promise(path != NULL && image_open(path, &image) == IMAGE_OK &&
                     names_open(image, &names) == IMAGE_OK,
                 "FUZZ_NUMBERS names a program; tests/fuzz/run sets it");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char shown[SHOWN_BYTES], heading[SHOWN_BYTES], problem[EXPRESSION_PROBLEM_SIZE];
    char *text = fuzz_text(data, size);
    const struct memory_view memory = {.read = read_memory};
    struct value value;
    if (expression_evaluate(names, &memory, text, &value, problem, sizeof problem)) {
        value_print(names, &memory, &value, shown, sizeof shown);
        lists_draw(names, &memory, &value, heading, sizeof heading, shown, sizeof shown);
        type_describe(value.type, shown, sizeof shown);
        names_describe(names, value.address, value.type->size, shown, sizeof shown, NULL);
    } else {
        fuzz_promise(problem[0] != '\0', "what is refused has a reason");
    }
    for (size_t i = 0; i < COMPLETIONS_MOST; i++)
        if (!complete_expression(names, &memory, text, i, shown, sizeof shown))
            break;
    free(text);
    return 0;
}
