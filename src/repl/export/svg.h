/* svg.h: a picture that is drawn piece by piece, and written as one file when it is done.
 *
 * Only rectangles, lines, paths and text, with their colours beside them: no style sheet, script or
 * outside file, so that browsers and the printed handout show the same. The picture is as large as
 * what was drawn. Lengths are in pixels of a screen, y grows downwards. Out of memory leaves a
 * picture that cannot be written: svg_is_whole() says so. */
#ifndef EXPORT_SVG_H
#define EXPORT_SVG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SVG_MARK "<!-- Drawn by memrepl. -->" /* what each file begins with */

enum {
    SVG_MARGIN = 16,  /* around the picture; drawing begins there */
    SVG_TEXT = 12,    /* height of its letters */
    SVG_SMALL = 10,   /* and of notes */
    SVG_BASELINE = 4, /* of text below the middle of its line */
};

struct svg {
    FILE *out;
    char *text;
    size_t bytes;
    int right, bottom; /* as far as anything was drawn */
};

/* What a shape means; owners have a colour each, beside the name that is written on them. */
enum svg_look {
    SVG_HOLE,    /* free bytes */
    SVG_BLOCK,   /* used bytes that have no owner's colour */
    SVG_BOX,     /* node of a list */
    SVG_STEP,    /* operation of a thread */
    SVG_LANE,    /* life of a thread */
    SVG_WAIT,    /* blocked */
    SVG_HOLD,    /* waits for the person at the prompt */
    SVG_WAKE,    /* one thread lets another go on */
    SVG_POINTER, /* one node leads to another */
    SVG_LOOKS
};

enum svg_font {
    SVG_HEADING, /* bold */
    SVG_DATA,    /* letters of one width */
    SVG_NOTE,    /* small and grey */
    SVG_ALARM,   /* small and red */
    SVG_FONTS
};

enum svg_anchor { SVG_LEFT, SVG_MIDDLE, SVG_RIGHT };

void svg_begin(struct svg *svg);
void svg_end(struct svg *svg);
bool svg_is_whole(const struct svg *svg);

void svg_rect(struct svg *svg, int x, int y, int width, int height, enum svg_look look);
/* The same in the colour of owner number `id`, 0 or more. */
void svg_owned(struct svg *svg, int x, int y, int width, int height, int id);
void svg_line(struct svg *svg, int x1, int y1, int x2, int y2, enum svg_look look);
/* A line along an axis, with a head at its second end. */
void svg_arrow(struct svg *svg, int x1, int y1, int x2, int y2, enum svg_look look);
void svg_dot(struct svg *svg, int x, int y, enum svg_look look);

/* Text whose middle line is at y. */
void svg_text(struct svg *svg, int x, int y, enum svg_anchor anchor, enum svg_font font,
              const char *format, ...) __attribute__((format(printf, 6, 7)));
/* `count` bytes, each in the middle of a cell; the first cell begins at x. Bytes that are no
 * visible ASCII are shown as question marks. */
void svg_cells(struct svg *svg, int x, int y, int cell_width, const char *bytes, int count);

/* How wide text of SVG_DATA is; that of other fonts is no wider. */
int svg_width(const char *text);

/* Writes the file: title and description are for those who do not see the picture. */
void svg_write(const struct svg *svg, FILE *file, const char *title, const char *description);

#endif
