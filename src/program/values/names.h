/* names.h - the variables of a subject: name to address and type, address to source name.
 *
 * Globals, file statics and statics inside functions, from DWARF.  A global of an object without
 * debug information has the type with which a file that has some declares it; declared nowhere, it
 * is only a symbol, which names_describe knows.  The table is sorted by address once; a query is a
 * binary search and a walk down the type: thread_message[3], queue.head.  The walk stops at the
 * system's own types: a pthread_mutex_t is one object.
 *
 * Not here: automatic variables and heap blocks, which have no address in the file; thread-local
 * variables on aarch64, where gcc does not say where they are.
 *
 * Life cycle: names_open on an open image, names_close before image_close.
 */
#ifndef MEMREPL_PROGRAM_NAMES_H
#define MEMREPL_PROGRAM_NAMES_H

#include "program/image/image.h"
#include "program/values/types.h"

struct names;

struct variable {
    const char *name;  /* "queue" */
    const char *scope; /* base name of its file, or the function it is static in; "": not known */
    const struct type *type;
    uint64_t address; /* of a thread-local: the offset in each thread's block */
    bool is_thread_local;
    bool is_global;      /* known to all files */
    bool is_shared_name; /* another variable has this name: shown as SCOPE::NAME */
};

enum image_result names_open(const struct image *image, struct names **opened);
void names_close(struct names *names); /* NULL is fine */

/* By name, "queue", or with its scope, "server.c::queue", "next_id::last".  Without scope a
 * global goes before statics.  NULL when there is none. */
const struct variable *names_find(const struct names *names, const char *name);

/* All variables, sorted by name; NULL when index is past the end. For completion and listings. */
const struct variable *names_variable(const struct names *names, size_t index);

/* The known name nearest to a misspelt one; NULL when none is near. */
const char *names_suggest(const struct names *names, const char *name);

/* Writes the source name of the innermost object at `address` that has at least `size` bytes: size
 * 0 or 1 goes all the way down, sizeof queue stays at "queue".  A part of an array that is more
 * than one element: "memory[3..12]".  A place inside an object: "count+2".
 * A function's address gives its name.  *type, when type is not NULL, becomes the object's type
 * (NULL for a function).  False, text empty, when nothing with a name is there. */
bool names_describe(const struct names *names, uint64_t address, uint64_t size, char *text,
                    size_t text_size, const struct type **type);

/* The same for a place inside an object of that type, `offset` bytes from its start: ".head[3]", "" for
 * all of it. */
void names_describe_part(const struct type *object, uint64_t offset, uint64_t size, char *text,
                         size_t text_size);

/* For value.c and expression.c. */
struct types *names_types(const struct names *names);
const struct image *names_image(const struct names *names);

#endif
