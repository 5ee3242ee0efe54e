#include "repl/study/frames.h"

#include "program/arena.h"
#include "program/nearest.h"
#include "repl/words/narrate.h"

#include <stdio.h>
#include <string.h>

/* Only what can be read: names are looked up for the frames, not in them. */
static struct memory_view plain_view(const struct study *study)
{
    return (struct memory_view){.context = study->stepper, .read = stepper_read};
}

/* ---- Calls ----------------------------------------------------------------------------------- */

static thread_slot first_in(const struct study *study, enum thread_phase phase)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (study_thread(study, slot)->phase == phase)
            return slot;
    return NO_THREAD;
}

/* Who took the last step that is kept and not the prompt's, if it stands between two. */
static thread_slot last_but_prompt(const struct study *study)
{
    const struct trace_entry *entry;
    for (uint64_t step = study_machine(study)->step;
         step > 0 && (entry = stepper_trace(study->stepper, step)) != NULL; step--)
        if (entry->thread != study_prompt(study))
            return study_thread(study, entry->thread)->phase == PHASE_PARKED ? entry->thread
                                                                             : NO_THREAD;
    return NO_THREAD;
}

/* Whom one looked at before a `call` that has come to its end. */
static thread_slot before_call(const struct study *study)
{
    thread_slot slot = first_in(study, PHASE_MIDSTEP);
    return slot != NO_THREAD ? slot : last_but_prompt(study);
}

thread_slot study_thread_of_interest(const struct study *study)
{
    const struct machine *machine = study_machine(study);
    thread_slot slot = machine->running;
    if (machine->event.kind != EVENT_NONE)
        return machine->event.thread;
    bool has_called = slot != NO_THREAD && slot == study_prompt(study) &&
                      study_thread(study, slot)->phase == PHASE_DONE;
    if (has_called && before_call(study) != NO_THREAD)
        return before_call(study);
    return slot != NO_THREAD && study_pc(study, slot) != 0 ? slot : first_in(study, PHASE_PARKED);
}

static bool is_in_calls(const struct thread *thread)
{
    bool has_begun = thread->phase != PHASE_PARKED || thread->pending.kind != OPERATION_START;
    return thread->phase != PHASE_UNUSED && thread->phase != PHASE_DONE && has_begun;
}

size_t study_frames(const struct study *study, thread_slot slot,
                    struct call_frame frames[STUDY_FRAMES_MOST])
{
    struct memory_view view = plain_view(study);
    const struct thread *thread = study_thread(study, slot);
    struct call_stack stack = {.low = arena_stack_low(slot), .high = arena_stack_top(slot)};
    size_t count = 0;
    if (thread->phase == PHASE_UNUSED || thread->phase == PHASE_DONE)
        return 0;
    if (is_in_calls(thread) && calls_saved_pointer(&view, thread->stack_pointer, &stack.pointer))
        count = calls_walk(study->image, &view, &stack, frames, STUDY_FRAMES_MOST);
    if (count == 0)
        frames[count++] = (struct call_frame){.pc = study_pc(study, slot)};
    return count;
}

bool study_has_chosen(const struct study *study)
{
    return study->chosen.is_set && study->chosen.position == stepper_position(study->stepper);
}

bool study_frame(const struct study *study, thread_slot *slot, size_t *level,
                 struct call_frame *frame)
{
    struct call_frame frames[STUDY_FRAMES_MOST];
    bool is_chosen = study_has_chosen(study);
    *slot = is_chosen ? study->chosen.slot : study_thread_of_interest(study);
    *level = is_chosen ? study->chosen.level : 0;
    if (*slot == NO_THREAD || *slot >= study_slots(study) ||
        *level >= study_frames(study, *slot, frames))
        return false;
    *frame = frames[*level];
    return true;
}

void study_choose_frame(struct study *study, thread_slot slot, size_t level)
{
    study->chosen = (struct chosen_frame){
        .is_set = true, .position = stepper_position(study->stepper), .slot = slot, .level = level};
}

void study_note_frame(struct study *study)
{
    struct call_frame frame;
    struct words line;
    thread_slot slot;
    size_t level;
    if (!study_has_chosen(study) || !study_frame(study, &slot, &level, &frame) ||
        (level == 0 && slot == study_thread_of_interest(study)))
        return;
    words_clear(&line);
    words_add(&line, "frame %s %zu", study_thread_name(study, slot).text, level);
    history_note(study, line.text);
}

const char *frames_file(const struct study *study)
{
    struct call_frame frame;
    struct place place;
    thread_slot slot;
    size_t level, count;
    if (study_frame(study, &slot, &level, &frame) && lines_place(study->lines, frame.pc, &place) &&
        place.file[0] != '\0')
        return place.file;
    const struct stop_site *sites = lines_stop_sites(study->lines, &count);
    const char *only = NULL;
    for (size_t index = 0; index < count; index++) {
        const char *file = sites[index].place.file;
        if (only != NULL && file[0] != '\0' && strcmp(file, only) != 0)
            return NULL;
        only = file[0] != '\0' ? file : only;
    }
    return only;
}

/* ---- By name --------------------------------------------------------------------------------- */

/* locals_find() or its kin. */
typedef bool finder(const struct names *names, const struct memory_view *memory,
                    const struct call_frame *frame, const char *name, struct local *local);

static bool find_in(const struct study *study, const struct call_frame *frame, finder *find,
                    const char *name, struct value *value)
{
    struct memory_view view = plain_view(study);
    struct local local;
    if (!find(study->names, &view, frame, name, &local))
        return false;
    *value = (struct value){.type = local.type, .is_lvalue = true, .address = local.address};
    return true;
}

/* In the innermost call of `slot` that has it, and is one of `function`, unless NULL. */
static bool find_in_thread(const struct study *study, thread_slot slot, const char *function,
                           finder *find, const char *name, struct value *value)
{
    struct call_frame frames[STUDY_FRAMES_MOST];
    size_t count = study_frames(study, slot, frames);
    for (size_t level = 0; level < count; level++) {
        const char *running = locals_function(study->names, &frames[level]);
        bool is_wanted = function == NULL || (running != NULL && strcmp(running, function) == 0);
        if (is_wanted && find_in(study, &frames[level], find, name, value))
            return true;
    }
    return false;
}

/* What is declared __thread, as the thread has it. */
static bool find_own(const struct study *study, thread_slot slot, const char *name,
                     struct value *value)
{
    const struct variable *variable = names_find(study->names, name);
    uint64_t block = stepper_thread_variables(study->stepper, slot);
    if (variable == NULL || !variable->is_thread_local || variable->type == NULL || block == 0)
        return false;
    *value = (struct value){
        .type = variable->type, .is_lvalue = true, .address = block + variable->address};
    return true;
}

static bool find_scoped(const struct study *study, finder *find, const char *name,
                        const char *colons, struct value *value)
{
    char scope[MACHINE_NAME_BYTES * 8];
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    snprintf(scope, sizeof scope, "%.*s", (int)(colons - name), name);
    slot = study_find_thread(study, scope);
    if (slot != NO_THREAD && (find_in_thread(study, slot, NULL, find, colons + 2, value) ||
                              find_own(study, slot, colons + 2, value)))
        return true;
    return study_frame(study, &slot, &level, &frame) &&
           find_in_thread(study, slot, scope, find, colons + 2, value);
}

static const char *nearest_local(const struct study *study, const struct call_frame *frame,
                                 const char *name)
{
    struct memory_view view = plain_view(study);
    struct local locals[STUDY_LOCALS_MOST];
    struct nearest nearest = nearest_begin(name);
    size_t count = locals_list(study->names, &view, frame, locals, STUDY_LOCALS_MOST);
    for (size_t index = 0; index < count; index++)
        nearest_consider(&nearest, locals[index].name);
    return nearest.best;
}

static bool find_local(const struct study *study, finder *find, const char *name,
                       struct value *value)
{
    const char *colons = strstr(name, "::");
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    if (colons != NULL)
        return find_scoped(study, find, name, colons, value);
    return !study->chosen.is_none && study_frame(study, &slot, &level, &frame) &&
           find_in(study, &frame, find, name, value);
}

bool frames_local(const struct study *study, const char *name, struct value *value,
                  const char **near)
{
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    if (find_local(study, locals_find, name, value))
        return true;
    if (near != NULL && strstr(name, "::") == NULL && !study->chosen.is_none &&
        study_frame(study, &slot, &level, &frame))
        *near = nearest_local(study, &frame, name);
    return false;
}

bool frames_local_to_come(const struct study *study, const char *name, struct value *value)
{
    return find_local(study, locals_find_to_come, name, value);
}

const char *frames_lost(const struct study *study, const char *name)
{
    struct memory_view view = plain_view(study);
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    return study_frame(study, &slot, &level, &frame)
               ? locals_why_lost(study->names, &view, &frame, name)
               : NULL;
}

/* Those of each call of `slot`, that are of `function` unless NULL. */
static size_t list_thread(const struct study *study, thread_slot slot, const char *function,
                          struct local *locals)
{
    struct memory_view view = plain_view(study);
    struct call_frame frames[STUDY_FRAMES_MOST];
    size_t listed = 0, count = study_frames(study, slot, frames);
    for (size_t level = 0; level < count; level++) {
        const char *running = locals_function(study->names, &frames[level]);
        if (function == NULL || (running != NULL && strcmp(running, function) == 0))
            listed += locals_list(study->names, &view, &frames[level], locals + listed,
                                  STUDY_LOCALS_MOST - listed);
    }
    return listed;
}

size_t frames_list(const struct study *study, const char *scope,
                   struct local locals[STUDY_LOCALS_MOST])
{
    struct memory_view view = plain_view(study);
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    thread_slot named = scope == NULL ? NO_THREAD : study_find_thread(study, scope);
    if (named != NO_THREAD)
        return list_thread(study, named, NULL, locals);
    if (!study_frame(study, &slot, &level, &frame))
        return 0;
    return scope != NULL ? list_thread(study, slot, scope, locals)
                         : locals_list(study->names, &view, &frame, locals, STUDY_LOCALS_MOST);
}

/* ---- By address ------------------------------------------------------------------------------ */

static bool is_on_stack(thread_slot slot, uint64_t address)
{
    return address >= arena_stack_low(slot) && address < arena_stack_top(slot);
}

bool frames_are_fresh(const struct study *study, thread_slot slot, size_t level,
                      const struct range *parts, size_t count)
{
    struct memory_view view = plain_view(study);
    struct call_frame frames[STUDY_FRAMES_MOST];
    struct local local;
    if (level >= study_frames(study, slot, frames))
        return false;
    for (size_t index = 0; index < count; index++)
        if (is_on_stack(slot, parts[index].low) &&
            (!locals_at(study->names, &view, &frames[level], parts[index].low, &local) ||
             local.is_parameter))
            return false;
    return true;
}

uint64_t frames_unset(const struct study *study, thread_slot slot, int32_t depth,
                      const struct range *parts, size_t count)
{
    struct memory_view view = plain_view(study);
    struct call_frame frames[STUDY_FRAMES_MOST];
    uint64_t unset = 0;
    if (depth == 0 || depth > study_thread(study, slot)->depth)
        return 0;
    size_t level = (size_t)(study_thread(study, slot)->depth - depth);
    if (level >= study_frames(study, slot, frames))
        return 0;
    for (size_t index = 0; index < count && index < STEPPER_WITNESS_PARTS; index++)
        if (is_on_stack(slot, parts[index].low) &&
            locals_is_unset(study->names, &view, &frames[level], parts[index].low))
            unset |= (uint64_t)1 << index;
    return unset;
}

/* The thread's own function, or what main() is for its thread, needs no mention. */
static void write_local(const struct study *study, thread_slot slot, const struct local *local,
                        uint64_t offset, uint64_t bytes, const char *function, char *text,
                        size_t size)
{
    char part[96];
    names_describe_part(local->type, offset, bytes, part, sizeof part);
    snprintf(text, size, "%s's %s%s%s%s", study_thread_name(study, slot).text, local->name, part,
             function == NULL ? "" : " in ", function == NULL ? "" : function);
}

static bool describe_local(const struct study *study, thread_slot slot, uint64_t address,
                           uint64_t bytes, char *text, size_t size)
{
    struct memory_view view = plain_view(study);
    struct call_frame frames[STUDY_FRAMES_MOST];
    struct local local;
    size_t count = study_frames(study, slot, frames);
    for (size_t level = 0; level < count; level++)
        if (locals_at(study->names, &view, &frames[level], address, &local)) {
            write_local(study, slot, &local, address - local.address, bytes,
                        level + 1 == count ? NULL : locals_function(study->names, &frames[level]),
                        text, size);
            return true;
        }
    return false;
}

/* What is declared __thread lies on the stack of its thread, too. */
static bool describe_own(const struct study *study, thread_slot slot, uint64_t address,
                         uint64_t bytes, char *text, size_t size)
{
    uint64_t block = stepper_thread_variables(study->stepper, slot);
    const struct variable *variable;
    for (size_t index = 0; (variable = names_variable(study->names, index)) != NULL; index++) {
        uint64_t offset = address - block - variable->address;
        if (block == 0 || !variable->is_thread_local || variable->type == NULL ||
            offset >= variable->type->size)
            continue;
        struct local own = {.name = variable->name, .type = variable->type};
        write_local(study, slot, &own, offset, bytes, NULL, text, size);
        return true;
    }
    return false;
}

bool frames_describe(const struct study *study, uint64_t address, uint64_t bytes, char *text,
                     size_t size)
{
    uint64_t from = address - ARENA_STACKS_ADDRESS;
    if (address < ARENA_STACKS_ADDRESS || from >= (uint64_t)ARENA_SLOTS * ARENA_SLOT_BYTES)
        return false;
    thread_slot slot = (thread_slot)(from / ARENA_SLOT_BYTES);
    if (!describe_local(study, slot, address, bytes, text, size) &&
        !describe_own(study, slot, address, bytes, text, size))
        snprintf(text, size, "%s's stack", study_thread_name(study, slot).text);
    return true;
}
