#include "repl/program/program.h"

#include "program/suspects.h"
#include "repl/act/asking.h"
#include "repl/act/blocks.h"
#include "repl/act/scheduling.h"
#include "repl/act/stepping.h"
#include "repl/explore/exploring.h"
#include "repl/explore/splitting.h"
#include "repl/export/schedule.h"
#include "repl/inspect/describing.h"
#include "repl/inspect/explaining.h"
#include "repl/inspect/looking.h"
#include "repl/inspect/printing.h"
#include "repl/inspect/stack.h"
#include "repl/inspect/tracing.h"
#include "repl/program/building.h"
#include "repl/program/figures.h"
#include "repl/program/request.h"
#include "repl/travel/travel.h"
#include "repl/words/narrate.h"
#include "repl/words/resting.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

struct program {
    struct study study; /* first: the commands of study/ get the same pointer */
    struct mode mode;
    struct request request;
    struct building building;
    uint32_t hash; /* of this program, as a session keeps it */
};

/* ---- What study/ asks of this mode ----------------------------------------------------------- */

static void hook_settings(const struct study *study, FILE *file, const char *path)
{
    const struct program *program = (const struct program *)study;
    request_write(&program->request, program->hash, file, path);
}

static const struct study_hooks hooks = {.settings = hook_settings};

/* ---- expect ---------------------------------------------------------------------------------- */

/* ended */
static enum verdict expect_ended(struct study *study, int count, struct words *got)
{
    bool has_ended = resting_has_ended(study);
    words_add(got, has_ended ? "a program that has ended" : "one that has not");
    if (count != 1)
        return VERDICT_UNKNOWN;
    return has_ended ? VERDICT_HOLDS : VERDICT_FAILS;
}

static enum verdict judge(void *context, int count, char **words, struct words *got)
{
    if (strcmp(words[0], "ended") == 0)
        return expect_ended(context, count, got);
    return asking_expect(context, count, words, got);
}

static enum outcome run_expect(void *context, struct console *console, int count, char **arguments)
{
    (void)count;
    return asking_judge(console, arguments[0], judge, context);
}

static bool topic(void *context, struct console *console, const char *name)
{
    static const struct console_form rows[] = {
        {"thread NAME STATE", "main, T1, ...; ready, blocked, done, ..."},
        {"ended", "main has returned, exit() was called, or all threads have ended"},
        {"deadlock, no deadlock", "nobody can run, and somebody waits"},
        {"event NAME, no event", "what ended the run: use after free, ..."},
        {"step N", "so many steps were taken"},
        {"result == N", "what the last call returned"},
        {"NAME == N", "a variable; also != < <= > >="},
    };
    (void)context;
    if (strcmp(name, "expect") != 0)
        return explore_wish_explain(console, name);
    asking_explain(console, rows, sizeof rows / sizeof rows[0]);
    return true;
}

static const char *const first[] = {"explore", NULL};
static const char *const topics[] = {"expect", NULL};

static const struct command expect_commands[] = {
    {.name = "expect",
     .arguments = "EXPECTATION",
     .help = "check what should be the case; a script ends where it is not",
     .example = "expect thread T1 blocked -- T1 waits and cannot go on",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .run = run_expect},
    {.name = NULL},
};

/* ---- The mode -------------------------------------------------------------------------------- */

static const struct command *const tables[] = {
    stepping_commands,   scheduling_commands, blocks_commands,          travel_commands,
    history_commands,    looking_commands,    explaining_commands,      tracing_commands,
    asking_commands,     printing_commands,   printing_set_commands,    stack_commands,
    describing_commands, stops_commands,      splitting_commands,       exploring_commands,
    figures_commands,    expect_commands,     schedule_export_commands, NULL,
};

static void interrupt(void *context)
{
    study_interrupt(context);
}

/* What constructors printed while the program was loaded is kept for the greeting. */
static bool start(struct program *program, char **error)
{
    struct stepper *stepper = program->study.stepper;
    stepper_gather(stepper, true);
    bool is_started =
        building_start(&program->building, &program->request, program->study.image, stepper, error);
    stepper_gather(stepper, false);
    return is_started;
}

/* Fills a program of all zeros. False with *error; program_close() takes it all the same. */
static bool begin(struct program *program, const struct repl_options *options, int count,
                  const char *const *words, const char *session, char **error)
{
    struct study *study = &program->study;
    const struct request *request = &program->request;
    struct building *building = &program->building;
    if (!request_read(&program->request, count, words, session, error) ||
        !building_make(building, request, options->home, error) ||
        !study_open(study, building->path, error))
        return false;
    lines_look_below(study->lines, options->home);
    stepper_be_patient(study->stepper, (struct patience){.ticks_of_step = request_ticks(request)});
    study->hooks = &hooks;
    study->mode = &program->mode;
    program->hash = building_hash(building, study->image);
    return start(program, error);
}

struct program *program_open(const struct repl_options *options, struct console *console, int count,
                             const char *const *words, char **error)
{
    struct program *program = calloc(1, sizeof *program);
    *error = NULL;
    if (program == NULL)
        return NULL;
    program->mode = (struct mode){
        .name = "program",
        .prompt = "prog> ",
        .context = program,
        .tables = tables,
        .candidates = looking_candidates,
        .interrupt = interrupt,
        .topic = topic,
        .first = first,
        .topics = topics,
    };
    if (begin(program, options, count, words, console->file, error))
        return program;
    program_close(program);
    return NULL;
}

void program_close(struct program *program)
{
    if (program == NULL)
        return;
    study_close(&program->study);
    building_remove(&program->building);
    request_free(&program->request);
    free(program);
}

const struct mode *program_mode(struct program *program)
{
    return &program->mode;
}

struct study *program_study(struct program *program)
{
    return &program->study;
}

void program_name(const struct program *program, char *name, size_t size)
{
    request_name(&program->request, name, size);
}

bool program_is_test(const struct program *program)
{
    return program->request.lab != NULL && atoi(program->request.lab) == SUSPECTS_LAB;
}

const char *program_messages(const struct program *program)
{
    return program->building.messages;
}

bool program_lacks_input(const struct program *program)
{
    static const char *const readers[] = {
        "memrepl_stdin",         "memrepl_getchar*",       "memrepl_scanf", "memrepl_vscanf",
        "memrepl___isoc*_scanf", "memrepl___isoc*_vscanf", "memrepl_read",
    };
    size_t count;
    const struct use *uses = image_uses(program->study.image, &count);
    for (size_t index = 0; program->request.input == NULL && index < count; index++)
        for (size_t reader = 0; reader < sizeof readers / sizeof readers[0]; reader++)
            if (fnmatch(readers[reader], uses[index].name, 0) == 0)
                return true;
    return false;
}

enum outcome program_greet(struct program *program, struct console *console)
{
    const struct request *request = &program->request;
    char name[64];
    fputs(program->building.messages, console->out);
    if (request->has_hash && request->hash != program->hash)
        words_say(console,
                  "%sThe program has changed since this session was saved, or CFLAGS differ:%s its "
                  "steps are done as far as they fit.",
                  console_colour(console, COLOUR_YELLOW), console_colour(console, COLOUR_PLAIN));
    request_name(request, name, sizeof name);
    narrate_output(&program->study, console);
    words_say(console, "%s: main stands before its first step.", name);
    return resting_next(&program->study, console, NO_THREAD);
}
