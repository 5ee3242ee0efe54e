/* finds.h: the files that are in a submission, wherever they are in it. */
#ifndef CLASS_INTAKE_FINDS_H
#define CLASS_INTAKE_FINDS_H

#include <stddef.h>

enum { FINDS_FILE_BYTES = 1 << 20 }; /* larger ones are told by name alone */

/* Strings and bytes are its own. */
struct find {
    char *name;  /* its path in the submission */
    char *bytes; /* NULL: not a plain file, or too large, or of no kind that a lab asks for */
    size_t size;
};

/* Begins as all zeros. */
struct finds {
    struct find *list;
    size_t count;
    char *fault; /* of the submission: an archive that leads out of its folder, …; NULL: none */
    char *tool_fault; /* ours: what is there cannot be read; NULL: none */
};

/* Adds a file: takes the bytes over, copies the name. */
void finds_add(struct finds *finds, const char *name, char *bytes, size_t size);

/* Adds what is in a file, folder or archive, in order of name; `name` is what to call it. What is
 * hidden (.name, __MACOSX) is left out. `unpack` is the path of the program build/unpack. */
void finds_look(struct finds *finds, const char *path, const char *name, const char *unpack);

void finds_free(struct finds *finds);

#endif
