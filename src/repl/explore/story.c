#include "repl/explore/story.h"

#include "repl/words/events.h"
#include "repl/words/narrate.h"
#include "repl/words/resting.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* ---- Places ---------------------------------------------------------------------------------- */

struct place_name story_place(const struct study *study, const struct finding *finding)
{
    return study_place(study, finding->pc);
}

struct place_name story_other_place(const struct study *study, const struct finding *finding)
{
    struct place_name none = {.text = ""};
    return finding->other_pc == 0 ? none : study_place(study, finding->other_pc);
}

static const char *thread_name(const struct study *study, thread_slot slot,
                               struct spoken_name *name)
{
    *name = narrate_name(study, slot);
    return name->text;
}

/* ---- The first sentence ---------------------------------------------------------------------- */

typedef void tell_finding(const struct study *study, struct words *words,
                          const struct finding *finding);

static void tell_event(const struct study *study, struct words *words,
                       const struct finding *finding)
{
    events_story(study, words, &finding->details);
    words_add(words, " (%s)", story_place(study, finding).text);
}

static void tell_race(const struct study *study, struct words *words, const struct finding *finding)
{
    struct spoken_name first, second;
    words_add(words, "%s %s %s (%s) while %s %s it (%s)",
              thread_name(study, finding->thread, &first), finding->is_write ? "writes" : "reads",
              study_object(study, finding->address).text, story_place(study, finding).text,
              thread_name(study, finding->other, &second),
              finding->other_is_write ? "writes" : "reads", story_other_place(study, finding).text);
}

/* Both sides use an object, and the one of them makes or unmakes it. */
static void tell_lifetime(const struct study *study, struct words *words,
                          const struct finding *finding)
{
    struct spoken_name first, second;
    words_add(words, "nothing keeps %s from using %s (%s) %s %s %s it (%s)",
              thread_name(study, finding->thread, &first),
              study_object(study, finding->address).text, story_place(study, finding).text,
              finding->kind == FINDING_USE_BEFORE_INIT ? "before" : "after",
              thread_name(study, finding->other, &second),
              finding->kind == FINDING_USE_BEFORE_INIT ? "initialises" : "destroys",
              story_other_place(study, finding).text);
}

static void tell_wait(const struct study *study, struct words *words, const struct finding *finding)
{
    narrate_wait_alone(study, words, finding->thread);
}

static void tell_unchecked(const struct study *study, struct words *words,
                           const struct finding *finding)
{
    struct spoken_name name;
    words_add(words, "%s goes on behind its wait for %s (%s) without looking again",
              thread_name(study, finding->thread, &name),
              study_object(study, finding->address).text, story_place(study, finding).text);
}

/* The thread goes round, and what it asks for. */
static void tell_round(const struct study *study, struct words *words,
                       const struct finding *finding)
{
    static const char *const phrases[FINDING_KINDS] = {
        [FINDING_LIVELOCK] = "and others go round for ever, and none of them gets on",
        [FINDING_STARVATION] = "never gets its turn, while others go on and on",
        [FINDING_BUSY_WAITING] = "asks again and again for what another would have to change",
    };
    struct spoken_name name;
    words_add(words, "%s %s (%s)", thread_name(study, finding->thread, &name),
              phrases[finding->kind], story_place(study, finding).text);
}

static void tell_never_joined(const struct study *study, struct words *words,
                              const struct finding *finding)
{
    struct spoken_name first, second;
    words_add(words, "%s, created by %s (%s), has ended, and nobody has joined or detached it",
              thread_name(study, finding->thread, &first),
              thread_name(study, finding->other, &second), story_place(study, finding).text);
}

static void tell_exit(const struct study *study, struct words *words, const struct finding *finding)
{
    struct spoken_name first, second;
    words_add(words, "%s ends the program (%s) while %s is not at its end (%s)",
              thread_name(study, finding->thread, &first), story_place(study, finding).text,
              thread_name(study, finding->other, &second), story_other_place(study, finding).text);
}

static void tell_leak(const struct study *study, struct words *words, const struct finding *finding)
{
    words_add(words, "a block of %lld %s (%s) is never freed", WORDS_COUNT(finding->bytes, "byte"),
              story_place(study, finding).text);
}

static void tell_end(const struct study *study, struct words *words, const struct finding *finding)
{
    struct symbol symbol = {.name = "the function"};
    image_symbol_at(study->image, finding->pc - 1, &symbol);
    words_add(words, "%s() returns 0 when all is over (%s)", symbol.name,
              story_place(study, finding).text);
}

static void tell_difference(const struct study *study, struct words *words,
                            const struct finding *finding)
{
    if (finding->is_conditional)
        words_add(words, "the program ends with status %u, and with 0 by other schedules (%s)",
                  finding->status, story_place(study, finding).text);
    else
        words_add(words, "what the program prints depends on the schedule (%s)",
                  story_place(study, finding).text);
}

static void tell_death(const struct study *study, struct words *words,
                       const struct finding *finding)
{
    words_add(words, "in a step of %s the program ",
              study_thread_name(study, finding->thread).text);
    resting_death(words, (int)finding->details.value);
}

static tell_finding *const tellers[] = {
    [FINDING_EVENT] = tell_event,
    [FINDING_DATA_RACE] = tell_race,
    [FINDING_USE_BEFORE_INIT] = tell_lifetime,
    [FINDING_USE_AFTER_DESTROY] = tell_lifetime,
    [FINDING_DEADLOCK] = tell_wait,
    [FINDING_LOST_WAKEUP] = tell_wait,
    [FINDING_UNCHECKED_WAKEUP] = tell_unchecked,
    [FINDING_LIVELOCK] = tell_round,
    [FINDING_STARVATION] = tell_round,
    [FINDING_BUSY_WAITING] = tell_round,
    [FINDING_NEVER_JOINED] = tell_never_joined,
    [FINDING_EXIT_WITH_THREADS] = tell_exit,
    [FINDING_LEAK] = tell_leak,
    [FINDING_INVARIANT] = tell_end,
    [FINDING_DIFFERENT_RESULT] = tell_difference,
    [FINDING_KIT_DIED] = tell_death,
};
static_assert(sizeof tellers / sizeof tellers[0] == FINDING_KINDS, "a sentence for each kind");

void story_headline(const struct study *study, struct words *words, const struct finding *finding)
{
    tellers[finding->kind](study, words, finding);
}

/* ---- One step before -------------------------------------------------------------------------- */

static void foresee_race(const struct study *study, struct words *words,
                         const struct finding *finding)
{
    struct spoken_name name;
    words_add(words, "%s has %s %s (%s), and nothing orders that and the %s that comes now",
              thread_name(study, finding->other, &name),
              finding->other_is_write ? "written" : "read",
              study_object(study, finding->address).text, story_other_place(study, finding).text,
              finding->is_write ? "write" : "read");
}

static void foresee_unchecked(const struct study *study, struct words *words,
                              const struct finding *finding)
{
    struct spoken_name name;
    words_add(words,
              "%s returns from its wait for %s (%s), and does not look again whether what it "
              "waited for is so",
              thread_name(study, finding->thread, &name),
              study_object(study, finding->address).text, story_place(study, finding).text);
}

/* The rounds of a livelock, of a starvation, and of who asks again and again. */
static void foresee_round(const struct study *study, struct words *words,
                          const struct finding *finding)
{
    tell_round(study, words, finding);
    words_add(words, ": then all is as it was before, and can go on so for ever");
}

static void foresee_difference(const struct study *study, struct words *words,
                               const struct finding *finding)
{
    (void)study, (void)finding;
    words_add(words, "what the program has printed by then is not what it prints in others");
}

static tell_finding *const outlooks[FINDING_KINDS] = {
    [FINDING_DATA_RACE] = foresee_race,
    [FINDING_USE_BEFORE_INIT] = tell_lifetime,
    [FINDING_USE_AFTER_DESTROY] = tell_lifetime,
    [FINDING_UNCHECKED_WAKEUP] = foresee_unchecked,
    [FINDING_LIVELOCK] = foresee_round,
    [FINDING_STARVATION] = foresee_round,
    [FINDING_BUSY_WAITING] = foresee_round,
    [FINDING_NEVER_JOINED] = tell_never_joined,
    [FINDING_EXIT_WITH_THREADS] = tell_exit,
    [FINDING_LEAK] = tell_leak,
    [FINDING_INVARIANT] = tell_end,
    [FINDING_DIFFERENT_RESULT] = foresee_difference,
};

void story_outlook(const struct study *study, struct words *words, const struct record *record)
{
    const struct finding *finding = &record->facts;
    struct words sentence;
    if (finding->length == 0)
        return;
    const struct scheduled *last = &record->schedule[finding->length - 1];
    struct thread_name thread = study_thread_name(study, last->thread);
    words_add(words, "One step before the %s: type ", finding_name(finding));
    if (last->waiter > 0)
        words_add(words, "schedule %s!%d, which wakes another than who waits longest.", thread.text,
                  last->waiter + 1);
    else
        words_add(words, "step %s.", thread.text);
    if (outlooks[finding->kind] == NULL)
        return;
    words_clear(&sentence);
    outlooks[finding->kind](study, &sentence, finding);
    words_capital(&sentence);
    words_add(words, " %s.", sentence.text);
}

/* ---- What else there is to say --------------------------------------------------------------- */

/* What a class means, where its name alone does not tell how it comes about. */
static const char *const meanings[FINDING_KINDS] = {
    [FINDING_DATA_RACE] = "Nothing orders the two: no lock, semaphore, join or atomic access lies "
                          "between them that would tell the one of the other.",
    [FINDING_UNCHECKED_WAKEUP] =
        "When a wait returns, what it waited for may be gone again, or never "
        "have come: the wait belongs in a loop that looks.",
    [FINDING_LIVELOCK] = "They are back where they stood before, and will be again.",
    [FINDING_BUSY_WAITING] =
        "It keeps the processor busy without getting on: a wait on a condition or "
        "a semaphore would let others run.",
    [FINDING_NEVER_JOINED] = "What the system keeps for it is never given back.",
    [FINDING_EXIT_WITH_THREADS] = "The end of main ends all threads, wherever they are.",
};

/* "The signal (a.c:9, step 4 by main) came before T1 waited, and woke nobody." */
static void add_signal(struct study *study, struct words *words, const struct finding *finding)
{
    uint64_t step = study_machine(study)->step;
    stepper_recall(study->stepper, step);
    for (; step > 0; step--) {
        const struct trace_entry *entry = stepper_trace(study->stepper, step);
        if (entry == NULL || entry->operation.object != finding->address ||
            (entry->operation.kind != OPERATION_SIGNAL &&
             entry->operation.kind != OPERATION_BROADCAST))
            continue;
        bool woke = entry->before > entry->after;
        words_add(
            words, "The last %s (%s, step %" PRIu64 " by %s) %s. Nobody is left to signal again.",
            operation_verb(entry->operation.kind), study_place(study, entry->operation.pc).text,
            step, narrate_name(study, entry->thread).text,
            woke ? "woke somebody else" : "came before the wait, and woke nobody");
        return;
    }
}

static void print_source(struct study *study, struct console *console, uint64_t pc)
{
    struct place place;
    char source[160];
    if (lines_place(study->lines, pc, &place) && place.line > 0 &&
        lines_source_text(study->lines, place.file, place.line, source, sizeof source))
        console_line(console, fprintf(console->out, "  %s:%d  ", place.file, place.line), 4,
                     source + strspn(source, " \t"));
}

static void print_indented(const struct console *console, const char *text)
{
    fprintf(console->out, "  ");
    console_wrap(console, 2, 2, text);
}

void story_details(struct study *study, struct console *console, const struct finding *finding)
{
    struct words words;
    words_clear(&words);
    if (meanings[finding->kind] != NULL)
        print_indented(console, meanings[finding->kind]);
    if (finding->kind == FINDING_DEADLOCK || finding->kind == FINDING_LOST_WAKEUP)
        resting_waits(study, console);
    if (finding->kind == FINDING_LOST_WAKEUP)
        add_signal(study, &words, finding);
    if (words.used > 0)
        print_indented(console, words.text);
    print_source(study, console, finding->pc);
    if (strcmp(story_other_place(study, finding).text, story_place(study, finding).text) != 0)
        print_source(study, console, finding->other_pc);
}
