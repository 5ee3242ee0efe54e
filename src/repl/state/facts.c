#include "repl/state/facts.h"

#include "program/values/show.h"
#include "repl/words/narrate.h"

#include <string.h>

enum {
    GLOBALS_MOST = 60, /* variables that are shown; a student's program has ten */
    NAME_BYTES = 96,   /* of a variable, with its scope */
    VALUE_BYTES = 160, /* as text */
    LINES_MOST = 3000, /* of a source file */
    LINE_BYTES = 400,
};

/* ---- Places ---------------------------------------------------------------------------------- */

static int enter_file(struct facts_files *files, const char *name)
{
    int number = 0;
    while (number < files->count && files->names[number] != name)
        number++;
    if (number == FACTS_FILES)
        return -1;
    if (number == files->count)
        files->names[files->count++] = name;
    return number;
}

struct facts_place facts_place(struct facts_files *files, const struct study *study, uint64_t pc)
{
    struct place place;
    if (pc == 0 || !lines_place(study->lines, pc, &place) || place.line <= 0)
        return (struct facts_place){.file = -1};
    return (struct facts_place){.file = enter_file(files, place.file), .line = place.line};
}

static void write_source(struct json *json, const struct study *study, const char *name)
{
    char line[LINE_BYTES];
    json_mark(json, '[');
    json_text(json, name);
    for (int number = 1; number <= LINES_MOST; number++) {
        if (!lines_source_text(study->lines, name, number, line, sizeof line))
            break;
        json_text(json, line);
    }
    json_mark(json, ']');
}

void facts_write_sources(const struct facts_files *files, struct json *json,
                         const struct study *study)
{
    json_mark(json, '[');
    for (int number = 0; number < files->count; number++)
        write_source(json, study, files->names[number]);
    json_mark(json, ']');
}

/* ---- Threads --------------------------------------------------------------------------------- */

/* Adds what the thread does next, or waits for: "T1 waits for queue_lock (a.c:9), which ..." */
static void add_doing(const struct study *study, struct words *words, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    enum thread_state state = study_state(study, slot);
    if (state == STATE_BLOCKED || state == STATE_HOLDING)
        narrate_wait(study, words, slot);
    else if (state == STATE_READY)
        words_add(words, "next: %s", narrate_operation(study, &thread->pending).text);
    else if (state == STATE_RUNNING && thread->access.bytes > 0)
        words_add(words, "about to %s %s", thread->access.is_write ? "write" : "read",
                  study_object(study, thread->access.address).text);
    else if (state == STATE_RUNNING)
        words_add(words, "in the middle of a step");
}

static bool is_shown(const struct study *study, thread_slot slot)
{
    enum thread_state state = study_state(study, slot);
    bool is_prompt = slot == study_prompt(study);
    return state != STATE_NEW && !(is_prompt && state == STATE_DONE);
}

void facts_add_threads(struct frames *frames, struct facts_files *files, const struct study *study)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        if (!is_shown(study, slot))
            continue;
        enum thread_state state = study_state(study, slot);
        bool stands = state != STATE_DONE;
        struct facts_place place = facts_place(files, study, stands ? study_pc(study, slot) : 0);
        struct words doing;
        words_clear(&doing);
        add_doing(study, &doing, slot);
        words_capital(&doing);
        struct json *item = frames_begin_item(frames);
        json_number(item, slot);
        json_text(item, study_state_name(state));
        json_number(item, place.file);
        json_number(item, place.line);
        json_text(item, doing.text);
        frames_end_item(frames, PART_THREADS);
    }
}

/* ---- Locks, semaphores and the like ---------------------------------------------------------- */

/* The memory server has over a hundred semaphores, most of them for threads that no session has. */
static bool is_dull(const struct sync_object *object, size_t waiters)
{
    return object->kind == OBJECT_SEMAPHORE && object->value == 0 && waiters == 0;
}

static void add_object(struct frames *frames, const struct study *study,
                       const struct sync_object *object)
{
    thread_slot waiters[MACHINE_THREADS];
    size_t count = study_waiters(study, object->address, waiters);
    struct words state;
    if (is_dull(object, count))
        return;
    words_clear(&state);
    narrate_state(study, &state, object);
    struct json *item = frames_begin_item(frames);
    json_text(item, study_object(study, object->address).text);
    json_text(item, object_name(object->kind));
    json_number(item, object->value);
    json_number(item, object->owner);
    json_text(item, state.text);
    for (size_t n = 0; n < count; n++)
        json_number(item, waiters[n]);
    frames_end_item(frames, PART_OBJECTS);
}

void facts_add_objects(struct frames *frames, const struct study *study)
{
    const struct machine *machine = study_machine(study);
    for (uint32_t index = 0; index < machine->object_count; index++)
        if (machine->objects[index].is_live)
            add_object(frames, study, &machine->objects[index]);
}

/* ---- Variables ------------------------------------------------------------------------------- */

void facts_print(const struct study *study, const struct value *value, char *text, size_t size)
{
    const struct memory_view view = study_view(study);
    struct place_name place;
    int64_t target;
    value_print(study->names, &view, value, text, size);
    if (type_plain(value->type)->kind != TYPE_POINTER || !value_as_integer(&view, value, &target) ||
        !study_freed(study, (uint64_t)target, &place))
        return;
    size_t used = strlen(text);
    snprintf(text + used, size - used, ", freed at %s", place.text);
}

static bool is_data(const struct variable *variable)
{
    const struct type *type = variable->type;
    while (type != NULL && type_plain(type)->kind == TYPE_ARRAY)
        type = type_plain(type)->target;
    return type != NULL && type_plain(type)->kind != TYPE_OPAQUE && variable->scope[0] != '\0';
}

/* The scope goes before where the name alone would not tell: a function, or one of two files. */
static void add_global(struct frames *frames, const struct study *study, struct roots *roots,
                       const struct variable *variable, const char *scope, uint64_t address)
{
    const struct value value = {.type = variable->type, .is_lvalue = true, .address = address};
    char name[NAME_BYTES], text[VALUE_BYTES];
    snprintf(name, sizeof name, "%s%s%s", scope, scope[0] != '\0' ? "::" : "", variable->name);
    facts_print(study, &value, text, sizeof text);
    struct json *item = frames_begin_item(frames);
    json_text(item, name);
    json_text(item, text);
    frames_end_item(frames, PART_GLOBALS);
    roots_add(roots, study, name, variable->type, address);
}

/* The one of each thread that runs. */
static void add_of_threads(struct frames *frames, const struct study *study, struct roots *roots,
                           const struct variable *variable)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        uint64_t block = stepper_thread_variables(study->stepper, slot);
        if (block != 0 && is_shown(study, slot) && study_state(study, slot) != STATE_DONE)
            add_global(frames, study, roots, variable, study_thread_name(study, slot).text,
                       block + variable->address);
    }
}

void facts_add_globals(struct frames *frames, const struct study *study, struct roots *roots)
{
    size_t shown = 0;
    for (size_t n = 0; shown < GLOBALS_MOST; n++) {
        const struct variable *variable = names_variable(study->names, n);
        if (variable == NULL)
            break;
        if (!is_data(variable))
            continue;
        bool is_scoped = !variable->is_global &&
                         (variable->is_shared_name || strchr(variable->scope, '.') == NULL);
        if (variable->is_thread_local)
            add_of_threads(frames, study, roots, variable);
        else
            add_global(frames, study, roots, variable, is_scoped ? variable->scope : "",
                       variable->address);
        shown++;
    }
}
