#include "repl/page/explain.h"

#include "program/text.h"
#include "repl/words/events.h"
#include "repl/words/resting.h"

#include <limits.h>
#include <string.h>

void explain_note(struct explain_before *before, const struct study *study)
{
    before->step = study_machine(study)->step;
    for (thread_slot slot = 0; slot < MACHINE_THREADS; slot++)
        before->could_run[slot] = slot < study_slots(study) && study_can_run(study, slot);
}

/* ---- The operation --------------------------------------------------------------------------- */

/* A phrase about the object between two pieces: "takes the lock ", "". NULL: said in another way. */
struct phrase {
    const char *before, *behind;
};

static const struct phrase phrases[OPERATION_KINDS] = {
    [OPERATION_LOCK] = {"takes the lock ", ""},
    [OPERATION_TRYLOCK] = {"tries to take the lock ", ""},
    [OPERATION_TIMEDLOCK] = {"takes the lock ", ", or gives up when its time is over"},
    [OPERATION_UNLOCK] = {"gives the lock ", " back"},
    [OPERATION_WAIT] = {"takes 1 from the semaphore ", ""},
    [OPERATION_TRYWAIT] = {"tries to take 1 from the semaphore ", ""},
    [OPERATION_TIMEDWAIT] = {"takes 1 from the semaphore ", ", or gives up when its time is over"},
    [OPERATION_POST] = {"adds 1 to the semaphore ", ""},
    [OPERATION_COND_WAIT] = {"gives its lock back and waits for a signal of ", ""},
    [OPERATION_COND_TIMEDWAIT] = {"gives its lock back and waits for a signal of ",
                                  ", but not for ever"},
    [OPERATION_COND_WAKE] = {"was signalled by ", ", and has its lock again"},
    [OPERATION_COND_TIMEDWAKE] = {"comes back from waiting for ", ", and has its lock again"},
    [OPERATION_SIGNAL] = {"signals ", ""},
    [OPERATION_BROADCAST] = {"signals all who wait for ", ""},
    [OPERATION_CREATE] = {"starts a new thread, which will run ", ""},
    [OPERATION_JOIN] = {"waited for the end of ", " and goes on"},
    [OPERATION_READ] = {"reads ", ""},
    [OPERATION_WRITE] = {"writes ", ""},
    [OPERATION_ATOMIC_READ] = {"reads ", ", atomically"},
    [OPERATION_ATOMIC_WRITE] = {"writes ", ", atomically"},
    [OPERATION_READ_LOCK] = {"takes ", " for reading"},
    [OPERATION_WRITE_LOCK] = {"takes ", " for writing"},
    [OPERATION_RW_UNLOCK] = {"gives ", " back"},
    [OPERATION_ARRIVE] = {"arrives at the barrier ", ""},
    [OPERATION_LEAVE] = {"leaves the barrier ", ": all have arrived"},
    [OPERATION_SPIN_LOCK] = {"takes the spin lock ", ""},
    [OPERATION_SPIN_UNLOCK] = {"gives the spin lock ", " back"},
};

void explain_operation(const struct study *study, struct words *words,
                       const struct trace_entry *entry)
{
    const struct operation *operation = &entry->operation;
    const struct phrase *phrase = &phrases[operation->kind];
    struct operation_text effect = narrate_effect(entry);
    struct symbol symbol;
    if (operation->kind == OPERATION_EXIT)
        return;
    words_add(words, "%s ", narrate_name(study, entry->thread).text);
    if (operation->kind == OPERATION_START &&
        image_symbol_at(study->image, operation->pc - 1, &symbol))
        words_add(words, "begins %s", symbol.name);
    else if (phrase->before != NULL)
        words_add(words, "%s%s%s", phrase->before, narrate_operand(study, operation).text,
                  phrase->behind);
    else
        words_add(words, "does %s", narrate_operation(study, operation).text);
    bool is_figure = effect.text[0] != '\0' && effect.text[0] != '-';
    words_add(words, is_figure ? ": %s. " : ". ", effect.text);
}

/* ---- What it means for the threads ----------------------------------------------------------- */

void explain_woken(const struct study *study, struct words *words,
                   const struct explain_before *before, thread_slot mover)
{
    thread_slot woken[MACHINE_THREADS];
    size_t count = 0;
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        const struct thread *thread = study_thread(study, slot);
        bool is_new = thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_START;
        if (slot != mover && !is_new && !before->could_run[slot] && study_can_run(study, slot))
            woken[count++] = slot;
    }
    if (count == 0)
        return;
    words_add(words, "That lets ");
    narrate_list(study, words, woken, count);
    words_add(words, " go on. ");
}

static void add_middle(const struct study *study, struct words *words, thread_slot mover)
{
    const struct thread *thread = study_thread(study, mover);
    const struct access *access = &thread->access;
    if (access->bytes > 0)
        words_add(words, "%s is about to %s %s (%s). ", narrate_name(study, mover).text,
                  access->is_write ? "write" : "read", study_object(study, access->address).text,
                  study_place(study, thread->pc).text);
    else
        words_add(words, "%s stands in the middle of its step (%s). ",
                  narrate_name(study, mover).text, study_place(study, thread->pc).text);
}

void explain_standing(const struct study *study, struct words *words, thread_slot mover)
{
    struct words wait;
    const struct thread *thread = study_thread(study, mover);
    enum thread_state state = study_state(study, mover);
    if (state == STATE_RUNNING)
        add_middle(study, words, mover);
    else if (state == STATE_DONE && study_machine(study)->event.kind == EVENT_NONE)
        words_add(words, "%s ends. ", narrate_name(study, mover).text);
    else if (state == STATE_READY)
        words_add(words, "It now stands before %s (%s). ",
                  narrate_operation(study, &thread->pending).text,
                  study_place(study, thread->pending.pc).text);
    else if (state == STATE_BLOCKED || state == STATE_HOLDING) {
        words_clear(&wait);
        narrate_wait(study, &wait, mover);
        words_capital(&wait);
        words_add(words, "%s. ", wait.text);
    }
}

char *explain_end(struct study *study)
{
    struct text_stream said;
    struct console console;
    if (!text_stream_open(&said))
        return NULL;
    console_init(&console, said.out);
    console.width = INT_MAX;
    bool is_event = study_machine(study)->event.kind != EVENT_NONE;
    events_tell(study, &console);
    if (!is_event && study_is_deadlocked(study)) {
        fputs("Deadlock: nobody can run.\n", said.out);
        resting_waits(study, &console);
    }
    char *text = text_stream_close(&said);
    if (is_event && text != NULL)
        *strchrnul(text, '\n') = '\0';
    return text;
}
