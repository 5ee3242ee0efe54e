#include "repl/mem/settings.h"

#include "repl/act/stepping.h"
#include "repl/inspect/printing.h"
#include "repl/words/narrate.h"

#include <stdlib.h>
#include <string.h>

static const char *const placements[] = {"first", "next", "best", "worst", NULL};
enum { PLACEMENTS = sizeof placements / sizeof placements[0] - 1, WIDTH_MOST = 1000 };

/* ---- set, show ------------------------------------------------------------------------------- */

/* Sets what belongs to the console. False when `name` does not; *is_fine tells whether it could. */
static bool set_console(struct console *console, const char *name, const char *value, bool *is_fine)
{
    int64_t width;
    *is_fine = true;
    if (strcmp(name, "width") == 0) {
        *is_fine = words_number(value, CONSOLE_WIDTH_LEAST, WIDTH_MOST, &width);
        if (*is_fine)
            console->width = (int)width;
        else
            command_refuse(console, "width takes a number of columns from %d to %d, not \"%s\"",
                           CONSOLE_WIDTH_LEAST, WIDTH_MOST, value);
        return true;
    }
    if (strcmp(name, "colour") == 0) {
        *is_fine = strcmp(value, "on") == 0 || strcmp(value, "off") == 0;
        if (*is_fine)
            console->has_colour = strcmp(value, "on") == 0;
        else
            command_refuse(console, "colour takes on or off, not \"%s\"", value);
        return true;
    }
    return false;
}

/* What show tells besides the settings, each with a command of its own. */
static bool is_command(const char *name)
{
    return strcmp(name, "placement") == 0 || strcmp(name, "scheduler") == 0 ||
           strcmp(name, "lab") == 0;
}

static bool set_option(struct repl_options *settings, struct console *console, const char *name,
                       const char *value)
{
    char *error = NULL;
    if (strcmp(name, "lab") != 0 && repl_options_set(settings, name, value, false, &error))
        return true;
    bool is_known =
        strcmp(name, "threads") == 0 || strcmp(name, "memory") == 0 || strcmp(name, "seed") == 0;
    if (is_known)
        command_refuse(console, "%s", error != NULL ? error : "no memory left");
    else if (is_command(name))
        command_refuse(console, "%s is a command, not a setting: type %s %s", name, name, value);
    else
        command_refuse(console, "nothing called \"%s\" can be set; show lists the settings", name);
    free(error);
    return false;
}

static void show_settings(const struct mem *mem, struct console *console)
{
    const struct repl_options *settings = &mem->settings;
    fprintf(console->out, "threads    %d\n", settings->threads);
    fprintf(console->out, "memory     %d bytes\n", settings->memory);
    fprintf(console->out, "seed       %u\n", settings->seed);
    fprintf(console->out, "lab        %d%s\n", settings->lab,
            settings->lab == 0 ? " (the complete program)" : "");
}

static const char *placement_text(struct mem *mem)
{
    int placement = mem_look(mem)->placement;
    return placement >= 0 && placement < PLACEMENTS ? placements[placement] : "unknown";
}

static enum outcome run_show(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    (void)count;
    (void)arguments;
    show_settings(mem, console);
    fprintf(console->out, "placement  %s\n", placement_text(mem));
    fprintf(console->out, "scheduler  %s\n",
            scheduler_name(study_machine(&mem->study)->scheduler.kind));
    fprintf(console->out, "width      %d columns\n", console->width);
    fprintf(console->out, "colour     %s\n", console->has_colour ? "on" : "off");
    return OUTCOME_OK;
}

/* Refuses to begin anew in the middle of a display. */
static bool may_begin(const struct mem *mem, struct console *console)
{
    if (mem->study.is_displaying)
        command_refuse(console, "a display only looks: this would begin a fresh session");
    return !mem->study.is_displaying;
}

static enum outcome begin_anew(struct mem *mem, struct console *console,
                               const struct repl_options *settings)
{
    if (!may_begin(mem, console) || !mem_begin_anew(mem, console, settings))
        return OUTCOME_ERROR;
    mem_greet_anew(mem, console);
    return OUTCOME_OK;
}

/* NAME VALUE ...: all of them, or none. */
static enum outcome set_settings(struct mem *mem, struct console *console, int count,
                                 char **arguments)
{
    struct repl_options settings = mem->settings;
    bool is_fine, is_anew = false;
    if (count % 2 != 0)
        return command_refuse(console, "set takes names with values: set threads 5 memory 100");
    for (int n = 0; n < count; n += 2) {
        if (set_console(console, arguments[n], arguments[n + 1], &is_fine)) {
            if (!is_fine)
                return OUTCOME_ERROR;
            continue;
        }
        if (!set_option(&settings, console, arguments[n], arguments[n + 1]))
            return OUTCOME_ERROR;
        is_anew = true;
    }
    return is_anew ? begin_anew(mem, console, &settings) : OUTCOME_OK;
}

static enum outcome run_set(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    char *words[COMMAND_WORDS_MOST];
    const char *error = NULL;
    if (printing_is_assignment(arguments[0]))
        return printing_set(&mem->study, console, arguments[0]);
    count = command_split(arguments[0], words, COMMAND_WORDS_MOST, &error);
    if (count < 0)
        return command_refuse(console, "set: %s", error);
    return set_settings(mem, console, count, words);
}

/* ---- lab ------------------------------------------------------------------------------------- */

enum outcome settings_lab(struct mem *mem, struct console *console, int lab, const char *place)
{
    struct repl_options settings = mem->settings;
    char *from = place == NULL ? NULL : strdup(place);
    settings.lab = lab;
    if (place != NULL)
        settings.lab_from = from;
    enum outcome outcome = begin_anew(mem, console, &settings);
    char *unused = outcome == OUTCOME_OK && from != NULL ? mem->lab_from : from;
    if (outcome == OUTCOME_OK && from != NULL)
        mem->lab_from = from;
    free(unused);
    return outcome;
}

/* ---- placement ------------------------------------------------------------------------------- */

static enum outcome show_placement(struct mem *mem, struct console *console)
{
    static const char *const meanings[] = {
        "the first hole that is large enough",
        "the first large enough behind the last grant",
        "the smallest hole that is large enough",
        "the largest hole",
    };
    int placement = mem_look(mem)->placement;
    if (placement >= 0 && placement < PLACEMENTS)
        words_say(console, "placement %s: %s.", placements[placement], meanings[placement]);
    else
        words_say(console, "placement is %d, which is none.", placement);
    return OUTCOME_OK;
}

static enum outcome run_placement(void *context, struct console *console, int count,
                                  char **arguments)
{
    struct mem *mem = context;
    int which = 0;
    if (count == 0)
        return show_placement(mem, console);
    while (which < PLACEMENTS && strcmp(arguments[0], placements[which]) != 0)
        which++;
    if (which == PLACEMENTS)
        return command_refuse(console, "no placement \"%s\"; first, next, best or worst",
                              arguments[0]);
    const struct sync_object *lock = mem_held_lock(mem);
    if (!stepping_may_act(&mem->study, console))
        return OUTCOME_ERROR;
    if (lock != NULL)
        return command_refuse(console, "%s is at work; let it unlock %s first",
                              narrate_name(&mem->study, lock->owner).text,
                              study_object(&mem->study, lock->address).text);
    if (!stepping_begin(&mem->study, console, "placement %s", arguments[0]))
        return OUTCOME_ERROR;
    stepper_write(mem->study.stepper, mem->subject.placement, &which, sizeof which);
    history_end(&mem->study, NULL);
    return show_placement(mem, console);
}

static const char *const setting_names[] = {"threads", "memory", "seed", "width", "colour", NULL};

const struct command settings_commands[] = {
    {.name = "placement",
     .arguments = "[first|next|best|worst]",
     .help = "which hole a request goes to",
     .example = "placement best -- the smallest that fits",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = placements,
     .run = run_placement},
    {.name = "set",
     .arguments = "NAME VALUE ... | VARIABLE = EXPRESSION",
     .help = "change settings; threads, memory and seed begin a fresh session. With an =: change a "
             "variable of the program; undo takes it back",
     .example = "set threads 3 memory 60 -- three threads share 60 bytes",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = setting_names,
     .run = run_set},
    {.name = "show",
     .arguments = "",
     .help = "all settings with their values",
     .example = "show -- among them the seed that makes random sizes",
     .group = GROUP_MORE,
     .run = run_show},
    {.name = NULL},
};
