#include "repl/study/study.h"

#include "program/host/mishaps.h"
#include "program/text.h"
#include "repl/words/narrate.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* ---- Life cycle ------------------------------------------------------------------------------ */

bool study_open(struct study *study, const char *path, char **error)
{
    *study = (struct study){.prompt = NO_THREAD};
    *error = NULL;
    enum image_result result = image_open(path, &study->image);
    if (result == IMAGE_OK)
        result = lines_open(study->image, &study->lines);
    if (result == IMAGE_OK)
        result = names_open(study->image, &study->names);
    if (result == IMAGE_NO_MEMORY)
        mishap_note("no memory left to look at the program");
    if (result != IMAGE_OK)
        *error = text_format("%s: %s", path, image_result_sentence(result));
    else
        study->stepper = stepper_open(study->image, error);
    if (study->stepper != NULL)
        return true;
    study_close(study);
    return false;
}

void study_close(struct study *study)
{
    history_clear(&study->history);
    foreseen_forget(&study->foreseen);
    stepper_close(study->stepper);
    names_close(study->names);
    lines_close(study->lines);
    image_close(study->image);
    *study = (struct study){.prompt = NO_THREAD};
}

void study_interrupt(struct study *study)
{
    study->is_interrupted = 1;
    stepper_interrupt(study->stepper);
}

/* ---- Threads --------------------------------------------------------------------------------- */

const struct machine *study_machine(const struct study *study)
{
    return stepper_machine(study->stepper);
}

thread_slot study_slots(const struct study *study)
{
    thread_slot used = (thread_slot)study_machine(study)->thread_count;
    return used > study->hooks->named_slots ? used : study->hooks->named_slots;
}

const struct thread *study_thread(const struct study *study, thread_slot slot)
{
    return &study_machine(study)->threads[slot];
}

struct thread_name study_thread_name(const struct study *study, thread_slot slot)
{
    struct thread_name name = {"nobody"};
    if (slot == NO_THREAD)
        return name;
    if (slot < study->hooks->named_slots && study->hooks->name != NULL)
        study->hooks->name(study, slot, name.text, sizeof name.text);
    else if (slot >= study_slots(study))
        snprintf(name.text, sizeof name.text, STUDY_PROMPT_NAME);
    else if (study_thread(study, slot)->name[0] != '\0')
        memcpy(name.text, study_thread(study, slot)->name, sizeof name.text);
    else
        snprintf(name.text, sizeof name.text, "#%d", slot);
    text_disarm(name.text);
    return name;
}

/* "T3" is slot 3 among the threads that the program made, whatever it named them itself. */
static thread_slot numbered_slot(const struct study *study, const char *text)
{
    int64_t slot;
    bool is_number =
        toupper((unsigned char)text[0]) == 'T' &&
        words_number(text + 1, study->hooks->named_slots, study_slots(study) - 1, &slot);
    return is_number ? (thread_slot)slot : NO_THREAD;
}

thread_slot study_find_thread(const struct study *study, const char *text)
{
    char numbered[MACHINE_NAME_BYTES] = "";
    if (words_is_numeric(text) && strlen(text) < sizeof numbered - 1)
        snprintf(numbered, sizeof numbered, "T%s", text);
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        struct thread_name name = study_thread_name(study, slot);
        if (strcasecmp(name.text, text) == 0 || strcasecmp(name.text, numbered) == 0)
            return slot;
    }
    return numbered_slot(study, text);
}

thread_slot study_prompt(const struct study *study)
{
    if (study->prompt != NO_THREAD)
        return study->prompt;
    for (thread_slot slot = study_slots(study); slot-- > 0;)
        if (strcmp(study_thread(study, slot)->name, STUDY_PROMPT_NAME) == 0)
            return slot;
    return study_slots(study);
}

bool study_can_run(const struct study *study, thread_slot slot)
{
    return machine_can_run(study_machine(study), slot);
}

/* True when the whole program has ended, by exit() or the end of main: no error of a thread. */
static bool has_exited(const struct study *study)
{
    const struct machine *machine = study_machine(study);
    return machine->program.entry.main != 0 && machine->event.kind == EVENT_EXIT;
}

enum thread_state study_state(const struct study *study, thread_slot slot)
{
    if (slot >= study_slots(study))
        return STATE_NEW;
    switch (study_thread(study, slot)->phase) {
    case PHASE_UNUSED:
        return STATE_NEW;
    case PHASE_MIDSTEP:
        return STATE_RUNNING;
    case PHASE_DONE:
        return STATE_DONE;
    case PHASE_CRASHED:
        return has_exited(study) ? STATE_DONE : STATE_CRASHED;
    case PHASE_PARKED:
        break;
    }
    if (has_exited(study))
        return STATE_CUT;
    if (study->hooks->is_holding != NULL && study->hooks->is_holding(study, slot))
        return STATE_HOLDING;
    return study_can_run(study, slot) ? STATE_READY : STATE_BLOCKED;
}

static const char *const state_names[] = {
    [STATE_NEW] = "new",         [STATE_READY] = "ready",     [STATE_RUNNING] = "running",
    [STATE_BLOCKED] = "blocked", [STATE_HOLDING] = "holding", [STATE_DONE] = "done",
    [STATE_CUT] = "cut",         [STATE_CRASHED] = "crashed",
};
static_assert(sizeof state_names / sizeof state_names[0] == STATE_COUNT, "a name for each state");

const char *study_state_name(enum thread_state state)
{
    return state_names[state];
}

/* ---- Who waits for whom ---------------------------------------------------------------------- */

static thread_slot holder(const struct study *study, uint64_t lock, thread_slot waiter)
{
    const struct sync_object *object = machine_object(study_machine(study), lock);
    return object == NULL ? NO_THREAD : machine_holder(object, waiter);
}

thread_slot study_waits_for(const struct study *study, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    if (thread->phase != PHASE_PARKED)
        return NO_THREAD;
    switch (thread->pending.kind) {
    case OPERATION_LOCK:
    case OPERATION_SPIN_LOCK:
    case OPERATION_READ_LOCK:
    case OPERATION_WRITE_LOCK:
    case OPERATION_ONCE:
        return holder(study, thread->pending.object, slot);
    case OPERATION_COND_WAKE:
        return thread->pending.argument == 0 ? NO_THREAD
                                             : holder(study, thread->pending.object2, slot);
    case OPERATION_COND_TIMEDWAKE:
        return holder(study, thread->pending.object2, slot);
    case OPERATION_JOIN:
        return (thread_slot)thread->pending.argument;
    default:
        return NO_THREAD;
    }
}

/* True when the thread waits for the person at the prompt. */
static bool is_idle(const struct study *study, thread_slot slot)
{
    const struct study_hooks *hooks = study->hooks;
    return (hooks->is_holding != NULL && hooks->is_holding(study, slot)) ||
           (hooks->is_resting != NULL && hooks->is_resting(study, slot));
}

static bool is_waiting(const struct study *study, thread_slot slot)
{
    return study_thread(study, slot)->phase == PHASE_PARKED && !study_can_run(study, slot);
}

size_t study_waiters(const struct study *study, uint64_t object, thread_slot *waiters)
{
    size_t count = 0;
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        const struct operation *pending = &study_thread(study, slot)->pending;
        bool is_wake =
            pending->kind == OPERATION_COND_WAKE || pending->kind == OPERATION_COND_TIMEDWAKE;
        bool is_mutex = is_wake && pending->argument != 0;
        if (machine_is_waiting(study_machine(study), slot) &&
            (is_mutex ? pending->object2 : pending->object) == object)
            waiters[count++] = slot;
    }
    return count;
}

/* True when what the thread waits for is held, perhaps through others, by a thread that the person
 * can wake: then it is not stuck for good. */
static bool is_behind_idle(const struct study *study, thread_slot slot)
{
    for (int links = 0; links < MACHINE_THREADS; links++) {
        slot = study_waits_for(study, slot);
        if (slot == NO_THREAD)
            return false;
        if (is_idle(study, slot) || study_can_run(study, slot))
            return true;
    }
    return false;
}

/* A thread that waits for a semaphore may be woken by any that goes on later. */
static bool anyone_goes_on_later(const struct study *study)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (is_waiting(study, slot) && !is_idle(study, slot) && is_behind_idle(study, slot))
            return true;
    return false;
}

bool study_is_stuck(const struct study *study, thread_slot slot)
{
    if (!is_waiting(study, slot) || is_idle(study, slot) || is_behind_idle(study, slot))
        return false;
    return study_waits_for(study, slot) != NO_THREAD || !anyone_goes_on_later(study);
}

bool study_is_deadlocked(const struct study *study)
{
    const struct machine *machine = study_machine(study);
    if (machine->event.kind != EVENT_NONE || machine_anyone_can_run(machine))
        return false;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (study_is_stuck(study, slot))
            return true;
    return false;
}

size_t study_circle(const struct study *study, thread_slot *slots)
{
    for (thread_slot first = 0; first < study_slots(study); first++) {
        size_t count = 0;
        thread_slot slot = first;
        while (slot != NO_THREAD && count < (size_t)study_slots(study) &&
               (count == 0 || slot != first)) {
            slots[count++] = slot;
            slot = is_waiting(study, slot) ? study_waits_for(study, slot) : NO_THREAD;
        }
        if (slot == first && count > 0)
            return count;
    }
    return 0;
}
