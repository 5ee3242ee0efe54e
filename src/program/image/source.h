/* source.h - the source files of a subject: their paths, and their text while it can be found.
 *
 * A source is known by its base name pointer, which lives until sources_close: two sources are
 * the same exactly when these pointers are, even if two folders have a file of that name.
 */
#ifndef MEMREPL_PROGRAM_IMAGE_SOURCE_H
#define MEMREPL_PROGRAM_IMAGE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

struct sources;

struct sources *sources_open(void);          /* NULL: no memory */
void sources_close(struct sources *sources); /* NULL is fine */

/* The kit's folder, kept and not copied: where a source is no longer at its path, because the kit was
 * built in another place, the file with the end of that path below this folder is taken. */
void sources_look_below(struct sources *sources, const char *home);

/* The base name that stands for the source at `path`, relative to `folder` (which may be NULL);
 * entered if it is new.  NULL: no memory. */
const char *sources_enter(struct sources *sources, const char *path, const char *folder);

/* The first source whose path is `file` or ends in it: "queue.c" and "lab/queue.c" are ends of
 * /home/me/lab/queue.c, "ueue.c" is not.  NULL when there is none. */
const char *sources_find(const struct sources *sources, const char *file);

/* In the order they were entered; NULL when index is past the end. */
const char *sources_name(const struct sources *sources, size_t index);

/* The absolute path of what sources_find finds, and one line of its text; see lines.h. */
const char *sources_path(const struct sources *sources, const char *file);
bool sources_text(struct sources *sources, const char *file, int line, char *text, size_t size);

#endif
