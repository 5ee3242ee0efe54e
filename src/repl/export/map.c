#include "repl/export/map.h"

#include "repl/export/export.h"
#include "repl/mems/access.h"
#include "repl/page/kinds.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    BOX = 150, /* width of a main node */
    BAR_X = SVG_MARGIN + BOX + 24,
    BAR = 600,     /* width of the widest row of nodes */
    HIGH = 34,     /* of boxes and bars */
    ROW = 62,      /* from row to row */
    ROW_PAGES = 3, /* of the widest main node that needs no second row */
    ROWS_MOST = 40,
    NAME_ROOM = 6,    /* left and right of what stands in a node */
    STRIP_MAINS = 12, /* that the strips of addresses have room for */
    STRIP_HIGH = 24,
    STRIP_APART = 40, /* between virtual and physical */
    STRIP_GAP = 10,   /* between mappings that are not neighbours */
};

struct map {
    const struct mems *mems;
    const struct heap *heap;
    struct svg *svg;
    uint64_t row_bytes;
    int y;
};

static uint64_t physical_of(const struct map *map, size_t main)
{
    return map->heap->nodes[map->heap->mains[main].first].physical;
}

/* ---- Main chain and sub-chains --------------------------------------------------------------- */

/* Text of a node, as much as there is room for. */
static void label_node(const struct map *map, const struct heap_node *node, int x, int width)
{
    const char *name = node->is_hole ? "hole" : access_name_of(map->mems, node->start);
    char size[32];
    int middle = x + width / 2;
    snprintf(size, sizeof size, "%" PRIu64, node->size);
    name = name != NULL ? name : "block";
    if (svg_width(name) + NAME_ROOM > width)
        return;
    svg_text(map->svg, middle, map->y + HIGH / 4 + 1, SVG_MIDDLE, SVG_DATA, "%s", name);
    if (svg_width(size) + NAME_ROOM <= width)
        svg_text(map->svg, middle, map->y + 3 * HIGH / 4, SVG_MIDDLE, SVG_NOTE, "%s", size);
}

/* The part of a node that lies in the row [start, end). *free_x is where the next address below the
 * bar may begin. */
static void draw_node(const struct map *map, const struct heap_node *node, uint64_t start,
                      uint64_t end, int *free_x)
{
    uint64_t from = node->start > start ? node->start : start;
    uint64_t to = node->start + node->size < end ? node->start + node->size : end;
    int x = BAR_X + (int)((from - start) * BAR / map->row_bytes);
    int width = BAR_X + (int)((to - start) * BAR / map->row_bytes) - x;
    char label[32];
    if (width == 0) /* too small to be seen at this scale */
        return;
    svg_rect(map->svg, x, map->y, width, HIGH, node->is_hole ? SVG_HOLE : SVG_BLOCK);
    if (from == node->start)
        label_node(map, node, x, width);
    snprintf(label, sizeof label, "%" PRIu64, from);
    if (x < *free_x)
        return;
    svg_text(map->svg, x, map->y + HIGH + SVG_TEXT / 2, SVG_LEFT, SVG_NOTE, "%s", label);
    *free_x = x + svg_width(label) + NAME_ROOM;
}

static void draw_rows(struct map *map, const struct heap_main *main)
{
    for (uint64_t done = 0; done < main->size; done += map->row_bytes) {
        uint64_t start = main->start + done;
        uint64_t left = main->size - done;
        uint64_t end = start + (left < map->row_bytes ? left : map->row_bytes);
        int free_x = 0;
        for (size_t n = main->first; n < main->end; n++)
            if (map->heap->nodes[n].start < end &&
                map->heap->nodes[n].start + map->heap->nodes[n].size > start)
                draw_node(map, &map->heap->nodes[n], start, end, &free_x);
        map->y += ROW;
    }
}

static void draw_main(struct map *map, size_t index)
{
    const struct heap_main *main = &map->heap->mains[index];
    int y = map->y, middle = SVG_MARGIN + BOX / 2;
    uint64_t pages = main->size / HEAP_PAGE_BYTES;
    svg_owned(map->svg, SVG_MARGIN, y, BOX, HIGH, (int)index);
    svg_text(map->svg, middle, y + HIGH / 4 + 1, SVG_MIDDLE, SVG_DATA, "main %zu: %" PRIu64 " %s",
             index, pages, pages == 1 ? "page" : "pages");
    svg_text(map->svg, middle, y + 3 * HIGH / 4, SVG_MIDDLE, SVG_NOTE, "%" PRIu64 "-%" PRIu64,
             main->start, main->start + main->size - 1);
    svg_arrow(map->svg, SVG_MARGIN + BOX, y + HIGH / 2, BAR_X, y + HIGH / 2, SVG_POINTER);
    draw_rows(map, main);
    if (index + 1 < map->heap->main_count)
        svg_arrow(map->svg, middle, y + HIGH, middle, map->y, SVG_POINTER);
}

/* As many bytes to a row as keep small heaps large and large ones on the page. */
static void choose_scale(struct map *map)
{
    const uint64_t most = (uint64_t)ROW_PAGES * HEAP_PAGE_BYTES;
    uint64_t widest = 0, pages = 0;
    for (size_t n = 0; n < map->heap->main_count; n++) {
        uint64_t size = map->heap->mains[n].size;
        widest = size > widest ? size : widest;
        pages += size / HEAP_PAGE_BYTES;
    }
    map->row_bytes = widest < most ? widest : most;
    while (pages * HEAP_PAGE_BYTES / map->row_bytes > ROWS_MOST)
        map->row_bytes *= 2;
}

/* ---- Virtual and physical -------------------------------------------------------------------- */

/* The strips: a place for each main node, in the order of each kind of address. */
struct strips {
    const struct map *map;
    size_t order[STRIP_MAINS]; /* by physical address */
    int virtual_x[STRIP_MAINS], physical_x[STRIP_MAINS], width[STRIP_MAINS];
};

static void sort_by_physical(struct strips *strips, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        size_t place = n;
        for (; place > 0 &&
               physical_of(strips->map, strips->order[place - 1]) > physical_of(strips->map, n);
             place--)
            strips->order[place] = strips->order[place - 1];
        strips->order[place] = n;
    }
}

static void place_strips(struct strips *strips, size_t count)
{
    const struct heap *heap = strips->map->heap;
    const struct heap_main *last = &heap->mains[count - 1];
    uint64_t all = last->start + last->size - heap->mains[0].start;
    int room = BAR - (int)count * STRIP_GAP, x = BAR_X;
    for (size_t n = 0; n < count; n++) {
        strips->width[n] = (int)(heap->mains[n].size * (uint64_t)room / all);
        strips->virtual_x[n] = x;
        x += strips->width[n];
    }
    x = BAR_X;
    for (size_t n = 0; n < count; n++) {
        size_t main = strips->order[n], before = n > 0 ? strips->order[n - 1] : 0;
        bool is_neighbour = n > 0 && physical_of(strips->map, before) + heap->mains[before].size ==
                                         physical_of(strips->map, main);
        x += n > 0 && !is_neighbour ? STRIP_GAP : 0;
        strips->physical_x[main] = x;
        x += strips->width[main];
    }
}

/* The address where a mapping begins, when it fits. */
static void label_strip(const struct strips *strips, int x, int y, int width, const char *label)
{
    if (svg_width(label) <= width)
        svg_text(strips->map->svg, x, y, SVG_LEFT, SVG_NOTE, "%s", label);
}

/* A mapping with its number, twice, and a line from the one to the other. */
static void draw_strip(const struct strips *strips, size_t main)
{
    struct svg *svg = strips->map->svg;
    int y = strips->map->y, below = y + STRIP_HIGH + STRIP_APART, width = strips->width[main];
    int from = strips->virtual_x[main], to = strips->physical_x[main];
    char label[32];
    svg_line(svg, from + width / 2, y + STRIP_HIGH, to + width / 2, below, SVG_POINTER);
    svg_owned(svg, from, y, width, STRIP_HIGH, (int)main);
    svg_owned(svg, to, below, width, STRIP_HIGH, (int)main);
    snprintf(label, sizeof label, "main %zu", main);
    if (svg_width(label) <= width) {
        svg_text(svg, from + width / 2, y + STRIP_HIGH / 2, SVG_MIDDLE, SVG_DATA, "%s", label);
        svg_text(svg, to + width / 2, below + STRIP_HIGH / 2, SVG_MIDDLE, SVG_DATA, "%s", label);
    }
    snprintf(label, sizeof label, "%" PRIu64, strips->map->heap->mains[main].start);
    label_strip(strips, from, y - SVG_TEXT / 2, width, label);
    snprintf(label, sizeof label, "0x%" PRIx64, physical_of(strips->map, main));
    label_strip(strips, to, below + STRIP_HIGH + SVG_TEXT / 2 + 1, width, label);
}

static void draw_strips(struct map *map)
{
    struct strips strips = {.map = map};
    size_t count = map->heap->main_count;
    if (count > STRIP_MAINS)
        return;
    map->y += SVG_TEXT;
    int below = map->y + STRIP_HIGH + STRIP_APART;
    sort_by_physical(&strips, count);
    place_strips(&strips, count);
    svg_text(map->svg, SVG_MARGIN, map->y + STRIP_HIGH / 2, SVG_LEFT, SVG_HEADING, "virtual");
    svg_text(map->svg, SVG_MARGIN, below + STRIP_HIGH / 2, SVG_LEFT, SVG_HEADING, "physical");
    for (size_t n = 0; n < count; n++)
        draw_strip(&strips, n);
}

/* ---- All of it ------------------------------------------------------------------------------- */

static void describe(const struct map *map, struct words *words)
{
    for (size_t n = 0; n < map->heap->main_count; n++) {
        const struct heap_main *main = &map->heap->mains[n];
        words_add(words, "%sMain node %zu, %" PRIu64 " bytes at 0x%" PRIx64 ":", n > 0 ? " " : "",
                  n, main->size, physical_of(map, n));
        for (size_t index = main->first; index < main->end; index++) {
            const struct heap_node *node = &map->heap->nodes[index];
            words_add(words, " %s %" PRIu64 "-%" PRIu64 "%s", node->is_hole ? "hole" : "block",
                      node->start, heap_node_last(node), index + 1 < main->end ? "," : ".");
        }
    }
}

static bool draw_map(void *context, struct svg *svg, struct words *description, int64_t last)
{
    struct map map = {.mems = context, .heap = mems_look(context), .svg = svg, .y = SVG_MARGIN};
    (void)last;
    heap_check(map.heap, description);
    if (description->used > 0)
        return false;
    if (map.heap->main_count == 0) {
        words_add(description, "nothing is mapped");
        return false;
    }
    choose_scale(&map);
    for (size_t n = 0; n < map.heap->main_count; n++)
        draw_main(&map, n);
    draw_strips(&map);
    describe(&map, description);
    return true;
}

static const struct picture pictures[] = {
    {.name = "map", .draw = draw_map},
    {.name = NULL},
};

static enum outcome run_export(void *context, struct console *console, int count, char **arguments)
{
    return export_run(context, console, count, arguments, pictures, &page_of_mems);
}

static const char *const forms[] = {"html", "svg", "map", NULL};

const struct command map_export_commands[] = {
    {.name = "export",
     .reaches_out = true,
     .arguments = "html FILE [N] | svg [map] FILE",
     .help = "write all steps, or the last N, as a page for a browser; or draw main chain, "
             "sub-chains and mappings as a picture",
     .example = "export html mine.html -- every call of this session, to go through in a browser",
     .least = 1,
     .most = 3,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .words = forms,
     .run = run_export},
    {.name = NULL},
};
