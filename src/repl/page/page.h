/* page.h: `export html`: the session so far as one page, to be gone through step by step.
 *
 * Each move of the journal becomes a frame: the program is taken to it, what can be seen there is
 * noted, and the session then stands where it stood. The page is page.html with page.css, page.js and the
 * frames inside, and asks for nothing from outside. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "repl/page/explain.h"
#include "repl/record/frames.h"

enum { PAGE_STEPS_MOST = 20000 }; /* moves of a page; the last ones, where there are more */

/* What a mode adds of its own program. `context` begins with its struct study. */
struct page_kind {
    const char *name; /* "the memory server" */

    /* Before and after all frames; may be NULL. */
    void (*begin)(void *context);
    void (*end)(void *context);

    /* Adds its own parts of the state that stands; NULL: the program's variables, and what they and the local
     * ones lead to. */
    void (*look)(void *context, struct frames *frames);

    /* Called once behind each look(): adds what the move that led here means for its own data, nothing
     * when `is_first`, as there was none. True when no more is to be said of it. May be NULL. */
    bool (*explain)(void *context, struct words *words, bool is_first);
};

/* For programs of which nothing more is known. */
extern const struct page_kind page_of_program;

/* Does `export html FILE [N]`; `arguments` begins behind "html". */
enum outcome page_export(void *context, struct console *console, int count, char **arguments,
                         const struct page_kind *kind);

#endif
