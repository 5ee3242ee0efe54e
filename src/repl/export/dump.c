#include "repl/export/dump.h"

#include "repl/export/schedule.h"
#include "repl/mem/mem.h"
#include "repl/page/kinds.h"

#include <stdio.h>

enum {
    ROW_BYTES = 50, /* cells of a row */
    ROWS_MOST = 20, /* of cells; a larger memory is drawn to scale, in as many rows */
    CELL = 14,      /* width */
    CELL_HIGH = 20,
    ROW = 34,   /* from row to row, with the index below it */
    LABEL = 80, /* width of the names on the left */
    NODE = 84,  /* width of a node of a list */
    NODE_HIGH = 36,
    LINK = 22,        /* length of the arrow behind it */
    NODES = 7,        /* of a list, in a row */
    NODES_MOST = 210, /* that are drawn of a list */
    PART_GAP = 14,
    LEFT = SVG_MARGIN + LABEL,
    RIGHT = LEFT + ROW_BYTES * CELL,
};

struct dump {
    const struct mem *mem;
    const struct snapshot *now;
    struct svg *svg;
    int y; /* where the next part begins */
};

static void heading(const struct dump *dump, const char *text)
{
    svg_text(dump->svg, SVG_MARGIN, dump->y + CELL_HIGH / 2, SVG_LEFT, SVG_HEADING, "%s", text);
}

static void fault(struct dump *dump, const char *text)
{
    if (text == NULL)
        return;
    svg_text(dump->svg, LEFT, dump->y + SVG_TEXT / 2, SVG_LEFT, SVG_ALARM, "%s", text);
    dump->y += ROW / 2;
}

/* ---- The array ------------------------------------------------------------------------------- */

/* Bytes of a row: a cell each, or to scale. */
static int row_bytes(const struct snapshot *now)
{
    int scaled = (now->memory_size + ROWS_MOST - 1) / ROWS_MOST;
    return scaled > ROW_BYTES ? scaled : ROW_BYTES;
}

static int byte_x(const struct dump *dump, int into)
{
    return LEFT + (int)((int64_t)into * ROW_BYTES * CELL / row_bytes(dump->now));
}

/* The owner whose mark a byte is; -1 when it is free, or no mark at all. */
static int owner_of(char mark)
{
    for (int id = 0; id < THREADS_MAX; id++)
        if (snapshot_mark(id) == mark)
            return id;
    return -1;
}

/* A run of equal bytes: [from, to) of the row that begins at `start`. */
static void draw_run(const struct dump *dump, int start, int from, int to)
{
    const char *bytes = dump->now->array + from;
    int x = byte_x(dump, from - start), width = byte_x(dump, to - start) - x;
    int owner = owner_of(*bytes);
    if (owner >= 0)
        svg_owned(dump->svg, x, dump->y, width, CELL_HIGH, owner);
    else
        svg_rect(dump->svg, x, dump->y, width, CELL_HIGH, SVG_HOLE);
    if (row_bytes(dump->now) == ROW_BYTES)
        svg_cells(dump->svg, x, dump->y + CELL_HIGH / 2, CELL, bytes, to - from);
    else if (width >= CELL)
        svg_cells(dump->svg, x + width / 2 - CELL / 2, dump->y + CELL_HIGH / 2, CELL, bytes, 1);
    if (width >= CELL || from == start)
        svg_text(dump->svg, x, dump->y + CELL_HIGH + SVG_SMALL / 2 + 1, SVG_LEFT, SVG_NOTE, "%d",
                 from);
}

static void draw_row(struct dump *dump, int start, int end)
{
    for (int from = start, to; from < end; from = to) {
        for (to = from + 1; to < end && dump->now->array[to] == dump->now->array[from];)
            to++;
        draw_run(dump, start, from, to);
    }
    dump->y += ROW;
}

static void draw_array(struct dump *dump)
{
    int length = row_bytes(dump->now), size = dump->now->memory_size;
    heading(dump, "memory");
    for (int start = 0; start < size; start += length)
        draw_row(dump, start, start + length < size ? start + length : size);
    fault(dump, dump->now->array_fault);
    dump->y += PART_GAP;
}

/* ---- Lists ----------------------------------------------------------------------------------- */

/* The box of node `n`, two lines in it, and the arrow from the node before. */
static void draw_node(const struct dump *dump, int n, int owner, const char *first,
                      const char *second)
{
    int column = n % NODES, x = LEFT + column * (NODE + LINK);
    int y = dump->y + n / NODES * (NODE_HIGH + PART_GAP);
    if (column > 0)
        svg_arrow(dump->svg, x - LINK, y + NODE_HIGH / 2, x, y + NODE_HIGH / 2, SVG_POINTER);
    else if (n > 0)
        svg_text(dump->svg, x - LINK / 2, y + NODE_HIGH / 2, SVG_RIGHT, SVG_NOTE, "next");
    if (owner >= 0)
        svg_owned(dump->svg, x, y, NODE, NODE_HIGH, owner);
    else
        svg_rect(dump->svg, x, y, NODE, NODE_HIGH, SVG_HOLE);
    svg_text(dump->svg, x + NODE / 2, y + NODE_HIGH / 4 + 1, SVG_MIDDLE, SVG_DATA, "%s", first);
    svg_text(dump->svg, x + NODE / 2, y + 3 * NODE_HIGH / 4, SVG_MIDDLE, SVG_NOTE, "%s", second);
}

static int drawn(int count)
{
    return count < NODES_MOST ? count : NODES_MOST;
}

/* Moves below a list of so many nodes. */
static void below_list(struct dump *dump, int count)
{
    int rows = count == 0 ? 1 : (drawn(count) + NODES - 1) / NODES;
    dump->y += count == 0 ? CELL_HIGH : rows * (NODE_HIGH + PART_GAP) - PART_GAP;
    if (count <= NODES_MOST)
        return;
    svg_text(dump->svg, LEFT, dump->y + SVG_TEXT / 2, SVG_LEFT, SVG_NOTE, "... and more");
    dump->y += ROW / 2;
}

static void draw_segments(struct dump *dump)
{
    const struct snapshot *now = dump->now;
    char first[32], second[48];
    heading(dump, "segments");
    for (int n = 0; n < drawn(now->segment_count); n++) {
        const struct snapshot_segment *segment = &now->segments[n];
        bool is_hole = segment->id == SNAPSHOT_HOLE;
        snprintf(first, sizeof first, is_hole ? "hole" : "T%d", segment->id);
        snprintf(second, sizeof second, "%d at %d", segment->size, segment->index);
        draw_node(dump, n, is_hole ? -1 : segment->id, first, second);
    }
    below_list(dump, now->segment_count);
    fault(dump, now->list_fault);
    dump->y += PART_GAP;
}

static void draw_queue(struct dump *dump)
{
    const struct snapshot *now = dump->now;
    char first[32], second[48];
    heading(dump, "queue");
    for (int n = 0; n < now->request_count; n++) {
        snprintf(first, sizeof first, "T%d", now->requests[n].id);
        snprintf(second, sizeof second, "wants %d", now->requests[n].size);
        draw_node(dump, n, now->requests[n].id, first, second);
    }
    if (now->request_count == 0)
        svg_text(dump->svg, LEFT, dump->y + CELL_HIGH / 2, SVG_LEFT, SVG_NOTE, "empty");
    below_list(dump, now->request_count);
    fault(dump, now->queue_fault);
    dump->y += PART_GAP;
}

/* ---- Messages -------------------------------------------------------------------------------- */

static void draw_messages(struct dump *dump)
{
    enum { COLUMNS = 10, WIDE = ROW_BYTES * CELL / COLUMNS };
    heading(dump, "messages");
    for (int id = 0; id < dump->mem->settings.threads; id++) {
        int x = LEFT + id % COLUMNS * WIDE, y = dump->y + id / COLUMNS * ROW;
        svg_rect(dump->svg, x, y, WIDE, CELL_HIGH, SVG_BOX);
        svg_text(dump->svg, x + WIDE / 2, y + CELL_HIGH / 2, SVG_MIDDLE, SVG_DATA, "%d",
                 dump->now->messages[id]);
        svg_text(dump->svg, x, y + CELL_HIGH + SVG_SMALL / 2 + 1, SVG_LEFT, SVG_NOTE, "T%d", id);
    }
}

/* ---- All of it ------------------------------------------------------------------------------- */

static void describe(const struct dump *dump, struct words *words)
{
    const struct snapshot *now = dump->now;
    words_add(words, "%d bytes, %d free. Segments:", now->memory_size, snapshot_sum(now).free);
    for (int n = 0; n < now->segment_count; n++) {
        const struct snapshot_segment *segment = &now->segments[n];
        if (segment->id == SNAPSHOT_HOLE)
            words_add(words, " hole");
        else
            words_add(words, " T%d", segment->id);
        words_add(words, " of %d at %d%s", segment->size, segment->index,
                  n + 1 < now->segment_count ? "," : ".");
    }
    words_add(words, " Queue:");
    for (int n = 0; n < now->request_count; n++)
        words_add(words, " T%d wants %d%s", now->requests[n].id, now->requests[n].size,
                  n + 1 < now->request_count ? "," : ".");
    words_add(words, now->request_count == 0 ? " empty." : "");
}

static bool draw_dump(void *context, struct svg *svg, struct words *description, int64_t last)
{
    struct dump dump = {.mem = context, .now = mem_look(context), .svg = svg, .y = SVG_MARGIN};
    (void)last;
    draw_array(&dump);
    draw_segments(&dump);
    draw_queue(&dump);
    draw_messages(&dump);
    describe(&dump, description);
    return true;
}

static const struct picture pictures[] = {
    {.name = "dump", .draw = draw_dump},
    {.name = "schedule", .draw = schedule_draw, .takes_steps = true},
    {.name = NULL},
};

static enum outcome run_export(void *context, struct console *console, int count, char **arguments)
{
    return export_run(context, console, count, arguments, pictures, &page_of_mem);
}

static const char *const forms[] = {"html", "svg", "dump", "schedule", NULL};

const struct command dump_export_commands[] = {
    {.name = "export",
     .reaches_out = true,
     .arguments = "html FILE [N] | svg [dump] FILE | svg schedule FILE [N]",
     .help = "write all steps, or the last N, as a page for a browser; or draw array, lists and "
             "messages, or the steps so far, as a picture",
     .example = "export html mine.html -- every step of this session, to go through in a browser",
     .least = 1,
     .most = 4,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .words = forms,
     .run = run_export},
    {.name = NULL},
};
