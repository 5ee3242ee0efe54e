#include "repl/modes.h"

#include <stdlib.h>
#include <string.h>

#include "program/suspects.h"
#include "repl/lab.h"
#include "repl/mem/mem.h"
#include "repl/mem/settings.h"
#include "repl/mems/mems.h"
#include "repl/program/program.h"

static void add_common(struct modes *modes, struct mode *mode, const struct mode *own)
{
    *mode = *own;
    mode->elsewhere = modes->elsewhere;
    mode->common = modes->common;
    mode->common_context = modes->common_context;
}

/* MeMS is another program, loaded when it is first asked for: most sessions never do. False with
 * *error. */
static bool open_mems(struct modes *modes, const struct repl_options *options, char **error)
{
    if (modes->mems == NULL) {
        modes->mems = mems_open(options, error);
        if (modes->mems == NULL)
            return false;
        add_common(modes, &modes->mems_mode, mems_mode(modes->mems));
    }
    return true;
}

static enum outcome refuse(const struct modes *modes, char *error)
{
    enum outcome outcome =
        command_refuse_lines(modes->console, error != NULL ? error : "no memory left");
    free(error);
    return outcome;
}

void modes_go_to_mem(struct modes *modes)
{
    modes->mode = &modes->mem_mode;
}

enum outcome modes_go_to_mems(struct modes *modes)
{
    char *error = NULL;
    bool is_new = modes->mems == NULL;
    if (!open_mems(modes, &modes->complete, &error))
        return refuse(modes, error);
    if (is_new)
        mems_greet(modes->mems, modes->console);
    modes->mode = &modes->mems_mode;
    return OUTCOME_OK;
}

/* ---- Labs ------------------------------------------------------------------------------------ */

/* The prompt of the program that the lab's files become a part of; NULL, with the refusal printed,
 * when there is none. Lab 0 and lab 7 stay where they are. */
static struct mode *mode_of(struct modes *modes, int lab)
{
    char *error = NULL;
    if (lab == 0 || lab == SUSPECTS_LAB)
        return modes->mode == &modes->mems_mode ? modes->mode : &modes->mem_mode;
    char *program = lab_program(modes->options->home, lab, &error);
    struct mode *mode = NULL;
    if (program == NULL)
        refuse(modes, error);
    else if (strcmp(program, "server") == 0)
        mode = &modes->mem_mode;
    else if (strcmp(program, "mems") != 0)
        command_refuse(modes->console, "lab %d has no prompt: its files are a program of their own",
                       lab);
    else if (open_mems(modes, &modes->complete, &error))
        mode = &modes->mems_mode;
    else
        refuse(modes, error);
    free(program);
    return mode;
}

/* A suspect of lab 7 is a memory server and a MeMS: both prompts have it, the one that is not open
 * yet once it is. */
static enum outcome follow_suspect(struct modes *modes, const char *place)
{
    char *suspect = strdup(place);
    if (suspect == NULL)
        return command_refuse(modes->console, "no memory left");
    free(modes->suspect);
    modes->suspect = suspect;
    modes->complete.lab = SUSPECTS_LAB;
    modes->complete.lab_from = suspect;
    if (modes->mode == &modes->mems_mode)
        return settings_lab(modes->mem, modes->console, SUSPECTS_LAB, place);
    return modes->mems == NULL ? OUTCOME_OK
                               : mems_lab(modes->mems, modes->console, SUSPECTS_LAB, place);
}

enum outcome modes_go_to_lab(struct modes *modes, int lab, const char *place)
{
    struct mode *mode = mode_of(modes, lab);
    if (mode == NULL)
        return OUTCOME_ERROR;
    enum outcome outcome = mode == &modes->mems_mode
                               ? mems_lab(modes->mems, modes->console, lab, place)
                               : settings_lab(modes->mem, modes->console, lab, place);
    if (outcome != OUTCOME_OK)
        return outcome;
    modes->mode = mode;
    if (lab == 0)
        modes->complete.lab = 0;
    return lab == SUSPECTS_LAB && place != NULL ? follow_suspect(modes, place) : outcome;
}

/* ---- Programs -------------------------------------------------------------------------------- */

/* The program that was studied before is left only when the new one stands ready. */
enum outcome modes_begin_program(struct modes *modes, int count, const char *const *words)
{
    char *error = NULL;
    struct program *program = program_open(modes->options, modes->console, count, words, &error);
    if (program == NULL) {
        enum outcome outcome = command_refuse_lines(modes->console, error);
        free(error);
        return outcome;
    }
    modes->mode = &modes->mem_mode; /* for Ctrl-C, while the other changes */
    program_close(modes->program);
    modes->program = program;
    add_common(modes, &modes->program_mode, program_mode(program));
    modes->mode = &modes->program_mode;
    return program_greet(program, modes->console);
}

enum outcome modes_go_to_program(struct modes *modes)
{
    if (modes->program == NULL)
        return command_refuse(modes->console, "no program yet; program FILE.c builds one");
    modes->mode = &modes->program_mode;
    return OUTCOME_OK;
}

/* ---- Life cycle ------------------------------------------------------------------------------ */

/* The memory server is always at hand; for a lab of MeMS that is there, too, and begins. */
static bool open_programs(struct modes *modes, char **error)
{
    const struct repl_options *options = modes->options;
    char *program = options->lab == 0 ? NULL : lab_program(options->home, options->lab, error);
    if (options->lab != 0 && program == NULL)
        return false;
    bool is_mems = program != NULL && strcmp(program, "mems") == 0;
    free(program);
    modes->mem = mem_open(is_mems ? &modes->complete : options, modes->console, error);
    if (modes->mem == NULL)
        return false;
    add_common(modes, &modes->mem_mode, mem_mode(modes->mem));
    modes->mode = is_mems ? &modes->mems_mode : &modes->mem_mode;
    return !is_mems || open_mems(modes, options, error);
}

bool modes_open(struct modes *modes, const struct repl_options *options, struct console *console,
                const struct command *common, void *common_context, char **error)
{
    *modes = (struct modes){.options = options,
                            .complete = *options,
                            .console = console,
                            .common = common,
                            .common_context = common_context};
    modes->elsewhere[0] = (struct elsewhere){"mem", mem_tables()};
    modes->elsewhere[1] = (struct elsewhere){"mems", mems_tables()};
    modes->complete.lab = lab_is_ready(options) ? options->lab : 0;
    return open_programs(modes, error);
}

void modes_close(struct modes *modes)
{
    mem_close(modes->mem);
    mems_close(modes->mems);
    program_close(modes->program);
    free(modes->suspect);
}

void modes_greet(struct modes *modes)
{
    if (modes->mode == &modes->mems_mode)
        mems_greet(modes->mems, modes->console);
    else
        mem_greet(modes->mem, modes->console);
}
