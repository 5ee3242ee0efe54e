#include "repl/explore/json.h"

#include "program/arena.h"
#include "repl/explore/story.h"

#include <jansson.h>

enum { KIT_WORDS = 200, CALLS_MOST = 20 };

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
    return json_pack("{s:s, s:s, s:i, s:s}", "thread", study_thread_name(study, slot).text, "file",
                     place.file, "line", place.line, "function", place.function);
}

struct json_t *json_begin(const struct report_order *order)
{
    const struct explore_report *report = order->report;
    struct report_bound bound = report_bound(order->wish, report);
    json_t *whole = json_object();
    json_object_set_new(whole, "executions", make_count(report->executions));
    json_object_set_new(whole, "blocked", make_count(report->blocked));
    json_object_set_new(whole, "complete", json_boolean(bound.text[0] == '\0'));
    json_object_set_new(whole, "bounded",
                        bound.text[0] == '\0' ? json_null() : json_string(bound.text));
    json_object_set_new(whole, "cut", make_count(report->cut));
    json_object_set_new(whole, "cut at", make_side(order->study, NO_THREAD, report->cut_pc));
    json_object_set_new(whole, "successes", make_count(report->findings->successes));
    json_object_set_new(whole, "left", make_count(report->findings->left));
    json_object_set_new(whole, "steps", make_count(report->steps));
    json_object_set_new(whole, "shard",
                        json_pack("[i,i]", order->wish->shard + 1, order->wish->shards));
    json_object_set_new(whole, "failures", json_array());
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
        json_array_append_new(calls, json_pack("{s:s, s:i, s:s}", "file", place.file, "line",
                                               place.line, "function", place.function));
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
        json_object_set_new(stand, "calls", make_calls(study, slot));
        json_array_append_new(stands, stand);
    }
    return stands;
}

static json_t *make_schedule(const struct study *study, const struct record *record)
{
    json_t *schedule = json_array();
    for (uint32_t index = 0; index < record->facts.length; index++)
        json_array_append_new(
            schedule, json_string(study_thread_name(study, record->schedule[index].thread).text));
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
            json_array_append_new(trace, make_side(study, done->thread, done->operation.pc));
    }
    return trace;
}

void json_add(struct json_t *report, const struct study *study, const struct record *record,
              const char *headline, const char *session, struct json_t *stands)
{
    const struct finding *finding = &record->facts;
    json_t *failure = json_object();
    json_object_set_new(failure, "class", json_string(finding_name(finding)));
    json_object_set_new(failure, "story", json_string(headline));
    json_object_set_new(failure, "at", make_side(study, finding->thread, finding->pc));
    json_object_set_new(failure, "other", make_side(study, finding->other, finding->other_pc));
    json_object_set_new(failure, "object",
                        finding->address == 0
                            ? json_null()
                            : json_string(study_object(study, finding->address).text));
    json_object_set_new(failure, "switches", make_count(finding->switches));
    json_object_set_new(failure, "shortest", json_boolean(finding->is_shortest));
    json_object_set_new(failure, "stands", stands);
    json_object_set_new(failure, "schedule", make_schedule(study, record));
    json_object_set_new(failure, "trace", make_trace(study, record));
    json_object_set_new(failure, "session", session == NULL ? json_null() : json_string(session));
    json_array_append_new(json_object_get(report, "failures"), failure);
}

void json_end(struct json_t *report, FILE *out)
{
    if (report != NULL && json_dumpf(report, out, JSON_INDENT(2)) == 0)
        fputc('\n', out);
    json_decref(report);
}
