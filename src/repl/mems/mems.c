#include "repl/mems/mems.h"

#include "program/text.h"
#include "repl/act/asking.h"
#include "repl/act/scheduling.h"
#include "repl/act/stepping.h"
#include "repl/export/map.h"
#include "repl/inspect/describing.h"
#include "repl/inspect/looking.h"
#include "repl/inspect/printing.h"
#include "repl/inspect/stack.h"
#include "repl/inspect/tracing.h"
#include "repl/lab.h"
#include "repl/mems/access.h"
#include "repl/mems/calls.h"
#include "repl/mems/expecting.h"
#include "repl/mems/loading.h"
#include "repl/mems/replay.h"
#include "repl/mems/showing.h"
#include "repl/travel/travel.h"
#include "repl/words/narrate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *const placement_names[] = {"first", "best", "worst", "next", NULL};
static_assert(sizeof placement_names / sizeof placement_names[0] == PLACEMENTS + 1,
              "each placement has a name");

/* ---- Acting ---------------------------------------------------------------------------------- */

const struct heap *mems_look(struct mems *mems)
{
    if (stepper_position(mems->study.stepper) == mems->now.position)
        return &mems->now;
    struct heap older = mems->before;
    mems->before = mems->now;
    mems->now = older;
    heap_take(&mems->now, &mems->study, &mems->layout);
    return &mems->now;
}

/* True when main stands before its first step: the choice before this position began it. */
static bool is_unbegun(const struct thread *thread)
{
    return thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_START;
}

bool mems_may_call(struct mems *mems, struct console *console)
{
    const struct thread *main = study_thread(&mems->study, MEMS_MAIN);
    struct symbol symbol = {.name = "a call"};
    if (!stepping_may_act(&mems->study, console))
        return false;
    if (is_unbegun(main))
        stepper_goto(mems->study.stepper, stepper_position(mems->study.stepper) - 1);
    mems_look(mems);
    mems->is_interrupted = 0;
    if (main->phase == PHASE_UNUSED || main->phase == PHASE_DONE)
        return true;
    image_symbol_at(mems->study.image, main->function, &symbol);
    command_refuse(console,
                   "main is in the middle of %s; next goes on to its end, undo takes it back",
                   symbol.name);
    return false;
}

bool mems_call(struct mems *mems, uint64_t function, uint64_t first, uint64_t second,
               struct stop *stop, uint64_t *result)
{
    struct study *study = &mems->study;
    const uint64_t arguments[] = {first, second};
    *stop = asking_call(study, function, arguments, 2);
    const struct thread *main = study_thread(study, MEMS_MAIN);
    *result = main->result;
    return stop->reason == STOP_ENDED && main->phase == PHASE_DONE;
}

/* ---- What study/ asks of this mode ----------------------------------------------------------- */

static void hook_name(const struct study *study, thread_slot slot, char *text, size_t size)
{
    (void)study, (void)slot;
    snprintf(text, size, "main");
}

static void hook_strokes(const struct study *study, struct words *words)
{
    if (!machine_anyone_can_run(study_machine(study)))
        words_add(words, ": malloc, free or get");
}

/* Also notes the state after every movement, back and forth, for the marks of map. In the middle
 * of a call the chains need not hold together. */
static void hook_check(struct study *study, struct console *console)
{
    struct mems *mems = (struct mems *)study;
    struct words words;
    words_clear(&words);
    mems_look(mems);
    if (study_state(study, MEMS_MAIN) != STATE_RUNNING)
        heap_check(&mems->now, &words);
    if (words.used > 0)
        words_say(console, "%sCheck:%s %s.", console_colour(console, COLOUR_YELLOW),
                  console_colour(console, COLOUR_PLAIN), words.text);
}

static void hook_settings(const struct study *study, FILE *file, const char *path)
{
    (void)path;
    const struct mems *mems = (const struct mems *)study;
    const struct repl_options *settings = &mems->settings;
    if (settings->lab == 0)
        fprintf(file, "mems\nplacement %s\n", placement_names[mems->placement]);
    else
        lab_write(settings, file);
}

static const struct study_hooks hooks = {
    .named_slots = 1,
    .rests_quietly = true,
    .name = hook_name,
    .strokes = hook_strokes,
    .check = hook_check,
    .settings = hook_settings,
};

/* ---- Beginning ------------------------------------------------------------------------------- */

static void end_session(struct mems *mems)
{
    study_close(&mems->study);
    heap_close(&mems->before);
    heap_close(&mems->now);
    if (mems->built != NULL)
        unlink(mems->built);
    free(mems->built);
    mems->built = NULL;
}

/* Fills in `mems`, all zeros but for settings, lab_from and placement. False with *error, and
 * nothing to end. */
static bool begin_session(struct mems *mems, char **error)
{
    const char *missing = NULL;
    char *path = loading_path(&mems->settings, mems->placement, error);
    bool is_open = path != NULL && study_open(&mems->study, path, error);
    if (is_open)
        lines_look_below(mems->study.lines, mems->settings.home);
    if (!lab_is_ready(&mems->settings))
        mems->built = path;
    else
        free(path);
    if (!is_open) {
        end_session(mems);
        return false;
    }
    if (!loading_find(&mems->program, mems->study.image, error) ||
        !heap_find_layout(&mems->layout, &mems->study, &missing)) {
        if (missing != NULL)
            *error = text_format("the program has no \"%s\" as MeMS publishes it", missing);
        end_session(mems);
        return false;
    }
    mems->hooks = hooks;
    mems->study.hooks = &mems->hooks;
    mems->study.mode = &mems->mode;
    mems->study.prompt = MEMS_MAIN;
    heap_take(&mems->now, &mems->study, &mems->layout);
    return true;
}

/* Begins anew with these settings. False, with the refusal printed and nothing changed, when it
 * cannot. */
static bool begin_anew(struct mems *mems, struct console *console,
                       const struct repl_options *settings, enum placement placement)
{
    char *error = NULL;
    struct mems *fresh = calloc(1, sizeof *fresh);
    if (fresh != NULL) {
        fresh->settings = *settings;
        fresh->lab_from = mems->lab_from;
        fresh->placement = placement;
    }
    if (fresh == NULL || !begin_session(fresh, &error)) {
        command_refuse_lines(console, error != NULL ? error : "no memory left to begin anew");
        free(error);
        free(fresh);
        return false;
    }
    end_session(mems);
    fresh->mode = mems->mode;
    *mems = *fresh;
    mems->study.hooks = &mems->hooks;
    mems->study.mode = &mems->mode;
    free(fresh);
    return true;
}

/* Refuses to begin anew in the middle of a display. */
static bool may_begin(const struct mems *mems, struct console *console)
{
    if (mems->study.is_displaying)
        command_refuse(console, "a display only looks: this would begin a fresh session");
    return !mems->study.is_displaying;
}

/* ---- Labs ------------------------------------------------------------------------------------ */

/* "first fit", or "lab 5 with your files": which MeMS it is. */
static void describe(const struct mems *mems, char *text, size_t size)
{
    if (mems->settings.lab == 0)
        snprintf(text, size, "%s fit", placement_names[mems->placement]);
    else
        snprintf(text, size, "lab %d %.20s", mems->settings.lab, lab_whose(&mems->settings));
}

enum outcome mems_lab(struct mems *mems, struct console *console, int lab, const char *place)
{
    struct repl_options settings = mems->settings;
    char text[40], *from = place == NULL ? NULL : strdup(place);
    settings.lab = lab;
    if (place != NULL)
        settings.lab_from = from;
    bool is_begun = may_begin(mems, console) &&
                    begin_anew(mems, console, &settings, lab == 0 ? mems->placement : 0);
    if (is_begun && from != NULL) {
        free(mems->lab_from);
        mems->lab_from = from;
    } else {
        free(from);
    }
    if (!is_begun)
        return OUTCOME_ERROR;
    describe(mems, text, sizeof text);
    words_say(console, "A fresh session: %s, nothing mapped yet.", text);
    return OUTCOME_OK;
}

/* ---- placement ------------------------------------------------------------------------------- */

static enum outcome choose_placement(struct mems *mems, struct console *console,
                                     enum placement which)
{
    if (!may_begin(mems, console))
        return OUTCOME_ERROR;
    if (mems->settings.lab != 0)
        return command_refuse(console, "the MeMS of a lab places as it was written; lab 0 goes "
                                       "back to the complete one");
    if (which == mems->placement && mems->study.history.count == 0)
        return OUTCOME_OK;
    if (!begin_anew(mems, console, &mems->settings, which))
        return OUTCOME_ERROR;
    words_say(console, "A fresh session: %s fit, nothing mapped yet.", placement_names[which]);
    return OUTCOME_OK;
}

static enum outcome run_placement(void *context, struct console *console, int count,
                                  char **arguments)
{
    struct mems *mems = context;
    enum placement which = 0;
    if (count == 0) {
        char text[40];
        describe(mems, text, sizeof text);
        words_say(console, "%s.", text);
        return OUTCOME_OK;
    }
    while (which < PLACEMENTS && strcmp(arguments[0], placement_names[which]) != 0)
        which++;
    if (which == PLACEMENTS)
        return command_refuse(console, "no placement \"%.40s\"; first, best, worst or next",
                              arguments[0]);
    return choose_placement(mems, console, which);
}

static const struct command beginning_commands[] = {
    {.name = "placement",
     .arguments = "[first|best|worst|next]",
     .help = "begin anew with a MeMS that chooses holes otherwise",
     .example = "placement best -- the smallest hole that is large enough",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = placement_names,
     .run = run_placement},
    {.name = NULL},
};

/* ---- The mode -------------------------------------------------------------------------------- */

static const struct command *const tables[] = {
    calls_commands,    beginning_commands,    access_commands,     showing_commands,
    replay_commands,   stepping_commands,     scheduling_commands, travel_commands,
    history_commands,  looking_commands,      tracing_commands,    asking_commands,
    printing_commands, printing_set_commands, stack_commands,      describing_commands,
    stops_commands,    expecting_commands,    map_export_commands, NULL,
};

static void interrupt(void *context)
{
    struct mems *mems = context;
    mems->is_interrupted = 1;
    study_interrupt(&mems->study);
}

/* The names of blocks that begin with the prefix, where an address can stand. */
static char **candidates(void *context, enum argument_kind kind, const char *prefix)
{
    const struct mems *mems = context;
    int count = 0;
    if (kind != ARGUMENT_ID)
        return looking_candidates(context, kind, prefix);
    char **names = calloc((size_t)mems->names.count + 1, sizeof *names);
    for (int n = 0; names != NULL && n < mems->names.count; n++)
        if (strncmp(mems->names.text[n], prefix, strlen(prefix)) == 0)
            count += (names[count] = strdup(mems->names.text[n])) != NULL;
    return names;
}

static const char *const topics[] = {"expect", NULL};

static bool topic(void *context, struct console *console, const char *name)
{
    (void)context;
    if (strcmp(name, "expect") != 0)
        return false;
    expecting_explain(console);
    return true;
}

struct mems *mems_open(const struct repl_options *options, char **error)
{
    struct mems *mems = calloc(1, sizeof *mems);
    *error = NULL;
    if (mems == NULL)
        return NULL;
    mems->settings = *options;
    mems->mode = (struct mode){
        .name = "mems",
        .prompt = "mems> ",
        .context = mems,
        .tables = tables,
        .candidates = candidates,
        .interrupt = interrupt,
        .topic = topic,
        .topics = topics,
    };
    if (begin_session(mems, error))
        return mems;
    free(mems);
    return NULL;
}

void mems_close(struct mems *mems)
{
    if (mems == NULL)
        return;
    end_session(mems);
    free(mems->lab_from);
    free(mems);
}

const struct mode *mems_mode(struct mems *mems)
{
    return &mems->mode;
}

const struct command *const *mems_tables(void)
{
    return tables;
}

void mems_greet(const struct mems *mems, struct console *console)
{
    char text[40];
    describe(mems, text, sizeof text);
    words_say(console, "MeMS: pages of %d bytes, %s, nothing mapped yet. Type help.",
              HEAP_PAGE_BYTES, text);
}
