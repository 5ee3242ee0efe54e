/* Method: each root is followed first; then, the longest list first, each picture gets the nodes that no
 * other has yet, so that a pointer into the middle of a list is a tag and not a list of its own. */
#include "repl/state/boxes.h"

#include "program/values/derived.h"
#include "program/values/lists.h"
#include "repl/state/facts.h"
#include "repl/state/pictures.h"
#include "repl/study/blocks.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAGS_MOST = 6,     /* of a node */
    MEMBER_BYTES = 60, /* as text */
    BLOCK_BYTES = 160,
    END_BYTES = 160
};

static const char *const kind_names[] = {"", "list", "tree", "block"};
_Static_assert(sizeof kind_names / sizeof kind_names[0] == PICTURE_KINDS, "a name for each kind");

struct drawing {
    const struct study *study;
    struct roots *roots;
    struct picture pictures[ROOTS_MOST];
};

/* ---- Following the roots -------------------------------------------------------------------- */

/* What lies in a block leads further: "list->head", "rows[2].first". */
static void add_roots_of(const struct drawing *drawing, const struct picture *picture)
{
    const struct type *type = picture->type;
    char name[2 * ROOT_NAME_BYTES];
    drawing->roots->is_local = picture->root->is_local;
    for (size_t n = 0; n < picture->count && type->kind == TYPE_STRUCT; n++)
        for (size_t m = 0; m < type->member_count; m++) {
            const char *edge = picture->nodes[n].edge;
            snprintf(name, sizeof name, "%s%s%s%s", picture->root->name, edge,
                     edge[0] == '\0' ? "->" : ".", type->members[m].name);
            roots_add(drawing->roots, drawing->study, name, type->members[m].type,
                      picture->nodes[n].address + type->members[m].offset);
        }
}

static bool is_known(const struct drawing *drawing, size_t count, uint64_t address)
{
    for (size_t n = 0; n < count; n++)
        if (drawing->pictures[n].kind == PICTURE_BLOCK &&
            picture_has(&drawing->pictures[n], address))
            return true;
    return false;
}

/* A block that was met before is drawn there. */
static void follow(struct drawing *drawing, size_t number)
{
    struct picture *picture = &drawing->pictures[number];
    picture_follow(picture, drawing->study, &drawing->roots->all[number]);
    if (picture->kind != PICTURE_BLOCK)
        return;
    if (is_known(drawing, number, picture->root->value.number))
        picture->kind = PICTURE_NONE;
    else
        add_roots_of(drawing, picture);
}

/* ---- Who draws what -------------------------------------------------------------------------- */

/* The node at an address in what is drawn so far, and its number from 1 on; NULL when there is none. */
static const struct picture *find_drawn(const struct drawing *drawing, uint64_t address,
                                        size_t *number)
{
    for (size_t n = 0; n < drawing->roots->count; n++) {
        const struct picture *picture = &drawing->pictures[n];
        for (size_t at = 0; picture->is_drawn && at < picture->count; at++)
            if (picture->nodes[at].address == address) {
                *number = at + 1;
                return picture;
            }
    }
    return NULL;
}

static bool has_inside(const struct picture *picture, uint64_t at)
{
    for (size_t n = 0; n < picture->count && picture->kind != PICTURE_BLOCK; n++)
        if (at >= picture->nodes[n].address && at < picture->nodes[n].address + picture->type->size)
            return true;
    return false;
}

/* True of the pointers that hold what is drawn together, which are arrows already. */
static bool is_arrow(const struct drawing *drawing, uint64_t at)
{
    for (size_t n = 0; n < drawing->roots->count; n++)
        if (drawing->pictures[n].is_drawn && has_inside(&drawing->pictures[n], at))
            return true;
    return false;
}

/* Ends a list where it runs into another. */
static void cut(const struct drawing *drawing, struct picture *picture)
{
    size_t number;
    for (size_t n = 0; n < picture->count && picture->kind == PICTURE_LIST; n++)
        if (find_drawn(drawing, picture->nodes[n].address, &number) != NULL) {
            picture->behind = picture->nodes[n].address;
            picture->count = n;
        }
}

/* How good a name a root is for its picture: none is worse than an arrow of it, and none better than one
 * that not only a call knows. */
static int fitness(const struct picture *picture)
{
    return has_inside(picture, picture->root->at) ? 0 : picture->root->is_local ? 1 : 2;
}

/* The longer of two lists; of lists that are as long, the one that has the better name. */
static bool goes_before(const struct picture *one, const struct picture *other)
{
    if (other == NULL || one->length != other->length)
        return other == NULL || one->length > other->length;
    return fitness(one) > fitness(other);
}

static void choose(struct drawing *drawing)
{
    size_t number;
    for (;;) {
        struct picture *longest = NULL;
        for (size_t n = 0; n < drawing->roots->count; n++) {
            struct picture *picture = &drawing->pictures[n];
            bool is_open = picture->kind != PICTURE_NONE && !picture->is_drawn;
            if (is_open && goes_before(picture, longest))
                longest = picture;
        }
        if (longest == NULL)
            return;
        cut(drawing, longest);
        longest->is_drawn =
            longest->count > 0 && find_drawn(drawing, longest->nodes[0].address, &number) == NULL;
        if (!longest->is_drawn)
            longest->kind = PICTURE_NONE;
    }
}

/* ---- Writing it ------------------------------------------------------------------------------ */

static void write_end(const struct drawing *drawing, const struct picture *picture,
                      struct json *item)
{
    char end[END_BYTES] = "";
    struct place_name place;
    size_t number = 0;
    const struct picture *other = find_drawn(drawing, picture->behind, &number);
    if (picture->kind != PICTURE_LIST || picture->behind == 0)
        snprintf(end, sizeof end, "NULL");
    else if (other == picture)
        snprintf(end, sizeof end, "back to node %zu", number);
    else if (other != NULL)
        snprintf(end, sizeof end, "node %zu of %s", number, other->root->name);
    else if (study_freed(drawing->study, picture->behind, &place))
        snprintf(end, sizeof end, "a block freed at %s", place.text);
    else if (picture->length > picture->count)
        snprintf(end, sizeof end, "\u2026");
    else
        snprintf(end, sizeof end, "0x%" PRIx64 " (not readable)", picture->behind);
    json_text(item, end);
}

/* "24 bytes from list.c:9" */
static void write_block(const struct drawing *drawing, const struct picture *picture,
                        struct json *item)
{
    struct heap_block block = {.bytes = 0};
    struct words words;
    words_clear(&words);
    blocks_at(drawing->study, picture->nodes[0].address, &block);
    words_add(&words, "%lld %s from %s", WORDS_COUNT(block.bytes, "byte"),
              study_place(drawing->study, block.allocated_pc).text);
    json_text(item, words.text);
}

static void write_tags(const struct drawing *drawing, const struct picture *picture,
                       const struct node *node, struct json *item)
{
    size_t count = 0;
    json_mark(item, '[');
    for (size_t n = 0; n < drawing->roots->count && count < TAGS_MOST; n++) {
        const struct root *root = &drawing->roots->all[n];
        if (root == picture->root || root->value.number != node->address ||
            is_arrow(drawing, root->at))
            continue;
        json_text(item, root->name);
        count++;
    }
    json_mark(item, ']');
}

static void write_value(const struct drawing *drawing, struct json *item, const char *name,
                        const struct value *value, size_t size)
{
    char text[BLOCK_BYTES];
    facts_print(drawing->study, value, text, size);
    json_mark(item, '[');
    json_text(item, name);
    json_text(item, text);
    json_mark(item, ']');
}

static void write_members(const struct drawing *drawing, const struct picture *picture,
                          uint64_t address, struct json *item)
{
    const struct type *type = picture->type;
    for (size_t n = 0; n < type->member_count; n++) {
        const struct member *member = &type->members[n];
        const struct value value = {.type = member->type,
                                    .is_lvalue = true,
                                    .address = address + member->offset,
                                    .bit_offset = member->bit_offset,
                                    .bit_size = member->bit_size};
        if (picture->kind == PICTURE_BLOCK || lists_shows(type, member))
            write_value(drawing, item, member->name, &value, MEMBER_BYTES);
    }
}

/* All elements of a block of numbers or pointers. */
static void write_array(const struct drawing *drawing, const struct picture *picture,
                        uint64_t address, struct json *item)
{
    const struct type *type = picture->type;
    uint64_t count = picture_room(drawing->study, address) / type->size;
    const struct type *all =
        count > 1 ? derived_array(names_types(drawing->study->names), type, count) : type;
    const struct value value = {
        .type = all != NULL ? all : type, .is_lvalue = true, .address = address};
    write_value(drawing, item, "", &value, BLOCK_BYTES);
}

static void write_node(const struct drawing *drawing, const struct picture *picture,
                       const struct node *node, struct frames *frames)
{
    struct json *item = frames_begin_item(frames);
    char address[24];
    snprintf(address, sizeof address, "0x%" PRIx64, node->address);
    json_text(item, address);
    json_number(item, node->depth);
    json_text(item, node->edge);
    write_tags(drawing, picture, node, item);
    json_mark(item, '[');
    if (picture->type->kind == TYPE_STRUCT)
        write_members(drawing, picture, node->address, item);
    else
        write_array(drawing, picture, node->address, item);
    json_mark(item, ']');
    frames_end_item(frames, PART_LISTS);
}

static void write_picture(const struct drawing *drawing, const struct picture *picture,
                          struct frames *frames)
{
    struct json *item = frames_begin_item(frames);
    json_text(item, picture->root->name);
    json_text(item, kind_names[picture->kind]);
    if (picture->kind == PICTURE_BLOCK)
        write_block(drawing, picture, item);
    else
        write_end(drawing, picture, item);
    frames_end_item(frames, PART_LISTS);
    for (size_t n = 0; n < picture->count; n++)
        write_node(drawing, picture, &picture->nodes[n], frames);
}

void boxes_add(struct frames *frames, const struct study *study, struct roots *roots)
{
    struct drawing *drawing = roots->count > 0 ? calloc(1, sizeof *drawing) : NULL;
    frames->all.is_broken |= roots->count > 0 && drawing == NULL;
    if (drawing == NULL)
        return;
    drawing->study = study;
    drawing->roots = roots;
    for (size_t n = 0; n < roots->count; n++)
        follow(drawing, n);
    choose(drawing);
    for (size_t n = 0; n < roots->count; n++)
        if (drawing->pictures[n].is_drawn)
            write_picture(drawing, &drawing->pictures[n], frames);
    free(drawing);
}
