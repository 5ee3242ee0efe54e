#include "repl/words/operations.h"

#include <errno.h>
#include <inttypes.h>

#include "repl/words/narrate.h"
#include "stepper/machine/sync.h"

/* ---- Operations ------------------------------------------------------------------------------ */

/* "sleep(1.5 s)": the argument is in nanoseconds. */
static void name_sleep(struct operation_text *is, const struct operation *operation)
{
    int64_t ms = operation->argument / 1000000;
    const char *name = operation_name(operation->kind);
    if (ms % 1000 == 0 && ms > 0)
        snprintf(is->text, sizeof is->text, "%s(%" PRId64 " s)", name, ms / 1000);
    else if (ms > 0)
        snprintf(is->text, sizeof is->text, "%s(%" PRId64 " ms)", name, ms);
    else
        snprintf(is->text, sizeof is->text, "%s(%" PRId64 " us)", name, operation->argument / 1000);
}

struct operation_text narrate_operation(const struct study *study,
                                        const struct operation *operation)
{
    struct operation_text is;
    struct symbol symbol = {.name = "its function"};
    struct object_name object = study_object(study, operation->object);
    const char *name = operation_name(operation->kind);
    switch (operation->kind) {
    case OPERATION_START:
        image_symbol_at(study->image, operation->pc - 1, &symbol);
        snprintf(is.text, sizeof is.text, "start of %s", symbol.name);
        break;
    case OPERATION_CREATE:
        snprintf(is.text, sizeof is.text, "%s(%.80s)", name,
                 study_object(study, (uint64_t)operation->argument).text);
        break;
    case OPERATION_JOIN:
        snprintf(is.text, sizeof is.text, "%s(%s)", name,
                 study_thread_name(study, (thread_slot)operation->argument).text);
        break;
    case OPERATION_COND_WAIT:
    case OPERATION_COND_TIMEDWAIT:
        snprintf(is.text, sizeof is.text, "%s(%.80s, %.80s)", name, object.text,
                 study_object(study, operation->object2).text);
        break;
    case OPERATION_COND_WAKE:
    case OPERATION_COND_TIMEDWAKE:
    case OPERATION_LEAVE:
        snprintf(is.text, sizeof is.text, "%s(%.80s) goes on", name, object.text);
        break;
    case OPERATION_ONCE_DONE:
        snprintf(is.text, sizeof is.text, "%s(%.80s) is done", name, object.text);
        break;
    case OPERATION_READ:
    case OPERATION_WRITE:
    case OPERATION_ATOMIC_READ:
    case OPERATION_ATOMIC_WRITE:
        snprintf(is.text, sizeof is.text, "%s of %s", name, narrate_operand(study, operation).text);
        break;
    case OPERATION_SLEEP:
        name_sleep(&is, operation);
        break;
    case OPERATION_EXIT:
        snprintf(is.text, sizeof is.text, "%s(%" PRId64 ")", name, operation->argument);
        break;
    case OPERATION_YIELD:
        snprintf(is.text, sizeof is.text, "%s()", name);
        break;
    default:
        snprintf(is.text, sizeof is.text, "%s(%s)", name, object.text);
    }
    return is;
}

struct object_name narrate_operand(const struct study *study, const struct operation *operation)
{
    struct object_name operand = {""};
    if (operation->kind == OPERATION_CREATE)
        return study_object(study, (uint64_t)operation->argument);
    if (operation->kind == OPERATION_JOIN)
        snprintf(operand.text, sizeof operand.text, "%s",
                 study_thread_name(study, (thread_slot)operation->argument).text);
    else if (operation->object == MACHINE_OUTPUT_PLACE)
        snprintf(operand.text, sizeof operand.text, "stdout");
    else if (operation->object != 0)
        return study_object(study, operation->object);
    return operand;
}

/* What came of it where that is no matter of its object. */
static const char *answer(const struct trace_entry *entry)
{
    return entry->result == EBUSY           ? "busy"
           : entry->result == ETIMEDOUT     ? "timed out"
           : entry->result == SYNC_LAST_ONE ? "last"
           : entry->result == SYNC_RUN_IT   ? "runs it"
                                            : NULL;
}

struct operation_text narrate_effect(const struct trace_entry *entry)
{
    struct operation_text is = {""};
    enum object_kind object = operation_object(entry->operation.kind);
    bool is_lock = object == OBJECT_MUTEX || object == OBJECT_SPIN || object == OBJECT_RWLOCK;
    bool is_signal =
        entry->operation.kind == OPERATION_SIGNAL || entry->operation.kind == OPERATION_BROADCAST;
    if (object != OBJECT_NONE && answer(entry) != NULL)
        snprintf(is.text, sizeof is.text, "%s", answer(entry));
    else if (is_lock)
        snprintf(is.text, sizeof is.text, "%s", entry->after < 0 ? "-> free" : "-> held");
    else if (object == OBJECT_SEMAPHORE || entry->operation.kind == OPERATION_ARRIVE)
        snprintf(is.text, sizeof is.text, "%" PRId64 " -> %" PRId64, entry->before, entry->after);
    else if (is_signal)
        snprintf(is.text, sizeof is.text, "wakes %" PRId64, entry->before - entry->after);
    return is;
}

/* ---- Objects --------------------------------------------------------------------------------- */

/* Adds "read by T1 and T2", or by how many where not all are known. */
static void add_readers(const struct study *study, struct words *words,
                        const struct sync_object *lock)
{
    thread_slot readers[MACHINE_READERS];
    size_t count = 0;
    words_add(words, "read by ");
    if (lock->value > MACHINE_READERS) {
        words_add(words, "%" PRId64 " threads", lock->value);
        return;
    }
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (machine_reads(lock, slot) > 0)
            readers[count++] = slot;
    narrate_list(study, words, readers, count);
}

void narrate_state(const struct study *study, struct words *words, const struct sync_object *object)
{
    static const char *const once[] = {"not run yet", "run", "done"};
    static const char *const held[OBJECT_KINDS] = {
        [OBJECT_MUTEX] = "held", [OBJECT_SPIN] = "held", [OBJECT_RWLOCK] = "written"};
    bool is_read = object->kind == OBJECT_RWLOCK && object->value > 0;
    if (object->kind == OBJECT_SEMAPHORE)
        words_add(words, "value %" PRId64, object->value);
    else if (object->kind == OBJECT_BARRIER)
        words_add(words, "%" PRId64 " of %" PRId64 " have arrived", object->value, object->limit);
    else if (object->kind == OBJECT_ONCE)
        words_add(words, "%s", once[object->value]);
    else if (is_read)
        add_readers(study, words, object);
    else if (held[object->kind] != NULL)
        words_add(words, "%s", object->owner == NO_THREAD ? "free" : held[object->kind]);
    if (object->owner != NO_THREAD)
        words_add(words, " by %s since %s", study_thread_name(study, object->owner).text,
                  study_place(study, object->owner_pc).text);
}

/* ---- Waiting --------------------------------------------------------------------------------- */

/* Adds ", which T1 holds since server.c:9". */
static void add_holder(const struct study *study, struct words *words, uint64_t lock,
                       thread_slot waiter)
{
    const struct sync_object *object = machine_object(study_machine(study), lock);
    thread_slot holder = object == NULL ? NO_THREAD : machine_holder(object, waiter);
    if (holder == NO_THREAD)
        return;
    enum thread_state state = study_state(study, holder);
    bool is_read = object->kind == OBJECT_RWLOCK && object->value > 0;
    const char *does = object->kind == OBJECT_ONCE ? "runs" : is_read ? "reads" : "holds";
    words_add(words, ", which %s %s since %s", narrate_name(study, holder).text, does,
              study_place(study, object->owner_pc).text);
    if (state == STATE_DONE || state == STATE_CRASHED)
        words_add(words, " and never gave back: it has ended");
}

/* Adds "; T1 is about to post it" when a thread stands before just that. */
static bool add_poster(const struct study *study, struct words *words, uint64_t semaphore)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        const struct thread *thread = study_thread(study, slot);
        if (thread->phase != PHASE_PARKED || thread->pending.kind != OPERATION_POST ||
            thread->pending.object != semaphore)
            continue;
        words_add(words, "; %s is about to post it (step %s)", narrate_name(study, slot).text,
                  study_thread_name(study, slot).text);
        return true;
    }
    return false;
}

/* Adds " for 2 more to arrive at start_line". */
static void add_missing(const struct study *study, struct words *words, uint64_t barrier)
{
    const struct sync_object *object = machine_object(study_machine(study), barrier);
    words_add(words, " for %" PRId64 " more to arrive at %s",
              object == NULL ? 0 : object->limit - object->value,
              study_object(study, barrier).text);
}

void narrate_wait_alone(const struct study *study, struct words *words, thread_slot slot)
{
    const struct operation *pending = &study_thread(study, slot)->pending;
    bool is_wake =
        pending->kind == OPERATION_COND_WAKE || pending->kind == OPERATION_COND_TIMEDWAKE;
    bool is_signalled = is_wake && pending->argument != 0;
    uint64_t object = is_signalled ? pending->object2 : pending->object;
    words_add(words, "%s waits", narrate_name(study, slot).text);
    if (pending->kind == OPERATION_JOIN)
        words_add(words, " for %s to end",
                  narrate_name(study, (thread_slot)pending->argument).text);
    else if (pending->kind == OPERATION_LEAVE)
        add_missing(study, words, object);
    else
        words_add(words, " %s %s",
                  pending->kind == OPERATION_READ_LOCK    ? "to read"
                  : pending->kind == OPERATION_WRITE_LOCK ? "to write"
                                                          : "for",
                  study_object(study, object).text);
    words_add(words, " (%s)", study_place(study, pending->pc).text);
    add_holder(study, words, object, slot);
}

void narrate_wait(const struct study *study, struct words *words, thread_slot slot)
{
    const struct operation *pending = &study_thread(study, slot)->pending;
    narrate_wait_alone(study, words, slot);
    if (pending->kind == OPERATION_WAIT && !add_poster(study, words, pending->object) &&
        study->hooks->waker != NULL)
        study->hooks->waker(study, slot, words);
}
