/* Lines typed at the prompts mem> and mems>, with the programs behind them: the first byte says at
 * which. One session does it all, which is reset before each input; a line that reads or writes files,
 * builds, or explores is left out. `schedule` and the sessions that the grader leaves are such lines. */
#include "../fuzz.h"

#include "repl/repl.h"
#include "stepper/stepper.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_MOST = 40 };

static struct repl_options options;
static struct console console;
static struct repl *repl;

static bool is_left_out(const char *line)
{
    static const char *const left_out[] = {"source", "save", "export",  "program", "lab",
                                           "replay", "quit", "explore", "split"};
    const struct command *row = command_of_line(repl_mode(repl), line);
    for (size_t i = 0; row != NULL && i < sizeof left_out / sizeof left_out[0]; i++)
        if (strcmp(row->name, left_out[i]) == 0)
            return true;
    return false;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    char *error = NULL;
    const char *home = getenv("FUZZ_HOME");
    fuzz_promise(home != NULL, "FUZZ_HOME names the kit's folder; tests/fuzz/run sets it");
    repl_options_init(&options, home);
    console_init(&console, fuzz_nowhere());
    repl = repl_open(&options, &console, &error);
    fuzz_promise(repl != NULL, error != NULL ? error : "a session can be opened");
    return 0;
}

/* As good as new: at step 0, and without a stop. */
static void begin_anew(bool is_mems)
{
    char line[20];
    repl_line(repl, is_mems ? "mems" : "mem");
    repl_line(repl, "reset");
    for (int stop = 1; stop <= STEPPER_STOPS; stop++) {
        snprintf(line, sizeof line, "delete %d", stop);
        repl_line(repl, line);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    char *text = fuzz_text(data + 1, size - 1), *rest = text, *line;
    begin_anew(data[0] % 2 == 1);
    for (int count = 0; count < LINES_MOST && (line = strsep(&rest, "\n")) != NULL; count++)
        if (!is_left_out(line))
            repl_line(repl, line);
    free(text);
    return 0;
}
