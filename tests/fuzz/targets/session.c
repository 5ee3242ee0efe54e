/* A session file, up to the calls of the commands in it. */
#include "../stage.h"

#include "../fuzz.h"
#include "repl/repl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct repl_options options;
    struct console console;
    char *error = NULL;
    repl_options_init(&options, "/home");
    console_init(&console, fuzz_nowhere());
    struct repl *repl = repl_open(&options, &console, &error);
    fuzz_promise(repl != NULL, "a stage can be opened");
    repl_source(repl, fuzz_file("x.mem", data, size), true);
    fuzz_promise(console.file == NULL, "the file is left behind");
    repl_close(repl);
    return 0;
}
