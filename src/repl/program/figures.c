#include "repl/program/figures.h"

#include "repl/study/study.h"
#include "repl/words/narrate.h"

#include <inttypes.h>

enum { COLUMN = 17 };

/* "memory         3 blocks ..."; `words` is empty again. */
static void print_figures(struct console *console, const char *title, struct words *words)
{
    fprintf(console->out, "%-*s", COLUMN, title);
    console_wrap(console, COLUMN, COLUMN, words->text);
    words_clear(words);
}

/* A line for each lock, semaphore and condition that somebody had to wait for. */
static void print_objects(const struct study *study, struct console *console)
{
    const struct machine *machine = study_machine(study);
    for (uint32_t index = 0; index < machine->object_count; index++) {
        const struct sync_object *object = &machine->objects[index];
        if (object->waits.waited > 0)
            fprintf(console->out, "  %-*s %" PRIu64 " done, %" PRIu64 " had to wait\n", COLUMN - 3,
                    study_object(study, object->address).text, object->waits.done,
                    object->waits.waited);
    }
}

static enum outcome run_stats(void *context, struct console *console, int count, char **arguments)
{
    const struct study *study = context;
    const struct machine *machine = study_machine(study);
    struct words words;
    (void)count;
    (void)arguments;
    words_clear(&words);
    words_add(&words, "%" PRIu64, machine->step);
    print_figures(console, "steps", &words);
    words_add(&words, "%" PRIu64 " done, %" PRIu64 " had to wait", machine->waits.done,
              machine->waits.waited);
    print_figures(console, "lock operations", &words);
    print_objects(study, console);
    words_add(&words, "%" PRIu32 " blocks of %" PRIu64 " bytes, %" PRIu64 " bytes mapped",
              machine->heap.live_blocks, machine->heap.live_bytes, machine->pages.mapped_bytes);
    print_figures(console, "memory", &words);
    return OUTCOME_OK;
}

const struct command figures_commands[] = {
    {.name = "stats",
     .arguments = "",
     .help = "steps, operations that had to wait, and memory in figures",
     .example = "stats -- how often a thread had to wait for a lock or a semaphore, and for which",
     .group = GROUP_MORE,
     .run = run_stats},
    {.name = NULL},
};
