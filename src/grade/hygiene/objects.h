/* objects.h: what stands in an object file: names that it defines and uses, and what it would have
 * run or loaded beside its functions. The object is the one that becomes a part of the program; what
 * the instrumentation adds to it, its calls and one constructor, is known and left out. */
#ifndef GRADE_HYGIENE_OBJECTS_H
#define GRADE_HYGIENE_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

enum object_name_kind {
    NAME_USED,    /* defined elsewhere */
    NAME_DEFINED, /* for all files of the program */
    NAME_ODD      /* defined, but as no C without tricks defines it: weak, an alias, absolute */
};

struct object_name {
    enum object_name_kind kind;
    char *name;
};

struct object {
    struct object_name *names;
    size_t count;
    size_t variable_bytes;
    char odd_section[64]; /* the first that plain C does not make; "" when there is none */
};

/* False when the file cannot be read, or is none of the kind. object_close() takes zeros, too. */
bool object_open(struct object *object, const char *path);
void object_close(struct object *object);

/* True when the object has the name in that way. */
bool object_has(const struct object *object, enum object_name_kind kind, const char *name);

#endif
