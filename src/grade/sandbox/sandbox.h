/* sandbox.h: what a grading is shut into, from outside and from inside.
 *
 * The process that grades is started anew by a supervisor (supervisor/guard.h). There are three
 * ways to shut it in; each sets limits on what it may use up, gives up what root may do (rights.h), and
 * forbids the system calls that no grading needs:
 *
 *   bubblewrap   a file system of its own: system and kit to read, a folder to write; processes,
 *                network and all else of its own
 *   landlock     the same files by a rule of the kernel's, in the common file system; other
 *                processes cannot be signalled, TCP not be used
 *   limits       nothing but the limits and the forbidden calls
 *
 * The child that holds the hand-in is shut in further in all three (stepper/child/seal.h). */
#ifndef GRADE_SANDBOX_SANDBOX_H
#define GRADE_SANDBOX_SANDBOX_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum sandbox { SANDBOX_BUBBLEWRAP, SANDBOX_LANDLOCK, SANDBOX_LIMITS, SANDBOX_KINDS };

enum { SANDBOX_LINKS = 16 }; /* more are not followed */

/* A symbolic link in the kit's folder, or in its build/: what stands where it points to. */
struct sandbox_link {
    char points_to[PATH_MAX], real[PATH_MAX];
};

/* What is to be seen in it, by absolute paths; "" is nothing. */
struct sandbox_view {
    const char *home;    /* to read: the kit */
    const char *folder;  /* to write */
    char from[PATH_MAX]; /* to read: the hand-in, when it is not in the kit */
    char here[PATH_MAX]; /* to stand in; empty in bubblewrap unless seen anyway */
    struct sandbox_link links[SANDBOX_LINKS]; /* to read */
    size_t link_count;
    bool as_nobody; /* root becomes nobody, and does not only give up its rights */
};

/* Both sides call this with the same words: `home` and `folder` stay the caller's, `from` may be NULL. */
void sandbox_look(struct sandbox_view *view, const char *home, const char *from,
                  const char *folder);

const char *sandbox_name(enum sandbox sandbox);

/* The kind of that name; SANDBOX_KINDS when there is none. */
enum sandbox sandbox_of(const char *name);

/* Outside, in a child of the supervisor: becomes the program `words` (NULL behind the last; its path
 * first) in an empty environment, with its standard streams and no root. Returns only when that
 * cannot be. */
void sandbox_become(enum sandbox sandbox, const struct sandbox_view *view, char *const *words);

/* Inside, before anything else: closes what sandbox_become() could not. False when the system does
 * not have what the kind asks for. */
bool sandbox_close(enum sandbox sandbox, const struct sandbox_view *view);

#endif
