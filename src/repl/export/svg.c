#include "repl/export/svg.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MONOSPACE "DejaVu Sans Mono, monospace"
#define SANS_SERIF "DejaVu Sans, sans-serif"

enum {
    HEAD_LONG = 7, /* of an arrow, from its point backwards */
    HEAD_WIDE = 3, /* on either side */
    DOT = 3,       /* half a side */
    OWNERS = 10,   /* colours; then they begin again */
    TEXT_MOST = 256,
    LETTER_WIDE = 602, /* thousandths of the height of a letter of SVG_DATA */
};

static const struct {
    const char *fill, *stroke, *dash; /* dash, of boxes: "" is a whole line */
} looks[] = {
    [SVG_HOLE] = {"#ffffff", "#9a9a9a", "3 3"}, [SVG_BLOCK] = {"#cfe0f3", "#4a6484", ""},
    [SVG_BOX] = {"#f7f7f7", "#444444", ""},     [SVG_STEP] = {"#e6eef8", "#4a6484", ""},
    [SVG_LANE] = {"none", "#b0b0b0", ""},       [SVG_WAIT] = {"#f3c0b8", "#b03020", ""},
    [SVG_HOLD] = {"#eeeeee", "#9a9a9a", "2 2"}, [SVG_WAKE] = {"#2a7a2a", "#2a7a2a", ""},
    [SVG_POINTER] = {"#444444", "#444444", ""},
};
static_assert(sizeof looks / sizeof looks[0] == SVG_LOOKS, "each look has its colours");

static const struct {
    const char *family, *weight, *fill;
    int height;
} fonts[] = {
    [SVG_HEADING] = {SANS_SERIF, "bold", "#222222", SVG_TEXT},
    [SVG_DATA] = {MONOSPACE, "normal", "#111111", SVG_TEXT},
    [SVG_NOTE] = {SANS_SERIF, "normal", "#666666", SVG_SMALL},
    [SVG_ALARM] = {SANS_SERIF, "normal", "#b03020", SVG_SMALL},
};
static_assert(sizeof fonts / sizeof fonts[0] == SVG_FONTS, "each font is described");

static const char *const owners[OWNERS] = {
    "#cfe0f3", "#fde2b8", "#cdebc5", "#f6cfd6", "#ddd3ee",
    "#c9ebe9", "#f1e6a9", "#e4d2c3", "#dfe7c2", "#e3e3e3",
};

void svg_begin(struct svg *svg)
{
    *svg = (struct svg){.right = 0};
    svg->out = open_memstream(&svg->text, &svg->bytes);
}

void svg_end(struct svg *svg)
{
    if (svg->out != NULL)
        fclose(svg->out);
    free(svg->text);
}

bool svg_is_whole(const struct svg *svg)
{
    return svg->out != NULL && fflush(svg->out) == 0 && !ferror(svg->out);
}

/* False when there is nothing to draw on. */
static bool reach(struct svg *svg, int x, int y)
{
    if (x > svg->right)
        svg->right = x;
    if (y > svg->bottom)
        svg->bottom = y;
    return svg->out != NULL;
}

static void draw_rect(struct svg *svg, const int box[4], const char *fill, enum svg_look look)
{
    if (!reach(svg, box[0] + box[2], box[1] + box[3]))
        return;
    fprintf(svg->out,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"%s\"", box[0],
            box[1], box[2], box[3], fill, looks[look].stroke);
    if (looks[look].dash[0] != '\0')
        fprintf(svg->out, " stroke-dasharray=\"%s\"", looks[look].dash);
    fputs("/>\n", svg->out);
}

void svg_rect(struct svg *svg, int x, int y, int width, int height, enum svg_look look)
{
    draw_rect(svg, (const int[]){x, y, width, height}, looks[look].fill, look);
}

void svg_owned(struct svg *svg, int x, int y, int width, int height, int id)
{
    draw_rect(svg, (const int[]){x, y, width, height}, owners[id % OWNERS], SVG_BLOCK);
}

void svg_line(struct svg *svg, int x1, int y1, int x2, int y2, enum svg_look look)
{
    if (!reach(svg, x1 > x2 ? x1 : x2, y1 > y2 ? y1 : y2))
        return;
    fprintf(svg->out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>\n", x1, y1, x2,
            y2, looks[look].stroke);
}

void svg_arrow(struct svg *svg, int x1, int y1, int x2, int y2, enum svg_look look)
{
    int along_x = x2 > x1 ? 1 : x2 < x1 ? -1 : 0;
    int along_y = y2 > y1 ? 1 : y2 < y1 ? -1 : 0;
    int back_x = x2 - along_x * HEAD_LONG, back_y = y2 - along_y * HEAD_LONG;
    svg_line(svg, x1, y1, back_x, back_y, look);
    if (!reach(svg, x2, y2 + HEAD_WIDE))
        return;
    fprintf(svg->out, "<path d=\"M%d %d L%d %d L%d %d Z\" fill=\"%s\"/>\n", x2, y2,
            back_x + along_y * HEAD_WIDE, back_y + along_x * HEAD_WIDE,
            back_x - along_y * HEAD_WIDE, back_y - along_x * HEAD_WIDE, looks[look].stroke);
}

void svg_dot(struct svg *svg, int x, int y, enum svg_look look)
{
    svg_rect(svg, x - DOT + 1, y - DOT + 1, 2 * DOT - 2, 2 * DOT - 2, look);
}

static void put_escaped(FILE *out, char byte)
{
    const char *escaped = byte == '<'   ? "&lt;"
                          : byte == '>' ? "&gt;"
                          : byte == '&' ? "&amp;"
                                        : NULL;
    if (escaped != NULL)
        fputs(escaped, out);
    else
        fputc(byte >= ' ' && byte < 0x7F ? byte : '?', out);
}

static void put_text(FILE *out, const char *text)
{
    while (*text != '\0')
        put_escaped(out, *text++);
}

static void put_font(struct svg *svg, enum svg_font font)
{
    fprintf(svg->out, " font-family=\"%s\" font-size=\"%d\" font-weight=\"%s\" fill=\"%s\"",
            fonts[font].family, fonts[font].height, fonts[font].weight, fonts[font].fill);
}

void svg_text(struct svg *svg, int x, int y, enum svg_anchor anchor, enum svg_font font,
              const char *format, ...)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    char text[TEXT_MOST];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int width = svg_width(text);
    int behind = anchor == SVG_LEFT ? width : anchor == SVG_MIDDLE ? width / 2 : 0;
    if (!reach(svg, x + behind, y + SVG_TEXT / 2))
        return;
    fprintf(svg->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" xml:space=\"preserve\"", x,
            y + SVG_BASELINE, anchors[anchor]);
    put_font(svg, font);
    fputc('>', svg->out);
    put_text(svg->out, text);
    fputs("</text>\n", svg->out);
}

void svg_cells(struct svg *svg, int x, int y, int cell_width, const char *bytes, int count)
{
    if (!reach(svg, x + count * cell_width, y + SVG_TEXT / 2))
        return;
    int spacing = cell_width * 1000 - SVG_TEXT * LETTER_WIDE; /* in thousandths, too */
    fprintf(svg->out, "<text x=\"%d\" y=\"%d\" letter-spacing=\"%d.%03d\"", x + spacing / 2000,
            y + SVG_BASELINE, spacing / 1000, spacing % 1000);
    put_font(svg, SVG_DATA);
    fputc('>', svg->out);
    for (int cell = 0; cell < count; cell++)
        put_escaped(svg->out, bytes[cell] == ' ' ? '?' : bytes[cell]);
    fputs("</text>\n", svg->out);
}

int svg_width(const char *text)
{
    return ((int)strlen(text) * SVG_TEXT * LETTER_WIDE + 999) / 1000;
}

void svg_write(const struct svg *svg, FILE *file, const char *title, const char *description)
{
    int width = svg->right + SVG_MARGIN, height = svg->bottom + SVG_MARGIN;
    fprintf(file,
            SVG_MARK "\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" "
                     "height=\"%d\" viewBox=\"0 0 %d %d\">\n<title>",
            width, height, width, height);
    put_text(file, title);
    fputs("</title>\n<desc>", file);
    put_text(file, description);
    fprintf(file,
            "</desc>\n<rect x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"#ffffff\" "
            "stroke=\"none\"/>\n",
            width, height);
    fwrite(svg->text, 1, svg->bytes, file);
    fputs("</svg>\n", file);
}
