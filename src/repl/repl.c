/* repl.c: lines and files, and the commands that every mode has. */
#include "repl/repl.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "program/host/mishaps.h"
#include "repl/modes.h"
#include "repl/script.h"
#include "repl/tour/tour.h"
#include "repl/words/narrate.h"

struct repl {
    struct console *console;
    struct modes modes;

    struct tour tour;
    bool is_new_lesson;    /* the line that is being done began or ended the tour */
    bool is_typing;        /* a line is being done that the tour will hear of */
    struct script *script; /* innermost of the files being sourced */
    bool echo;             /* of the outermost one */
    volatile sig_atomic_t is_interrupted;
};

/* ---- The tour -------------------------------------------------------------------------------- */

/* Does one line; what it prints goes nowhere. */
static enum outcome do_quietly(void *context, const char *line)
{
    struct repl *repl = context;
    const struct console before = *repl->console;
    FILE *nowhere = fopen("/dev/null", "we");
    if (nowhere == NULL) {
        mishap_note("no memory left to follow the tour");
        return OUTCOME_ERROR;
    }
    repl->console->out = nowhere;
    repl->console->is_terminal = false;
    enum outcome outcome = command_run(repl->modes.mode, repl->console, line);
    *repl->console = before;
    fclose(nowhere);
    return outcome;
}

/* Does a line that was typed. Those that it does in its turn, of a file, are no affair of the tour; nor
 * is one that begins a lesson. */
static enum outcome do_typed(struct repl *repl, const char *line)
{
    const struct tour_stage stage = {do_quietly, repl};
    const struct command *row = command_of_line(repl->modes.mode, line);
    size_t lesson = repl->tour.lesson;
    bool is_empty = line[strspn(line, " \t\r\n")] == '\0' || line[strspn(line, " \t")] == '#';
    repl->is_typing = true;
    enum outcome outcome = command_run(repl->modes.mode, repl->console, line);
    repl->is_typing = false;
    if (!is_empty && lesson != 0 && !repl->is_new_lesson)
        tour_hear(&repl->tour, &stage, repl->console, row, outcome);
    repl->is_new_lesson = false;
    return outcome;
}

/* ---- The commands that every mode has -------------------------------------------------------- */

static enum outcome run_help(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    const struct tour_stage stage = {do_quietly, repl};
    if (count > 0 && strcmp(arguments[0], "tour") == 0) {
        repl->is_new_lesson = true;
        return tour_begin(&repl->tour, &stage, console, count > 1 ? arguments[1] : NULL);
    }
    if (count > 1)
        return command_refuse(console, "help takes one word; only help tour takes a number, too");
    return command_help(repl->modes.mode, console, count > 0 ? arguments[0] : NULL);
}

static enum outcome run_mem(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    (void)console, (void)count, (void)arguments;
    modes_go_to_mem(&repl->modes);
    return OUTCOME_OK;
}

static enum outcome run_mems(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    (void)console, (void)count, (void)arguments;
    return modes_go_to_mems(&repl->modes);
}

static enum outcome run_lab(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    int64_t lab;
    if (!words_number(arguments[0], 0, INT32_MAX, &lab))
        return command_refuse(console,
                              "lab takes the number of a lab, or 0 for the complete program, "
                              "not \"%s\"",
                              arguments[0]);
    if (lab == 0 && count > 1)
        return command_refuse(console, "lab 0 is the complete program, which takes no \"%s\"",
                              arguments[1]);
    return modes_go_to_lab(&repl->modes, (int)lab, count < 2 ? NULL : arguments[1]);
}

static enum outcome run_program(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    (void)console;
    return count > 0 ? repl_program(repl, count, (const char *const *)arguments)
                     : modes_go_to_program(&repl->modes);
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

static const char *const help_words[] = {"all", "tour", NULL};

static const struct command common_rows[] = {
    {.name = "help",
     .arguments = "[COMMAND | all | tour]",
     .help = "explain a command, list them all, or begin a tour of ten minutes",
     .example = "help serve -- explains serve, with an example",
     .most = 2,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_COMMAND,
     .words = help_words,
     .run = run_help},
    {.name = "source",
     .reaches_out = true,
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
     .reaches_out = true,
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
     .reaches_out = true,
     .arguments = "[--cc CC] [--ticks N] [FILE... [-- WORD...]]",
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

struct repl *repl_open(const struct repl_options *options, struct console *console, char **error)
{
    struct repl *repl = calloc(1, sizeof *repl);
    if (repl == NULL) {
        *error = strdup("no memory left for a session");
        return NULL;
    }
    repl->console = console;
    if (modes_open(&repl->modes, options, console, common_rows, repl, error))
        return repl;
    repl_close(repl);
    return NULL;
}

void repl_close(struct repl *repl)
{
    if (repl == NULL)
        return;
    modes_close(&repl->modes);
    free(repl);
}

const struct mode *repl_mode(const struct repl *repl)
{
    return repl->modes.mode;
}

struct console *repl_console(const struct repl *repl)
{
    return repl->console;
}

void repl_greet(struct repl *repl)
{
    modes_greet(&repl->modes);
}

enum outcome repl_program(struct repl *repl, int count, const char *const *words)
{
    return modes_begin_program(&repl->modes, count, words);
}

/* ---- Lines and files ------------------------------------------------------------------------- */

void repl_interrupt(struct repl *repl)
{
    repl->is_interrupted = 1;
    if (repl->modes.mode->interrupt != NULL)
        repl->modes.mode->interrupt(repl->modes.mode->context);
}

bool repl_was_interrupted(const struct repl *repl)
{
    return repl->is_interrupted;
}

enum outcome repl_line(struct repl *repl, const char *line)
{
    if (repl->script == NULL)
        repl->is_interrupted = 0;
    enum outcome outcome =
        repl->is_typing ? command_run(repl->modes.mode, repl->console, line) : do_typed(repl, line);
    if (repl->is_interrupted) /* what it cut short of the output is no error */
        clearerr(repl->console->out);
    return outcome;
}

static enum outcome source_line(struct repl *repl, const char *line)
{
    if (repl->echo && line[strspn(line, " \t")] != '\0')
        fprintf(repl->console->out, "%s%s\n", repl->modes.mode->prompt, line);
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
    char *error = NULL;
    while (outcome == OUTCOME_OK) {
        const char *line = script_next(script, &error);
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
