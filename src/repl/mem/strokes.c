#include "repl/mem/strokes.h"

#include "repl/act/asking.h"
#include "repl/act/stepping.h"
#include "repl/mem/asleep.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

enum { QUEUE_SHOWN = 8 }; /* requests behind "queue:" */

bool strokes_read_id(const struct mem *mem, struct console *console, const char *text, int *id)
{
    int64_t number;
    const char *digits = text[0] == 'T' || text[0] == 't' ? text + 1 : text;
    if (words_number(digits, 0, mem->settings.threads - 1, &number)) {
        *id = (int)number;
        return true;
    }
    command_refuse(console, "no request thread \"%s\"; they are 0 to %d", text,
                   mem->settings.threads - 1);
    return false;
}

/* ---- What can be done ------------------------------------------------------------------------ */

static enum thread_state state_of(const struct mem *mem, int id)
{
    return study_state(&mem->study, (thread_slot)id);
}

/* True when the thread has nothing under way; it may still own bytes that it never gave back. */
static bool is_at_rest(const struct mem *mem, int id)
{
    return state_of(mem, id) == STATE_NEW || state_of(mem, id) == STATE_DONE;
}

bool strokes_may(struct mem *mem, struct console *console)
{
    if (!stepping_may_act(&mem->study, console))
        return false;
    if (mem->is_started)
        return true;
    command_refuse(console, "the memory server did not start; lab 0 takes the complete one");
    return false;
}

/* Refuses to enqueue a thread that cannot ask, with the reason. */
static bool can_ask(struct mem *mem, struct console *console, int id)
{
    const struct snapshot_segment *own = snapshot_segment_of(mem_look(mem), id);
    enum thread_state state = state_of(mem, id);
    if (own != NULL && is_at_rest(mem, id))
        command_refuse(console, "T%d ended without giving back bytes %d-%d: it cannot ask again",
                       id, own->index, own->index + own->size - 1);
    else if (state == STATE_HOLDING)
        command_refuse(console, "T%d is holding the bytes of its last request; free %d first", id,
                       id);
    else if (!is_at_rest(mem, id))
        command_refuse(console, "T%d is %s: its last request is not done; one at a time", id,
                       study_state_name(state));
    return is_at_rest(mem, id) && own == NULL;
}

static bool serve_is_possible(const struct mem *mem)
{
    return study_can_run(&mem->study, mem_server(mem));
}

void strokes_suggest(const struct mem *mem, struct words *words)
{
    thread_slot holding[THREADS_MAX];
    size_t frees = 0;
    bool someone_can_ask = false;
    if (!mem->is_started)
        return;
    if (serve_is_possible(mem))
        words_add(words, " (serve)");
    if (machine_anyone_can_run(study_machine(&mem->study)))
        return;
    for (int id = 0; id < mem->settings.threads; id++) {
        if (state_of(mem, id) == STATE_HOLDING)
            holding[frees++] = (thread_slot)id;
        someone_can_ask |= is_at_rest(mem, id);
    }
    words_add(words, ": %s", someone_can_ask ? "enqueue" : "");
    if (frees == 0)
        return;
    words_add(words, "%sfree ", someone_can_ask ? " or " : "");
    if (frees == 1) {
        words_add(words, "%d", holding[0]);
        return;
    }
    words_add(words, "ID (");
    narrate_list(&mem->study, words, holding, frees);
    words_add(words, " hold bytes)");
}

void strokes_add_queue(const struct snapshot *snapshot, struct words *words)
{
    if (snapshot->request_count == 0)
        words_add(words, "empty");
    for (int n = 0; n < snapshot->request_count && n < QUEUE_SHOWN; n++)
        words_add(words, "%s%d:%d", n > 0 ? " " : "", snapshot->requests[n].id,
                  snapshot->requests[n].size);
    if (snapshot->request_count > QUEUE_SHOWN)
        words_add(words, " and %d more", snapshot->request_count - QUEUE_SHOWN);
}

void strokes_add_stuck(const struct mem *mem, struct words *words, thread_slot slot)
{
    const struct study *study = &mem->study;
    enum thread_state state = study_state(study, slot);
    if (state == STATE_BLOCKED || state == STATE_HOLDING)
        narrate_wait(study, words, slot);
    else
        words_add(words, "%s is at %s and does not come to wait (stopped after %d steps)",
                  narrate_name(study, slot).text, study_place(study, study_pc(study, slot)).text,
                  STROKE_STEPS);
}

struct stop strokes_go_on(struct mem *mem, thread_slot slot)
{
    return stepper_step(mem->study.stepper, slot, STROKE_STEPS);
}

bool strokes_end_with(const struct stop *stop)
{
    return stop->reason != STOP_DONE && stop->reason != STOP_BLOCKED && stop->reason != STOP_ENDED;
}

/* ---- enqueue --------------------------------------------------------------------------------- */

bool strokes_begin(struct mem *mem, thread_slot slot, int size)
{
    struct thread_name name = study_thread_name(&mem->study, slot);
    const struct start start = {.slot = slot,
                                .name = name.text,
                                .function = mem->subject.thread_function,
                                .arguments = {(uint64_t)slot}};
    uint64_t place = mem->subject.requested_size + (uint64_t)slot * sizeof size;
    if (size > 0 && !stepper_write(mem->study.stepper, place, &size, sizeof size))
        return false;
    return stepper_start(mem->study.stepper, &start).reason == STOP_DONE;
}

/* "T1 asks for 40 bytes and waits for its answer." */
static void tell_asked(struct mem *mem, struct words *words, int id, int size)
{
    const struct snapshot_request *request = snapshot_request_of(mem_look(mem), id);
    bool waits = asleep_for_answer(mem, id);
    words_add(words, "%sT%d", words->used > 0 ? " " : "", id);
    if (size == 0 && request != NULL)
        size = request->size;
    if (size > 0)
        words_add(words, " asks for %lld %s", WORDS_COUNT(size, "byte"));
    else
        words_add(words, " asks");
    if (waits && request != NULL)
        words_add(words, " and waits for its answer.");
    else if (state_of(mem, id) == STATE_DONE)
        words_add(words, " and ends without waiting for the server.");
    else if (waits)
        words_add(words, " and waits for its answer, but is not in the queue.");
    else {
        words_add(words, ", but stops on the way: ");
        strokes_add_stuck(mem, words, (thread_slot)id);
        words_add(words, ".");
    }
}

/* Prints the sentence with the queue at the right end of its line, or below it. */
static void print_with_queue(struct mem *mem, struct console *console, const struct words *words)
{
    struct words queue;
    int width = console->width < CONSOLE_WIDTH_PLAIN ? console->width : CONSOLE_WIDTH_PLAIN;
    words_clear(&queue);
    words_add(&queue, "queue: ");
    strokes_add_queue(mem_look(mem), &queue);
    if ((int)(words->used + queue.used) + 2 <= width) {
        fprintf(console->out, "%s%*s\n", words->text, width - (int)words->used, queue.text);
        return;
    }
    words_print(words, console, 0);
    words_print(&queue, console, 7);
}

/* "10 threads ask, and each goes on until it waits."; or how many of them did not come to wait for
 * the server. */
static void tell_all_asked(struct mem *mem, struct words *words, const int *ids, int count)
{
    thread_slot others[THREADS_MAX];
    size_t other_count = 0;
    mem_look(mem);
    for (int n = 0; n < count; n++)
        if (!asleep_for_answer(mem, ids[n]) || snapshot_request_of(&mem->now, ids[n]) == NULL)
            others[other_count++] = (thread_slot)ids[n];
    if (other_count == 0) {
        words_add(words, "%d threads ask, and each goes on until it waits.", count);
        return;
    }
    words_add(words, "%d of %d threads ask and wait for their answers; ", count - (int)other_count,
              count);
    narrate_list(&mem->study, words, others, other_count);
    words_add(words, other_count == 1 ? " does not come so far." : " do not come so far.");
}

/* Lets the threads in `ids` ask, one after the other. What one of several prints comes before the
 * sentence on all. */
static enum outcome enqueue(struct mem *mem, struct console *console, const int *ids, int count,
                            int size)
{
    struct stop stop = {.reason = STOP_DONE};
    struct words words;
    words_clear(&words);
    for (int n = 0; n < count && !strokes_end_with(&stop); n++) {
        narrate_heard(&mem->study, console, &words);
        stop.reason = STOP_FULL;
        if (strokes_begin(mem, (thread_slot)ids[n], size))
            stop = strokes_go_on(mem, (thread_slot)ids[n]);
        if (strokes_end_with(&stop))
            words_say(console, "T%d is stopped on its way.", ids[n]);
        else if (count == 1)
            tell_asked(mem, &words, ids[n], size);
    }
    if (count > 1 && !strokes_end_with(&stop)) {
        narrate_heard(&mem->study, console, &words);
        tell_all_asked(mem, &words, ids, count);
    }
    if (words.used > 0)
        print_with_queue(mem, console, &words);
    return stepping_end(&mem->study, console, &stop);
}

static enum outcome enqueue_all(struct mem *mem, struct console *console)
{
    int ids[THREADS_MAX], count = 0;
    mem_look(mem);
    for (int id = 0; id < mem->settings.threads; id++)
        if (is_at_rest(mem, id) && snapshot_segment_of(&mem->now, id) == NULL)
            ids[count++] = id;
    if (count == 0)
        return command_refuse(console,
                              "no thread can ask: each waits or holds bytes; serve or free");
    if (!stepping_begin(&mem->study, console, "enqueue all"))
        return OUTCOME_ERROR;
    return enqueue(mem, console, ids, count, 0);
}

/* The lowest thread that can ask; false, with the refusal printed, when there is none. */
static bool lowest_that_can_ask(struct mem *mem, struct console *console, int *id)
{
    mem_look(mem);
    for (*id = 0; *id < mem->settings.threads; ++*id)
        if (is_at_rest(mem, *id) && snapshot_segment_of(&mem->now, *id) == NULL)
            return true;
    command_refuse(console, "no thread can ask: each waits or holds bytes; serve or free");
    return false;
}

static enum outcome run_enqueue(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    int64_t size = 0;
    int id;
    if (!strokes_may(mem, console))
        return OUTCOME_ERROR;
    if (count > 0 && strcmp(arguments[0], "all") == 0)
        return count == 1 ? enqueue_all(mem, console)
                          : command_refuse(console, "enqueue all takes no size: all are random");
    if (count > 0 ? !strokes_read_id(mem, console, arguments[0], &id)
                  : !lowest_that_can_ask(mem, console, &id))
        return OUTCOME_ERROR;
    if (count > 1 && !words_number(arguments[1], 1, INT_MAX, &size))
        return command_refuse(console, "a size is a number of bytes, 1 to %d, not \"%s\"", INT_MAX,
                              arguments[1]);
    if (!can_ask(mem, console, id))
        return OUTCOME_ERROR;
    char size_text[24] = "";
    if (size > 0)
        snprintf(size_text, sizeof size_text, " %" PRId64, size);
    if (!stepping_begin(&mem->study, console, "enqueue %d%s", id, size_text))
        return OUTCOME_ERROR;
    return enqueue(mem, console, &id, 1, (int)size);
}

static const char *const enqueue_words[] = {"all", NULL};

const struct command strokes_commands[] = {
    {.name = "enqueue",
     .arguments = "[ID] [SIZE] | all",
     .help = "thread ID asks for SIZE bytes and waits; left out: the lowest ID that can, and a "
             "random size",
     .example = "enqueue 1 40 -- T1 asks for 40 bytes and waits for the answer",
     .most = 2,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_ID,
     .words = enqueue_words,
     .run = run_enqueue},
    {.name = NULL},
};

/* ---- Topics of help -------------------------------------------------------------------------- */

static void explain_strokes(struct console *console)
{
    static const struct console_form rows[] = {
        {"enqueue ID", "of a thread that is new or done: asks, then waits. Else refused."},
        {"free ID", "of a thread that is holding: gives its bytes back and ends. Of one that was "
                    "granted bytes and is on its way (ready, running): the same. Else refused."},
        {"serve", "the server takes the oldest request; of the others only the threads that it "
                  "wakes go on. A server in the middle of a request finishes that one first."},
        {"step T1", "of a new thread: begins it, with a random size. Ready: one step. Running: "
                    "ends its step. Blocked or holding: stays, and says who could wake it. Done: "
                    "refused."},
    };
    words_say(console,
              "A stroke is many steps of one meaning: it runs only its own threads, until each "
              "waits, holds or ends. When one of them cannot go on, the stroke stops there and "
              "says who holds what. Steps and strokes mix freely. What each does depends on the "
              "state of the thread:");
    console_list(console, rows, sizeof rows / sizeof rows[0]);
    words_say(console, "After an event (a thread has crashed) all are refused: first go back. "
                       "help states tells the states.");
}

static void explain_states(struct console *console)
{
    static const struct console_form rows[] = {
        {"new", "was never run"},
        {"ready", "could take a step now"},
        {"running", "stopped inside a step, by a break or step -m"},
        {"blocked", "waits for a lock, a semaphore or an answer: another thread must act first"},
        {"holding", "was granted bytes and keeps them until you say free"},
        {"done", "its function has returned; enqueue starts it anew"},
        {"crashed", "an event ended it, such as a use after free"},
    };
    words_say(console, "Each thread is in one of these states; threads shows them.");
    console_list(console, rows, sizeof rows / sizeof rows[0]);
}

static void explain_words(struct console *console)
{
    static const struct console_form rows[] = {
        {"step",
         "what one thread does up to just before its next operation on a lock or semaphore"},
        {"mutex", "a lock: one thread holds it, the others wait until it is unlocked"},
        {"semaphore", "a number that is never below 0: how many waits may pass"},
        {"post", "adds 1 to a semaphore: 0 -> 1 in trace"},
        {"wait", "takes 1 from a semaphore: 1 -> 0; at 0 the thread is blocked until a post"},
        {"items", "the semaphore that counts requests: a thread posts it, the server waits"},
        {"answered[3]", "the semaphore that tells T3 that its answer is there"},
        {"hole", "neighbouring bytes that nobody owns; what is owned is a segment"},
        {"deadlock", "nobody can run, and somebody waits for ever"},
    };
    words_say(console, "The words that the answers use:");
    console_list(console, rows, sizeof rows / sizeof rows[0]);
}

bool strokes_explain(struct console *console, const char *name)
{
    static const struct {
        const char *name;
        void (*explain)(struct console *console);
    } topics[] = {
        {"strokes", explain_strokes}, {"states", explain_states}, {"words", explain_words}};
    for (size_t index = 0; index < sizeof topics / sizeof topics[0]; index++)
        if (strcmp(name, topics[index].name) == 0) {
            topics[index].explain(console);
            return true;
        }
    return false;
}
