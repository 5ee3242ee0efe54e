#include "repl/words/events.h"

#include "program/arena.h"
#include "repl/words/narrate.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* ---- Pieces of a story ----------------------------------------------------------------------- */

/* Adds "reads 4 bytes" or "writes 1 byte"; the processor does not tell how many. */
static void add_access(struct words *words, const struct event *event)
{
    const char *does = event->is_write ? "writes" : "reads";
    if (event->bytes == 0)
        words_add(words, "uses memory");
    else if (event->bytes > INT64_MAX)
        words_add(words, "%s %" PRIu64 " bytes (%" PRId64 " taken as a size)", does, event->bytes,
                  (int64_t)event->bytes);
    else
        words_add(words, "%s %lld %s", does, WORDS_COUNT(event->bytes, "byte"));
}

/* Adds the other side, who and where: " (freed at queue.c:9 by T1)". */
static void add_other(const struct study *study, struct words *words, const struct event *event,
                      const char *did)
{
    struct place_name place = study_place(study, event->other_pc);
    if (event->other_pc == 0 || (!place.is_known && event->other == NO_THREAD))
        return;
    words_add(words, " (%s%s%s", did, place.is_known ? " at " : "",
              place.is_known ? place.text : "");
    if (event->other != NO_THREAD)
        words_add(words, " by %s", narrate_name(study, event->other).text);
    words_add(words, ")");
}

/* A block of the heap, or a variable by its name. */
static void add_block(const struct study *study, struct words *words, const struct event *event)
{
    bool is_heap = event->block >= ARENA_HEAP_ADDRESS && event->block < ARENA_PAGES_ADDRESS;
    if (event->block == 0)
        return;
    if (is_heap)
        words_add(words, " a block of");
    else
        words_add(words, " %s, which has",
                  study_bytes(study, event->block, event->block_bytes).text);
    words_add(words, " %lld %s", WORDS_COUNT(event->block_bytes, "byte"));
}

/* ---- A story for each event, told after the name of the thread ------------------------------- */

static void tell_null(const struct study *study, struct words *words, const struct event *event)
{
    (void)study;
    add_access(words, event);
    words_add(words, " through a null pointer");
}

static void tell_wild(const struct study *study, struct words *words, const struct event *event)
{
    (void)study;
    if (event->address == 0) {
        words_add(words, "uses what is not there");
        return;
    }
    add_access(words, event);
    words_add(words, " at 0x%" PRIx64 "%s", event->address,
              event->text[0] == '\0' ? ", where nothing is" : "");
}

static void tell_freed(const struct study *study, struct words *words, const struct event *event)
{
    add_access(words, event);
    words_add(words, " of");
    add_block(study, words, event);
    add_other(study, words, event, "freed");
}

static void tell_overrun(const struct study *study, struct words *words, const struct event *event)
{
    add_access(words, event);
    bool is_behind = event->address >= event->block;
    uint64_t before = is_behind ? 0 : event->block - event->address;
    bool reaches = !is_behind && event->bytes > before;
    if (event->block == 0) {
        words_add(words, event->text[0] == '\0' ? " where nothing is allocated" : "");
        return;
    }
    if (reaches)
        words_add(words, " from %lld %s before", WORDS_COUNT(before, "byte"));
    else
        words_add(words, is_behind ? " and goes beyond the end of" : " outside of");
    add_block(study, words, event);
    if (is_behind)
        words_add(words, ", at byte %" PRIu64, event->address - event->block);
    else if (reaches)
        words_add(words, " on");
    else
        words_add(words, ", %lld %s before it", WORDS_COUNT(before, "byte"));
    add_other(study, words, event, "allocated");
}

static void tell_unwritten(const struct study *study, struct words *words,
                           const struct event *event)
{
    add_access(words, event);
    words_add(words, " that nobody has written, in");
    add_block(study, words, event);
    add_other(study, words, event, "allocated");
}

static void tell_constant(const struct study *study, struct words *words, const struct event *event)
{
    words_add(words, "writes to %s, a constant", study_object(study, event->address).text);
}

static void tell_double_free(const struct study *study, struct words *words,
                             const struct event *event)
{
    words_add(words, "frees");
    add_block(study, words, event);
    words_add(words, " a second time");
    add_other(study, words, event, "first freed");
}

static void tell_bad_free(const struct study *study, struct words *words, const struct event *event)
{
    words_add(words, "frees %s, which malloc did not give out",
              study_object(study, event->address).text);
}

static void tell_value(const struct study *study, struct words *words, const struct event *event)
{
    static const struct {
        enum event_kind kind;
        const char *before, *after;
    } phrases[] = {
        {EVENT_INDEX, "uses index ", ", which is outside the array"},
        {EVENT_ILLEGAL, "is ended by signal ", ""},
        {EVENT_NO_THREAD, "joins or detaches thread ", ", which there never was"},
        {EVENT_NO_KEY, "uses key ", " of thread-specific data, which does not exist"},
    };
    (void)study;
    for (size_t index = 0; index < sizeof phrases / sizeof phrases[0]; index++)
        if (phrases[index].kind == event->kind)
            words_add(words, "%s%" PRId64 "%s", phrases[index].before, event->value,
                      phrases[index].after);
}

/* A thread of a lab does: of a program's end nothing is told as of something wrong. */
static void tell_exit(const struct study *study, struct words *words, const struct event *event)
{
    (void)study;
    words_add(words, "calls exit(%" PRId64 "): that would end the whole program", event->value);
}

static void tell_thread(const struct study *study, struct words *words, const struct event *event)
{
    static const struct {
        enum event_kind kind;
        const char *does, *which;
    } phrases[] = {
        {EVENT_JOIN_TWICE, "joins", ", which was joined before"},
        {EVENT_JOIN_DETACHED, "joins", ", which is detached: nobody may wait for its end"},
        {EVENT_DETACH, "detaches", ", which was detached or joined before"},
    };
    for (size_t index = 0; index < sizeof phrases / sizeof phrases[0]; index++)
        if (phrases[index].kind == event->kind)
            words_add(words, "%s %s%s", phrases[index].does, narrate_name(study, event->other).text,
                      phrases[index].which);
}

static void tell_sync(const struct study *study, struct words *words, const struct event *event)
{
    static const struct {
        enum event_kind kind;
        const char *does, *which, *other, *so;
    } phrases[] = {
        {EVENT_UNLOCK_NOT_OWNER, "unlocks", ", which it does not hold", "locked", ""},
        {EVENT_WAIT_NOT_OWNER, "waits for", " without holding the mutex that it gives", "locked",
         ""},
        {EVENT_RELOCK, "locks", ", which it holds already", "locked", ": it would wait for itself"},
        {EVENT_NOT_INITIALISED, "uses", ", which was never initialised", "", ""},
        {EVENT_DESTROYED, "uses", ", which is destroyed", "destroyed", ""},
        {EVENT_DESTROY_BUSY, "destroys", " while it is in use", "locked", ""},
        {EVENT_REINITIALISED, "initialises", " again while it is in use", "locked", ""},
    };
    for (size_t index = 0; index < sizeof phrases / sizeof phrases[0]; index++)
        if (phrases[index].kind == event->kind) {
            words_add(words, "%s %s%s", phrases[index].does,
                      study_object(study, event->address).text, phrases[index].which);
            add_other(study, words, event, phrases[index].other);
            words_add(words, "%s", phrases[index].so);
        }
}

/* Given up at a limit, which may have been too low, or known to have no end. */
static void tell_endless(const struct study *study, struct words *words, const struct event *event)
{
    bool is_limit = event->value > 0 || event->bytes > 0;
    words_add(words, "runs on and on without any synchronisation");
    if (event->value > 0)
        words_add(words, ": %.0f million branches, loads and stores in one step",
                  (double)event->value / 1e6);
    else if (event->bytes > 0)
        words_add(words, ": libc works on %.0f million bytes in one step",
                  (double)event->bytes / 1e6);
    if (is_limit && study_machine(study)->program.entry.main != 0)
        words_add(words, " (if it does come to an end, --ticks N allows more)");
}

struct event_row {
    const char *phrase; /* the whole story, or NULL and `tell` */
    void (*tell)(const struct study *study, struct words *words, const struct event *event);
};

static const struct event_row event_rows[] = {
    [EVENT_NONE] = {"is sound", NULL},
    [EVENT_NULL_ACCESS] = {NULL, tell_null},
    [EVENT_WILD_ACCESS] = {NULL, tell_wild},
    [EVENT_USE_AFTER_FREE] = {NULL, tell_freed},
    [EVENT_OVERRUN] = {NULL, tell_overrun},
    [EVENT_UNINITIALISED_READ] = {NULL, tell_unwritten},
    [EVENT_READ_ONLY] = {NULL, tell_constant},
    [EVENT_DOUBLE_FREE] = {NULL, tell_double_free},
    [EVENT_BAD_FREE] = {NULL, tell_bad_free},
    [EVENT_INDEX] = {NULL, tell_value},
    [EVENT_DIVISION] = {"divides by zero", NULL},
    [EVENT_STACK_OVERFLOW] = {"calls too deep: its stack is full", NULL},
    [EVENT_ENDLESS_LOOP] = {NULL, tell_endless},
    [EVENT_ILLEGAL] = {NULL, tell_value},
    [EVENT_EXIT] = {NULL, tell_exit},
    [EVENT_ABORT] = {"calls abort()", NULL},
    [EVENT_ASSERT] = {"finds that an assertion does not hold", NULL},
    [EVENT_UNLOCK_NOT_OWNER] = {NULL, tell_sync},
    [EVENT_WAIT_NOT_OWNER] = {NULL, tell_sync},
    [EVENT_RELOCK] = {NULL, tell_sync},
    [EVENT_NOT_INITIALISED] = {NULL, tell_sync},
    [EVENT_DESTROYED] = {NULL, tell_sync},
    [EVENT_DESTROY_BUSY] = {NULL, tell_sync},
    [EVENT_REINITIALISED] = {NULL, tell_sync},
    [EVENT_JOIN_ITSELF] = {"joins itself: it would wait for its own end", NULL},
    [EVENT_JOIN_TWICE] = {NULL, tell_thread},
    [EVENT_JOIN_DETACHED] = {NULL, tell_thread},
    [EVENT_DETACH] = {NULL, tell_thread},
    [EVENT_NO_THREAD] = {NULL, tell_value},
    [EVENT_NO_KEY] = {NULL, tell_value},
    [EVENT_TOO_MANY] = {"needs more threads or objects than can be shown", NULL},
};
static_assert(sizeof event_rows / sizeof event_rows[0] == EVENT_KINDS, "a story for each event");

/* The end of a whole program is what it is made for, and so told in other words. */
static void tell_end(const struct study *study, struct console *console)
{
    const struct event *event = &study_machine(study)->event;
    struct words words;
    thread_slot others[MACHINE_THREADS];
    size_t count = 0;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (slot != event->thread && study_thread(study, slot)->phase != PHASE_DONE)
            others[count++] = slot;
    words_clear(&words);
    words_add(&words, "The program ended: %s ", narrate_name(study, event->thread).text);
    words_add(&words, event->is_return ? "returned %" PRId64 : "called exit(%" PRId64 ")",
              event->value);
    if (count > 0) {
        words_add(&words, ", while ");
        narrate_list(study, &words, others, count);
        words_add(&words, count == 1 ? " was not at its end" : " were not at their ends");
    }
    words_add(&words, ".");
    words_print(&words, console, 0);
}

void events_story(const struct study *study, struct words *words, const struct event *event)
{
    words_add(words, "%s ", narrate_name(study, event->thread).text);
    if (event_rows[event->kind].tell != NULL)
        event_rows[event->kind].tell(study, words, event);
    else
        words_add(words, "%s", event_rows[event->kind].phrase);
    if (event->text[0] != '\0')
        words_add(words, ": %s", event->text);
}

void events_tell(struct study *study, struct console *console)
{
    const struct event *event = &study_machine(study)->event;
    struct words words;
    struct place place;
    char source[160];
    if (event->kind == EVENT_NONE)
        return;
    if (event->kind == EVENT_EXIT && study_machine(study)->program.entry.main != 0) {
        tell_end(study, console);
        return;
    }
    console->has_trouble = true;
    words_clear(&words);
    words_add(&words, "Event: %s. ", event_name(event->kind));
    struct words story;
    words_clear(&story);
    events_story(study, &story, event);
    words_capital(&story);
    words_add(&words, "%s.", story.text);
    words_print(&words, console, 0);
    if (lines_place(study->lines, event->pc, &place) && place.line > 0 &&
        lines_source_text(study->lines, place.file, place.line, source, sizeof source))
        fprintf(console->out, "%s:%d  %s\n", place.file, place.line,
                source + strspn(source, " \t"));
}

enum event_kind events_find(const char *name)
{
    for (enum event_kind kind = EVENT_NONE + 1; kind < EVENT_KINDS; kind++)
        if (strcasecmp(name, event_name(kind)) == 0)
            return kind;
    return EVENT_NONE;
}
