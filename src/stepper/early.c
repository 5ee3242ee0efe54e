#include "stepper/early.h"

#include "program/image/image.h"
#include "program/image/lines.h"
#include "program/text.h"

char *early_describe(const struct image *image, const struct event *event)
{
    struct lines *lines = NULL;
    struct place place;
    if (event->kind == EVENT_NONE)
        return text_format("%s: the program cannot be loaded: what it runs before main, such as a "
                           "constructor, ends the process or does not come to its end",
                           image_path(image));
    const char *what = event->text[0] != '\0' ? event->text : event_name(event->kind);
    bool has_place = lines_open(image, &lines) == IMAGE_OK &&
                     lines_place(lines, event->pc, &place) && place.line > 0;
    char *text =
        has_place ? text_format("%s:%d: %s before main, in a constructor, which cannot be stepped",
                                place.file, place.line, what)
                  : text_format("%s in what the program runs before main", what);
    lines_close(lines);
    return text;
}
