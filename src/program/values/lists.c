#include "program/values/lists.h"

#include <inttypes.h>
#include <string.h>

#include "program/text.h"
#include "program/values/show.h"

enum { MEMBER_BYTES = 40 }; /* of a member's value in a node */

/* The member by which a node points to the next; NULL when it is no list, or nobody can tell. */
static const struct member *link_of(const struct type *node)
{
    const struct member *link = NULL;
    size_t count = 0;
    for (size_t i = 0; i < node->member_count; i++) {
        const struct type *type = type_plain(node->members[i].type);
        if (type->kind != TYPE_POINTER || type_plain(type->target) != node)
            continue;
        if (strcmp(node->members[i].name, "next") == 0)
            return &node->members[i];
        link = &node->members[i];
        count++;
    }
    return count == 1 ? link : NULL;
}

static bool is_shown(const struct type *node, const struct member *member)
{
    const struct type *type = type_plain(member->type);
    bool leads_back = type->kind == TYPE_POINTER && type_plain(type->target) == node;
    return !leads_back && member->name[0] != '\0';
}

static void add_node(struct text *text, const struct names *names, const struct memory_view *memory,
                     const struct type *node, uint64_t address)
{
    char shown[MEMBER_BYTES];
    const char *separator = "";
    text_add(text, "[");
    for (size_t i = 0; i < node->member_count; i++) {
        const struct member *member = &node->members[i];
        struct value value = {.type = member->type,
                              .is_lvalue = true,
                              .address = address + member->offset,
                              .bit_offset = member->bit_offset,
                              .bit_size = member->bit_size};
        if (!is_shown(node, member))
            continue;
        value_print(names, memory, &value, shown, sizeof shown);
        text_add(text, "%s%s", separator, shown);
        separator = " ";
    }
    text_add(text, "]");
}

static void add_end(struct text *text, uint64_t address, size_t seen, size_t count)
{
    if (address == 0)
        text_add(text, " -> NULL");
    else if (seen < count)
        text_add(text, " -> back to node %zu", seen + 1);
    else if (count == LISTS_NODES_SHOWN)
        text_add(text, " -> ...");
    else
        text_add(text, "%s0x%" PRIx64 " (not readable)", count > 0 ? " -> " : "", address);
}

static void add_nodes(struct text *text, const struct names *names,
                      const struct memory_view *memory, const struct type *node,
                      const struct member *link, uint64_t address)
{
    uint64_t nodes[LISTS_NODES_SHOWN], next;
    size_t count = 0, seen = 0;
    while (address != 0 && seen == count && count < LISTS_NODES_SHOWN &&
           memory->read(memory->context, address + link->offset, &next, sizeof next)) {
        text_add(text, "%s", count > 0 ? " -> " : "");
        add_node(text, names, memory, node, address);
        nodes[count++] = address;
        address = next;
        for (seen = 0; seen < count && nodes[seen] != address; seen++)
            ;
    }
    add_end(text, address, seen, count);
}

bool lists_draw(const struct names *names, const struct memory_view *memory,
                const struct value *value, char *heading, size_t heading_size, char *line,
                size_t line_size)
{
    const struct type *type = type_plain(value->type);
    const struct type *node = type->kind == TYPE_POINTER ? type_plain(type->target) : NULL;
    const struct member *link =
        node && node->kind == TYPE_STRUCT && node->size > 0 ? link_of(node) : NULL;
    struct text top = text_begin(heading, heading_size), below = text_begin(line, line_size);
    int64_t first;
    if (!link || !value_as_integer(memory, value, &first) || first == 0)
        return false;
    for (size_t i = 0; i < node->member_count; i++)
        if (is_shown(node, &node->members[i]))
            text_add(&top, "%s%s", top.used > 0 ? " " : "", node->members[i].name);
    add_nodes(&below, names, memory, node, link, (uint64_t)first);
    return true;
}
