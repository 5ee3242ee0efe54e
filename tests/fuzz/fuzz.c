#include "fuzz.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *fuzz_file(const char *name, const uint8_t *data, size_t size)
{
    static char path[PATH_MAX];
    const char *folder = getenv("FUZZ_FOLDER");
    fuzz_promise(folder != NULL, "FUZZ_FOLDER names a folder; tests/fuzz/run sets it");
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    fuzz_promise(file >= 0 && write(file, data, size) == (ssize_t)size && close(file) == 0,
                 "the input can be written to FUZZ_FOLDER");
    return path;
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_promise(text != NULL, "there is memory for the input");
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

FILE *fuzz_nowhere(void)
{
    static FILE *nowhere;
    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "we");
    fuzz_promise(nowhere != NULL, "/dev/null can be opened");
    return nowhere;
}

void fuzz_promise(bool holds, const char *sentence)
{
    if (holds)
        return;
    fprintf(stderr, "it does not hold that %s\n", sentence);
    abort();
}
