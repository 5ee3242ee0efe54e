#include "repl/export/export.h"

#include "repl/export/keeping.h"

#include <string.h>

/* What was asked for. */
struct request {
    const struct picture *picture;
    const char *path;
    int64_t last; /* steps; 0: all */
};

static const struct picture *find(const struct picture *pictures, const char *name)
{
    while (pictures->name != NULL && strcmp(pictures->name, name) != 0)
        pictures++;
    return pictures->name == NULL ? NULL : pictures;
}

/* `words` begins behind "svg". False with the refusal printed. */
static bool read_request(struct request *request, struct console *console, int count, char **words,
                         const struct picture *pictures)
{
    const struct picture *named = count > 0 ? find(pictures, words[0]) : NULL;
    int used = named != NULL;
    *request = (struct request){.picture = named != NULL ? named : pictures};
    if (used == count) {
        command_refuse(console, "export svg %s takes a file, such as %s.svg",
                       request->picture->name, request->picture->name);
        return false;
    }
    request->path = words[used++];
    if (used == count)
        return true;
    if (used + 1 < count || !request->picture->takes_steps) {
        command_refuse(console, "no picture \"%.40s\" here; help export names them", words[0]);
        return false;
    }
    if (words_number(words[used], 1, INT64_MAX, &request->last))
        return true;
    command_refuse(console, "a number of steps stands behind the file, not \"%.40s\"", words[used]);
    return false;
}

/* A picture that is drawn and waits to be written. */
struct drawn {
    struct svg svg;
    const char *name;
    struct words description;
};

static void write_drawn(const void *context, FILE *file, const char *path)
{
    const struct drawn *drawn = context;
    char title[64];
    (void)path;
    snprintf(title, sizeof title, "memrepl: %s", drawn->name);
    svg_write(&drawn->svg, file, title, drawn->description.text);
}

static enum outcome save(struct console *console, const struct drawn *drawn, const char *path)
{
    const struct keeping keeping = {.mark = SVG_MARK,
                                    .what = "picture that export drew",
                                    .write = write_drawn,
                                    .context = drawn};
    if (!svg_is_whole(&drawn->svg))
        return command_refuse_lack(console, "for the picture");
    enum outcome outcome = keeping_save(&keeping, console, path);
    if (outcome == OUTCOME_OK)
        words_say(console, "Drawn: %s shows the %s.", path, drawn->name);
    return outcome;
}

enum outcome export_run(void *context, struct console *console, int count, char **arguments,
                        const struct picture *pictures, const struct page_kind *page)
{
    struct request request;
    struct drawn drawn;
    enum outcome outcome;
    if (strcmp(arguments[0], "html") == 0)
        return page_export(context, console, count - 1, arguments + 1, page);
    if (strcmp(arguments[0], "svg") != 0)
        return command_refuse(console, "export makes svg or html, not \"%.40s\"", arguments[0]);
    if (!read_request(&request, console, count - 1, arguments + 1, pictures))
        return OUTCOME_ERROR;
    drawn.name = request.picture->name;
    words_clear(&drawn.description);
    svg_begin(&drawn.svg);
    if (request.picture->draw(context, &drawn.svg, &drawn.description, request.last))
        outcome = save(console, &drawn, request.path);
    else
        outcome = command_refuse(console, "no picture: %s", drawn.description.text);
    svg_end(&drawn.svg);
    return outcome;
}
