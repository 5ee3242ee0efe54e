/* What is typed at the prompt, a line each, up to the calls of the commands: splitting, look-up, hints,
 * number of words, help. */
#include "../stage.h"

#include "../fuzz.h"
#include "repl/repl.h"

#include <stdlib.h>
#include <string.h>

static bool is_of_others(const char *line)
{
    static const char *const files[] = {"so", "source"}; /* read files: that is target session */
    line += strspn(line, " \t\r\n\f\v");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (strncmp(line, files[i], strlen(files[i])) == 0)
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct repl_options options;
    struct console console;
    char *error = NULL, *text = fuzz_text(data, size), *rest = text;
    repl_options_init(&options, "/home");
    console_init(&console, fuzz_nowhere());
    console.width = size > 0 ? CONSOLE_WIDTH_LEAST + data[0] % 80 : CONSOLE_WIDTH_PLAIN;
    struct repl *repl = repl_open(&options, &console, &error);
    fuzz_promise(repl != NULL, "a stage can be opened");
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (!is_of_others(line))
            repl_line(repl, line);
    repl_close(repl);
    free(text);
    return 0;
}
