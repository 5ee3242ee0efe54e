/* repl.c: the modes, and the commands that every mode has. */
#include "repl/repl.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "program/suspects.h"
#include "repl/lab.h"
#include "repl/mem/mem.h"
#include "repl/mem/settings.h"
#include "repl/mems/mems.h"
#include "repl/program/program.h"
#include "repl/script.h"
#include "repl/study/narrate.h"

struct repl {
    const struct repl_options *options;
    struct repl_options complete; /* the same without a lab that is built */
    char *suspect;                /* complete.lab_from when `lab` named it; owned */
    struct console *console;
    struct mem *mem;
    struct mems *mems;                             /* NULL until it is first gone to */
    struct program *program;                       /* NULL until one is named */
    struct mode mem_mode, mems_mode, program_mode; /* their own rows and ours */
    struct mode *mode;                             /* whose prompt is shown */

    struct script *script; /* innermost of the files being sourced */
    bool echo;             /* of the outermost one */
    volatile sig_atomic_t is_interrupted;
};

/* ---- The commands that every mode has -------------------------------------------------------- */

static enum outcome run_help(void *context, struct console *console, int count, char **arguments)
{
    const struct repl *repl = context;
    return command_help(repl->mode, console, count > 0 ? arguments[0] : NULL);
}

static enum outcome run_mem(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    (void)console, (void)count, (void)arguments;
    repl->mode = &repl->mem_mode;
    return OUTCOME_OK;
}

static void add_common(struct repl *repl, struct mode *mode, const struct mode *own);

/* MeMS is another program, loaded when it is first asked for: most sessions never do. False with
 * *error. */
static bool open_mems(struct repl *repl, const struct repl_options *options, char **error)
{
    if (repl->mems == NULL) {
        repl->mems = mems_open(options, error);
        if (repl->mems == NULL)
            return false;
        add_common(repl, &repl->mems_mode, mems_mode(repl->mems));
    }
    return true;
}

static enum outcome refuse(const struct repl *repl, char *error)
{
    enum outcome outcome =
        command_refuse_lines(repl->console, error != NULL ? error : "no memory left");
    free(error);
    return outcome;
}

static enum outcome run_mems(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    char *error = NULL;
    bool is_new = repl->mems == NULL;
    (void)count, (void)arguments;
    if (!open_mems(repl, &repl->complete, &error))
        return refuse(repl, error);
    if (is_new)
        mems_greet(repl->mems, console);
    repl->mode = &repl->mems_mode;
    return OUTCOME_OK;
}

/* The prompt of the program that the lab's files become a part of; NULL, with the refusal printed,
 * when there is none. Lab 0 and lab 7 stay where they are. */
static struct mode *mode_of(struct repl *repl, int lab)
{
    char *error = NULL;
    if (lab == 0 || lab == SUSPECTS_LAB)
        return repl->mode == &repl->mems_mode ? repl->mode : &repl->mem_mode;
    char *program = lab_program(repl->options->home, lab, &error);
    struct mode *mode = NULL;
    if (program == NULL)
        refuse(repl, error);
    else if (strcmp(program, "server") == 0)
        mode = &repl->mem_mode;
    else if (strcmp(program, "mems") != 0)
        command_refuse(repl->console, "lab %d has no prompt: its files are a program of their own",
                       lab);
    else if (open_mems(repl, &repl->complete, &error))
        mode = &repl->mems_mode;
    else
        refuse(repl, error);
    free(program);
    return mode;
}

/* A suspect of lab 7 is a memory server and a MeMS: both prompts have it, the one that is not open
 * yet once it is. */
static enum outcome follow_suspect(struct repl *repl, struct console *console, const char *place)
{
    char *suspect = strdup(place);
    if (suspect == NULL)
        return command_refuse(console, "no memory left");
    free(repl->suspect);
    repl->suspect = suspect;
    repl->complete.lab = SUSPECTS_LAB;
    repl->complete.lab_from = suspect;
    if (repl->mode == &repl->mems_mode)
        return settings_lab(repl->mem, console, SUSPECTS_LAB, place);
    return repl->mems == NULL ? OUTCOME_OK : mems_lab(repl->mems, console, SUSPECTS_LAB, place);
}

static enum outcome run_lab(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    const char *place = count < 2 ? NULL : arguments[1];
    int64_t lab;
    if (!words_number(arguments[0], 0, INT32_MAX, &lab))
        return command_refuse(console,
                              "lab takes the number of a lab, or 0 for the complete program, "
                              "not \"%s\"",
                              arguments[0]);
    struct mode *mode = mode_of(repl, (int)lab);
    if (mode == NULL)
        return OUTCOME_ERROR;
    enum outcome outcome = mode == &repl->mems_mode
                               ? mems_lab(repl->mems, console, (int)lab, place)
                               : settings_lab(repl->mem, console, (int)lab, place);
    if (outcome != OUTCOME_OK)
        return outcome;
    repl->mode = mode;
    if (lab == 0)
        repl->complete.lab = 0;
    return lab == SUSPECTS_LAB && place != NULL ? follow_suspect(repl, console, place) : outcome;
}

/* The program that was studied before is left only when the new one stands ready. */
enum outcome repl_program(struct repl *repl, int count, const char *const *words)
{
    char *error = NULL;
    struct program *program = program_open(repl->options, repl->console, count, words, &error);
    if (program == NULL) {
        enum outcome outcome = command_refuse_lines(repl->console, error);
        free(error);
        return outcome;
    }
    repl->mode = &repl->mem_mode; /* for Ctrl-C, while the other changes */
    program_close(repl->program);
    repl->program = program;
    add_common(repl, &repl->program_mode, program_mode(program));
    repl->mode = &repl->program_mode;
    return program_greet(program, repl->console);
}

static enum outcome run_program(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    if (count > 0)
        return repl_program(repl, count, (const char *const *)arguments);
    if (repl->program == NULL)
        return command_refuse(console, "no program yet; program FILE.c builds one");
    repl->mode = &repl->program_mode;
    return OUTCOME_OK;
}

static enum outcome run_source(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    (void)console, (void)count;
    return repl_source(repl, arguments[0], repl->echo);
}

static enum outcome run_say(void *context, struct console *console, int count, char **arguments)
{
    (void)context, (void)count;
    console_wrap(console, 0, 0, arguments[0]);
    return OUTCOME_OK;
}

static enum outcome run_quit(void *context, struct console *console, int count, char **arguments)
{
    (void)context, (void)console, (void)count, (void)arguments;
    return OUTCOME_QUIT;
}

static const char *const help_words[] = {"all", NULL};

static const struct command common_rows[] = {
    {.name = "help",
     .arguments = "[COMMAND | all]",
     .help = "explain a command, or list them all",
     .example = "help serve -- explains serve, with an example",
     .most = 1,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_COMMAND,
     .words = help_words,
     .run = run_help},
    {.name = "source",
     .arguments = "FILE",
     .help = "do the commands of a session file, up to the first that fails",
     .example = "source handout/sessions/tour.mem -- a walk through the memory server",
     .least = 1,
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .run = run_source},
    {.name = "say",
     .arguments = "TEXT...",
     .help = "print the text: a session tells what it shows",
     .example = "say Type step T1. -- prints that, as a paragraph of its own",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .run = run_say},
    {.name = "mem",
     .arguments = "",
     .help = "go to the memory server and its prompt",
     .example = "mem -- shows the prompt mem>",
     .group = GROUP_MORE,
     .run = run_mem},
    {.name = "mems",
     .arguments = "",
     .help = "go to the allocator MeMS and its prompt",
     .example = "mems -- shows the prompt mems>; mem goes back, and finds all as it was",
     .group = GROUP_MORE,
     .run = run_mems},
    {.name = "lab",
     .arguments = "N [FILE]",
     .help =
         "begin anew with your own file of lab N, or the one in FILE or a folder, at the prompt "
         "of its program; 0: with the complete program",
     .example = "lab 1 -- builds labs/lab1-queue/request_queue.c into the memory server",
     .least = 1,
     .most = 2,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .run = run_lab},
    {.name = "program",
     .arguments = "[--cc CC] [FILE... [-- WORD...]]",
     .help =
         "build the C program that the files make, which has a main() of its own, and go to its "
         "prompt; what stands behind -- are its arguments, < FILE what it reads, CC its compiler "
         "if not gcc; alone: go back to its prompt",
     .example = "program handout/examples/programs/counter.c -- shows the prompt prog>",
     .most = COMMAND_WORDS_MOST,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .run = run_program},
    {.name = "quit",
     .arguments = "",
     .help = "leave; so does Ctrl-D",
     .example = "quit -- nothing is kept that was not saved",
     .group = GROUP_MORE,
     .letter = 'q',
     .run = run_quit},
    {.name = NULL},
};

/* ---- Life cycle ------------------------------------------------------------------------------ */

static void add_common(struct repl *repl, struct mode *mode, const struct mode *own)
{
    *mode = *own;
    mode->common = common_rows;
    mode->common_context = repl;
}

/* The memory server is always at hand; for a lab of MeMS that is there, too, and begins. */
static bool open_programs(struct repl *repl, char **error)
{
    const struct repl_options *options = repl->options;
    char *program = options->lab == 0 ? NULL : lab_program(options->home, options->lab, error);
    if (options->lab != 0 && program == NULL)
        return false;
    bool is_mems = program != NULL && strcmp(program, "mems") == 0;
    free(program);
    repl->mem = mem_open(is_mems ? &repl->complete : options, repl->console, error);
    if (repl->mem == NULL)
        return false;
    add_common(repl, &repl->mem_mode, mem_mode(repl->mem));
    repl->mode = is_mems ? &repl->mems_mode : &repl->mem_mode;
    return !is_mems || open_mems(repl, options, error);
}

struct repl *repl_open(const struct repl_options *options, struct console *console, char **error)
{
    struct repl *repl = calloc(1, sizeof *repl);
    if (repl == NULL) {
        *error = strdup("no memory left for a session");
        return NULL;
    }
    repl->options = options;
    repl->console = console;
    repl->complete = *options;
    repl->complete.lab = lab_is_ready(options) ? options->lab : 0;
    if (open_programs(repl, error))
        return repl;
    repl_close(repl);
    return NULL;
}

void repl_close(struct repl *repl)
{
    if (repl == NULL)
        return;
    mem_close(repl->mem);
    mems_close(repl->mems);
    program_close(repl->program);
    free(repl->suspect);
    free(repl);
}

const struct mode *repl_mode(const struct repl *repl)
{
    return repl->mode;
}

struct console *repl_console(const struct repl *repl)
{
    return repl->console;
}

void repl_greet(struct repl *repl)
{
    if (repl->mode == &repl->mems_mode)
        mems_greet(repl->mems, repl->console);
    else
        mem_greet(repl->mem, repl->console);
}

/* ---- Lines and files ------------------------------------------------------------------------- */

void repl_interrupt(struct repl *repl)
{
    repl->is_interrupted = 1;
    if (repl->mode->interrupt != NULL)
        repl->mode->interrupt(repl->mode->context);
}

bool repl_was_interrupted(const struct repl *repl)
{
    return repl->is_interrupted;
}

enum outcome repl_line(struct repl *repl, const char *line)
{
    if (repl->script == NULL)
        repl->is_interrupted = 0;
    return command_run(repl->mode, repl->console, line);
}

static enum outcome source_line(struct repl *repl, const char *line)
{
    if (repl->echo && line[strspn(line, " \t")] != '\0')
        fprintf(repl->console->out, "%s%s\n", repl->mode->prompt, line);
    enum outcome outcome = repl_line(repl, line);
    fflush(repl->console->out);
    if (repl->is_interrupted && outcome != OUTCOME_QUIT)
        return command_refuse(repl->console, "interrupted");
    return outcome;
}

static enum outcome source_lines(struct repl *repl, struct script *script)
{
    enum outcome outcome = OUTCOME_OK;
    struct console *console = repl->console;
    const char *line;
    char *error = NULL;
    while (outcome == OUTCOME_OK) {
        line = script_next(script, &error);
        console->file = script_name(script);
        console->line = script_line(script);
        if (line == NULL)
            break;
        outcome = source_line(repl, line);
        if (ferror(console->out)) /* nobody reads, or the disk is full */
            outcome = OUTCOME_ERROR;
    }
    if (error != NULL)
        outcome = command_refuse(console, "%s", error);
    free(error);
    return outcome;
}

enum outcome repl_source(struct repl *repl, const char *path, bool echo)
{
    const struct console before = *repl->console;
    struct script *outer = repl->script;
    char *error;
    struct script *script = script_open(path, outer, &error);
    if (script == NULL) {
        command_refuse(repl->console, "%s", error != NULL ? error : "no memory left");
        free(error);
        return OUTCOME_ERROR;
    }
    const bool echo_before = repl->echo;
    if (outer == NULL)
        repl->is_interrupted = 0;
    repl->script = script;
    repl->echo = echo;
    enum outcome outcome = source_lines(repl, script);
    repl->script = outer;
    repl->echo = echo_before;
    repl->console->file = before.file;
    repl->console->line = before.line;
    script_close(script);
    return outcome;
}
