#include "repl/inspect/tracing.h"

#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN_STEPS = 12,   /* operations of one command that are shown one by one */
    TRACE_SHOWN = 20,   /* operations, when no number is given */
    EFFECT_COLUMNS = 7, /* "-> held" */
    BELOW_INDENT = 4,
};

static void widen(int *width, const char *text)
{
    int length = (int)strlen(text);
    if (length > *width)
        *width = length;
}

/* ---- The list: an operation a line, with what it did ------------------------------------------ */

/* Widths of the columns, as wide as their contents. */
struct columns {
    int step, thread, place, operation;
};

static void measure_row(const struct study *study, struct columns *columns,
                        const struct trace_entry *entry)
{
    char step[24];
    snprintf(step, sizeof step, "#%" PRIu64, entry->step);
    widen(&columns->step, step);
    widen(&columns->thread, study_thread_name(study, entry->thread).text);
    widen(&columns->place, study_place(study, entry->operation.pc).text);
    widen(&columns->operation, narrate_operation(study, &entry->operation).text);
}

/* Where the columns are wider than the window, the operation goes below its place. */
static void print_row(const struct study *study, struct console *console,
                      const struct columns *columns, const struct trace_entry *entry)
{
    char step[24];
    struct operation_text effect = narrate_effect(entry);
    struct operation_text operation = narrate_operation(study, &entry->operation);
    struct words words;
    snprintf(step, sizeof step, "#%" PRIu64, entry->step);
    bool has_effect = effect.text[0] != '\0';
    int column = columns->step + 2 + columns->thread + 2 + columns->place + 2;
    bool is_beside = column + columns->operation + 2 + EFFECT_COLUMNS <= console->width;
    fprintf(console->out, "%-*s  %-*s  %-*s%s", columns->step, step, columns->thread,
            study_thread_name(study, entry->thread).text, is_beside ? columns->place : 0,
            study_place(study, entry->operation.pc).text, is_beside ? "  " : "\n  ");
    if (is_beside) {
        fprintf(console->out, "%-*s%s%s\n", has_effect ? columns->operation : 0, operation.text,
                has_effect ? "  " : "", effect.text);
        return;
    }
    words_clear(&words);
    words_add(&words, "%s %s", operation.text, effect.text);
    console_wrap(console, 2, BELOW_INDENT, words.text);
}

static void print_list(struct study *study, struct console *console, uint64_t from, uint64_t to)
{
    struct columns columns = {0};
    for (uint64_t step = from + 1; step <= to; step++)
        if (stepper_trace(study->stepper, step) != NULL)
            measure_row(study, &columns, stepper_trace(study->stepper, step));
    for (uint64_t step = from + 1; step <= to; step++)
        if (stepper_trace(study->stepper, step) != NULL)
            print_row(study, console, &columns, stepper_trace(study->stepper, step));
}

void tracing_steps(struct study *study, struct console *console, uint64_t from, uint64_t to)
{
    if (to < from) /* the program died and stands before where it was */
        return;
    uint64_t first = from, all = to - from;
    if (to - from > SHOWN_STEPS) {
        first = to - SHOWN_STEPS;
        words_say(console, "... %" PRIu64 " step%s before these (trace %" PRIu64 " shows %s)",
                  first - from, first - from == 1 ? "" : "s",
                  all < STEPPER_TRACE_ENTRIES ? all : STEPPER_TRACE_ENTRIES,
                  all <= STEPPER_TRACE_ENTRIES ? "all" : "the last");
    }
    stepper_recall(study->stepper, study_machine(study)->step - first);
    print_list(study, console, first, to);
}

/* ---- The table: a column for each thread ------------------------------------------------------ */

struct table {
    uint64_t from, to;          /* operations from < step <= to */
    int step, place;            /* widths of the first two columns */
    int width[MACHINE_THREADS]; /* by slot; 0: has no column */
    const char *file;           /* the only one there is, or NULL: then each row names its own */
    thread_slot also;           /* has a column although it may take no step here; or NO_THREAD */
    bool is_folded; /* the window is narrow: what does not fit goes on in a second line */
};

static struct place_name row_place(const struct study *study, const struct table *table,
                                   uint64_t pc)
{
    struct place_name name = {.is_known = true};
    struct place place;
    if (table->file == NULL || !lines_place(study->lines, pc, &place))
        return study_place(study, pc);
    snprintf(name.text, sizeof name.text, "%d", place.line);
    return name;
}

/* Finds the one source file of all rows, if it is only one. */
static void find_file(const struct study *study, struct table *table)
{
    struct place place;
    for (uint64_t step = table->from + 1; step <= table->to; step++) {
        const struct trace_entry *entry = stepper_trace(study->stepper, step);
        bool has_line = entry != NULL && lines_place(study->lines, entry->operation.pc, &place) &&
                        place.line > 0;
        if (entry != NULL && (!has_line || (table->file != NULL && table->file != place.file))) {
            table->file = NULL;
            return;
        }
        table->file = entry == NULL ? table->file : place.file;
    }
}

struct operation_text tracing_cell(const struct study *study, const struct trace_entry *entry)
{
    struct operation_text text, effect = narrate_effect(entry);
    const struct operation *operation = &entry->operation;
    struct object_name operand = narrate_operand(study, operation);
    int used = snprintf(text.text, sizeof text.text, "%s%s%s", operation_verb(operation->kind),
                        operand.text[0] == '\0' ? "" : " ", operand.text);
    char *end = text.text + used;
    size_t room = sizeof text.text - (size_t)used;
    bool is_change = strstr(effect.text, "->") != NULL;
    if (is_change && operation_object(operation->kind) == OBJECT_SEMAPHORE)
        snprintf(end, room, " = %" PRId64, entry->after);
    else if (!is_change && effect.text[0] != '\0')
        snprintf(end, room, ": %s", effect.text);
    return text;
}

/* What a thread that is blocked now would do, as if it had. */
static bool is_blocked_at(const struct study *study, thread_slot slot, struct trace_entry *entry)
{
    const struct machine *machine = study_machine(study);
    *entry = (struct trace_entry){.thread = slot, .operation = study_thread(study, slot)->pending};
    return machine_is_waiting(machine, slot) && !machine_can_run(machine, slot);
}

struct operation_text tracing_wait(const struct study *study, const struct operation *operation)
{
    struct operation_text text;
    struct object_name operand = narrate_operand(study, operation);
    snprintf(text.text, sizeof text.text, "%s %s", operation_verb(operation->kind), operand.text);
    return text;
}

/* Makes room for a cell: when folded, for the longer of its two lines. */
static void widen_cell(struct table *table, thread_slot slot, const char *text)
{
    const char *blank = table->is_folded ? strchr(text, ' ') : NULL;
    int first = (int)(blank == NULL ? strlen(text) : (size_t)(blank - text));
    if (first > table->width[slot])
        table->width[slot] = first;
    if (blank != NULL)
        widen(&table->width[slot], blank + 1);
}

static void measure_table(const struct study *study, struct table *table)
{
    struct trace_entry blocked;
    memset(table->width, 0, sizeof table->width);
    widen(&table->step, "waits");
    widen(&table->place, table->file == NULL ? "at" : "line");
    for (uint64_t step = table->from + 1; step <= table->to; step++) {
        const struct trace_entry *entry = stepper_trace(study->stepper, step);
        if (entry == NULL)
            continue;
        widen(&table->place, row_place(study, table, entry->operation.pc).text);
        widen(&table->width[entry->thread], study_thread_name(study, entry->thread).text);
        widen_cell(table, entry->thread, tracing_cell(study, entry).text);
    }
    if (table->also != NO_THREAD)
        widen(&table->width[table->also], study_thread_name(study, table->also).text);
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (table->width[slot] > 0 && is_blocked_at(study, slot, &blocked))
            widen_cell(table, slot, tracing_wait(study, &blocked.operation).text);
}

/* The width of all columns; *columns is how many threads have one. */
static int measure_line(const struct study *study, const struct table *table, int *columns)
{
    int width = table->step + 2 + table->place;
    *columns = 0;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (table->width[slot] > 0) {
            ++*columns;
            width += 2 + table->width[slot];
        }
    return width;
}

/* Makes the columns no wider than the window, which they are when nothing is folded; what is left
 * over they share. False when there is no room, or no use for a table: one thread did it all. */
static bool fit(const struct study *study, const struct console *console, struct table *table)
{
    int columns;
    int whole[MACHINE_THREADS];
    if (measure_line(study, table, &columns) <= console->width || columns < 2)
        return columns > 1;
    memcpy(whole, table->width, sizeof whole);
    table->is_folded = true;
    measure_table(study, table);
    int spare = (console->width - measure_line(study, table, &columns)) / columns;
    for (thread_slot slot = 0; spare > 0 && slot < study_slots(study); slot++)
        if (table->width[slot] > 0)
            table->width[slot] =
                whole[slot] < table->width[slot] + spare ? whole[slot] : table->width[slot] + spare;
    return spare >= 0 && measure_line(study, table, &columns) <= console->width;
}

/* Moves to where the column of a thread begins, and prints there as much as fits, up to a blank.
 * *column is where the line ends so far. Returns what is left for the second line. */
static const char *print_cell(const struct console *console, const struct table *table,
                              thread_slot slot, const char *text, int *column)
{
    int start = table->step + 2 + table->place + 2;
    for (thread_slot left = 0; left < slot; left++)
        start += table->width[left] > 0 ? table->width[left] + 2 : 0;
    size_t length = strlen(text);
    if (length > (size_t)table->width[slot])
        length = strcspn(text, " ");
    *column += fprintf(console->out, "%*s%.*s", start - *column, "", (int)length, text);
    return text + length + strspn(text + length, " ");
}

static void print_table_heading(const struct study *study, const struct console *console,
                                const struct table *table)
{
    int column =
        fprintf(console->out, "%-*s  %s", table->step, "step", table->file == NULL ? "at" : "line");
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (table->width[slot] > 0)
            print_cell(console, table, slot, study_thread_name(study, slot).text, &column);
    fputc('\n', console->out);
}

static void print_table_row(const struct study *study, const struct console *console,
                            const struct table *table, const struct trace_entry *entry)
{
    char step[24];
    struct operation_text cell = tracing_cell(study, entry);
    snprintf(step, sizeof step, "#%" PRIu64, entry->step);
    int column = fprintf(console->out, "%-*s  %s", table->step, step,
                         row_place(study, table, entry->operation.pc).text);
    const char *rest = print_cell(console, table, entry->thread, cell.text, &column);
    fputc('\n', console->out);
    column = 0;
    if (rest[0] == '\0')
        return;
    print_cell(console, table, entry->thread, rest, &column);
    fputc('\n', console->out);
}

/* The last row: what stops those that are blocked now. Returns whether a second line is needed. */
static bool print_waits(const struct study *study, const struct console *console,
                        const struct table *table, bool is_second)
{
    struct trace_entry blocked;
    bool has_rest = false;
    int column = 0;
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        if (table->width[slot] == 0 || !is_blocked_at(study, slot, &blocked))
            continue;
        struct operation_text cell = tracing_wait(study, &blocked.operation);
        int length = (int)strlen(cell.text);
        const char *text = !is_second                    ? cell.text
                           : length > table->width[slot] ? strchr(cell.text, ' ') + 1
                                                         : "";
        if (column == 0 && !is_second)
            column = fprintf(console->out, "waits");
        has_rest = print_cell(console, table, slot, text, &column)[0] != '\0' || has_rest;
    }
    fputs(column > 0 ? "\n" : "", console->out);
    return has_rest;
}

/* False when the table would not help, or does not fit. */
static bool print_table(struct study *study, struct console *console, uint64_t from, uint64_t to,
                        thread_slot also)
{
    struct table table = {.from = from, .to = to, .also = also};
    find_file(study, &table);
    measure_table(study, &table);
    if (!fit(study, console, &table))
        return false;
    print_table_heading(study, console, &table);
    for (uint64_t step = from + 1; step <= to; step++)
        if (stepper_trace(study->stepper, step) != NULL)
            print_table_row(study, console, &table, stepper_trace(study->stepper, step));
    if (print_waits(study, console, &table, false))
        print_waits(study, console, &table, true);
    return true;
}

void tracing_table(struct study *study, struct console *console, uint64_t from, uint64_t to,
                   thread_slot also)
{
    stepper_recall(study->stepper, study_machine(study)->step - from);
    if (!print_table(study, console, from, to, also))
        print_list(study, console, from, to);
}

/* ---- trace ----------------------------------------------------------------------------------- */

/* [list] [N] in any order. */
static bool read_trace(struct console *console, int count, char **arguments, int64_t *wanted,
                       bool *as_list)
{
    *wanted = TRACE_SHOWN;
    *as_list = false;
    for (int index = 0; index < count; index++)
        if (strcmp(arguments[index], "list") == 0)
            *as_list = true;
        else if (!words_number(arguments[index], 1, STEPPER_TRACE_ENTRIES, wanted))
            return command_refuse(console, "trace takes a number of steps, 1 to %d, not \"%s\"",
                                  STEPPER_TRACE_ENTRIES, arguments[index]) == OUTCOME_OK;
    return true;
}

static enum outcome run_trace(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    uint64_t step = study_machine(study)->step;
    int64_t wanted;
    bool as_list;
    if (!read_trace(console, count, arguments, &wanted, &as_list))
        return OUTCOME_ERROR;
    if (step == 0)
        words_say(console, "Nothing was done yet: this is step 0.");
    uint64_t from = step > (uint64_t)wanted ? step - (uint64_t)wanted : 0;
    stepper_recall(study->stepper, step - from);
    if (as_list)
        print_list(study, console, from, step);
    else
        tracing_table(study, console, from, step, NO_THREAD);
    return OUTCOME_OK;
}

static const char *const trace_words[] = {"list", NULL};

const struct command tracing_commands[] = {
    {.name = "trace",
     .arguments = "[list] [N]",
     .help = "the last N operations, or the last 20, with a column for each thread; list, or a "
             "narrow window: one below the other, with what each did",
     .example = "trace 5 -- the last five steps of all threads",
     .most = 2,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = trace_words,
     .run = run_trace},
    {.name = NULL},
};
