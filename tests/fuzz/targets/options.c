/* The command line of memrepl, a word a line. */
#include "../fuzz.h"

#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size), *rest = text, *error;
    char *words[WORDS_MOST + 1] = {"memrepl"};
    int count = 1;
    for (char *word; count < WORDS_MOST && (word = strsep(&rest, "\n")) != NULL;)
        words[count++] = word;
    struct command_line line;
    optind = 0; /* getopt begins anew */
    bool is_read = options_read(&line, count, words, "/home", &error);
    fuzz_promise(is_read == (error == NULL), "what is refused has a reason");
    fuzz_promise(!is_read || line.door != DOOR_AS || line.item_count == 1, "--as has one file");
    options_free(&line);
    free(error);
    free(text);
    return 0;
}
