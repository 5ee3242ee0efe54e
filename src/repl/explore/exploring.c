#include "repl/explore/exploring.h"

#include "explore/explore.h"
#include "program/host/held.h"
#include "program/text.h"
#include "program/values/returns.h"
#include "repl/act/stepping.h"
#include "repl/explore/progress.h"
#include "repl/explore/report.h"
#include "repl/explore/saving.h"
#include "repl/explore/story.h"
#include "repl/program/program.h"
#include "repl/words/narrate.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COLUMNS = 4000 }; /* of a command typed for the user: `undo` takes it back as one */

/* ---- Exploring ------------------------------------------------------------------------------- */

/* In each process of the exploration: to where the session stands. */
static bool begin(void *context, struct stepper *stepper)
{
    const struct study *study = context;
    return stepper_copy(stepper, study->stepper);
}

/* The function that a person named; false with *error. */
static bool find_invariant(const struct study *study, const char *name,
                           struct explore_options *options, char **error)
{
    struct symbol symbol;
    if (name == NULL)
        return true;
    if (!image_symbol(study->image, name, &symbol) || !symbol.is_function) {
        *error = text_format("--invariant: there is no function %s", name);
        return false;
    }
    struct returns returns = returns_of(study->image, name);
    if (returns.kind == RETURN_NOTHING || returns.kind == RETURN_OTHER ||
        returns_parameters(study->image, name) > 0) {
        *error = text_format("--invariant takes a function without parameters that returns a "
                             "number, unlike %s",
                             name);
        return false;
    }
    options->invariant = symbol.address;
    options->invariant_bytes = returns.kind == RETURN_UNKNOWN ? 8 : returns.bytes;
    return true;
}

static bool explore_from_here(struct study *study, const struct explore_wish *wish,
                              const volatile int *is_interrupted, struct explore_report *report,
                              char **error)
{
    struct progress progress;
    struct explore_options options = {.image = study->image,
                                      .begin = begin,
                                      .begin_context = study,
                                      .executions = wish->executions,
                                      .steps = wish->steps,
                                      .delays = wish->delays,
                                      .forbids_spinning = wish->forbids_spinning,
                                      .shorten = wish->shorten,
                                      .seconds = wish->seconds,
                                      .jobs = wish->jobs,
                                      .shard = wish->shard,
                                      .shards = wish->shards,
                                      .seed = 1,
                                      .compares_output = wish->compares_output,
                                      .progress = progress_show,
                                      .progress_context = &progress,
                                      .is_interrupted = is_interrupted};
    if (!find_invariant(study, wish->invariant, &options, error))
        return false;
    if (study->hooks->idle != NULL)
        study->hooks->idle(study, &options.idle);
    progress_begin(&progress);
    bool is_explored = explore(&options, report, error);
    progress_end(&progress);
    return is_explored;
}

/* ---- The door -------------------------------------------------------------------------------- */

static enum outcome refuse(const struct console *console, const struct explore_wish *wish,
                           char *error)
{
    struct console messages = *console;
    if (wish->is_json)
        messages.out = stderr;
    enum outcome outcome = command_refuse_lines(&messages, error);
    free(error);
    return outcome;
}

static enum outcome explore_program(struct program *program, const struct explore_wish *wish,
                                    struct console *console)
{
    struct explore_report report;
    char *error = NULL, name[64];
    struct study *study = program_study(program);
    if (!explore_from_here(study, wish, held_signal(), &report, &error))
        return refuse(console, wish, error);
    program_name(program, name, sizeof name);
    const struct report_order order = {.study = study,
                                       .wish = wish,
                                       .report = &report,
                                       .form = wish->is_json ? REPORT_JSON : REPORT_LONG,
                                       .name = name};
    int failures = report_tell(&order, console, &error);
    bool has_status = report.findings->disasters > 0 && report.findings->successes == 0;
    explore_close(&report);
    if (failures < 0)
        return refuse(console, wish, error);
    return failures > 0 || (has_status && program_is_test(program)) ? OUTCOME_FAILED : OUTCOME_OK;
}

/* What is piped into memrepl itself does not reach the program: a word to who means it to. */
static void hint_at_input(const struct program *program)
{
    struct stat status;
    bool is_piped = fstat(STDIN_FILENO, &status) == 0 && !S_ISCHR(status.st_mode);
    if (is_piped && program_lacks_input(program))
        fputs("memrepl: the program reads standard input; give it with --input FILE\n", stderr);
}

enum outcome exploring_door(const struct repl_options *options, const struct explore_wish *wish,
                            int count, const char *const *words, FILE *out)
{
    struct console console;
    char *error = NULL;
    console_init(&console, out);
    struct program *program = program_open(options, &console, count, words, &error);
    if (program == NULL)
        return refuse(&console, wish, error);
    fputs(program_messages(program), stderr);
    hint_at_input(program);
    held_begin();
    enum outcome outcome = explore_program(program, wish, &console);
    program_close(program);
    int signal_number = held_end();
    fflush(out);
    if (signal_number != 0 && signal_number != SIGINT) /* which only asks for the report */
        raise(signal_number);
    return outcome;
}

/* ---- explore --------------------------------------------------------------------------------- */

/* Refuses where there is nothing to explore from. */
static bool may_explore(struct study *study, struct console *console)
{
    if (!stepping_may_act(study, console))
        return false;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (study_state(study, slot) == STATE_RUNNING)
            return command_refuse(console,
                                  "%s stands in the middle of a step; finish it first: step %s",
                                  narrate_name(study, slot).text,
                                  study_thread_name(study, slot).text) == OUTCOME_OK;
    if (!machine_anyone_can_run(study_machine(study)))
        return command_refuse(console, "nobody can run: there is nothing to explore") == OUTCOME_OK;
    return true;
}

/* Goes on to the finding, to say of it what only its step shows. */
static void write_foreseen(struct stage *stage, const struct record *record, FILE *file)
{
    struct words headline;
    words_clear(&headline);
    stage_finish(stage, record);
    story_headline(stage->study, &headline, &record->facts);
    saving_write_foreseen(stage, record, headline.text, file);
}

/* The commands that lead to one step before a finding; heap string, NULL when they are not
 * known. */
static char *find_way(struct study *study, const struct explore_wish *wish,
                      const struct explore_report *report, const struct record *record)
{
    char *error = NULL;
    struct stage stage;
    struct text_stream way;
    if (!text_stream_open(&way))
        return NULL;
    bool is_known = stage_open(&stage, study, report, wish->compares_output, &error);
    if (is_known) {
        is_known = stage_play(&stage, record) && saving_write_way(&stage, record, COLUMNS, way.out);
        if (is_known)
            write_foreseen(&stage, record, way.out);
        stage_close(&stage);
    }
    free(error);
    char *lines = text_stream_close(&way);
    if (is_known)
        return lines;
    free(lines);
    return NULL;
}

/* Does the commands as if they were typed, without their answers. */
static bool follow(struct study *study, char *lines)
{
    struct console quiet;
    FILE *nowhere = fopen("/dev/null", "we");
    bool is_fine = true;
    if (nowhere == NULL)
        return false;
    console_init(&quiet, nowhere);
    for (char *line = strtok(lines, "\n"); line != NULL && is_fine; line = strtok(NULL, "\n"))
        is_fine = command_run(study->mode, &quiet, line) == OUTCOME_OK;
    fclose(nowhere);
    return is_fine;
}

static enum outcome go_to_first(struct study *study, struct console *console,
                                const struct explore_wish *wish,
                                const struct explore_report *report)
{
    const struct record *first = report_first(report);
    struct words words;
    char *lines = find_way(study, wish, report, first);
    bool is_there = lines != NULL && follow(study, lines);
    free(lines);
    if (!is_there)
        return command_refuse(console, "the way to the first of these could not be gone");
    words_clear(&words);
    story_outlook(study, &words, first);
    words_add(&words, " trace shows how it came about; undo takes the schedule back.");
    words_print(&words, console, 0);
    return stepping_rest(study, console, NO_THREAD);
}

static enum outcome explore_here(struct study *study, struct console *console,
                                 const struct explore_wish *wish)
{
    struct explore_report report;
    char *error = NULL;
    study->is_interrupted = 0;
    if (!explore_from_here(study, wish, &study->is_interrupted, &report, &error)) {
        enum outcome outcome = command_refuse_lines(console, error);
        free(error);
        return outcome;
    }
    const struct report_order order = {
        .study = study, .wish = wish, .report = &report, .form = REPORT_SHORT};
    int failures = report_tell(&order, console, &error);
    enum outcome outcome = failures > 0 ? go_to_first(study, console, wish, &report) : OUTCOME_OK;
    console->has_trouble |= failures > 0;
    if (failures < 0)
        outcome = command_refuse_lines(console, error);
    free(error);
    explore_close(&report);
    return outcome;
}

static enum outcome run_explore(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct explore_wish wish;
    char *error = NULL;
    explore_wish_init(&wish);
    if (!explore_wish_read(&wish, count, arguments, &error)) {
        command_refuse(console, "%s", error != NULL ? error : "no memory left");
        free(error);
        return OUTCOME_ERROR;
    }
    return may_explore(study, console) ? explore_here(study, console, &wish) : OUTCOME_ERROR;
}

const struct command exploring_commands[] = {
    {.name = "explore",
     .arguments = "[OPTION...]",
     .help =
         "try every schedule that can matter, from here on; tells each failure, and goes to one "
         "step before the first",
     .example = "explore --delays 2 -- only schedules with at most two delays of a thread",
     .most = COMMAND_WORDS_MOST,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = explore_option_words,
     .run = run_explore},
    {.name = NULL},
};
