#include "stepper/seen.h"

#include <stddef.h>
#include <string.h>

static bool is_slot(thread_slot slot)
{
    return slot == NO_THREAD || (slot >= 0 && slot < MACHINE_THREADS);
}

static bool is_known_slot(const struct machine *machine, thread_slot slot)
{
    return slot == NO_THREAD || (slot >= 0 && (uint32_t)slot < machine->thread_count);
}

static bool has_end(const char *text, size_t size)
{
    return memchr(text, '\0', size) != NULL;
}

/* Any other byte there would be undefined to read. */
static bool is_flag(const bool *flag)
{
    return *(const unsigned char *)flag <= 1;
}

/* ---- Threads and objects --------------------------------------------------------------------- */

static bool is_index(int32_t index)
{
    return index >= -1 && index < MACHINE_OBJECTS;
}

static bool can_be_pending(const struct operation *operation)
{
    bool is_join = operation->kind == OPERATION_JOIN;
    return (unsigned)operation->kind < OPERATION_KINDS && is_index(operation->index) &&
           is_index(operation->index2) &&
           (!is_join || (operation->argument >= 0 && operation->argument < MACHINE_THREADS));
}

static bool can_be_threads(const struct machine *machine)
{
    for (uint32_t slot = 0; slot < machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        if (!has_end(thread->name, sizeof thread->name) ||
            (unsigned)thread->phase > PHASE_CRASHED || !can_be_pending(&thread->pending) ||
            !is_flag(&thread->access.is_write) || !is_flag(&thread->detached) ||
            !is_flag(&thread->joined) || !is_flag(&thread->has_waited))
            return false;
    }
    return true;
}

static bool can_be_readers(const struct sync_object *object)
{
    for (int64_t index = 0; index < object->value && index < MACHINE_READERS; index++)
        if (object->kind == OBJECT_RWLOCK && !is_slot(object->readers[index]))
            return false;
    return true;
}

static bool can_be_objects(const struct machine *machine)
{
    for (uint32_t index = 0; index < machine->object_count; index++) {
        const struct sync_object *object = &machine->objects[index];
        if ((unsigned)object->kind >= OBJECT_KINDS || (unsigned)object->type > MUTEX_ERRORCHECK ||
            !is_slot(object->owner) || !is_flag(&object->is_live) || !can_be_readers(object))
            return false;
    }
    return true;
}

/* ---- The rest -------------------------------------------------------------------------------- */

static bool can_be_event(const struct event *event)
{
    return (unsigned)event->kind < EVENT_KINDS && is_slot(event->thread) && is_slot(event->other) &&
           is_flag(&event->is_write) && is_flag(&event->is_return) &&
           has_end(event->text, sizeof event->text);
}

static bool can_be_keys(const struct machine *machine)
{
    for (uint32_t key = 0; key < MACHINE_KEYS; key++)
        if (!is_flag(&machine->keys.is_live[key]))
            return false;
    return machine->keys.count <= MACHINE_KEYS;
}

static bool can_be_machine(const struct machine *machine)
{
    return is_known_slot(machine, machine->running) && can_be_keys(machine) &&
           (unsigned)machine->scheduler.kind < SCHEDULER_KINDS &&
           machine->splits.count <= MACHINE_SPLITS && is_flag(&machine->heap.is_limited) &&
           can_be_event(&machine->event) && can_be_threads(machine) && can_be_objects(machine);
}

static bool can_be_stop(const struct stop *stop)
{
    return (unsigned)stop->reason < STOP_REASONS && is_slot(stop->thread) && stop->number >= 0 &&
           stop->number < STEPPER_STOPS;
}

static bool can_be(const struct seen *seen)
{
    return seen->length <= CONTROL_CHOICES && seen->machine.position <= seen->length &&
           seen->base <= seen->length && seen->actions_used <= CONTROL_ACTIONS &&
           seen->texts_used <= CONTROL_TEXT_BYTES && seen->printed.pieces <= CONTROL_OUTPUTS &&
           seen->printed.bytes <= CONTROL_OUTPUT_BYTES && can_be_stop(&seen->stop) &&
           can_be_machine(&seen->machine);
}

/* The counts are read once: what is checked is what is copied by. */
static bool copy_machine(struct machine *machine, const struct machine *shared)
{
    uint32_t threads = machine->thread_count, objects = machine->object_count;
    memcpy(machine, shared, offsetof(struct machine, threads));
    if (machine->thread_count > MACHINE_THREADS || machine->object_count > MACHINE_OBJECTS) {
        machine->thread_count = MACHINE_THREADS; /* of what is there nothing counts */
        machine->object_count = MACHINE_OBJECTS;
        return false;
    }
    memcpy(machine->threads, shared->threads, machine->thread_count * sizeof *machine->threads);
    memcpy(machine->objects, shared->objects, machine->object_count * sizeof *machine->objects);
    for (uint32_t slot = machine->thread_count; slot < threads; slot++)
        machine->threads[slot] = (struct thread){.phase = PHASE_UNUSED};
    for (uint32_t index = machine->object_count; index < objects; index++)
        machine->objects[index] = (struct sync_object){.kind = OBJECT_NONE};
    return true;
}

bool seen_take(struct seen *seen, const struct control *control)
{
    seen->stop = control->stop;
    seen->length = control->length;
    seen->base = control->base;
    seen->actions_used = control->actions_used;
    seen->texts_used = control->texts_used;
    seen->ticks_in_all = control->ticks_in_all;
    seen->printed = control->printed;
    return copy_machine(&seen->machine, &control->machine) && can_be(seen);
}

bool seen_output(const struct seen *seen, const struct control *control, uint64_t index,
                 struct output *output)
{
    if (index >= seen->printed.pieces)
        return false;
    const struct output_piece piece =
        *(const volatile struct output_piece *)&control->outputs[index];
    if (!is_slot(piece.thread) || !is_flag(&piece.is_error) || piece.start > CONTROL_OUTPUT_BYTES ||
        piece.size > CONTROL_OUTPUT_BYTES - piece.start)
        return false;
    *output = (struct output){.thread = piece.thread,
                              .step = piece.step,
                              .is_error = piece.is_error,
                              .size = piece.size,
                              .bytes = control->output_bytes + piece.start};
    return true;
}
