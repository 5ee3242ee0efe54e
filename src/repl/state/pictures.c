#include "repl/state/pictures.h"

#include "program/values/lists.h"
#include "repl/study/blocks.h"

enum { ELEMENTS_MOST = 16 /* of a block of structs */, DEPTH_MOST = 12 /* of a tree */ };

static bool is_freed(const struct study *study, uint64_t address)
{
    struct place_name place;
    return study_freed(study, address, &place);
}

uint64_t picture_room(const struct study *study, uint64_t address)
{
    struct heap_block block;
    bool is_own =
        blocks_at(study, address, &block) && block.allocated_pc != 0 && block.freed_pc == 0;
    return is_own ? block.address + block.bytes - address : 0;
}

static struct node *add_node(struct picture *picture, uint64_t address, int depth, const char *edge)
{
    struct node *node = &picture->nodes[picture->count++];
    *node = (struct node){.address = address, .depth = depth};
    snprintf(node->edge, sizeof node->edge, "%s", edge);
    return node;
}

static bool has_own_data(const struct type *node)
{
    for (size_t n = 0; n < node->member_count; n++)
        if (lists_shows(node, &node->members[n]))
            return true;
    return false;
}

static bool follow_list(const struct study *study, struct picture *picture)
{
    const struct memory_view view = study_view(study);
    struct list list;
    if (!lists_follow(&view, &picture->root->value, &list) || !has_own_data(list.node))
        return false;
    while (picture->count < list.count && picture->count < PICTURE_NODES &&
           !is_freed(study, list.nodes[picture->count]))
        add_node(picture, list.nodes[picture->count], 0, "");
    picture->kind = PICTURE_LIST;
    picture->type = list.node;
    picture->length = list.count;
    picture->behind = picture->count < list.count ? list.nodes[picture->count] : list.behind;
    return picture->count > 0;
}

static bool is_branch(const struct type *node, const struct member *member)
{
    const struct type *type = type_plain(member->type);
    return type->kind == TYPE_POINTER && type_plain(type->target) == node;
}

static bool is_tree(const struct type *node)
{
    size_t branches = 0;
    for (size_t n = 0; n < node->member_count; n++)
        branches += is_branch(node, &node->members[n]);
    return branches > 1;
}

bool picture_has(const struct picture *picture, uint64_t node)
{
    for (size_t n = 0; n < picture->count; n++)
        if (picture->nodes[n].address == node)
            return true;
    return false;
}

static void follow_tree(const struct study *study, struct picture *picture, uint64_t address,
                        int depth, const char *edge)
{
    uint64_t below;
    if (picture->count == PICTURE_NODES || depth > DEPTH_MOST || picture_has(picture, address) ||
        picture_room(study, address) < picture->type->size)
        return;
    add_node(picture, address, depth, edge);
    for (size_t n = 0; n < picture->type->member_count; n++) {
        const struct member *member = &picture->type->members[n];
        if (is_branch(picture->type, member) &&
            stepper_read(study->stepper, address + member->offset, &below, sizeof below))
            follow_tree(study, picture, below, depth + 1, member->name);
    }
}

/* A struct, or as many as the block has; of anything else the whole is one node. */
static void follow_block(const struct study *study, struct picture *picture)
{
    uint64_t address = picture->root->value.number, size = picture->type->size;
    uint64_t room = picture_room(study, address);
    bool is_struct = picture->type->kind == TYPE_STRUCT;
    char edge[24] = "";
    if (room < size)
        return;
    uint64_t count = is_struct && size > 0 ? room / size : 1;
    for (uint64_t n = 0; n < count && n < ELEMENTS_MOST; n++) {
        if (count > 1)
            snprintf(edge, sizeof edge, "[%d]", (int)n);
        add_node(picture, address + n * size, 0, edge);
    }
    picture->kind = PICTURE_BLOCK;
    picture->length = picture->count;
}

void picture_follow(struct picture *picture, const struct study *study, const struct root *root)
{
    *picture = (struct picture){.root = root};
    picture->type = type_plain(type_plain(root->value.type)->target);
    if (is_freed(study, root->value.number) || follow_list(study, picture))
        return;
    *picture = (struct picture){.root = root, .type = picture->type};
    if (picture->type->kind != TYPE_STRUCT || !is_tree(picture->type)) {
        follow_block(study, picture);
        return;
    }
    if (has_own_data(picture->type))
        follow_tree(study, picture, root->value.number, 0, "");
    picture->kind = picture->count > 0 ? PICTURE_TREE : PICTURE_NONE;
    picture->length = picture->count;
}
