#include "grade/models/list_fields.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "server/segment_list.h"

enum { SHOWN_SEGMENTS = 6, SHOWN_BYTES = 20 };

uint64_t list_pointer(const struct trial *trial, const char *place)
{
    int64_t address = 0;
    uint64_t pointer = 0;
    worker_number(trial->worker, place, &address);
    worker_read(trial->worker, (uint64_t)address, &pointer, sizeof pointer);
    return pointer;
}

static uint64_t first_node(const struct trial *trial)
{
    return list_pointer(trial, "&segments");
}

static bool read_node(const struct trial *trial, uint64_t address, struct segment *node)
{
    return worker_read(trial->worker, address, node, sizeof *node);
}

/* ---- One node -------------------------------------------------------------------------------- */

struct list_node list_node(const struct trial *trial, const struct bytes *bytes, int start)
{
    struct list_node found = {.address = first_node(trial), .path = "segments"};
    struct segment node;
    for (int left = bytes_runs(bytes); left >= 0 && found.address != 0; left--) {
        size_t used = strlen(found.path);
        if (!read_node(trial, found.address, &node))
            break;
        found.id = node.id;
        found.size = node.size;
        if (node.index == start && node.size > 0)
            return found;
        found.address = (uintptr_t)node.next;
        if (used + sizeof "->next" <= sizeof found.path && found.path[0] == 's')
            strcpy(found.path + used, "->next");
        else /* too far for a path */
            snprintf(found.path, sizeof found.path, "0x%llx", (unsigned long long)found.address);
    }
    found.address = 0;
    return found;
}

void list_describe_run(struct phrase *phrase, const struct run *run)
{
    if (run->size == 0)
        phrase_add(phrase, "NULL");
    else
        phrase_add(phrase, "the hole at %d (%d bytes)", run->start, run->size);
}

void list_describe(struct phrase *phrase, const struct trial *trial, uint64_t address)
{
    struct segment node;
    if (address == 0)
        phrase_add(phrase, "NULL");
    else if (!read_node(trial, address, &node))
        phrase_add(phrase, "a pointer to no segment");
    else if (node.id == HOLE)
        phrase_add(phrase, "the hole at %d (%d bytes)", node.index, node.size);
    else
        phrase_add(phrase, "the segment of T%d at %d", node.id, node.index);
}

/* ---- The whole list -------------------------------------------------------------------------- */

/* What a walk through the list found. */
struct walk {
    int nodes;              /* read, at most one more than the model has */
    bool is_wild, has_more; /* what then comes cannot be read, or is more */
    bool is_equal;          /* so far each node is as the model has it */
    const char *kind;       /* of the first difference; NULL: none that tells more */
    int first;              /* number of the first node that differs, and */
    struct segment node;    /* what it holds */
    struct phrase text;
};

/* Node number `index` of a list, while there is room. */
static void add_segment(struct phrase *phrase, int index, int id, int size, int start)
{
    if (index > SHOWN_SEGMENTS)
        return;
    phrase_add(phrase, index == 0 ? "" : " -> ");
    if (index == SHOWN_SEGMENTS) {
        phrase_add(phrase, "...");
        return;
    }
    phrase_add(phrase, "[");
    phrase_add_number(phrase, id);
    phrase_add(phrase, " ");
    phrase_add_number(phrase, size);
    phrase_add(phrase, " ");
    phrase_add_number(phrase, start);
    phrase_add(phrase, "]");
}

static const char *kind_of_node(const struct segment *node, const struct segment *before,
                                const struct run *run)
{
    if (before->id == HOLE && before->size > 0 && node->id == HOLE && node->size > 0)
        return "holes not merged";
    if (node->size <= 0 || node->index != run->start)
        return "fields disagree";
    return node->size == run->size && node->id != run->owner ? "wrong owner" : NULL;
}

static struct walk walk_list(const struct trial *trial, const struct bytes *bytes)
{
    struct walk walk = {.is_equal = true};
    uint64_t address = first_node(trial);
    struct segment node, before = {.id = 0};
    int runs = bytes_runs(bytes), start = 0;
    while (address != 0 && walk.nodes <= runs) {
        walk.is_wild = !read_node(trial, address, &node);
        if (walk.is_wild)
            break;
        struct run run = bytes_run(bytes, start);
        bool is_equal = run.size > 0 && node.id == run.owner && node.size == run.size &&
                        node.index == run.start;
        if (walk.kind == NULL && !is_equal)
            walk.kind = kind_of_node(&node, &before, &run);
        if (walk.is_equal && !is_equal) {
            walk.is_equal = false;
            walk.first = walk.nodes;
            walk.node = node;
        }
        add_segment(&walk.text, walk.nodes++, node.id, node.size, node.index);
        start += run.size;
        before = node;
        address = (uintptr_t)node.next;
    }
    walk.has_more = address != 0 && !walk.is_wild;
    return walk;
}

static void describe_model(struct phrase *phrase, const struct bytes *bytes)
{
    int index = 0;
    struct run run;
    if (bytes->size == 0)
        phrase_add(phrase, "segments is NULL");
    for (int start = 0; start < bytes->size; start += run.size) {
        run = bytes_run(bytes, start);
        add_segment(phrase, index++, run.owner, run.size, run.start);
    }
}

/* NULL when it would be cut in a failure. */
static const char *fits(const struct phrase *phrase)
{
    return phrase->used > 0 && phrase->used < FAILURE_LOOK_BYTES ? phrase->bytes : NULL;
}

/* What of it `expect` can confirm: the first field that is not as it should be. */
static void say_node(struct phrase *phrase, const struct walk *walk, const struct bytes *bytes)
{
    int start = 0, number = walk->is_equal ? walk->nodes : walk->first;
    phrase_add(phrase, "segments");
    for (int before = 0; before < number; before++) {
        phrase_add(phrase, "->next");
        start += bytes_run(bytes, start).size;
    }
    struct run run = bytes_run(bytes, start);
    if (walk->is_equal || run.size == 0)
        phrase_add(phrase, run.size == 0 ? " != 0" : " == 0");
    else if (walk->node.index != run.start)
        phrase_add(phrase, "->index == %d", walk->node.index);
    else if (walk->node.size != run.size)
        phrase_add(phrase, "->size == %d", walk->node.size);
    else
        phrase_add(phrase, "->id == %d", walk->node.id);
}

bool list_nodes_agree(struct trial *trial, const struct bytes *bytes, const char *kind)
{
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    struct walk walk = walk_list(trial, bytes);
    if (walk.is_equal && !walk.is_wild && !walk.has_more && walk.nodes == bytes_runs(bytes))
        return true;
    describe_model(&expected, bytes);
    phrase_add(&got, "%s%s",
               walk.nodes == 0 && !walk.is_wild ? "segments is NULL" : walk.text.bytes,
               walk.is_wild ? " -> no segment" : "");
    if (walk.has_more && walk.nodes <= SHOWN_SEGMENTS)
        phrase_add(&got, " -> and so on");
    say_node(&holds, &walk, bytes);
    if (kind == NULL)
        kind = walk.kind != NULL ? walk.kind : "fields disagree";
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = "fields",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = fits(&holds),
                                               .look = "`list`"});
}

/* ---- The array ------------------------------------------------------------------------------- */

/* "memory from 36 on: XXXX1111XX". */
static void describe_bytes(struct phrase *phrase, const char *bytes, int size, int from)
{
    int length = size - from < SHOWN_BYTES ? size - from : SHOWN_BYTES;
    phrase_add(phrase, "memory from %d on: %.*s", from, length, bytes + from);
}

/* Where the program's array is not as the model has it: an index; its size when it is. False when
 * the array cannot be read. */
static bool compare_array(const struct trial *trial, const struct bytes *bytes, uint64_t address,
                          char *found, int *index)
{
    *index = 0;
    if (!worker_read(trial->worker, address, found, (size_t)bytes->size))
        return false;
    while (*index < bytes->size && found[*index] == bytes_shown(bytes, *index))
        ++*index;
    return true;
}

static bool bytes_agree(struct trial *trial, const struct bytes *bytes, uint64_t address)
{
    char wanted[BYTES_MOST], found[BYTES_MOST];
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    int index;
    bool is_read = compare_array(trial, bytes, address, found, &index);
    if (is_read && index == bytes->size)
        return true;
    for (int byte = 0; byte < bytes->size; byte++)
        wanted[byte] = bytes_shown(bytes, byte);
    describe_bytes(&expected, wanted, bytes->size, index);
    if (is_read)
        describe_bytes(&got, found, bytes->size, index);
    else
        phrase_add(&got, "memory points to no array");
    if (is_read && isalnum((unsigned char)found[index]))
        phrase_add(&holds, "memory %d..%d is %c", index, index, found[index]);
    return trial_fail(trial, &(struct finding){.kind = "array wrong",
                                               .manner = "array",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = fits(&holds),
                                               .look = "`dump`"});
}

bool list_array_agrees(struct trial *trial, const struct bytes *bytes)
{
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    uint64_t address = list_pointer(trial, "&memory");
    int64_t size = 0;
    worker_number(trial->worker, "memory_size", &size);
    if (size == bytes->size && (address != 0) == (bytes->size != 0))
        return bytes->size == 0 || bytes_agree(trial, bytes, address);
    phrase_add(&expected, "memory_size %d, memory %s", bytes->size,
               bytes->size == 0 ? "NULL" : "not NULL");
    phrase_add(&got, "memory_size %lld, memory %s", (long long)size,
               address == 0 ? "NULL" : "not NULL");
    phrase_add(&holds, "memory_size == %lld", (long long)size);
    return trial_fail(trial, &(struct finding){.kind = "array wrong",
                                               .manner = "array",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes,
                                               .look = "`dump`"});
}

bool list_fields_agree(struct trial *trial, const struct bytes *bytes, const char *kind)
{
    return list_nodes_agree(trial, bytes, kind) && list_array_agrees(trial, bytes);
}
