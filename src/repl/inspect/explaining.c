#include "repl/inspect/explaining.h"

#include "repl/words/narrate.h"

#include <inttypes.h>
#include <string.h>

enum {
    SPIN_TURNS = 3,      /* a thread that asks the same so often seems to spin */
    SPIN_LOOK_BACK = 256 /* steps in which its turns are looked for */
};

/* True where the operation waits for a signal, which has not come. */
static bool waits_for_signal(const struct operation *pending)
{
    return (pending->kind == OPERATION_COND_WAKE || pending->kind == OPERATION_COND_TIMEDWAKE) &&
           pending->argument == 0;
}

/* True when the operation of another thread is what the pending one waits for. */
static bool is_waker(const struct operation *other, const struct operation *pending)
{
    if (other->object != pending->object)
        return false;
    if (waits_for_signal(pending))
        return other->kind == OPERATION_SIGNAL || other->kind == OPERATION_BROADCAST;
    return other->kind == OPERATION_POST || other->kind == OPERATION_ARRIVE;
}

/* ---- Who could wake it ----------------------------------------------------------------------- */

/* Adds what the thread itself is about, of whom another waits: " T1 can go on (step T1)". */
static void add_prospect(const struct study *study, struct words *words, thread_slot slot)
{
    struct thread_name name = study_thread_name(study, slot);
    struct spoken_name spoken = narrate_name(study, slot);
    enum thread_state state = study_state(study, slot);
    thread_slot other = study_waits_for(study, slot);
    if (study_can_run(study, slot))
        words_add(words, "%s can go on (step %s)", spoken.text, name.text);
    else if (state == STATE_DONE || state == STATE_CRASHED)
        words_add(words, "but %s has ended, so that this never comes", spoken.text);
    else if (state == STATE_HOLDING)
        words_add(words, "%s goes on when you say so (free %s)", spoken.text, name.text + 1);
    else if (other != NO_THREAD)
        words_add(words, "%s itself waits for %s", spoken.text, narrate_name(study, other).text);
    else
        words_add(words, "%s itself waits (explain %s)", spoken.text, name.text);
}

/* Adds who stands before the operation that wakes the thread; false when nobody does. */
static bool add_who_is_about_to(const struct study *study, struct words *words,
                                const struct operation *pending)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        const struct thread *thread = study_thread(study, slot);
        if (thread->phase != PHASE_PARKED || !is_waker(&thread->pending, pending))
            continue;
        words_add(words, "%s is about to do that (step %s)", narrate_name(study, slot).text,
                  study_thread_name(study, slot).text);
        return true;
    }
    return false;
}

/* Adds what the mode knows of its own threads, as a sentence; false when nothing. */
static bool add_mode_waker(const struct study *study, struct words *words, thread_slot slot)
{
    struct words known;
    words_clear(&known);
    if (study->hooks->waker != NULL)
        study->hooks->waker(study, slot, &known);
    if (known.used < 2)
        return false;
    memmove(known.text, known.text + strlen("; "), known.used - 1);
    words_capital(&known);
    words_add(words, " %s.", known.text);
    return true;
}

/* Adds the call that wakes who waits for the object: of any thread. */
static void add_call(const struct study *study, struct words *words,
                     const struct operation *pending)
{
    struct object_name object = study_object(study, pending->object);
    if (pending->kind == OPERATION_LEAVE)
        words_add(words, " Each pthread_barrier_wait(%s) of another thread counts", object.text);
    else if (waits_for_signal(pending))
        words_add(words,
                  " A pthread_cond_signal(%s) or broadcast wakes it, if it comes from now on: one "
                  "that came before is lost",
                  object.text);
    else
        words_add(words, " A sem_post(%s) wakes it", object.text);
}

/* The second sentence where a semaphore, a condition or a barrier is waited for. */
static void add_waker(const struct study *study, struct words *words, thread_slot slot)
{
    const struct operation *pending = &study_thread(study, slot)->pending;
    bool is_left_alone =
        study_is_stuck(study, slot) && !machine_anyone_can_run(study_machine(study));
    if (add_mode_waker(study, words, slot))
        return;
    add_call(study, words, pending);
    words_add(words, "; ");
    if (!add_who_is_about_to(study, words, pending))
        words_add(words, is_left_alone ? "nobody is left to do that"
                                       : "nobody stands right before that now");
    words_add(words, ".");
}

/* The second sentence where a thread is waited for: by its end, or for what it holds. */
static void add_way_of_holder(const struct study *study, struct words *words, thread_slot slot)
{
    const struct operation *pending = &study_thread(study, slot)->pending;
    thread_slot other = study_waits_for(study, slot);
    struct spoken_name name = narrate_name(study, other);
    struct words sentence;
    words_clear(&sentence);
    if (pending->kind == OPERATION_JOIN)
        words_add(&sentence, "%s has to come to its end", name.text);
    else if (pending->kind == OPERATION_ONCE)
        words_add(&sentence, "%s has to come back from that routine", name.text);
    else
        words_add(&sentence, "%s has to unlock it", name.text);
    words_add(&sentence, "; ");
    add_prospect(study, &sentence, other);
    words_capital(&sentence);
    words_add(words, " %s.", sentence.text);
}

/* The second sentence where the thread is one of a circle; false when it is not. */
static bool add_circle(const struct study *study, struct words *words, thread_slot slot)
{
    thread_slot slots[MACHINE_THREADS];
    size_t count = study_circle(study, slots), first = 0;
    while (first < count && slots[first] != slot)
        first++;
    if (first == count || count < 2)
        return false;
    words_add(words, " Nothing wakes it: ");
    for (size_t index = 0; index < count; index++)
        words_add(words, "%s%s waits for %s",
                  index == 0           ? ""
                  : index == count - 1 ? ", and "
                                       : ", ",
                  narrate_name(study, slots[(first + index) % count]).text,
                  narrate_name(study, slots[(first + index + 1) % count]).text);
    words_add(words, ", which is a deadlock.");
    return true;
}

static const char *kind_of_wait(const struct thread *thread)
{
    return thread->pending.kind == OPERATION_WAIT ? ", a semaphore that stands at 0"
           : waits_for_signal(&thread->pending)   ? ", a condition"
                                                  : "";
}

static void explain_wait(const struct study *study, struct words *words, thread_slot slot)
{
    narrate_wait_alone(study, words, slot);
    words_add(words, "%s.", kind_of_wait(study_thread(study, slot)));
    if (study_machine(study)->event.kind != EVENT_NONE)
        words_add(words, " The program has stopped before that came: go back with back 1.");
    else if (add_circle(study, words, slot))
        return;
    else if (study_waits_for(study, slot) != NO_THREAD)
        add_way_of_holder(study, words, slot);
    else
        add_waker(study, words, slot);
}

/* ---- Threads that wait for time, or for nobody ----------------------------------------------- */

/* Adds "1.5 s" or "20 ms" or "3 us". */
static void add_time(struct words *words, uint64_t time_ns)
{
    if (time_ns >= 1000000000)
        words_add(words, "%" PRIu64 ".%" PRIu64 " s", time_ns / 1000000000,
                  time_ns / 100000000 % 10);
    else if (time_ns >= 1000000)
        words_add(words, "%" PRIu64 " ms", time_ns / 1000000);
    else
        words_add(words, "%" PRIu64 " us", (time_ns + 999) / 1000);
}

static void explain_time(const struct study *study, struct words *words, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    struct spoken_name name = narrate_name(study, slot);
    bool sleeps = thread->pending.kind == OPERATION_SLEEP;
    uint64_t left_ns = thread->wakes_at_ns - study_machine(study)->clock_ns;
    if (sleeps)
        words_add(words, "%s sleeps (%s)", name.text, study_place(study, thread->pending.pc).text);
    else
        narrate_wait_alone(study, words, slot);
    words_add(words, ", for another ");
    add_time(words, left_ns);
    words_add(words, " of virtual time%s.", sleeps ? "" : " at most");
    words_add(words, " step %s lets that time pass at once%s.", study_thread_name(study, slot).text,
              sleeps ? "" : ", so that the call gives up with ETIMEDOUT; else it is woken before");
}

/* Asks, or lets others go first, and changes nothing. */
static bool may_spin(enum operation_kind kind)
{
    switch (kind) {
    case OPERATION_YIELD:
    case OPERATION_SLEEP:
    case OPERATION_TRYLOCK:
    case OPERATION_TRYWAIT:
    case OPERATION_SPIN_TRYLOCK:
    case OPERATION_READ:
    case OPERATION_ATOMIC_READ:
        return true;
    default:
        return false;
    }
}

/* How often the thread did what it stands before since it last changed anything. */
static int count_turns(const struct study *study, thread_slot slot)
{
    const struct operation *pending = &study_thread(study, slot)->pending;
    uint64_t step = study_machine(study)->step;
    int turns = 0;
    stepper_recall(study->stepper, SPIN_LOOK_BACK);
    for (uint64_t back = 0; back < SPIN_LOOK_BACK && back < step; back++) {
        const struct trace_entry *entry = stepper_trace(study->stepper, step - back);
        if (entry == NULL || (entry->thread == slot && !may_spin(entry->operation.kind)))
            break;
        turns += entry->thread == slot && entry->operation.kind == pending->kind &&
                 entry->operation.pc == pending->pc && entry->operation.object == pending->object;
    }
    return turns;
}

/* Where a thread asks again and again: it can run, and yet waits. False when it does not. */
static bool explain_spin(const struct study *study, struct words *words, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    int turns = may_spin(thread->pending.kind) ? count_turns(study, slot) : 0;
    if (turns < SPIN_TURNS)
        return false;
    words_add(words, "%s seems to spin: it did %s at %s %d times, and changed nothing meanwhile.",
              narrate_name(study, slot).text, narrate_operation(study, &thread->pending).text,
              study_place(study, thread->pending.pc).text, turns);
    words_add(words, " It can run, but only a step of another thread can change what its loop "
                     "waits for.");
    return true;
}

static void explain_ready(const struct study *study, struct words *words, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    if (machine_needs_time(study_machine(study), slot)) {
        explain_time(study, words, slot);
        return;
    }
    if (explain_spin(study, words, slot))
        return;
    words_add(words, "%s waits for nobody: it stands before %s (%s), which can be done now.",
              narrate_name(study, slot).text, narrate_operation(study, &thread->pending).text,
              study_place(study, thread->pending.pc).text);
    words_add(words, " It only waits for its turn (step %s).", study_thread_name(study, slot).text);
}

static void explain_running(const struct study *study, struct words *words, thread_slot slot)
{
    words_add(words, "%s waits for nobody: it stopped in the middle of a step (%s).",
              narrate_name(study, slot).text, study_place(study, study_pc(study, slot)).text);
    words_add(words, " It only waits for its turn (step %s).", study_thread_name(study, slot).text);
}

static void explain_new(const struct study *study, struct words *words, thread_slot slot)
{
    words_add(words, "%s waits for nobody: it was not begun yet.", narrate_name(study, slot).text);
    if (study->hooks->begin != NULL)
        words_add(words, " step %s begins it.", study_thread_name(study, slot).text);
}

static void explain_crashed(const struct study *study, struct words *words, thread_slot slot)
{
    words_add(words, "%s stopped for good (%s): %s. Nothing wakes it: go back with back 1.",
              narrate_name(study, slot).text, study_place(study, study_pc(study, slot)).text,
              event_name(study_machine(study)->event.kind));
}

/* ---- The command ----------------------------------------------------------------------------- */

/* A parked thread that only the event of another keeps from going on. */
static bool is_held_up(const struct study *study, thread_slot slot)
{
    return study_state(study, slot) == STATE_BLOCKED &&
           !machine_is_waiting(study_machine(study), slot);
}

static void explain_blocked(const struct study *study, struct words *words, thread_slot slot)
{
    if (is_held_up(study, slot))
        words_add(words,
                  "%s waits for nobody (%s). The program has stopped with an event: go back with "
                  "back 1.",
                  narrate_name(study, slot).text, study_place(study, study_pc(study, slot)).text);
    else
        explain_wait(study, words, slot);
}

static void explain(const struct study *study, struct words *words, thread_slot slot)
{
    switch (study_state(study, slot)) {
    case STATE_NEW:
        explain_new(study, words, slot);
        break;
    case STATE_DONE:
        words_add(words, "%s waits for nobody: it has ended.", narrate_name(study, slot).text);
        break;
    case STATE_CUT:
        words_add(words, "%s waits for nothing any more: the program ended before it did (%s).",
                  narrate_name(study, slot).text, study_place(study, study_pc(study, slot)).text);
        break;
    case STATE_CRASHED:
        explain_crashed(study, words, slot);
        break;
    case STATE_RUNNING:
        explain_running(study, words, slot);
        break;
    case STATE_READY:
        explain_ready(study, words, slot);
        break;
    default:
        explain_blocked(study, words, slot);
    }
}

static void print_explanation(const struct study *study, struct console *console, thread_slot slot)
{
    struct words words;
    words_clear(&words);
    explain(study, &words, slot);
    words_capital(&words);
    words_print(&words, console, 0);
}

/* True when the thread is worth a word where none is named: it waits, and not for its turn. */
static bool is_of_interest(const struct study *study, thread_slot slot)
{
    struct words words;
    words_clear(&words);
    switch (study_state(study, slot)) {
    case STATE_BLOCKED:
    case STATE_HOLDING:
    case STATE_CRASHED:
        return true;
    case STATE_READY:
        return machine_needs_time(study_machine(study), slot) || explain_spin(study, &words, slot);
    default:
        return false;
    }
}

static enum outcome explain_all(const struct study *study, struct console *console)
{
    bool has_any = false;
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        if (!is_of_interest(study, slot))
            continue;
        print_explanation(study, console, slot);
        has_any = true;
    }
    if (!has_any)
        words_say(console, "No thread waits for anything.");
    return OUTCOME_OK;
}

static enum outcome run_explain(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    if (count == 0)
        return explain_all(study, console);
    thread_slot slot = study_find_thread(study, arguments[0]);
    if (slot == NO_THREAD)
        return command_refuse(console, "no thread \"%s\"; threads lists them", arguments[0]);
    print_explanation(study, console, slot);
    return OUTCOME_OK;
}

const struct command explaining_commands[] = {
    {.name = "explain",
     .arguments = "[THREAD]",
     .help = "what a thread waits for, and what would wake it; alone: all that wait",
     .example = "explain T1 -- tells in two sentences why T1 does not go on",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = run_explain},
    {.name = NULL},
};
