#include "program/values/derived.h"

#include <string.h>

static const struct type *derive(struct types *types, const struct type *wanted)
{
    const struct type *seen;
    for (size_t i = 0; (seen = types_seen(types, i)); i++)
        if (seen->kind == wanted->kind && seen->target == wanted->target &&
            seen->count == wanted->count && strcmp(seen->name, wanted->name) == 0)
            return seen;
    struct type *made = types_add(types);
    if (made)
        *made = *wanted;
    return made;
}

const struct type *derived_pointer(struct types *types, const struct type *target)
{
    return derive(
        types,
        &(struct type){.kind = TYPE_POINTER, .name = "", .size = sizeof(void *), .target = target});
}

const struct type *derived_array(struct types *types, const struct type *element, uint64_t count)
{
    return derive(types, &(struct type){.kind = TYPE_ARRAY,
                                        .name = "",
                                        .size = count * element->size,
                                        .count = count,
                                        .target = element});
}

const struct type *derived_qualified(struct types *types, const struct type *type, const char *name)
{
    return derive(
        types,
        &(struct type){.kind = TYPE_QUALIFIED, .name = name, .size = type->size, .target = type});
}
