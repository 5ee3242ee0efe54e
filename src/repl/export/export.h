/* export.h: `export`: which pictures a mode can draw, and where they go; pages are page.h's. */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "repl/export/svg.h"
#include "repl/page/page.h"
#include "repl/words/narrate.h"

/* How a mode draws one of its pictures. */
struct picture {
    const char *name; /* "dump" */

    /* Draws it, and adds to `description` what it shows, as a paragraph. `last` is how many steps
     * were asked for, 0 for as many as there is room for. False when there is nothing to draw:
     * *description then says why, as in "nothing is mapped". */
    bool (*draw)(void *context, struct svg *svg, struct words *description, int64_t last);
    bool takes_steps; /* a number may stand behind the file */
};

/* Does `export svg [NAME] FILE [N]`, without a name the first of the pictures, which end with one that
 * has no name; and `export html FILE [N]`, a page of this kind. */
enum outcome export_run(void *context, struct console *console, int count, char **arguments,
                        const struct picture *pictures, const struct page_kind *page);

#endif
