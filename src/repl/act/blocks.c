#include "repl/act/blocks.h"

#include "repl/act/stepping.h"
#include "repl/words/narrate.h"

#include <string.h>

enum { BLOCKS_MOST = 1000000, ALL_BLOCKS = -1 };

static void show_blocks(const struct study *study, struct console *console)
{
    const struct heap_state *heap = &study_machine(study)->heap;
    if (!heap->is_limited)
        words_say(console, "malloc gives as many blocks as there is room for.");
    else if (heap->blocks_left == 0)
        words_say(console, "malloc gives no block any more: its answer is NULL.");
    else
        words_say(console, "malloc gives %lld more %s, and then NULL.",
                  WORDS_COUNT(heap->blocks_left, "block"));
}

static enum outcome run_blocks(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    int64_t blocks = ALL_BLOCKS;
    if (count == 0) {
        show_blocks(study, console);
        return OUTCOME_OK;
    }
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    if (strcmp(arguments[0], "all") != 0 && !words_number(arguments[0], 0, BLOCKS_MOST, &blocks))
        return command_refuse(console, "blocks takes a number from 0 to %d, or all, not \"%s\"",
                              BLOCKS_MOST, arguments[0]);
    if (!stepping_begin(study, console, "blocks %s", arguments[0]))
        return OUTCOME_ERROR;
    stepper_limit_blocks(study->stepper, blocks);
    history_end(study, NULL);
    show_blocks(study, console);
    return OUTCOME_OK;
}

static const char *const words[] = {"all", NULL};

const struct command blocks_commands[] = {
    {.name = "blocks",
     .arguments = "[N|all]",
     .help =
         "how many more blocks malloc, calloc, realloc and the like give before they answer NULL",
     .example = "blocks 1 -- one more, and then there is no memory left",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = words,
     .run = run_blocks},
    {.name = NULL},
};
