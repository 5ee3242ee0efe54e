#include "repl/mems/calls.h"

#include "repl/act/stepping.h"
#include "repl/mems/access.h"
#include "repl/mems/difference.h"
#include "repl/mems/mems.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <string.h>

/* ---- init, finish ---------------------------------------------------------------------------- */

static uint64_t mapped_bytes(const struct mems *mems)
{
    return study_machine(&mems->study)->pages.mapped_bytes;
}

/* A function without arguments that leaves no heap behind. What it gave back is the kit's own
 * count: records that were forgotten show up there. */
static enum outcome call_plain(struct mems *mems, struct console *console, const char *line,
                               uint64_t function, const char *done)
{
    struct stop stop;
    uint64_t result;
    struct words words;
    if (!mems_may_call(mems, console) || !stepping_begin(&mems->study, console, "%s", line))
        return OUTCOME_ERROR;
    uint64_t blocks = heap_sum(&mems->now).blocks, before = mapped_bytes(mems);
    if (mems_call(mems, function, 0, 0, &stop, &result)) {
        words_clear(&words);
        words_add(&words, "%s", done);
        if (before > mapped_bytes(mems))
            words_add(&words, " %" PRIu64 " bytes went back to the system, with %lld live %s.",
                      before - mapped_bytes(mems), WORDS_COUNT(blocks, "block"));
        if (mapped_bytes(mems) > 0)
            words_add(&words, " %" PRIu64 " bytes are still mapped.", mapped_bytes(mems));
        words_print(&words, console, 0);
    }
    return stepping_end(&mems->study, console, &stop);
}

static enum outcome run_init(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    (void)count, (void)arguments;
    return call_plain(mems, console, "init", mems->program.mems_init,
                      "MeMS begins with an empty heap.");
}

static enum outcome run_finish(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    (void)count, (void)arguments;
    return call_plain(mems, console, "finish", mems->program.mems_finish,
                      "All addresses are unknown now.");
}

/* ---- malloc ---------------------------------------------------------------------------------- */

static void tell_malloc(struct mems *mems, struct console *console, uint64_t size, const char *name,
                        uint64_t address)
{
    const char *label = name == NULL ? "address" : name;
    struct words words;
    mems_look(mems);
    words_clear(&words);
    if (address != 0) {
        fprintf(console->out, "%s = %" PRIu64 "\n", label, address);
        difference_add_granted(mems, &words, address);
    } else {
        fprintf(console->out, "%s = NULL\n", label);
        difference_add_refused(mems, &words, size);
    }
    words_print(&words, console, 0);
}

static enum outcome run_malloc(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    uint64_t address;
    int64_t size;
    int element = 0;
    const char *name = count == 3 ? arguments[2] : NULL;
    if (!words_number(arguments[0], 0, INT64_MAX, &size))
        return command_refuse(console, "a size is a number of bytes, 0 or more, not \"%.40s\"",
                              arguments[0]);
    if (count == 2 || (count == 3 && strcmp(arguments[1], "as") != 0))
        return command_refuse(console, "malloc SIZE, or malloc SIZE as NAME; not \"%.40s\"",
                              arguments[1]);
    if (!mems_may_call(mems, console) ||
        (name != NULL && !access_enter_name(mems, console, name, &element)) ||
        !stepping_begin(&mems->study, console, "malloc %" PRId64 "%s%s", size,
                        name != NULL ? " as " : "", name != NULL ? name : ""))
        return OUTCOME_ERROR;
    if (mems_call(mems, mems->program.stepped_malloc, (uint64_t)size, (uint64_t)element, &stop,
                  &address))
        tell_malloc(mems, console, (uint64_t)size, name, address);
    return stepping_end(&mems->study, console, &stop);
}

/* ---- free ------------------------------------------------------------------------------------ */

static void tell_free(struct mems *mems, struct console *console, uint64_t address)
{
    struct words words;
    mems_look(mems);
    words_clear(&words);
    difference_add_freed(mems, &words, address);
    words_print(&words, console, 0);
}

static enum outcome run_free(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    uint64_t address, result;
    (void)count;
    if (!mems_may_call(mems, console) ||
        !access_read_address(mems, console, arguments[0], &address) ||
        !stepping_begin(&mems->study, console, "free %s", arguments[0]))
        return OUTCOME_ERROR;
    bool has_returned = mems_call(mems, mems->program.mems_free, address, 0, &stop, &result);
    narrate_output(&mems->study, console);
    if (has_returned)
        tell_free(mems, console, address);
    return stepping_end(&mems->study, console, &stop);
}

/* ---- check ----------------------------------------------------------------------------------- */

/* What mems_check() found, or NULL. Calls it where a call is possible; the program's sentence is
 * copied into text[size]. */
static bool ask_program(struct mems *mems, struct stop *stop, char *text, size_t size)
{
    uint64_t sentence = 0;
    text[0] = '\0';
    bool has_returned = mems_call(mems, mems->program.mems_check, 0, 0, stop, &sentence);
    for (size_t n = 0; has_returned && sentence != 0 && n + 1 < size; n++) {
        text[n + 1] = '\0';
        if (!stepper_read(mems->study.stepper, sentence + n, &text[n], 1) || text[n] == '\0')
            break;
    }
    return has_returned;
}

static enum outcome run_check(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct words words;
    struct stop stop;
    char sentence[200] = "";
    (void)count, (void)arguments;
    if (!mems_may_call(mems, console))
        return OUTCOME_ERROR;
    words_clear(&words);
    heap_check(&mems->now, &words);
    if (words.used > 0) {
        words_say(console, "The chains are broken: %s.", words.text);
        return OUTCOME_FAILED;
    }
    if (mems->program.mems_check == 0) {
        words_say(console, "The chains are sound.");
        return OUTCOME_OK;
    }
    if (!stepping_begin(&mems->study, console, "check"))
        return OUTCOME_ERROR;
    bool has_returned = ask_program(mems, &stop, sentence, sizeof sentence);
    if (has_returned && sentence[0] == '\0')
        words_say(console, "The chains are sound, and mems_check() finds no fault.");
    else if (has_returned)
        words_say(console, "mems_check() says: %s", sentence);
    stepping_end(&mems->study, console, &stop);
    return sentence[0] == '\0' ? OUTCOME_OK : OUTCOME_FAILED;
}

const struct command calls_commands[] = {
    {.name = "init",
     .arguments = "",
     .help = "call mems_init(): begin with an empty heap",
     .example = "init -- whatever the heap held before is given back first",
     .group = GROUP_MORE,
     .run = run_init},
    {.name = "malloc",
     .arguments = "SIZE [as NAME]",
     .help = "call mems_malloc(SIZE); NAME then stands for the answer",
     .example = "malloc 1000 as a -- a is now the virtual address of 1,000 bytes",
     .least = 1,
     .most = 3,
     .group = GROUP_FIRST,
     .run = run_malloc},
    {.name = "free",
     .arguments = "ADDR",
     .help = "call mems_free(ADDR); ADDR is a number, a block's name, or NAME+BYTES",
     .example = "free a -- the block becomes a hole, and merges with holes beside it",
     .least = 1,
     .most = 1,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_ID,
     .run = run_free},
    {.name = "finish",
     .arguments = "",
     .help = "call mems_finish(): give everything back to the system",
     .example = "finish -- unmaps every page; init begins afresh",
     .group = GROUP_MORE,
     .run = run_finish},
    {.name = "check",
     .arguments = "",
     .help = "walk every invariant: the chains, and what mems_check() looks at besides",
     .example = "check -- a script ends here when one does not hold",
     .group = GROUP_MORE,
     .run = run_check},
    {.name = NULL},
};
