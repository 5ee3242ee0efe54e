#include "repl/state/calls.h"

#include "program/frames/locals.h"

#include <stdlib.h>
#include <string.h>

enum {
    CALLS_MOST = 12,  /* of a thread, the innermost; deep recursion shows as much as it teaches */
    LOCALS_MOST = 24, /* of a call */
    VALUE_BYTES = 160 /* of a variable, as text */
};

void calls_close(struct calls *calls)
{
    for (size_t n = 0; n < CALLS_PLACES; n++)
        free(calls->places[n].locals);
    *calls = (struct calls){0};
}

/* ---- What the debug information says --------------------------------------------------------- */

/* Parameters first, then what is declared inside; static ones stand among the program's variables. */
static size_t sort_out(struct local *locals, const struct local *found, size_t count)
{
    size_t kept = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t n = 0; n < count && kept < LOCALS_MOST; n++)
            if (!found[n].is_static && found[n].is_parameter == (pass == 0))
                locals[kept++] = found[n];
    return kept;
}

static size_t list(const struct study *study, const struct call_frame *frame, struct local *locals)
{
    struct local found[STUDY_LOCALS_MOST];
    const struct memory_view view = study_view(study);
    size_t count = locals_list(study->names, &view, frame, found, STUDY_LOCALS_MOST);
    return sort_out(locals, found, count);
}

static void move(struct local *locals, size_t count, uint64_t by)
{
    for (size_t n = 0; n < count; n++)
        locals[n].address += by;
}

/* Keeps what was found for a call; not where a variable's place or length stands in memory itself. */
static void keep(struct calls_place *place, const struct call_frame *frame,
                 const struct local *locals, size_t count)
{
    for (size_t n = 0; n < count; n++)
        if (locals[n].is_dynamic)
            return;
    struct local *copy = malloc((count + 1) * sizeof *copy);
    if (copy == NULL)
        return;
    memcpy(copy, locals, count * sizeof *copy);
    move(copy, count, -frame->pointer);
    free(place->locals);
    *place = (struct calls_place){.pc = frame->pc, .count = count, .locals = copy};
}

/* The result is how many; there is room for LOCALS_MOST. */
static size_t locals_of(struct calls *calls, const struct study *study,
                        const struct call_frame *frame, struct local *locals)
{
    struct calls_place *place = &calls->places[frame->pc % CALLS_PLACES];
    if (place->pc != frame->pc) {
        size_t count = list(study, frame, locals);
        keep(place, frame, locals, count);
        return count;
    }
    memcpy(locals, place->locals, place->count * sizeof *locals);
    move(locals, place->count, frame->pointer);
    return place->count;
}

/* ---- Writing it ------------------------------------------------------------------------------ */

static void add_local(struct frames *frames, const struct study *study, const struct local *local)
{
    const struct value value = {.type = local->type, .is_lvalue = true, .address = local->address};
    char text[VALUE_BYTES];
    facts_print(study, &value, text, sizeof text);
    struct json *item = frames_begin_item(frames);
    json_text(item, local->name);
    json_text(item, text);
    json_number(item, local->is_parameter);
    frames_end_item(frames, PART_CALLS);
}

static void add_call(struct calls *calls, struct frames *frames, struct facts_files *files,
                     const struct study *study, thread_slot slot, const struct call_frame *frame,
                     struct roots *roots)
{
    struct local locals[LOCALS_MOST];
    char name[ROOT_NAME_BYTES];
    struct place place;
    if (!lines_place(study->lines, frame->pc, &place) || place.function[0] == '\0')
        return;
    struct facts_place line = facts_place(files, study, frame->pc);
    struct json *item = frames_begin_item(frames);
    json_number(item, slot);
    json_text(item, place.function);
    json_number(item, line.file);
    json_number(item, line.line);
    frames_end_item(frames, PART_CALLS);
    size_t count = locals_of(calls, study, frame, locals);
    for (size_t n = 0; n < count; n++) {
        add_local(frames, study, &locals[n]);
        if (roots == NULL)
            continue;
        roots->is_local = true;
        snprintf(name, sizeof name, "%s's %s", study_thread_name(study, slot).text, locals[n].name);
        roots_add(roots, study, name, locals[n].type, locals[n].address);
    }
}

void calls_add(struct calls *calls, struct frames *frames, struct facts_files *files,
               const struct study *study, struct roots *roots)
{
    struct call_frame found[STUDY_FRAMES_MOST];
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        size_t count = study_frames(study, slot, found);
        if (count > CALLS_MOST)
            count = CALLS_MOST;
        while (count-- > 0)
            if (found[count].pointer != 0)
                add_call(calls, frames, files, study, slot, &found[count], roots);
    }
}
