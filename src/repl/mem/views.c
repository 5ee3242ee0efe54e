#include "repl/mem/views.h"

#include "repl/mem/asleep.h"
#include "repl/mem/strokes.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <string.h>

enum {
    ROW_BYTES = 50,     /* of the array on a line: three lines for 150 bytes */
    ROW_BYTES_WIDE = 8, /* columns beside the bytes of a row: index and blanks */
    TITLE_COLUMNS = 10, /* "segments  " */
    FIGURE_COLUMN = 14, /* of stats, behind "requests      " */
};

static void print_title(struct console *console, const char *title)
{
    fprintf(console->out, "%s%-*s%s", console_colour(console, COLOUR_BOLD), TITLE_COLUMNS, title,
            console_colour(console, COLOUR_PLAIN));
}

/* Says where the data could not be followed any more. */
static void print_fault(struct console *console, const char *fault)
{
    if (fault != NULL)
        words_say(console, "%s... %s.%s", console_colour(console, COLOUR_RED), fault,
                  console_colour(console, COLOUR_PLAIN));
}

/* ---- The array ------------------------------------------------------------------------------- */

/* Bytes of a row: 50, or a multiple of 10 that fits a narrow window. */
static int row_bytes(const struct console *console)
{
    int room = (console->width - ROW_BYTES_WIDE) / 10 * 10;
    return room >= ROW_BYTES ? ROW_BYTES : room < 10 ? 10 : room;
}

/* A byte that would upset a terminal is shown as a question mark. */
static void print_row(struct console *console, const struct snapshot *now, int from, int length)
{
    fprintf(console->out, "%6d  ", from);
    for (int n = from; n < from + length; n++)
        fputc(now->array[n] > ' ' && now->array[n] < 0x7F ? now->array[n] : '?', console->out);
    fputc('\n', console->out);
}

/* Rows that are all alike are shown once, then counted: the array may have 64 KiB. */
static void print_array(struct console *console, const struct snapshot *now)
{
    int length = row_bytes(console), alike = 0;
    for (int from = 0; from < now->memory_size; from += length) {
        bool is_whole = from + length < now->memory_size;
        bool is_alike = from > 0 && is_whole && now->memory_size > 10 * ROW_BYTES &&
                        memcmp(now->array + from, now->array + from - length, (size_t)length) == 0;
        if (is_alike) {
            alike++;
            continue;
        }
        if (alike > 0)
            fprintf(console->out, "   ...  %d more like this\n", alike);
        alike = 0;
        int left = now->memory_size - from;
        print_row(console, now, from, left < length ? left : length);
    }
    print_fault(console, now->array_fault);
}

static void show_array(struct console *console, const struct snapshot *now)
{
    print_title(console, "memory");
    if (now->has_bitmap)
        fprintf(console->out, "%d bytes, in the units of a bitmap\n", now->memory_size);
    else
        fprintf(console->out, "%d bytes, %d free\n", now->memory_size, snapshot_sum(now).free);
    print_array(console, now);
}

/* ---- The list -------------------------------------------------------------------------------- */

static void show_list(struct console *console, const struct snapshot *now)
{
    print_title(console, "segments");
    fprintf(console->out, "%6s %6s %6s\n", "ID", "SIZE", "INDEX");
    for (int n = 0; n < now->segment_count; n++) {
        const struct snapshot_segment *segment = &now->segments[n];
        fprintf(console->out, "%*s%6d %6d %6d%s\n", TITLE_COLUMNS, "", segment->id, segment->size,
                segment->index, segment->id == SNAPSHOT_HOLE ? "  hole" : "");
    }
    print_fault(console, now->list_fault);
}

/* ---- Queue and messages ---------------------------------------------------------------------- */

static void show_queue(struct console *console, const struct snapshot *now)
{
    struct words words;
    words_clear(&words);
    for (int n = 0; n < now->request_count; n++)
        words_add(&words, "%d:%d ", now->requests[n].id, now->requests[n].size);
    if (now->request_count == 0)
        words_add(&words, "empty");
    if (now->queue_length != now->request_count && now->queue_fault == NULL)
        words_add(&words, " (its length says %d)", now->queue_length);
    print_title(console, "queue");
    console_wrap(console, TITLE_COLUMNS, TITLE_COLUMNS, words.text);
    print_fault(console, now->queue_fault);
}

static void show_messages(struct console *console, const struct mem *mem)
{
    struct words words;
    words_clear(&words);
    for (int id = 0; id < mem->settings.threads; id++)
        words_add(&words, "T%d:%d ", id, mem->now.messages[id]);
    print_title(console, "messages");
    console_wrap(console, TITLE_COLUMNS, TITLE_COLUMNS, words.text);
}

static enum outcome run_dump(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    (void)count;
    (void)arguments;
    mem_look(mem);
    show_array(console, &mem->now);
    show_list(console, &mem->now);
    show_queue(console, &mem->now);
    show_messages(console, mem);
    return OUTCOME_OK;
}

static enum outcome run_list(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    (void)count;
    (void)arguments;
    show_list(console, mem_look(mem));
    return OUTCOME_OK;
}

static enum outcome run_queue(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    (void)count;
    (void)arguments;
    show_queue(console, mem_look(mem));
    return OUTCOME_OK;
}

static enum outcome run_messages(void *context, struct console *console, int count,
                                 char **arguments)
{
    struct mem *mem = context;
    (void)count;
    (void)arguments;
    mem_look(mem);
    show_messages(console, mem);
    return OUTCOME_OK;
}

/* ---- stats ----------------------------------------------------------------------------------- */

/* Requests, as the trace tells them: a thread begins, and has asked when it waits for its answer or
 * has got it; it then waits for its release, or ends, because it was refused. */
struct counts {
    uint64_t asked, answered, refused;
    bool has_begun[THREADS_MAX]; /* its present run has not come to its release, nor to its end */
};

static void count_entry(const struct mem *mem, struct counts *counts, thread_slot thread,
                        const struct operation *operation)
{
    if (thread >= mem->settings.threads)
        return;
    bool *has_begun = &counts->has_begun[thread];
    bool is_start = operation->kind == OPERATION_START;
    bool is_release =
        operation->kind == OPERATION_WAIT && operation->object == asleep_released(mem, thread);
    counts->refused += is_start && *has_begun;
    counts->answered += (is_start || is_release) && *has_begun;
    counts->asked += (is_start || is_release) && *has_begun;
    *has_begun = is_start || (*has_begun && !is_release);
}

/* The runs that are under way, or have ended last. */
static void count_present(const struct mem *mem, struct counts *counts)
{
    for (int id = 0; id < mem->settings.threads; id++) {
        enum thread_state state = study_state(&mem->study, (thread_slot)id);
        bool is_done = state == STATE_DONE, is_holding = state == STATE_HOLDING;
        if (!counts->has_begun[id])
            continue;
        counts->refused += is_done;
        counts->answered += is_done || is_holding;
        counts->asked += is_done || is_holding || asleep_for_answer(mem, id);
    }
}

static struct counts count_requests(const struct mem *mem)
{
    struct counts counts = {0};
    uint64_t last = study_machine(&mem->study)->step;
    stepper_recall(mem->study.stepper, last);
    for (uint64_t step = 1; step <= last; step++) {
        const struct trace_entry *entry = stepper_trace(mem->study.stepper, step);
        if (entry != NULL)
            count_entry(mem, &counts, entry->thread, &entry->operation);
    }
    count_present(mem, &counts);
    return counts;
}

/* "requests      3 asked, ..."; `words` is empty again. */
static void print_figures(struct console *console, const char *title, struct words *words)
{
    fprintf(console->out, "%-*s", FIGURE_COLUMN, title);
    console_wrap(console, FIGURE_COLUMN, FIGURE_COLUMN, words->text);
    words_clear(words);
}

static enum outcome run_stats(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    uint64_t step = study_machine(&mem->study)->step;
    struct counts counts = count_requests(mem);
    struct snapshot_totals totals = snapshot_sum(mem_look(mem));
    struct words words;
    (void)count;
    (void)arguments;
    words_clear(&words);
    words_add(&words, "%" PRIu64, step);
    print_figures(console, "steps", &words);
    words_add(&words, "%" PRIu64 " asked, %" PRIu64 " answered, %" PRIu64 " of these refused%s",
              counts.asked, counts.answered, counts.refused,
              step > STEPPER_TRACE_ENTRIES ? " (of the last steps)" : "");
    print_figures(console, "requests", &words);
    words_add(&words, "%d bytes used, %d free", totals.used, totals.free);
    print_figures(console, "memory", &words);
    words_add(&words, "%d, the largest has %d bytes", totals.holes, totals.largest);
    print_figures(console, "holes", &words);
    return OUTCOME_OK;
}

const struct command views_commands[] = {
    {.name = "dump",
     .arguments = "",
     .help = "memory array, segment list, queue and messages",
     .example = "dump -- X is a free byte, any other character the mark of its owner",
     .group = GROUP_FIRST,
     .letter = 'd',
     .repeats = true,
     .run = run_dump},
    {.name = "queue",
     .arguments = "",
     .help = "the requests that wait, oldest first, as ID:SIZE",
     .example = "queue -- 1:40 2:30: T1 asked before T2",
     .group = GROUP_MORE,
     .run = run_queue},
    {.name = "list",
     .arguments = "",
     .help = "the segment list: owner (-1: a hole), size, index",
     .example = "list -- who owns which bytes",
     .group = GROUP_MORE,
     .run = run_list},
    {.name = "messages",
     .arguments = "",
     .help = "thread_message: the index each thread was told, or -1",
     .example = "messages -- T1:0 means that the bytes of T1 begin at 0",
     .group = GROUP_MORE,
     .run = run_messages},
    {.name = "stats",
     .arguments = "",
     .help = "steps, requests, bytes and holes in figures",
     .example = "stats -- how many requests were refused, and how large the largest hole is",
     .group = GROUP_MORE,
     .run = run_stats},
    {.name = NULL},
};
