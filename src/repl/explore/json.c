#include "repl/explore/json.h"

#include "program/arena.h"
#include "repl/explore/story.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { KIT_WORDS = 200, CALLS_MOST = 20 };

/* ---- Parts, NULL when memory ran out ---------------------------------------------------------- */

/* The object with one member more. Frees both when that cannot be. */
static json_t *with(json_t *object, const char *name, json_t *value)
{
    if (json_object_set_new(object, name, value) == 0)
        return object;
    json_decref(object);
    return NULL;
}

/* The array with one element more, likewise. */
static json_t *and_also(json_t *array, json_t *element)
{
    if (json_array_append_new(array, element) == 0)
        return array;
    json_decref(array);
    return NULL;
}

/* What is no UTF-8, as a file's name may be, becomes question marks. */
static json_t *make_text(const char *text)
{
    json_t *string = json_string(text);
    char *plain = string == NULL ? strdup(text) : NULL;
    for (char *byte = plain; byte != NULL && *byte != '\0'; byte++)
        if ((unsigned char)*byte >= 0x80)
            *byte = '?';
    if (plain != NULL)
        string = json_string(plain);
    free(plain);
    return string;
}

static json_t *make_count(uint64_t count)
{
    return json_integer((json_int_t)count);
}

/* {"thread": "T1", "file": "a.c", "line": 9} */
static json_t *make_side(const struct study *study, thread_slot slot, uint64_t pc)
{
    struct place place = {"", 0, ""};
    if (slot == NO_THREAD && pc == 0)
        return json_null();
    if (pc != 0)
        lines_place(study->lines, pc, &place);
    json_t *side = with(json_object(), "thread", make_text(study_thread_name(study, slot).text));
    side = with(side, "file", make_text(place.file));
    side = with(side, "line", json_integer(place.line));
    return with(side, "function", make_text(place.function));
}

struct json_t *json_begin(const struct report_order *order)
{
    const struct explore_report *report = order->report;
    struct report_bound bound = report_bound(order->wish, report);
    json_t *whole = json_object();
    whole = with(whole, "executions", make_count(report->executions));
    whole = with(whole, "blocked", make_count(report->blocked));
    whole = with(whole, "complete", json_boolean(bound.text[0] == '\0'));
    whole = with(whole, "bounded", bound.text[0] == '\0' ? json_null() : make_text(bound.text));
    whole = with(whole, "cut", make_count(report->cut));
    whole = with(whole, "cut at", make_side(order->study, NO_THREAD, report->cut_pc));
    whole = with(whole, "successes", make_count(report->findings->successes));
    whole = with(whole, "left", make_count(report->findings->left));
    whole = with(whole, "steps", make_count(report->steps));
    whole = with(whole, "shard", json_pack("[i,i]", order->wish->shard + 1, order->wish->shards));
    whole = with(whole, "failures", json_array());
    return whole;
}

/* A function's frame begins with the address of its caller's frame, and behind that the place where
 * the caller goes on. */
struct frame {
    uint64_t caller, pc;
};

static bool read_frame(struct study *study, uint64_t at, uint64_t top, struct frame *frame,
                       struct place *place)
{
    return at % sizeof at == 0 && at + sizeof *frame <= top &&
           stepper_read(study->stepper, at, frame, sizeof *frame) && frame->caller > at &&
           frame->caller < top && lines_place(study->lines, frame->pc, place) && place->line > 0;
}

/* The places that a thread was called from, the innermost first. The kit's own frames, in which it
 * waits, may have no such beginning: the first that has one is looked for. */
static json_t *make_calls(struct study *study, thread_slot slot)
{
    uint64_t top = arena_stack_top(slot), at = study_thread(study, slot)->frame;
    json_t *calls = json_array();
    struct frame frame;
    struct place place;
    for (int word = 0; word < KIT_WORDS && !read_frame(study, at, top, &frame, &place); word++)
        at += sizeof at;
    for (int call = 0; call < CALLS_MOST && read_frame(study, at, top, &frame, &place); call++) {
        json_t *side = with(json_object(), "file", make_text(place.file));
        side = with(side, "line", json_integer(place.line));
        calls = and_also(calls, with(side, "function", make_text(place.function)));
        at = frame.caller;
    }
    return calls;
}

struct json_t *json_stands(struct study *study)
{
    json_t *stands = json_array();
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        if (study_thread(study, slot)->phase != PHASE_PARKED)
            continue;
        json_t *stand = make_side(study, slot, study_pc(study, slot));
        stands = and_also(stands, with(stand, "calls", make_calls(study, slot)));
    }
    return stands;
}

static json_t *make_schedule(const struct study *study, const struct record *record)
{
    json_t *schedule = json_array();
    for (uint32_t index = 0; index < record->facts.length; index++)
        schedule = and_also(
            schedule, make_text(study_thread_name(study, record->schedule[index].thread).text));
    return schedule;
}

/* Where each step of the schedule was, the one that shows the finding included. */
static json_t *make_trace(const struct study *study, const struct record *record)
{
    json_t *trace = json_array();
    uint64_t end = study_machine(study)->step, count = record->facts.length;
    for (uint64_t step = end > count ? end - count + 1 : 1; step <= end; step++) {
        const struct trace_entry *done = stepper_trace(study->stepper, step);
        if (done != NULL)
            trace = and_also(trace, make_side(study, done->thread, done->operation.pc));
    }
    return trace;
}

struct json_t *json_add(struct json_t *report, const struct study *study,
                        const struct record *record, const char *headline, const char *session,
                        struct json_t *stands)
{
    const struct finding *finding = &record->facts;
    json_t *failure = json_object();
    failure = with(failure, "class", make_text(finding_name(finding)));
    failure = with(failure, "story", make_text(headline));
    failure = with(failure, "at", make_side(study, finding->thread, finding->pc));
    failure = with(failure, "other", make_side(study, finding->other, finding->other_pc));
    failure = with(failure, "object",
                   finding->address == 0 ? json_null()
                                         : make_text(study_object(study, finding->address).text));
    failure = with(failure, "switches", make_count(finding->switches));
    failure = with(failure, "shortest", json_boolean(finding->is_shortest));
    failure = with(failure, "stands", stands);
    failure = with(failure, "schedule", make_schedule(study, record));
    failure = with(failure, "trace", make_trace(study, record));
    failure = with(failure, "session", session == NULL ? json_null() : make_text(session));
    if (json_array_append_new(json_object_get(report, "failures"), failure) == 0)
        return report;
    json_decref(report);
    return NULL;
}

bool json_end(struct json_t *report, FILE *out)
{
    char *text = NULL;
    size_t size;
    FILE *stream = report == NULL ? NULL : open_memstream(&text, &size);
    bool is_whole = stream != NULL && json_dumpf(report, stream, JSON_INDENT(2)) == 0 &&
                    !ferror(stream); /* jansson does not look at each write */
    is_whole = stream != NULL && fclose(stream) == 0 && text != NULL && is_whole;
    if (is_whole)
        fprintf(out, "%s\n", text);
    free(text);
    json_decref(report);
    return is_whole;
}
