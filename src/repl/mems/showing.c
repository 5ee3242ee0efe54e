#include "repl/mems/showing.h"

#include "repl/mems/access.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_COLUMNS = 9,     /* "    5096 " before each row */
    ROWS_MOST = 64,        /* of the whole picture, before a row takes in more pages */
    BAR_COLUMNS_MOST = 256 /* of a row, however wide the window */
};

#define CROWD '?' /* in a row that is being drawn: several nodes in one column */

/* ---- stats ----------------------------------------------------------------------------------- */

static void print_main(const struct heap *heap, const struct heap_main *main, FILE *out)
{
    fprintf(out, "MAIN[%" PRIu64 ":%" PRIu64 "]-> ", main->start, main->start + main->size - 1);
    for (size_t n = main->first; n < main->end; n++)
        fprintf(out, "%c[%" PRIu64 ":%" PRIu64 "] <-> ", heap->nodes[n].is_hole ? 'H' : 'P',
                heap->nodes[n].start, heap_node_last(&heap->nodes[n]));
    fprintf(out, "NULL\n");
}

static void print_fault(struct console *console, const struct heap *heap)
{
    if (heap->fault != NULL)
        words_say(console, "%s... %s.%s", console_colour(console, COLOUR_RED), heap->fault,
                  console_colour(console, COLOUR_PLAIN));
}

static enum outcome run_stats(void *context, struct console *console, int count, char **arguments)
{
    const struct heap *heap = mems_look(context);
    struct heap_totals totals = heap_sum(heap);
    FILE *out = console->out;
    (void)count, (void)arguments;
    fprintf(out, "----- MeMS SYSTEM STATS -----\n");
    for (size_t n = 0; n < heap->main_count; n++)
        print_main(heap, &heap->mains[n], out);
    fprintf(out, "Pages used:\t%" PRIu64 "\n", totals.pages);
    fprintf(out, "Space unused:\t%" PRIu64 "\n", totals.hole_bytes);
    fprintf(out, "Main Chain Length:\t%zu\n", heap->main_count);
    fprintf(out, "Sub-chain Length array: [");
    for (size_t n = 0; n < heap->main_count; n++)
        fprintf(out, "%zu, ", heap->mains[n].end - heap->mains[n].first);
    fprintf(out, "]\n-----------------------------\n");
    print_fault(console, heap);
    return OUTCOME_OK;
}

/* ---- map: what has changed ------------------------------------------------------------------- */

enum usage { USE_NONE, USE_HOLE, USE_BLOCK };

/* Walks a heap upwards, node by node: what stands at an address, and up to where. */
struct walk {
    const struct heap *heap;
    size_t index;
};

static enum usage use_at(struct walk *walk, uint64_t address, uint64_t *end)
{
    const struct heap *heap = walk->heap;
    while (walk->index < heap->node_count &&
           heap->nodes[walk->index].start + heap->nodes[walk->index].size <= address)
        walk->index++;
    *end = UINT64_MAX;
    if (walk->index == heap->node_count)
        return USE_NONE;
    const struct heap_node *node = &heap->nodes[walk->index];
    *end = node->start > address ? node->start : node->start + node->size;
    if (node->start > address)
        return USE_NONE;
    return node->is_hole ? USE_HOLE : USE_BLOCK;
}

/* True when the bytes from `from` up to *end, at most `to`, are of other use than before the last
 * command. Addresses must rise from call to call. */
static bool has_changed(struct walk *before, struct walk *now, uint64_t from, uint64_t to,
                        uint64_t *end)
{
    uint64_t end_before, end_now;
    bool is_other = use_at(before, from, &end_before) != use_at(now, from, &end_now);
    *end = end_before < end_now ? end_before : end_now;
    *end = *end < to ? *end : to;
    return is_other;
}

/* How many bytes of [from, to) are in blocks. Addresses must rise, as above. */
static uint64_t bytes_in_blocks(struct walk *walk, uint64_t from, uint64_t to)
{
    uint64_t bytes = 0, end;
    for (; from < to; from = end) {
        enum usage use = use_at(walk, from, &end);
        end = end < to ? end : to;
        bytes += use == USE_BLOCK ? end - from : 0;
    }
    return bytes;
}

/* ---- map: one row ---------------------------------------------------------------------------- */

struct picture {
    const struct mems *mems;
    struct console *console;
    int columns;        /* of a full row */
    uint64_t row_bytes; /* whole pages */
    size_t node;        /* the first that may reach into the next row */
    struct walk before, now, fill;
    bool has_marks, has_crowds; /* printed so far */
};

struct row {
    uint64_t start, size;
    int columns; /* the last row of a main node may be shorter */
    char bar[BAR_COLUMNS_MOST + 1], marks[BAR_COLUMNS_MOST + 1];
    bool has_marks, has_crowds;
};

/* The first address of a column. */
static uint64_t address_of(const struct picture *picture, const struct row *row, int column)
{
    return row->start + (uint64_t)column * picture->row_bytes / (uint64_t)picture->columns;
}

/* The column whose left edge is nearest to an address. */
static int column_of(const struct picture *picture, const struct row *row, uint64_t address)
{
    uint64_t into = address < row->start ? 0 : address - row->start;
    uint64_t column =
        (2 * into * (uint64_t)picture->columns + picture->row_bytes) / (2 * picture->row_bytes);
    return column > (uint64_t)row->columns ? row->columns : (int)column;
}

/* [a====] with its name, where there is room for one; an end that lies in another row is open. */
static void draw_block(const struct picture *picture, struct row *row, const struct heap_node *node,
                       int from, int to)
{
    const char *name = access_name_of(picture->mems, node->start);
    bool begins = node->start >= row->start;
    bool ends = node->start + node->size <= row->start + row->size;
    memset(row->bar + from, '=', (size_t)(to - from));
    if (begins)
        row->bar[from] = '[';
    if (ends)
        row->bar[to - 1] = to - from == 1 && begins ? '|' : ']';
    int room = to - from - begins - ends;
    if (name != NULL && begins && (int)strlen(name) <= room)
        memcpy(row->bar + from + 1, name, strlen(name));
}

static void draw_node(const struct picture *picture, struct row *row, const struct heap_node *node)
{
    int from = column_of(picture, row, node->start);
    int to = column_of(picture, row, node->start + node->size);
    if (from == to) { /* too small to be seen at this scale */
        row->bar[from < row->columns ? from : from - 1] = CROWD;
        return;
    }
    if (row->bar[from] == CROWD) /* of the node before */
        from++;
    if (from == to)
        return;
    if (node->is_hole)
        memset(row->bar + from, '.', (size_t)(to - from));
    else
        draw_block(picture, row, node, from, to);
}

/* A column of several small nodes shows what most of it is. */
static void draw_crowds(struct picture *picture, struct row *row)
{
    row->has_crowds = false;
    for (int column = 0; column < row->columns; column++) {
        if (row->bar[column] != CROWD)
            continue;
        uint64_t from = address_of(picture, row, column);
        uint64_t to = address_of(picture, row, column + 1);
        bool is_mostly_blocks = 2 * bytes_in_blocks(&picture->fill, from, to) >= to - from;
        row->bar[column] = is_mostly_blocks ? '+' : '-';
        row->has_crowds = true;
    }
}

static void draw_row(struct picture *picture, struct row *row)
{
    const struct heap *heap = &picture->mems->now;
    memset(row->bar, ' ', (size_t)row->columns);
    row->bar[row->columns] = '\0';
    while (picture->node < heap->node_count &&
           heap->nodes[picture->node].start + heap->nodes[picture->node].size <= row->start)
        picture->node++;
    for (size_t n = picture->node;
         n < heap->node_count && heap->nodes[n].start < row->start + row->size; n++)
        draw_node(picture, row, &heap->nodes[n]);
    draw_crowds(picture, row);
}

/* ^ below what has changed; at least one for the smallest change. */
static void mark_row(struct picture *picture, struct row *row)
{
    uint64_t end, row_end = row->start + row->size;
    int length = 0;
    memset(row->marks, ' ', (size_t)row->columns);
    for (uint64_t from = row->start; from < row_end; from = end) {
        if (!has_changed(&picture->before, &picture->now, from, row_end, &end))
            continue;
        int first = column_of(picture, row, from), last = column_of(picture, row, end);
        first = first < row->columns ? first : row->columns - 1;
        last = last > first ? last : first + 1;
        memset(row->marks + first, '^', (size_t)(last - first));
        length = last;
    }
    row->marks[length] = '\0';
    row->has_marks = length > 0;
}

static void print_row(struct picture *picture, const struct row *row)
{
    struct console *console = picture->console;
    fprintf(console->out, "%*" PRIu64 " %s\n", LABEL_COLUMNS - 1, row->start, row->bar);
    if (row->has_marks)
        fprintf(console->out, "%*s%s%s%s\n", LABEL_COLUMNS, "",
                console_colour(console, COLOUR_GREEN), row->marks,
                console_colour(console, COLOUR_PLAIN));
    picture->has_marks |= row->has_marks;
    picture->has_crowds |= row->has_crowds;
}

/* ---- map: all of it -------------------------------------------------------------------------- */

static void make_row(struct picture *picture, struct row *row, uint64_t start, uint64_t left)
{
    row->start = start;
    row->size = left < picture->row_bytes ? left : picture->row_bytes;
    row->columns = (int)(row->size * (uint64_t)picture->columns / picture->row_bytes);
    row->columns = row->columns < 1 ? 1 : row->columns;
    draw_row(picture, row);
    mark_row(picture, row);
}

static void print_alike(const struct picture *picture, uint64_t count)
{
    if (count > 0)
        fprintf(picture->console->out, "%*s%" PRIu64 " more like this\n", LABEL_COLUMNS, "... ",
                count);
}

/* Rows that look alike are shown once, then counted. */
static void print_range(struct picture *picture, uint64_t start, uint64_t size)
{
    struct row row, last = {.bar = ""};
    uint64_t alike = 0;
    for (uint64_t done = 0; done < size; done += picture->row_bytes) {
        make_row(picture, &row, start + done, size - done);
        if (strcmp(row.bar, last.bar) == 0 && strcmp(row.marks, last.marks) == 0) {
            alike++;
            continue;
        }
        print_alike(picture, alike);
        alike = 0;
        print_row(picture, &row);
        last = row;
    }
    print_alike(picture, alike);
}

/* Few main nodes have rows of their own. Of many, which are mostly of one page, the rows run on. */
static void print_picture(struct picture *picture)
{
    const struct heap *heap = &picture->mems->now;
    uint64_t pages = heap_sum(heap).pages;
    picture->row_bytes = HEAP_PAGE_BYTES;
    if (heap->main_count <= ROWS_MOST) {
        for (size_t n = 0; n < heap->main_count; n++)
            print_range(picture, heap->mains[n].start, heap->mains[n].size);
        return;
    }
    while (pages * HEAP_PAGE_BYTES / picture->row_bytes > ROWS_MOST)
        picture->row_bytes *= 2;
    print_range(picture, heap->mains[0].start, pages * HEAP_PAGE_BYTES);
}

static void print_legend(const struct picture *picture)
{
    uint64_t bytes = picture->row_bytes / (uint64_t)picture->columns;
    words_say(picture->console, "A column is about %lld %s. [=] | block, . hole%s%s",
              WORDS_COUNT(bytes, "byte"),
              picture->has_crowds ? ", + - several, mostly block or hole" : "",
              picture->has_marks ? ", ^ changed last" : "");
}

static enum outcome run_map(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    int columns = console->width - LABEL_COLUMNS;
    (void)count, (void)arguments;
    mems_look(mems);
    struct picture picture = {.mems = mems,
                              .console = console,
                              .columns = columns < BAR_COLUMNS_MOST ? columns : BAR_COLUMNS_MOST,
                              .before = {.heap = &mems->before},
                              .now = {.heap = &mems->now},
                              .fill = {.heap = &mems->now}};
    struct words fault;
    words_clear(&fault);
    heap_check(&mems->now, &fault);
    if (fault.used > 0) {
        words_say(console, "No map: %s. stats shows the chains as they are.", fault.text);
        return OUTCOME_OK;
    }
    if (mems->now.main_count == 0) {
        words_say(console, "Nothing is mapped.");
        return OUTCOME_OK;
    }
    print_picture(&picture);
    print_legend(&picture);
    return OUTCOME_OK;
}

const struct command showing_commands[] = {
    {.name = "stats",
     .arguments = "",
     .help = "the chains and their figures, as mems_print_stats() prints them",
     .example = "stats -- P is a block, H a hole; addresses are virtual",
     .group = GROUP_MORE,
     .run = run_stats},
    {.name = "map",
     .arguments = "",
     .help = "main nodes as rows of blocks and holes, to scale; ^ marks what changed last",
     .example = "map -- each main node begins a row; a row is a page",
     .group = GROUP_FIRST,
     .letter = 'm',
     .repeats = true,
     .run = run_map},
    {.name = NULL},
};
