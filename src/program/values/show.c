/* show.c - typed values as text.
 *
 * Method: show() dispatches on the kind of the type; structs and arrays make a value for each
 * part and come back to it.  All text goes through program/text.h, so no part has to ask
 * whether there is room.
 *
 * The members of a union are all shown, as C does not know better.
 */
#include "program/values/show.h"
#include "program/values/attributes.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "program/image/outside.h"
#include "program/text.h"
#include "program/values/scalars.h"

enum {
    REPEATS_MIN = 4,       /* equal elements in a row before "(4 times)" is shorter */
    BYTES_REPEATS_MIN = 8, /* the same in a text */
    ELEMENT_MAX = 256,     /* bytes; larger elements are not compared */
    NAME_MAX_BYTES = 128
};

struct writer {
    const struct names *names;
    const struct memory_view *memory;
    struct text text;
    unsigned depth;
    char format; /* of whole numbers: 'x', 'd', 'c'; '\0': as their type has it */
};

static void show(struct writer *writer, const struct value *value);

/* How often the first byte stands there, if it cannot be printed and that is worth folding; else 0. */
static size_t folded(const char *shown, size_t count)
{
    unsigned char c = (unsigned char)shown[0];
    size_t run = 1;
    while (run < count && shown[run] == shown[0])
        run++;
    return run >= BYTES_REPEATS_MIN && (c < ' ' || c >= 127) ? run : 0;
}

/* As "text", and a byte that is repeated and cannot be printed as '\376' (70 times). */
static void add_text(struct text *text, const char *shown, size_t count)
{
    bool is_open = count == 0;
    text_add(text, is_open ? "\"" : "");
    for (size_t from = 0, run; from<count; from += run> 0 ? run : 1) {
        run = folded(shown + from, count - from);
        if (run > 0 || !is_open)
            text_add(text, "%s%s%s", is_open ? "\"" : "", from > 0 ? ", " : "",
                     run > 0 ? "'" : "\"");
        scalars_add_character(text, (unsigned char)shown[from], run > 0 ? '\'' : '"');
        if (run > 0)
            text_add(text, "' (%zu times)", run);
        is_open = run == 0;
    }
    text_add(text, is_open ? "\"" : "");
}

/* Shows up to `length` characters, to the first NUL when it is a string, and to the last but
 * trailing NULs when it is an array. */
static void show_text(struct writer *writer, uint64_t address, uint64_t length, bool is_string)
{
    char shown[VALUE_STRING_SHOWN + 1];
    const struct memory_view *memory = writer->memory;
    size_t count = 0, kept = 0;
    while (count < sizeof shown && count < length &&
           memory->read(memory->context, address + count, &shown[count], 1)) {
        if (is_string && shown[count] == '\0')
            break;
        count++;
        kept = shown[count - 1] ? count : kept;
    }
    if (count == 0 && length > 0 && !memory->read(memory->context, address, shown, 1)) {
        text_add(&writer->text, "(not readable)");
        return;
    }
    kept = is_string ? count : kept;
    add_text(&writer->text, shown, kept < VALUE_STRING_SHOWN ? kept : VALUE_STRING_SHOWN);
    text_add(&writer->text, kept > VALUE_STRING_SHOWN ? "..." : "");
}

/* As a program writes it: 1.5 + 2 * I. */
static void show_complex(struct writer *writer, const struct value *value)
{
    unsigned char parts[2 * sizeof(long double)];
    const struct memory_view *memory = writer->memory;
    size_t size = (size_t)value->type->size, half = size / 2;
    if (size > sizeof parts || !value->is_lvalue ||
        !memory->read(memory->context, value->address, parts, size)) {
        text_add(&writer->text, "(not readable)");
        return;
    }
    long double imaginary = scalars_decode_float(parts + half, half);
    scalars_add_float(&writer->text, scalars_decode_float(parts, half), half);
    text_add(&writer->text, signbit(imaginary) ? " - " : " + ");
    scalars_add_float(&writer->text, fabsl(imaginary), half);
    text_add(&writer->text, " * I");
}

/* The object's name with the & that makes an address of it; false when it has none. */
static bool show_target(struct writer *writer, const struct type *target, uint64_t address)
{
    char name[NAME_MAX_BYTES];
    const struct memory_view *memory = writer->memory;
    const struct type *found = NULL;
    /* What a void * points to is the outermost object: &queue, not &queue.head. */
    uint64_t size = target->size ? target->size : UINT64_MAX;
    if (names_describe(writer->names, address, size, name, sizeof name, &found))
        text_add(&writer->text, "%s%s", found && !strchr(name, '+') ? "&" : "", name);
    else if (memory->name && memory->name(memory->context, address, size, name, sizeof name))
        text_add(&writer->text, "%s", name);
    else
        return false;
    return true;
}

static void show_pointer(struct writer *writer, const struct type *type, uint64_t address)
{
    bool is_string = scalars_is_character(type->target);
    if (address == 0) {
        text_add(&writer->text, "NULL");
        return;
    }
    bool is_literal = is_string && image_is_readonly(names_image(writer->names), address);
    if (!is_literal && !show_target(writer, type->target, address))
        text_add(&writer->text, "0x%" PRIx64, address);
    if (is_string) {
        const struct memory_view *memory = writer->memory;
        uint64_t room = memory->room ? memory->room(memory->context, address) : UINT64_MAX;
        text_add(&writer->text, is_literal ? "" : " ");
        show_text(writer, address, room, true);
    }
}

/* As the student asked for, whatever the type; but an address outside of the program would be another one
 * in each run. */
static void show_formatted(struct writer *writer, const struct type *type, int64_t number)
{
    unsigned spare = type->size < 8 ? 64 - 8 * (unsigned)type->size : 0;
    char name[NAME_MAX_BYTES];
    if (type->kind == TYPE_POINTER && outside_describe((uint64_t)number, name, sizeof name))
        text_add(&writer->text, "%s", name);
    else if (writer->format == 'x')
        text_add(&writer->text, "0x%" PRIx64, (uint64_t)number << spare >> spare);
    else if (writer->format == 'd')
        text_add(&writer->text, "%" PRId64, number);
    else
        scalars_add_number(&writer->text, type_char(), (char)number);
}

static void show_scalar(struct writer *writer, const struct value *value)
{
    const struct type *type = type_plain(value->type);
    unsigned char bytes[16];
    int64_t number;
    if (value_as_integer(writer->memory, value, &number)) {
        if (writer->format != '\0')
            show_formatted(writer, type, number);
        else if (value->is_character)
            scalars_add_number(&writer->text, type_char(), number);
        else if (type->kind == TYPE_POINTER)
            show_pointer(writer, type, (uint64_t)number);
        else
            scalars_add_number(&writer->text, type, number);
    } else if (!value_fetch(writer->memory, value, bytes)) {
        text_add(&writer->text, "(not readable)");
    } else if (type->kind == TYPE_FLOAT) {
        scalars_add_float(&writer->text, scalars_decode_float(bytes, (size_t)type->size),
                          (size_t)type->size);
    } else if (type->kind == TYPE_INTEGER && type->size == sizeof bytes) {
        scalars_add_wide(&writer->text, type, bytes);
    } else {
        text_add(&writer->text, "(%" PRIu64 " bytes)", type->size);
    }
}

static void show_struct(struct writer *writer, const struct value *value)
{
    const struct type *type = type_plain(value->type);
    if (writer->depth >= VALUE_DEPTH_SHOWN || !value->is_lvalue) {
        text_add(&writer->text, "{...}");
        return;
    }
    writer->depth++;
    text_add(&writer->text, "{");
    for (size_t i = 0; i < type->member_count && !writer->text.is_cut; i++) {
        const struct member *member = &type->members[i];
        struct value part = {.type = member->type,
                             .is_lvalue = true,
                             .address = value->address + member->offset,
                             .bit_offset = member->bit_offset,
                             .bit_size = member->bit_size};
        text_add(&writer->text, "%s%s%s", i ? ", " : "", member->name, *member->name ? " = " : "");
        show(writer, &part);
    }
    text_add(&writer->text, "}");
    writer->depth--;
}

static bool is_alike(const struct memory_view *memory, const struct type *type, uint64_t one,
                     uint64_t other);

/* Locks and semaphores are in the same state. Their bytes do not tell. */
static bool has_same_state(const struct memory_view *memory, const struct type *type, uint64_t one,
                           uint64_t other)
{
    char state[NAME_MAX_BYTES] = "", another[NAME_MAX_BYTES] = "";
    if (memory->state != NULL && attributes_is_opaque(type_plain(type)->name)) {
        memory->state(memory->context, one, type, state, sizeof state);
        memory->state(memory->context, other, type, another, sizeof another);
    }
    return strcmp(state, another) == 0;
}

static bool has_members_alike(const struct memory_view *memory, const struct type *type,
                              uint64_t one, uint64_t other)
{
    bool is_alike_so_far = true;
    for (size_t i = 0; i < type->member_count && is_alike_so_far; i++)
        is_alike_so_far = is_alike(memory, type->members[i].type, one + type->members[i].offset,
                                   other + type->members[i].offset);
    return is_alike_so_far;
}

/* Of two values with the same bytes: they are shown alike. */
static bool is_alike(const struct memory_view *memory, const struct type *type, uint64_t one,
                     uint64_t other)
{
    const struct type *plain = type_plain(type);
    if (plain->kind == TYPE_OPAQUE)
        return has_same_state(memory, type, one, other);
    if (plain->kind == TYPE_STRUCT || plain->kind == TYPE_UNION)
        return has_members_alike(memory, plain, one, other);
    bool so_far = true;
    for (uint64_t i = 0; plain->kind == TYPE_ARRAY && i < plain->count && so_far; i++)
        so_far = is_alike(memory, plain->target, one + i * plain->target->size,
                          other + i * plain->target->size);
    return so_far;
}

/* How many elements from `index` on are the same. */
static uint64_t count_repeats(const struct writer *writer, const struct value *array,
                              uint64_t index)
{
    unsigned char first[ELEMENT_MAX], other[ELEMENT_MAX];
    const struct type *type = type_plain(array->type);
    const struct memory_view *memory = writer->memory;
    size_t size = (size_t)type->target->size;
    uint64_t address = array->address + index * size, count = 1;
    if (type->target->size > ELEMENT_MAX || !memory->read(memory->context, address, first, size))
        return 1;
    while (index + count < type->count &&
           memory->read(memory->context, address + count * size, other, size) &&
           memcmp(first, other, size) == 0 &&
           is_alike(memory, type->target, address, address + count * size))
        count++;
    return count;
}

static void show_elements(struct writer *writer, const struct value *array)
{
    const struct type *type = type_plain(array->type);
    uint64_t index = 0;
    text_add(&writer->text, type->is_open ? "{of a length known to the program only" : "{");
    for (unsigned shown = 0; index < type->count && !writer->text.is_cut; shown++) {
        struct value element = {.type = type->target,
                                .is_lvalue = true,
                                .address = array->address + index * type->target->size};
        text_add(&writer->text, index ? ", " : "");
        if (shown == VALUE_ELEMENTS_SHOWN) {
            text_add(&writer->text, "...");
            break;
        }
        show(writer, &element);
        uint64_t repeats = count_repeats(writer, array, index);
        if (repeats >= REPEATS_MIN)
            text_add(&writer->text, " (%" PRIu64 " times)", repeats);
        index += repeats >= REPEATS_MIN ? repeats : 1;
    }
    text_add(&writer->text, "}");
}

/* A lock or semaphore; or bytes without a meaning here. */
static void show_opaque(struct writer *writer, const struct value *value)
{
    char state[NAME_MAX_BYTES];
    const struct memory_view *memory = writer->memory;
    const struct type *type = type_plain(value->type);
    if (!attributes_is_opaque(type->name)) {
        text_add(&writer->text, "(%" PRIu64 " bytes)", type->size);
        return;
    }
    bool is_known = memory->state && value->is_lvalue &&
                    memory->state(memory->context, value->address, type, state, sizeof state);
    text_add(&writer->text, "%s", is_known ? state : type->name);
}

static void show(struct writer *writer, const struct value *value)
{
    const struct type *type = type_plain(value->type);
    switch (type->kind) {
    case TYPE_ARRAY:
        if (scalars_is_character(type->target) && writer->format == '\0')
            show_text(writer, value->address, type->count, false);
        else
            show_elements(writer, value);
        break;
    case TYPE_STRUCT:
    case TYPE_UNION:
        show_struct(writer, value);
        break;
    case TYPE_OPAQUE:
        show_opaque(writer, value);
        break;
    case TYPE_COMPLEX:
        show_complex(writer, value);
        break;
    case TYPE_FUNCTION:
        show_pointer(writer, &(struct type){.target = type}, value->address);
        break;
    case TYPE_VOID:
        text_add(&writer->text, "(void)");
        break;
    default:
        show_scalar(writer, value);
    }
}

void value_print_as(const struct names *names, const struct memory_view *memory, char format,
                    const struct value *value, char *text, size_t size)
{
    assert(names && memory && memory->read && value && value->type && size > 0);
    struct writer writer = {
        .names = names, .memory = memory, .text = text_begin(text, size), .format = format};
    show(&writer, value);
    if (writer.text.is_cut && size > 4)
        memcpy(text + size - 4, "...", 4);
}

void value_print(const struct names *names, const struct memory_view *memory,
                 const struct value *value, char *text, size_t size)
{
    value_print_as(names, memory, '\0', value, text, size);
}
