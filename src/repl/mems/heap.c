#include "repl/mems/heap.h"

#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { STRUCT_BYTES_MOST = 256 };

/* ---- Layout ---------------------------------------------------------------------------------- */

/* The struct that a pointer leads to; NULL when it is no such pointer. */
static const struct type *pointed(const struct type *pointer)
{
    const struct type *plain = type_plain(pointer);
    if (plain->kind != TYPE_POINTER || plain->target == NULL)
        return NULL;
    const struct type *target = type_plain(plain->target);
    return target->kind == TYPE_STRUCT && target->size <= STRUCT_BYTES_MOST ? target : NULL;
}

static bool find_members(struct heap_layout *layout, const struct type *main,
                         const struct type *node, const char **missing)
{
    const struct {
        const struct type *type;
        const char *name;
        size_t *offset;
        size_t bytes;
    } members[] = {
        {main, "start_virtual_address", &layout->main_start, 8},
        {main, "total_size", &layout->main_size, 8},
        {main, "sub_chain_head", &layout->main_sub, 8},
        {main, "next", &layout->main_next, 8},
        {node, "size", &layout->node_size, 8},
        {node, "type", &layout->node_type, 4},
        {node, "virtual_address", &layout->node_virtual, 8},
        {node, "physical_address", &layout->node_physical, 8},
        {node, "next", &layout->node_next, 8},
    };
    for (size_t index = 0; index < sizeof members / sizeof members[0]; index++) {
        struct member member;
        *missing = members[index].name;
        if (!type_member(members[index].type, *missing, &member) ||
            type_plain(member.type)->size != members[index].bytes)
            return false;
        *members[index].offset = member.offset;
    }
    return true;
}

bool heap_find_layout(struct heap_layout *layout, const struct study *study, const char **missing)
{
    const struct variable *head = names_find(study->names, "head");
    const struct variable *next = names_find(study->names, "next_virtual_address");
    const struct type *main = head == NULL ? NULL : pointed(head->type);
    struct member sub;
    *missing = "head";
    if (main == NULL)
        return false;
    *missing = "next_virtual_address";
    if (next == NULL)
        return false;
    *missing = "sub_chain_head";
    const struct type *node = type_member(main, "sub_chain_head", &sub) ? pointed(sub.type) : NULL;
    if (node == NULL)
        return false;
    *layout = (struct heap_layout){.head = head->address,
                                   .next_address = next->address,
                                   .main_bytes = main->size,
                                   .node_bytes = node->size};
    return find_members(layout, main, node, missing);
}

/* ---- Taking a copy --------------------------------------------------------------------------- */

static uint64_t word_at(const char *bytes, size_t offset)
{
    uint64_t word;
    memcpy(&word, bytes + offset, sizeof word);
    return word;
}

static uint32_t half_at(const char *bytes, size_t offset)
{
    uint32_t half;
    memcpy(&half, bytes + offset, sizeof half);
    return half;
}

/* Room for one more row of `bytes`; false when there is none. */
static bool make_room(void **rows, size_t count, size_t *room, size_t bytes)
{
    if (count < *room)
        return true;
    size_t larger = *room == 0 ? 64 : 2 * *room;
    void *longer = realloc(*rows, larger * bytes);
    if (longer == NULL)
        return false;
    *rows = longer;
    *room = larger;
    return true;
}

/* Finds circles in a chain while it is walked (Brent): a bookmark is laid down at nodes 1, 2, 4, 8,
 * ...; a chain that comes back to it runs in a circle. */
struct walk {
    uint64_t bookmark, length, next_bookmark;
};

static bool is_circle(struct walk *walk, uint64_t address)
{
    if (walk->length > 0 && address == walk->bookmark)
        return true;
    if (walk->length == walk->next_bookmark) {
        walk->bookmark = address;
        walk->next_bookmark = walk->length == 0 ? 1 : 2 * walk->length;
    }
    walk->length++;
    return false;
}

static const char unseen[] = "there is no memory left to look at it";

/* Copies the sub-chain of the main node added last. */
static void take_nodes(struct heap *heap, const struct study *study,
                       const struct heap_layout *layout, uint64_t address)
{
    char bytes[STRUCT_BYTES_MOST];
    struct walk walk = {0};
    for (; address != 0; address = word_at(bytes, layout->node_next)) {
        heap->fault = "a sub-chain runs in a circle";
        if (is_circle(&walk, address))
            return;
        heap->fault = "a sub-chain leads where nothing can be read";
        if (!stepper_read(study->stepper, address, bytes, layout->node_bytes))
            return;
        heap->fault = unseen;
        if (!make_room((void **)&heap->nodes, heap->node_count, &heap->node_room,
                       sizeof heap->nodes[0]))
            return;
        heap->nodes[heap->node_count++] =
            (struct heap_node){.start = word_at(bytes, layout->node_virtual),
                               .size = word_at(bytes, layout->node_size),
                               .physical = word_at(bytes, layout->node_physical),
                               .main = heap->main_count - 1,
                               .is_hole = half_at(bytes, layout->node_type) == 0};
    }
    heap->fault = NULL;
}

static void take_mains(struct heap *heap, const struct study *study,
                       const struct heap_layout *layout, uint64_t address)
{
    char bytes[STRUCT_BYTES_MOST];
    struct walk walk = {0};
    for (; address != 0; address = word_at(bytes, layout->main_next)) {
        heap->fault = "the main chain runs in a circle";
        if (is_circle(&walk, address))
            return;
        heap->fault = "the main chain leads where nothing can be read";
        if (!stepper_read(study->stepper, address, bytes, layout->main_bytes))
            return;
        heap->fault = unseen;
        if (!make_room((void **)&heap->mains, heap->main_count, &heap->main_room,
                       sizeof heap->mains[0]))
            return;
        struct heap_main *main = &heap->mains[heap->main_count++];
        *main = (struct heap_main){.start = word_at(bytes, layout->main_start),
                                   .size = word_at(bytes, layout->main_size),
                                   .first = heap->node_count};
        take_nodes(heap, study, layout, word_at(bytes, layout->main_sub));
        main->end = heap->node_count;
        if (heap->fault != NULL)
            return;
    }
    heap->fault = NULL;
}

void heap_take(struct heap *heap, const struct study *study, const struct heap_layout *layout)
{
    uint64_t head = 0;
    heap->position = stepper_position(study->stepper);
    heap->main_count = heap->node_count = 0;
    heap->fault = NULL;
    stepper_read(study->stepper, layout->next_address, &heap->next_address,
                 sizeof heap->next_address);
    if (stepper_read(study->stepper, layout->head, &head, sizeof head))
        take_mains(heap, study, layout, head);
}

void heap_close(struct heap *heap)
{
    free(heap->mains);
    free(heap->nodes);
    *heap = (struct heap){0};
}

/* ---- Questions ------------------------------------------------------------------------------- */

uint64_t heap_node_last(const struct heap_node *node)
{
    return node->start + node->size - 1;
}

/* A student's chain may be out of order: then a binary search would miss what is there. */
bool heap_is_unseen(const struct heap *heap)
{
    return heap->fault == unseen;
}

bool heap_is_same(const struct heap *one, const struct heap *other)
{
    bool is_same = one->main_count == other->main_count && one->node_count == other->node_count &&
                   one->next_address == other->next_address;
    for (size_t n = 0; n < one->node_count && is_same; n++)
        is_same = one->nodes[n].start == other->nodes[n].start &&
                  one->nodes[n].size == other->nodes[n].size &&
                  one->nodes[n].is_hole == other->nodes[n].is_hole;
    return is_same;
}

const struct heap_node *heap_node_at(const struct heap *heap, uint64_t address)
{
    for (size_t index = 0; index < heap->node_count; index++)
        if (address - heap->nodes[index].start < heap->nodes[index].size)
            return &heap->nodes[index];
    return NULL;
}

const struct heap_node *heap_start_at(const struct heap *heap, uint64_t address)
{
    const struct heap_node *node = heap_node_at(heap, address);
    return node != NULL && node->start == address ? node : NULL;
}

struct heap_totals heap_sum(const struct heap *heap)
{
    struct heap_totals totals = {0};
    for (size_t index = 0; index < heap->main_count; index++)
        totals.pages += heap->mains[index].size / HEAP_PAGE_BYTES;
    for (size_t index = 0; index < heap->node_count; index++) {
        const struct heap_node *node = &heap->nodes[index];
        if (!node->is_hole) {
            totals.blocks++;
            totals.block_bytes += node->size;
            continue;
        }
        totals.holes++;
        totals.hole_bytes += node->size;
        if (node->size > totals.largest_hole)
            totals.largest_hole = node->size;
    }
    return totals;
}

/* ---- Invariants ------------------------------------------------------------------------------ */

static void check_node(const struct heap *heap, size_t index, uint64_t expected,
                       struct words *words)
{
    const struct heap_node *node = &heap->nodes[index];
    bool is_first = index == heap->mains[node->main].first;
    const struct heap_node *before = is_first ? NULL : node - 1;
    if (node->size == 0)
        words_add(words, "the node at %" PRIu64 " has size 0", node->start);
    else if (node->start != expected)
        words_add(words, "a node starts at %" PRIu64 ", the one before it ends at %" PRIu64,
                  node->start, expected - 1);
    else if (node->physical == 0)
        words_add(words, "the node at %" PRIu64 " has no physical address", node->start);
    else if (before != NULL && node->is_hole && before->is_hole)
        words_add(words, "the holes at %" PRIu64 " and %" PRIu64 " are neighbours and not merged",
                  before->start, node->start);
    else if (before != NULL && node->physical != before->physical + before->size)
        words_add(words, "the physical address of %" PRIu64 " does not follow its neighbour's",
                  node->start);
}

static void check_main(const struct heap *heap, size_t index, struct words *words)
{
    const struct heap_main *main = &heap->mains[index];
    uint64_t expected = main->start;
    if (main->size == 0 || main->size % HEAP_PAGE_BYTES != 0)
        words_add(words, "the main node at %" PRIu64 " has %" PRIu64 " bytes: not whole pages",
                  main->start, main->size);
    else if (index > 0 && main->start != main[-1].start + main[-1].size)
        words_add(words, "the main node at %" PRIu64 " does not start where the last one ended",
                  main->start);
    for (size_t node = main->first; node < main->end && words->used == 0; node++) {
        check_node(heap, node, expected, words);
        expected += heap->nodes[node].size;
    }
    if (words->used == 0 && expected != main->start + main->size)
        words_add(words, "the nodes of the main node at %" PRIu64 " sum to %" PRIu64 " of %" PRIu64,
                  main->start, expected - main->start, main->size);
}

void heap_check(const struct heap *heap, struct words *words)
{
    if (heap->fault != NULL) {
        words_add(words, "%s", heap->fault);
        return;
    }
    for (size_t index = 0; index < heap->main_count && words->used == 0; index++)
        check_main(heap, index, words);
    if (words->used > 0 || heap->main_count == 0)
        return;
    const struct heap_main *last = &heap->mains[heap->main_count - 1];
    if (heap->next_address != last->start + last->size)
        words_add(words, "next_virtual_address is %" PRIu64 ", the last main node ends at %" PRIu64,
                  heap->next_address, last->start + last->size - 1);
}
