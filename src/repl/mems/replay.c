#include "repl/mems/replay.h"

#include "program/text.h"
#include "repl/act/stepping.h"
#include "repl/mems/trace.h"
#include "repl/words/narrate.h"
#include "repl/words/resting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BAR_COLUMNS = 40, STEPS_A_LOOK = 512 /* operations between two looks at the footprint */ };

/* A replay under way. */
struct replay {
    struct mems *mems;
    struct console *console;
    const struct trace *trace;
    size_t count, done; /* operations: wished for, and performed */
    uint64_t footprint; /* most bytes that were mapped, MeMS's own records included */
    struct timespec start;
};

/* ---- Progress -------------------------------------------------------------------------------- */

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

static void show_progress(const struct replay *replay)
{
    char bar[BAR_COLUMNS + 1];
    struct console *console = replay->console;
    if (!console->is_terminal)
        return;
    int columns = console->width - 40;
    columns = columns > BAR_COLUMNS ? BAR_COLUMNS : columns < 0 ? 0 : columns;
    size_t filled = replay->done * (size_t)columns / replay->count;
    memset(bar, '.', (size_t)columns);
    memset(bar, '=', filled);
    bar[columns] = '\0';
    fprintf(console->out, "\r[%s] %zu of %zu", bar, replay->done, replay->count);
    fflush(console->out);
}

static void clear_progress(const struct replay *replay)
{
    if (replay->console->is_terminal)
        fprintf(replay->console->out, "\r%*s\r", replay->console->width - 1, "");
}

/* ---- Doing it -------------------------------------------------------------------------------- */

static void look_at_footprint(struct replay *replay)
{
    uint64_t mapped = study_machine(&replay->mems->study)->pages.mapped_bytes;
    if (mapped > replay->footprint)
        replay->footprint = mapped;
}

/* Steps main to the end of its batch of `count`. */
static struct stop step_batch(struct replay *replay, size_t count)
{
    struct stepper *stepper = replay->mems->study.stepper;
    struct stop stop = {.reason = STOP_DONE};
    for (size_t done = 0; done < count && stop.reason == STOP_DONE;) {
        size_t steps = count - done < STEPS_A_LOOK ? count - done : STEPS_A_LOOK;
        stop = stepper_step(stepper, MEMS_MAIN, steps);
        done += steps;
        replay->done += stop.steps;
        look_at_footprint(replay);
        if (replay->mems->is_interrupted)
            stop.reason = STOP_INTERRUPTED;
    }
    if (study_thread(&replay->mems->study, MEMS_MAIN)->phase == PHASE_DONE)
        stop.reason = STOP_ENDED;
    return stop;
}

/* Hands the next operations to the program and lets it do them. */
static struct stop start_batch(struct replay *replay, size_t count)
{
    struct stepper *stepper = replay->mems->study.stepper;
    const struct mems_program *program = &replay->mems->program;
    const struct trace_request *requests = replay->trace->requests + replay->done;
    const struct start start = {.slot = MEMS_MAIN,
                                .name = "main",
                                .function = program->stepped_replay,
                                .arguments = {count}};
    if (!stepper_write(stepper, program->requests, requests, count * sizeof *requests))
        return (struct stop){.reason = STOP_FULL, .thread = NO_THREAD};
    struct stop stop = stepper_start(stepper, &start);
    return stop.reason == STOP_DONE ? step_batch(replay, count) : stop;
}

/* An interrupted batch is taken back, so that main rests and a session can repeat the others. */
static struct stop do_batch(struct replay *replay)
{
    struct stepper *stepper = replay->mems->study.stepper;
    uint64_t before = stepper_position(stepper);
    size_t done = replay->done, left = replay->count - done;
    size_t most = replay->mems->program.requests_count;
    struct stop stop = start_batch(replay, left < most ? left : most);
    if (stop.reason == STOP_INTERRUPTED) {
        stepper_goto(stepper, before);
        replay->done = done;
    }
    return stop;
}

static struct stop do_trace(struct replay *replay)
{
    struct mems *mems = replay->mems;
    struct stop stop;
    uint64_t has_begun;
    if (!mems_call(mems, mems->program.stepped_replay_begin, replay->trace->ids, 0, &stop,
                   &has_begun))
        return stop;
    if (has_begun == 0)
        words_say(replay->console, "The program has no memory for %" PRIu32 " blocks.",
                  replay->trace->ids);
    while (has_begun != 0 && replay->done < replay->count && stop.reason == STOP_ENDED) {
        stop = do_batch(replay);
        show_progress(replay);
    }
    return stop;
}

/* ---- Telling --------------------------------------------------------------------------------- */

static uint64_t word_of(const struct mems *mems, uint64_t address)
{
    uint64_t word = 0;
    stepper_read(mems->study.stepper, address, &word, sizeof word);
    return word;
}

static void print_figures(struct replay *replay, bool has_times, double seconds)
{
    struct mems *mems = replay->mems;
    struct heap_totals totals = heap_sum(mems_look(mems));
    FILE *out = replay->console->out;
    uint64_t peak = word_of(mems, mems->program.trace_peak);
    uint64_t refused = word_of(mems, mems->program.trace_refused);
    fprintf(out, "operations      %zu", replay->done);
    if (refused > 0)
        fprintf(out, ", %" PRIu64 " of them answered NULL", refused);
    fprintf(out, "\npeak payload    %" PRIu64 " bytes asked for at one time\n", peak);
    fprintf(out, "footprint       %" PRIu64 " bytes mapped at most\n", replay->footprint);
    if (replay->footprint > 0)
        fprintf(out, "utilisation     %.1f %%\n", 100.0 * (double)peak / (double)replay->footprint);
    fprintf(out, "holes           %zu, the largest has %" PRIu64 " bytes\n", totals.holes,
            totals.largest_hole);
    if (has_times && seconds > 0)
        fprintf(out, "throughput      %.0f operations a second, stepped\n",
                (double)replay->done / seconds);
}

/* ---- The command ----------------------------------------------------------------------------- */

struct wish {
    const char *path;
    int64_t count;
    bool has_times;
};

/* [-t] TRACE [N] */
static bool read_wish(struct console *console, int count, char **arguments, struct wish *wish)
{
    int next = 0;
    *wish = (struct wish){.count = INT64_MAX, .has_times = console->is_terminal};
    if (strcmp(arguments[0], "-t") == 0) {
        wish->has_times = true;
        next++;
    }
    if (next < count)
        wish->path = arguments[next++];
    if (wish->path == NULL || count > next + 1) {
        command_refuse(console, "replay takes a trace, and perhaps a number of operations");
        return false;
    }
    if (next < count && !words_number(arguments[next], 1, INT64_MAX, &wish->count)) {
        command_refuse(console, "replay takes a number of operations, 1 or more, not \"%.40s\"",
                       arguments[next]);
        return false;
    }
    return true;
}

/* An interrupted replay is remembered by how far it came. */
static enum outcome finish(struct replay *replay, const struct wish *wish, struct stop *stop)
{
    struct study *study = &replay->mems->study;
    bool is_cut = stop->reason == STOP_INTERRUPTED && replay->done > 0;
    char *line = is_cut ? text_format("replay %s %zu", wish->path, replay->done) : NULL;
    if (stop->reason == STOP_INTERRUPTED && !is_cut)
        stepper_goto(study->stepper, history_first(study));
    narrate_output(study, replay->console);
    if (is_cut)
        words_say(replay->console, "Interrupted after %zu operations; undo takes them back.",
                  replay->done);
    else
        resting_stop(study, replay->console, stop);
    history_end(study, line);
    free(line);
    return stepping_rest(study, replay->console, NO_THREAD);
}

static enum outcome run_replay(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct trace trace;
    struct wish wish;
    char *error = NULL;
    if (!read_wish(console, count, arguments, &wish) || !mems_may_call(mems, console))
        return OUTCOME_ERROR;
    if (!trace_read(&trace, wish.path, &error)) {
        command_refuse(console, "%s", error != NULL ? error : "no memory left");
        free(error);
        return OUTCOME_ERROR;
    }
    size_t most = (uint64_t)wish.count < trace.count ? (size_t)wish.count : trace.count;
    struct replay replay = {.mems = mems, .console = console, .trace = &trace, .count = most};
    enum outcome outcome = OUTCOME_ERROR;
    if (stepping_begin(&mems->study, console, "replay %s%s%s", wish.path,
                       wish.count < INT64_MAX ? " " : "",
                       wish.count < INT64_MAX ? arguments[count - 1] : "")) {
        clock_gettime(CLOCK_MONOTONIC, &replay.start);
        struct stop stop = do_trace(&replay);
        double seconds = seconds_since(&replay.start);
        clear_progress(&replay);
        print_figures(&replay, wish.has_times, seconds);
        outcome = finish(&replay, &wish, &stop);
    }
    trace_close(&trace);
    return outcome;
}

const struct command replay_commands[] = {
    {.name = "replay",
     .reaches_out = true,
     .arguments = "[-t] TRACE [N]",
     .help = "do the operations of a recorded trace (.rep or .rep.zst), or its first N, a step "
             "each; -t: with throughput",
     .example = "replay tests/sessions/mems-small.rep -- then: map, back 3, goto 10",
     .least = 1,
     .most = 3,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .run = run_replay},
    {.name = NULL},
};
