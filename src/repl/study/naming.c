/* naming.c: the half of study.h that names things: places, objects, values. */
#include "repl/study/study.h"

#include "program/arena.h"
#include "program/expressions/expression.h"
#include "program/image/outside.h"
#include "program/text.h"
#include "repl/study/blocks.h"
#include "repl/study/frames.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <pthread.h>
#include <semaphore.h>
#include <string.h>

/* ---- Names of things ------------------------------------------------------------------------- */

struct place_name study_place(const struct study *study, uint64_t pc)
{
    struct place_name name = {.is_known = false};
    struct place place;
    if (pc == 0 || !lines_place(study->lines, pc, &place))
        snprintf(name.text, sizeof name.text, "-");
    else if (place.line == 0)
        snprintf(name.text, sizeof name.text, "%s",
                 place.function[0] != '\0' ? place.function : "(no source)");
    else
        snprintf(name.text, sizeof name.text, "%s:%d", place.file, place.line);
    text_disarm(name.text);
    name.is_known = strchr("-(", name.text[0]) == NULL;
    return name;
}

uint64_t study_pc(const struct study *study, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    if (study_machine(study)->event.kind != EVENT_NONE &&
        study_machine(study)->event.thread == slot)
        return study_machine(study)->event.pc;
    return thread->phase == PHASE_PARKED ? thread->pending.pc : thread->pc;
}

/* "2nd ", and nothing where the block is the only one of its size from that place. */
static void number_block(const struct study *study, const struct heap_block *block, char *text,
                         size_t size)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    uint64_t number = blocks_alike(study, block, block->address);
    bool is_teen = number / 10 % 10 == 1;
    text[0] = '\0';
    if (blocks_alike(study, block, UINT64_MAX) > 1)
        snprintf(text, size, "%" PRIu64 "%s ", number,
                 endings[is_teen || number % 10 > 3 ? 0 : number % 10]);
}

static bool describe_heap(const struct study *study, uint64_t address, char *text, size_t size)
{
    struct heap_block block;
    if (!blocks_at(study, address, &block))
        return false;
    char inside[48] = "the", number[32];
    if (address != block.address)
        snprintf(inside, sizeof inside, "byte %" PRIu64 " of the", address - block.address);
    number_block(study, &block, number, sizeof number);
    struct place_name from = study_place(study, block.allocated_pc);
    snprintf(text, size, "%s %s%" PRIu64 "-byte block%s%s", inside, number, block.bytes,
             from.is_known ? " from " : "", from.is_known ? from.text : "");
    return true;
}

bool study_freed(const struct study *study, uint64_t address, struct place_name *place)
{
    struct heap_block block;
    if (!blocks_at(study, address, &block) || block.freed_pc == 0)
        return false;
    *place = study_place(study, block.freed_pc);
    return true;
}

/* How many bytes the object there has; 1 when it is no lock, semaphore or the like. */
static uint64_t object_bytes(const struct study *study, uint64_t address)
{
    static const uint64_t bytes[] = {
        [OBJECT_NONE] = 1,
        [OBJECT_MUTEX] = sizeof(pthread_mutex_t),
        [OBJECT_SEMAPHORE] = sizeof(sem_t),
        [OBJECT_CONDITION] = sizeof(pthread_cond_t),
        [OBJECT_RWLOCK] = sizeof(pthread_rwlock_t),
        [OBJECT_BARRIER] = sizeof(pthread_barrier_t),
        [OBJECT_SPIN] = sizeof(pthread_spinlock_t),
        [OBJECT_ONCE] = sizeof(pthread_once_t),
    };
    _Static_assert(sizeof bytes / sizeof bytes[0] == OBJECT_KINDS, "a size for each kind");
    const struct sync_object *object = machine_object(study_machine(study), address);
    return object == NULL ? 1 : bytes[object->kind];
}

/* What the kit keeps for the program; where the kit itself lies differs from run to run. */
static bool describe_outside(uint64_t address, char *text, size_t size)
{
    if (!stepper_is_errno(address))
        return outside_describe(address, text, size);
    snprintf(text, size, "errno");
    return true;
}

struct object_name study_object(const struct study *study, uint64_t address)
{
    return study_bytes(study, address, object_bytes(study, address));
}

struct object_name study_bytes(const struct study *study, uint64_t address, uint64_t bytes)
{
    struct object_name name = {.text = ""};
    if (!names_describe(study->names, address, bytes, name.text, sizeof name.text, NULL) &&
        !frames_describe(study, address, bytes, name.text, sizeof name.text) &&
        !describe_heap(study, address, name.text, sizeof name.text) &&
        !describe_outside(address, name.text, sizeof name.text))
        snprintf(name.text, sizeof name.text, "0x%" PRIx64, address);
    return name;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static bool view_read(void *context, uint64_t address, void *buffer, size_t size)
{
    const struct study *study = context;
    return stepper_read(study->stepper, address, buffer, size);
}

static bool view_name(void *context, uint64_t address, uint64_t bytes, char *text, size_t size)
{
    return frames_describe(context, address, bytes, text, size) ||
           describe_heap(context, address, text, size) || outside_describe(address, text, size);
}

static void describe_object(const struct study *study, const struct sync_object *object, char *text,
                            size_t size)
{
    struct words words;
    words_clear(&words);
    words_add(&words, "%s", object_name(object->kind));
    if (object->kind == OBJECT_CONDITION)
        words_add(&words, " variable");
    else
        words_add(&words, ", ");
    narrate_state(study, &words, object);
    snprintf(text, size, "%s", words.text);
}

/* "mutex, held by T1 since queue.c:9", "semaphore, value 2": value.h adds it to the name. */
static bool view_state(void *context, uint64_t address, const struct type *type, char *text,
                       size_t size)
{
    const struct study *study = context;
    const struct sync_object *object = machine_object(study_machine(study), address);
    if (object == NULL)
        snprintf(text, size, "%s, not used yet",
                 strcmp(type->name, "pthread_mutex_t") == 0 ? "mutex, free" : type->name);
    else if (!object->is_live)
        snprintf(text, size, "destroyed");
    else
        describe_object(study, object, text, size);
    return true;
}

static uint64_t view_room(void *context, uint64_t address)
{
    struct heap_block block;
    return blocks_at(context, address, &block) ? block.address + block.bytes - address : UINT64_MAX;
}

static bool view_block(void *context, uint64_t *address)
{
    const struct study *study = context;
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    bool is_somebody = study_frame(study, &slot, &level, &frame);
    *address = is_somebody ? stepper_thread_variables(study->stepper, slot) : 0;
    return is_somebody;
}

static bool view_local(void *context, const char *name, struct value *value, const char **near)
{
    return frames_local(context, name, value, near);
}

static const char *view_lost(void *context, const char *name)
{
    return frames_lost(context, name);
}

struct memory_view study_view(const struct study *study)
{
    /* The call-backs only read: value.h's context is not const because others may write. */
    return (struct memory_view){.context = (void *)(uintptr_t)study,
                                .read = view_read,
                                .name = view_name,
                                .room = view_room,
                                .state = view_state,
                                .thread_block = view_block,
                                .local = view_local,
                                .lost = view_lost};
}

const char *study_hint(const struct study *study, const char *problem)
{
    static const char unknown[] = "no variable";
    struct call_frame frame;
    thread_slot slot;
    size_t level;
    bool is_unknown = strncmp(problem, unknown, sizeof unknown - 1) == 0;
    return is_unknown && strstr(problem, "did you mean") == NULL &&
                   study_frame(study, &slot, &level, &frame) && frame.pointer != 0
               ? "; info locals lists those of this function, up leads to its caller's"
               : "";
}

bool study_evaluate(const struct study *study, const char *text, int64_t *number, char *problem,
                    size_t size)
{
    struct memory_view view = study_view(study);
    struct value value;
    if (words_number(text, INT64_MIN, INT64_MAX, number))
        return true;
    if (!expression_evaluate(study->names, &view, text, &value, problem, size))
        return false;
    if (value_as_integer(&view, &value, number))
        return true;
    enum type_kind kind = type_plain(value.type)->kind;
    if (kind == TYPE_ARRAY || kind == TYPE_STRUCT || kind == TYPE_UNION)
        snprintf(problem, size, "%s is not a number; try &%s%s", text, text,
                 kind == TYPE_ARRAY ? "[0]" : "");
    else
        snprintf(problem, size, "%s is not a number", text);
    return false;
}
