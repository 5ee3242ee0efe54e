#include "repl/state/roots.h"

enum {
    DEPTH_MOST = 4,    /* structs in structs */
    ELEMENTS_MOST = 64 /* of an array; a table of hashes has its lists here */
};

/* Something that has a name of its own. */
struct object {
    const char *name;
    const struct type *type;
    uint64_t address;
};

/* A string is shown with its pointer, and of what void points to nobody knows the type. */
static bool is_followed(const struct type *target)
{
    enum type_kind kind = type_plain(target)->kind;
    return kind != TYPE_VOID && kind != TYPE_CHAR && kind != TYPE_FUNCTION && kind != TYPE_OPAQUE &&
           type_plain(target)->size > 0;
}

static bool leads_on(const struct type *type)
{
    const struct type *plain = type_plain(type);
    if (plain->kind == TYPE_ARRAY)
        return leads_on(plain->target);
    return plain->kind == TYPE_STRUCT ||
           (plain->kind == TYPE_POINTER && is_followed(plain->target));
}

static void add(struct roots *roots, const struct study *study, const struct object *object,
                int depth);

static void add_pointer(struct roots *roots, const struct study *study, const struct object *object)
{
    struct root *root = &roots->all[roots->count];
    uint64_t target;
    if (!stepper_read(study->stepper, object->address, &target, sizeof target) || target == 0)
        return;
    snprintf(root->name, sizeof root->name, "%s", object->name);
    root->at = object->address;
    root->is_local = roots->is_local;
    root->value = (struct value){.type = object->type, .number = target};
    roots->count++;
}

static void add_members(struct roots *roots, const struct study *study, const struct object *object,
                        int depth)
{
    const struct type *type = type_plain(object->type);
    char name[ROOT_NAME_BYTES];
    for (size_t n = 0; n < type->member_count; n++) {
        const struct member *member = &type->members[n];
        snprintf(name, sizeof name, "%s%s%s", object->name, member->name[0] != '\0' ? "." : "",
                 member->name);
        add(roots, study, &(struct object){name, member->type, object->address + member->offset},
            depth + 1);
    }
}

static void add_elements(struct roots *roots, const struct study *study,
                         const struct object *object, int depth)
{
    const struct type *type = type_plain(object->type);
    char name[ROOT_NAME_BYTES];
    for (uint64_t n = 0; n < type->count && n < ELEMENTS_MOST; n++) {
        snprintf(name, sizeof name, "%s[%d]", object->name, (int)n);
        add(roots, study,
            &(struct object){name, type->target, object->address + n * type->target->size},
            depth + 1);
    }
}

static void add(struct roots *roots, const struct study *study, const struct object *object,
                int depth)
{
    if (depth > DEPTH_MOST || roots->count == ROOTS_MOST || !leads_on(object->type))
        return;
    enum type_kind kind = type_plain(object->type)->kind;
    if (kind == TYPE_POINTER)
        add_pointer(roots, study, object);
    else if (kind == TYPE_STRUCT)
        add_members(roots, study, object, depth);
    else
        add_elements(roots, study, object, depth);
}

void roots_add(struct roots *roots, const struct study *study, const char *name,
               const struct type *type, uint64_t address)
{
    add(roots, study, &(struct object){name, type, address}, 0);
}
