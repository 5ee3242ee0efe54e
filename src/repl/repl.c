/* repl.c: the modes, the commands that every mode has, and the option values of repl.h. */
#include "repl/repl.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "program/labs.h"
#include "repl/mem/mem.h"
#include "repl/mems/mems.h"
#include "repl/script.h"

struct repl {
    const struct repl_options *options;
    struct console *console;
    struct mem *mem;
    struct mems *mems;               /* NULL until it is first gone to */
    struct mode mem_mode, mems_mode; /* their own rows and ours */
    struct mode *mode;               /* whose prompt is shown */

    struct script *script; /* innermost of the files being sourced */
    bool echo;             /* of the outermost one */
    volatile sig_atomic_t is_interrupted;
};

/* ---- Options --------------------------------------------------------------------------------- */

#define THREADS_MOST 60                /* each needs a mark of its own in the memory array */
#define MEMORY_STEPPED_MOST (1L << 16) /* bytes; the array must fit the subject's arena */
#define MEMORY_NATIVE_MOST (1L << 30)  /* bytes */

static const struct limits {
    const char *name, *what;
    long least, most, most_native, usual;
} limits[] = {
    {"seed", "a number", 0, UINT_MAX, UINT_MAX, 1},
    {"threads", "a number of request threads", 1, THREADS_MOST, THREADS_MOST, 10},
    {"memory", "a number of bytes", 1, MEMORY_STEPPED_MOST, MEMORY_NATIVE_MOST, 150},
    {"lab", "the number of a lab", 1, 0, 0, 0}, /* to the last of program/labs.h */
};
enum { OPTION_SEED, OPTION_THREADS, OPTION_MEMORY, OPTION_LAB, OPTION_COUNT };
static_assert(sizeof limits / sizeof limits[0] == OPTION_COUNT, "a row for each option");

static long most_of(const struct limits *limit, bool is_native)
{
    int labs = 0;
    if (limit != &limits[OPTION_LAB])
        return is_native ? limit->most_native : limit->most;
    while (labs_find(labs + 1) != NULL)
        labs++;
    return labs;
}

static long get_option(const struct repl_options *options, int which)
{
    switch (which) {
    case OPTION_SEED:
        return (long)options->seed;
    case OPTION_THREADS:
        return options->threads;
    case OPTION_MEMORY:
        return options->memory;
    default:
        return options->lab;
    }
}

static void put_option(struct repl_options *options, int which, long value)
{
    switch (which) {
    case OPTION_SEED:
        options->seed = (unsigned)value;
        break;
    case OPTION_THREADS:
        options->threads = (int)value;
        break;
    case OPTION_MEMORY:
        options->memory = (int)value;
        break;
    default:
        options->lab = (int)value;
    }
}

void repl_options_init(struct repl_options *options, const char *home)
{
    *options = (struct repl_options){.home = home};
    for (int i = 0; i < OPTION_COUNT; i++)
        put_option(options, i, limits[i].usual);
}

static int find_option(const char *name)
{
    int which = 0;
    while (which < OPTION_COUNT && strcmp(limits[which].name, name) != 0)
        which++;
    return which;
}

void repl_options_print_limits(const char *name, FILE *out)
{
    int which = find_option(name);
    if (which == OPTION_COUNT)
        return;
    long least = limits[which].least, most = most_of(&limits[which], false);
    fprintf(out, " (%ld", least);
    if (most > least)
        fprintf(out, " to %ld", most);
    if (limits[which].usual >= limits[which].least)
        fprintf(out, ", default %ld", limits[which].usual);
    fprintf(out, ")");
}

void repl_options_print(const struct repl_options *options, FILE *out)
{
    for (int i = 0; i < OPTION_COUNT; i++)
        if (get_option(options, i) != limits[i].usual)
            fprintf(out, " --%s %ld", limits[i].name, get_option(options, i));
    if (options->lab_from != NULL)
        fprintf(out, " --from %s", options->lab_from);
}

/* Digits alone: strtol would also take blanks, signs and 0x. */
static bool read_number(const char *text, long *number)
{
    char *end;
    if (text[0] < '0' || text[0] > '9')
        return false;
    errno = 0;
    *number = strtol(text, &end, 10);
    return *end == '\0' && errno == 0;
}

bool repl_options_set(struct repl_options *options, const char *name, const char *value,
                      bool is_native, char **error)
{
    int which = find_option(name);
    if (which == OPTION_COUNT) {
        if (asprintf(error, "there is no option \"%.40s\"", name) < 0)
            *error = NULL;
        return false;
    }
    const struct limits *limit = &limits[which];
    long number, most = most_of(limit, is_native);
    if (!read_number(value, &number) || number < limit->least || number > most) {
        if (asprintf(error, "%s takes %s from %ld to %ld, not \"%.40s\"", name, limit->what,
                     limit->least, most, value) < 0)
            *error = NULL;
        return false;
    }
    put_option(options, which, number);
    return true;
}

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

/* MeMS is another program, loaded when it is first asked for: most sessions never do. */
static enum outcome run_mems(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    char *error = NULL;
    (void)count, (void)arguments;
    if (repl->mems == NULL) {
        repl->mems = mems_open(repl->options, &error);
        if (repl->mems == NULL) {
            command_refuse(console, "%s", error != NULL ? error : "no memory left");
            free(error);
            return OUTCOME_ERROR;
        }
        add_common(repl, &repl->mems_mode, mems_mode(repl->mems));
        mems_greet(repl->mems, console);
    }
    repl->mode = &repl->mems_mode;
    return OUTCOME_OK;
}

static enum outcome run_source(void *context, struct console *console, int count, char **arguments)
{
    struct repl *repl = context;
    (void)console, (void)count;
    return repl_source(repl, arguments[0], repl->echo);
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

struct repl *repl_open(const struct repl_options *options, struct console *console, char **error)
{
    struct repl *repl = calloc(1, sizeof *repl);
    if (repl == NULL) {
        *error = strdup("no memory left for a session");
        return NULL;
    }
    repl->options = options;
    repl->console = console;
    repl->mem = mem_open(options, console, error);
    if (repl->mem == NULL) {
        free(repl);
        return NULL;
    }
    add_common(repl, &repl->mem_mode, mem_mode(repl->mem));
    repl->mode = &repl->mem_mode;
    return repl;
}

void repl_close(struct repl *repl)
{
    if (repl == NULL)
        return;
    mem_close(repl->mem);
    mems_close(repl->mems);
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
