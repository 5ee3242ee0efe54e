#include "repl/words/resting.h"

#include "repl/study/stops.h"
#include "repl/words/narrate.h"

#include <inttypes.h>

/* ---- Why it stopped -------------------------------------------------------------------------- */

void resting_death(struct words *words, int number)
{
    if (number == STOP_NUMBER_LATE)
        words_add(words, "kept memrepl waiting for too long, and was ended");
    else if (number < 0)
        words_add(words, "ended its own process by signal %d, which cannot be held up", -number);
    else
        words_add(words,
                  "ended its own process with status %d, in a way that cannot be held up, such as "
                  "a system call in assembly",
                  number);
}

static void tell_death(const struct study *study, struct console *console, int number)
{
    struct words words;
    words_clear(&words);
    words_add(&words, "The program ");
    resting_death(&words, number);
    words_add(&words,
              ". It was started again, and stands at step %" PRIu64 ", where it stood before.",
              study_machine(study)->step);
    words_print(&words, console, 0);
}

void resting_stop(struct study *study, struct console *console, const struct stop *stop)
{
    uint64_t step = study_machine(study)->step;
    switch (stop->reason) {
    case STOP_BREAK:
    case STOP_WATCH:
        stops_explain(study, console, stop);
        break;
    case STOP_INTERRUPTED:
        words_say(console, "Interrupted at step %" PRIu64 ".", step);
        break;
    case STOP_FULL:
        words_say(console, "No more steps can be remembered: go back, or start again with reset.");
        break;
    case STOP_DIED:
        tell_death(study, console, stop->number);
        break;
    default:
        break;
    }
}

/* ---- What comes next ------------------------------------------------------------------------- */

void resting_way_back(struct console *console)
{
    words_say(console, "Next: go back with back 1, or begin again with reset.");
}

bool resting_has_ended(const struct study *study)
{
    const struct machine *machine = study_machine(study);
    if (machine->program.entry.main == 0 || machine->event.kind != EVENT_NONE)
        return machine->event.kind == EVENT_EXIT;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (study_state(study, slot) != STATE_DONE)
            return false;
    return true;
}

/* Prints who waits for whom, all the way round, where a deadlock is such a circle. */
static void tell_circle(const struct study *study, struct console *console)
{
    thread_slot slots[MACHINE_THREADS];
    size_t count = study_circle(study, slots);
    struct words words;
    if (count < 2)
        return;
    words_clear(&words);
    for (size_t index = 0; index < count; index++)
        words_add(&words, "%s%s waits for %s",
                  index == 0           ? ""
                  : index == count - 1 ? ", and "
                                       : ", ",
                  narrate_name(study, slots[index]).text,
                  narrate_name(study, slots[(index + 1) % count]).text);
    words_add(&words, ": a circle.");
    words_capital(&words);
    words_print(&words, console, 0);
}

void resting_waits(const struct study *study, struct console *console)
{
    struct words words;
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        if (study_state(study, slot) != STATE_BLOCKED)
            continue;
        words_clear(&words);
        narrate_wait_alone(study, &words, slot);
        if (study_is_stuck(study, slot) && study_waits_for(study, slot) == NO_THREAD)
            words_add(&words, "; nobody is left to wake it");
        words_capital(&words);
        fprintf(console->out, "  ");
        console_wrap(console, 2, 4, words.text);
    }
    tell_circle(study, console);
}

static void next_deadlock(struct study *study, struct console *console)
{
    console->has_trouble = true;
    fprintf(console->out, "%sDeadlock: nobody can run.%s\n", console_colour(console, COLOUR_RED),
            console_colour(console, COLOUR_PLAIN));
    resting_waits(study, console);
    resting_way_back(console);
}

/* "Next: the server at sem_wait(items), server.c:9" when the thread being stepped can go on. */
static bool next_of_thread(const struct study *study, struct words *words, thread_slot slot)
{
    if (slot == NO_THREAD || !study_can_run(study, slot))
        return false;
    const struct thread *thread = study_thread(study, slot);
    struct spoken_name who = narrate_name(study, slot);
    if (thread->phase == PHASE_MIDSTEP)
        words_add(words, "Next: %s goes on in the middle of its step, %s", who.text,
                  study_place(study, thread->pc).text);
    else
        words_add(words, "Next: %s at %s, %s", who.text,
                  narrate_operation(study, &thread->pending).text,
                  study_place(study, thread->pending.pc).text);
    return true;
}

enum outcome resting_next(struct study *study, struct console *console, thread_slot slot)
{
    struct words words;
    thread_slot ready[MACHINE_THREADS];
    size_t count = 0;
    if (study_is_deadlocked(study)) {
        next_deadlock(study, console);
        return OUTCOME_OK;
    }
    if (resting_has_ended(study)) {
        words_say(console, "The program ended: all its threads have ended.");
        resting_way_back(console);
        return OUTCOME_OK;
    }
    words_clear(&words);
    bool is_named = next_of_thread(study, &words, slot);
    for (thread_slot other = 0; other < study_slots(study); other++)
        if (study_can_run(study, other) && !(is_named && other == slot))
            ready[count++] = other;
    words_add(&words, "%s", is_named ? count > 0 ? "; " : "" : "Next: ");
    narrate_list(study, &words, ready, count);
    words_add(&words, "%s", count > 0 ? is_named ? " can run too" : " can run" : "");
    if (count == 0 && !is_named)
        words_add(&words, "nobody can run until you act");
    if (!is_named && study->hooks->strokes != NULL)
        study->hooks->strokes(study, &words);
    words_add(&words, ".");
    words_print(&words, console, 0);
    return OUTCOME_OK;
}
