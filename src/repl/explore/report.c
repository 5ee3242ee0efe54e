#include "repl/explore/report.h"

#include "program/host/mishaps.h"

#include "repl/explore/json.h"
#include "repl/explore/outputs.h"
#include "repl/explore/saving.h"
#include "repl/explore/story.h"
#include "repl/inspect/tracing.h"
#include "repl/words/narrate.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum { ROWS_MOST = 30 }; /* of a schedule that is shown */

/* ---- Which findings are told ----------------------------------------------------------------- */

static bool is_same(const struct study *study, const struct finding *one,
                    const struct finding *other)
{
    return strcmp(finding_name(one), finding_name(other)) == 0 &&
           strcmp(story_place(study, one).text, story_place(study, other).text) == 0 &&
           strcmp(story_other_place(study, one).text, story_other_place(study, other).text) == 0;
}

static bool was_told(const struct report_order *order, uint32_t index)
{
    const struct record *list = order->report->findings->list;
    for (uint32_t before = 0; before < index; before++)
        if (is_same(order->study, &list[before].facts, &list[index].facts))
            return true;
    return false;
}

/* How many there are to tell: a whole that is so small that it is not shared out is the first
 * shard's alone. */
static uint32_t count_findings(const struct report_order *order)
{
    bool is_anothers = order->wish->shard > 0 && order->report->executions == 0;
    return is_anothers ? 0 : order->report->findings->count;
}

const struct record *report_first(const struct explore_report *report)
{
    return report->findings->count > 0 ? &report->findings->list[0] : NULL;
}

/* ---- The last line --------------------------------------------------------------------------- */

/* Adds what the search by delays and by chance means. */
static void add_bounded(struct words *words, const struct explore_report *report)
{
    if (report->delays >= 0)
        words_add(words, "all schedules with at most %lld %s",
                  WORDS_COUNT(report->delays, "delay"));
    if (report->by_chance > 0)
        words_add(words,
                  "%s%" PRIu64 " by chance, which find a bug of depth %u with probability %.2g",
                  report->delays >= 0 ? ", and " : "", report->by_chance, report->chance_depth,
                  report->chance);
    if (words->used == 0)
        words_add(words, "the executions asked for");
}

/* EXPLORE_DIED: it did not end, and was ended. */
static bool was_late(const struct explore_report *report)
{
    const struct record *death = findings_of(report->findings, FINDING_DEATH_KEY);
    return death != NULL && death->facts.details.value == STOP_NUMBER_LATE;
}

struct report_bound report_bound(const struct explore_wish *wish,
                                 const struct explore_report *report)
{
    struct report_bound bound;
    struct words words;
    words_clear(&words);
    if (report->end == EXPLORE_BOUNDED)
        add_bounded(&words, report);
    else if (report->end == EXPLORE_ENOUGH)
        words_add(&words, "the first %" PRIu64 " executions (--executions)", report->executions);
    else if (report->end == EXPLORE_TIME)
        words_add(&words, "the time (--time %.0f) was over", wish->seconds);
    else if (report->end == EXPLORE_INTERRUPTED)
        words_add(&words, "%s", mishap_reason() != NULL ? mishap_reason() : "interrupted");
    else if (report->end == EXPLORE_DIED)
        words_add(&words, "%s",
                  was_late(report) ? "a step of the program took too long"
                                   : "the program ended its own process");
    if (report->cut > 0)
        words_add(&words, "%sat most %u steps of a thread, which cut %" PRIu64 " executions",
                  words.used > 0 ? "; " : "", report->steps_bound, report->cut);
    if (findings_gave_up(report->findings))
        words_add(&words, "%sa step that was given up as an endless loop (--ticks)",
                  words.used > 0 ? "; " : "");
    snprintf(bound.text, sizeof bound.text, "%.255s", words.text);
    return bound;
}

static void print_summary(const struct report_order *order, struct console *console, int failures)
{
    const struct explore_report *report = order->report;
    struct report_bound bound = report_bound(order->wish, report);
    if (report->findings->lost > 0)
        words_say(console, "%" PRIu64 " more findings are left out.", report->findings->lost);
    if (report->findings->disasters > 0 && report->findings->successes == 0)
        words_say(console, "Each execution ended with a status other than 0: %u.",
                  report->findings->last_status);
    if (report->cut > 0 && report->cut_pc != 0)
        words_say(
            console,
            "In some executions a thread makes more than %u steps (%s): what comes behind them was "
            "not tried. --steps allows more.",
            report->steps_bound, study_place(order->study, report->cut_pc).text);
    if (order->wish->shards > 1)
        words_say(console, "This is shard %u of %u: the others explore the rest.",
                  order->wish->shard + 1, order->wish->shards);
    fprintf(console->out,
            "explored: %" PRIu64 " executions, %" PRIu64 " blocked, %d failures, %s%s\n",
            report->executions, report->blocked, failures,
            bound.text[0] == '\0' ? "complete" : "bounded: ", bound.text);
}

/* ---- One failure ----------------------------------------------------------------------------- */

struct failure {
    const struct record *record;
    char headline[1024];
    char path[128]; /* of its session; empty: not saved */
    int error;      /* number, why it could not be */
    bool is_played; /* the program followed the schedule */
};

static void make_headline(const struct study *study, struct failure *failure)
{
    struct words words;
    words_clear(&words);
    story_headline(study, &words, &failure->record->facts);
    snprintf(failure->headline, sizeof failure->headline, "%.1000s", words.text);
}

static void save(struct stage *stage, const struct report_order *order, struct failure *failure,
                 int number)
{
    if (order->name == NULL || !failure->is_played)
        return;
    if (number == 1)
        snprintf(failure->path, sizeof failure->path, "fail-%.100s.mem", order->name);
    else
        snprintf(failure->path, sizeof failure->path, "fail-%.100s-%d.mem", order->name, number);
    if (!saving_save(stage, failure->record, failure->headline, failure->path))
        failure->error = errno;
}

static void print_schedule(const struct stage *stage, struct console *console,
                           const struct finding *finding)
{
    uint64_t step = study_machine(stage->study)->step, from = stage->step;
    if (step - from > ROWS_MOST) {
        from = step - ROWS_MOST;
        fprintf(console->out, "... %" PRIu64 " steps before these\n", from - stage->step);
    }
    if (step > from)
        tracing_table(stage->study, console, from, step,
                      finding->kind == FINDING_STARVATION ? finding->thread : NO_THREAD);
    words_say(console, "%u %s between threads, %u %s%s.", finding->switches,
              finding->switches == 1 ? "switch" : "switches", finding->length,
              finding->length == 1 ? "step" : "steps",
              finding->is_shortest ? ": no schedule with fewer shows it"
                                   : "; there may be a shorter schedule");
}

static void print_failure(struct stage *stage, const struct report_order *order,
                          struct console *console, const struct failure *failure)
{
    const struct finding *finding = &failure->record->facts;
    struct words words;
    fprintf(console->out, "%s%s:%s ", console_colour(console, COLOUR_RED), finding_name(finding),
            console_colour(console, COLOUR_PLAIN));
    console_line(console, (int)strlen(finding_name(finding)) + 2, 2, failure->headline);
    if (failure->is_played)
        story_details(stage->study, console, finding);
    if (failure->is_played && finding->kind == FINDING_DIFFERENT_RESULT)
        outputs_tell(stage, failure->record, console);
    if (order->form == REPORT_SHORT)
        return;
    if (failure->is_played)
        print_schedule(stage, console, finding);
    else
        words_say(console, "Its schedule cannot be shown: there is no memory left to replay it.");
    words_clear(&words);
    if (failure->error != 0)
        words_add(&words, "%s cannot be written: %s", failure->path, strerror(failure->error));
    else if (failure->path[0] != '\0')
        words_add(&words, "See it: ./memrepl %s", failure->path);
    if (words.used > 0)
        console_line(console, 0, 2, words.text);
    fputc('\n', console->out);
}

/* For a report that has no place for it. */
static void complain(const struct failure *failure)
{
    if (!failure->is_played)
        fputs("memrepl: no memory left to replay a failure: its session is not saved\n", stderr);
    if (failure->error != 0)
        fprintf(stderr, "memrepl: %s cannot be written: %s\n", failure->path,
                strerror(failure->error));
}

/* The session says in its first line what only its next step shows. */
static void tell(struct stage *stage, const struct report_order *order, struct console *console,
                 struct json_t **json, const struct record *record, int number)
{
    struct failure failure = {.record = record};
    failure.is_played = stage_play(stage, record);
    uint64_t before = stepper_position(stage->study->stepper);
    struct json_t *stands = order->form != REPORT_JSON ? NULL : json_stands(stage->study);
    stage_finish(stage, record);
    make_headline(stage->study, &failure);
    stepper_goto(stage->study->stepper, before);
    save(stage, order, &failure, number);
    stage_finish(stage, record);
    if (order->form != REPORT_JSON) {
        print_failure(stage, order, console, &failure);
        return;
    }
    complain(&failure);
    bool is_saved = failure.error == 0 && failure.path[0] != '\0';
    *json = json_add(*json, stage->study, record, failure.headline, is_saved ? failure.path : NULL,
                     stands);
}

int report_tell(const struct report_order *order, struct console *console, char **error)
{
    uint32_t count = count_findings(order);
    struct json_t *json = order->form == REPORT_JSON ? json_begin(order) : NULL;
    struct stage stage;
    int failures = 0;
    if (count > 0 &&
        !stage_open(&stage, order->study, order->report, order->wish->compares_output, error)) {
        json_end(json, console->out);
        return -1;
    }
    for (uint32_t index = 0; index < count; index++)
        if (!was_told(order, index))
            tell(&stage, order, console, &json, &order->report->findings->list[index], ++failures);
    if (count > 0)
        stage_close(&stage);
    if (order->form != REPORT_JSON) {
        print_summary(order, console, failures);
    } else if (!json_end(json, console->out)) {
        *error = strdup("no memory left for the report");
        return -1;
    }
    return failures;
}
