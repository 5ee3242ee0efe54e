#include "stage.h"

#include <string.h>

#include "fuzz.h"
#include "repl/mem/mem.h"
#include "repl/mems/mems.h"

enum { ROWS_MOST = 200 };

static struct command mem_rows[ROWS_MOST], mems_rows[ROWS_MOST];
static const struct command *const mem_stage[] = {mem_rows, NULL};
static const struct command *const mems_stage[] = {mems_rows, NULL};

/* A word from outside the line would be found by the sanitizer here. */
static enum outcome show(void *context, struct console *console, int count, char **arguments)
{
    (void)context;
    for (int i = 0; i < count; i++)
        fprintf(console->out, "<%s>", arguments[i]);
    fprintf(console->out, "\n");
    return OUTCOME_OK;
}

static void take_rows(struct command *rows, const struct command *const *tables)
{
    size_t count = 0;
    for (; *tables != NULL; tables++)
        for (const struct command *row = *tables; row->name != NULL && count < ROWS_MOST - 1;
             row++) {
            rows[count] = *row;
            rows[count++].run = show;
        }
}

bool modes_open(struct modes *modes, const struct repl_options *options, struct console *console,
                const struct command *common, void *common_context, char **error)
{
    *error = NULL;
    *modes = (struct modes){.options = options, .console = console};
    if (mem_rows[0].name == NULL) {
        take_rows(mem_rows, mem_tables());
        take_rows(mems_rows, mems_tables());
    }
    modes->elsewhere[0] = (struct elsewhere){"mem", mem_stage};
    modes->elsewhere[1] = (struct elsewhere){"mems", mems_stage};
    modes->mem_mode = (struct mode){.name = "mem", .prompt = "mem> ", .tables = mem_stage};
    modes->mems_mode = (struct mode){.name = "mems", .prompt = "mems> ", .tables = mems_stage};
    modes->mem_mode.elsewhere = modes->mems_mode.elsewhere = modes->elsewhere;
    modes->mem_mode.common = modes->mems_mode.common = common;
    modes->mem_mode.common_context = modes->mems_mode.common_context = common_context;
    modes->mode = &modes->mem_mode;
    return true;
}

void modes_close(struct modes *modes)
{
    modes->mode = NULL;
}

void modes_greet(struct modes *modes)
{
    fprintf(modes->console->out, "welcome, %d threads\n", modes->options->threads);
}

void modes_go_to_mem(struct modes *modes)
{
    modes->mode = &modes->mem_mode;
}

enum outcome modes_go_to_mems(struct modes *modes)
{
    modes->mode = &modes->mems_mode;
    return OUTCOME_OK;
}

enum outcome modes_go_to_lab(struct modes *modes, int lab, const char *place)
{
    fprintf(modes->console->out, "lab %d %s\n", lab, place == NULL ? "" : place);
    return OUTCOME_OK;
}

enum outcome modes_go_to_program(struct modes *modes)
{
    return command_refuse(modes->console, "no program");
}

enum outcome modes_begin_program(struct modes *modes, int count, const char *const *words)
{
    for (int i = 0; i < count; i++)
        fprintf(modes->console->out, "[%s]", words[i]);
    fprintf(modes->console->out, "\n");
    return OUTCOME_OK;
}
