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

bool lists_shows(const struct type *node, const struct member *member)
{
    const struct type *type = type_plain(member->type);
    bool leads_back = type->kind == TYPE_POINTER && type_plain(type->target) == node;
    return !leads_back && member->name[0] != '\0';
}

bool lists_follow(const struct memory_view *memory, const struct value *value, struct list *list)
{
    const struct type *type = type_plain(value->type);
    const struct type *node = type->kind == TYPE_POINTER ? type_plain(type->target) : NULL;
    int64_t first;
    *list = (struct list){.node = node};
    list->link = node && node->kind == TYPE_STRUCT && node->size > 0 ? link_of(node) : NULL;
    if (!list->link || !value_as_integer(memory, value, &first) || first == 0)
        return false;
    uint64_t address = (uint64_t)first, next;
    while (address != 0 && list->back == list->count && list->count < LISTS_NODES_SHOWN &&
           memory->read(memory->context, address + list->link->offset, &next, sizeof next)) {
        list->nodes[list->count++] = address;
        address = next;
        for (list->back = 0; list->back < list->count && list->nodes[list->back] != address;
             list->back++)
            ;
    }
    list->behind = address;
    return true;
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
        if (!lists_shows(node, member))
            continue;
        value_print(names, memory, &value, shown, sizeof shown);
        text_add(text, "%s%s", separator, shown);
        separator = " ";
    }
    text_add(text, "]");
}

static void add_end(struct text *text, const struct list *list)
{
    if (list->behind == 0)
        text_add(text, " -> NULL");
    else if (list->back < list->count)
        text_add(text, " -> back to node %zu", list->back + 1);
    else if (list->count == LISTS_NODES_SHOWN)
        text_add(text, " -> ...");
    else
        text_add(text, "%s0x%" PRIx64 " (not readable)", list->count > 0 ? " -> " : "",
                 list->behind);
}

bool lists_draw(const struct names *names, const struct memory_view *memory,
                const struct value *value, char *heading, size_t heading_size, char *line,
                size_t line_size)
{
    struct text top = text_begin(heading, heading_size), below = text_begin(line, line_size);
    struct list list;
    if (!lists_follow(memory, value, &list))
        return false;
    for (size_t i = 0; i < list.node->member_count; i++)
        if (lists_shows(list.node, &list.node->members[i]))
            text_add(&top, "%s%s", top.used > 0 ? " " : "", list.node->members[i].name);
    for (size_t i = 0; i < list.count; i++) {
        text_add(&below, "%s", i > 0 ? " -> " : "");
        add_node(&below, names, memory, list.node, list.nodes[i]);
    }
    add_end(&below, &list);
    return true;
}
