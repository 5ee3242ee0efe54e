/* The file of a result, as --as reads it, in each of the formats. Written and read again it is the
 * same: the bytes of the second writing are those of the first. */
#include "../fuzz.h"

#include "results/formats/formats.h"
#include "results/reading.h"
#include "results/writing.h"

#include <stdlib.h>
#include <string.h>

static const char *const formats[] = {"text", "html", "gradescope", "autolab", "junit", "tap"};

static void show(const struct result *result)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        format_of(formats[i])(result, fuzz_nowhere());
    free(result_report(result));
}

/* Writes it to `path`; the file as a string, which the caller frees. */
static char *write_it(const struct result *result, const char *path)
{
    const char *problem;
    char *text = NULL;
    size_t room = 0;
    fuzz_promise(result_write(result, path, &problem), "what was read can be written");
    FILE *file = fopen(path, "re");
    fuzz_promise(file != NULL && getdelim(&text, &room, '\0', file) > 0, "it is there then");
    fclose(file);
    return text;
}

static void write_again(const struct result *result)
{
    struct result second = {.lab = 0};
    const char *path = fuzz_file("again", (const uint8_t *)"", 0);
    char *error, *first_text = write_it(result, path);
    fuzz_promise(result_read(&second, path, &error), "what was written can be read");
    char *second_text = write_it(&second, path);
    fuzz_promise(strcmp(first_text, second_text) == 0, "nothing is lost on the way");
    result_free(&second);
    free(first_text);
    free(second_text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct result result = {.lab = 0};
    char *error;
    bool is_read = result_read(&result, fuzz_file("result", data, size), &error);
    fuzz_promise(is_read == (error == NULL), "what is refused has a reason");
    if (is_read) {
        show(&result);
        write_again(&result);
    }
    free(error);
    result_free(&result);
    return 0;
}
