#include "grade/report.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 88, LABEL = 10, INDENT = 10, TASKS_FIRST = 4, TASKS_LAST = 8, HINT_BYTES = 1000 };

/* ---- Paragraphs ------------------------------------------------------------------------------ */

/* "label   text", broken at blanks, further lines below the text. */
static void say(const struct report *report, const char *label, const char *text)
{
    int column = INDENT + LABEL;
    fprintf(report->out, "%*s%-*s", INDENT, "", LABEL, label);
    for (bool is_first = true; *text != '\0'; is_first = false) {
        int length = (int)strcspn(text, " ");
        if (!is_first && column + 1 + length > WIDTH) {
            column = INDENT + LABEL;
            fprintf(report->out, "\n%*s", column, "");
        } else if (!is_first) {
            fputc(' ', report->out);
            column++;
        }
        fprintf(report->out, "%.*s", length, text);
        column += length;
        text += length + (int)strspn(text + length, " ");
    }
    fputc('\n', report->out);
}

void report_quote(struct report *report, const char *text, int lines)
{
    for (; *text != '\0' && lines > 0; lines--) {
        size_t length = strcspn(text, "\n");
        fprintf(report->out, "    | ");
        for (size_t index = 0; index < length; index++) {
            unsigned char byte = (unsigned char)text[index];
            fputc((byte >= ' ' && byte != 0x7F) || byte == '\t' ? byte : '?', report->out);
        }
        fputc('\n', report->out);
        text += length + (text[length] == '\n');
    }
    if (*text != '\0')
        fprintf(report->out, "    | ...\n");
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static void describe_task(FILE *text, const struct task *task)
{
    fprintf(text, "%s%s", task->queue == 0 ? "" : "other ", task->row->name);
    for (int index = 0; index < task->row->arguments; index++)
        fprintf(text, " %d", task->arguments[index]);
}

/* The tasks up to the one that failed; of many only the first and the last. */
static void say_input(const struct report *report, const struct check *check, size_t failed)
{
    char *bytes = NULL;
    size_t size, left_out = 0;
    FILE *text = open_memstream(&bytes, &size);
    if (text == NULL)
        return;
    if (failed + 1 > TASKS_FIRST + TASKS_LAST + 1)
        left_out = failed + 1 - TASKS_FIRST - TASKS_LAST;
    for (size_t index = 0; index <= failed; index++) {
        if (left_out > 0 && index == TASKS_FIRST) {
            fprintf(text, ", (%zu more)", left_out);
            index += left_out;
        }
        fputs(index == 0 ? "" : ", ", text);
        describe_task(text, &check->tasks[index]);
    }
    fclose(text);
    say(report, "input", bytes);
    free(bytes);
}

/* The failure's own place, or the last thing that the student's code did before it. */
static void say_place(const struct report *report, const struct trial *trial,
                      const struct landing *landing)
{
    const struct place *place = trial->failure.has_place ? &trial->failure.place : &landing->place;
    char line[160], text[300];
    if (!trial->failure.has_place && !landing->is_found)
        return;
    if (!worker_line(trial->worker, place, line, sizeof line))
        line[0] = '\0';
    snprintf(text, sizeof text, "%s:%d: %s", place->file, place->line, line);
    say(report, "place", text);
}

static void print_head(const struct report *report, int number, int points,
                       const struct check *check)
{
    fprintf(report->out, "%3d  %3d/%-3d %s", number, points, check->points, check->name);
}

void report_passed(struct report *report, int number, const struct check *check)
{
    print_head(report, number, check->points, check);
    fputc('\n', report->out);
}

/* The student's function that the failed task calls, or those that the server calls, do nothing
 * at all. */
static void say_unwritten(struct report *report, const struct task *task)
{
    if (task->row->on_queue)
        fprintf(report->out, ": queue_%s does nothing yet\n", task->row->name);
    else
        fprintf(report->out, ": your queue does nothing yet\n");
    report_hint(report, "not written yet");
}

void report_failed(struct report *report, int number, const struct trial *trial,
                   const struct landing *landing)
{
    const struct failure *failure = &trial->failure;
    bool is_start = failure->task == trial->check->task_count;
    print_head(report, number, 0, trial->check);
    if (!landing->is_found && !failure->has_place && !is_start) {
        say_unwritten(report, &trial->check->tasks[failure->task]);
        return;
    }
    fprintf(report->out, " [%s]\n", trial->check->kind);
    if (!is_start)
        say_input(report, trial->check, failure->task);
    say(report, "expected", failure->expected);
    say(report, "got", failure->got);
    say_place(report, trial, landing);
    report_hint(report, failure->kind);
}

void report_session(struct report *report, const char *path, int error)
{
    char text[200];
    if (error != 0)
        snprintf(text, sizeof text, "%s cannot be written: %s", path, strerror(error));
    else
        snprintf(text, sizeof text, "./memrepl %s", path);
    say(report, "session", text);
}

/* ---- Hints ----------------------------------------------------------------------------------- */

/* Adds a line to the text, its indentation and newline as one blank. */
static void append(char *text, size_t size, const char *line)
{
    size_t used = strlen(text);
    line += strspn(line, " ");
    snprintf(text + used, size - used, "%s%.*s", used == 0 ? "" : " ", (int)strcspn(line, "\n"),
             line);
}

/* The first tier of a kind's block in the file; see the head of labs/lab1-queue/hints. */
static void find_hint(FILE *file, const char *kind, char *text, size_t size)
{
    char *line = NULL;
    size_t room = 0;
    bool is_kind = false, is_tier = false;
    text[0] = '\0';
    while (getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "kind: ", 6) == 0)
            is_kind = strcmp(line + 6, kind) == 0;
        if (line[0] != ' ')
            is_tier = is_kind && strncmp(line, "1: ", 3) == 0;
        if (is_tier)
            append(text, size, line[0] == ' ' ? line : line + 3);
    }
    free(line);
}

/* True the first time. */
static bool is_new(struct report *report, const char *kind)
{
    char entry[80];
    size_t used = strlen(report->hinted);
    snprintf(entry, sizeof entry, "%s,", kind);
    if (strstr(report->hinted, entry) != NULL)
        return false;
    snprintf(report->hinted + used, sizeof report->hinted - used, "%s", entry);
    return true;
}

void report_hint(struct report *report, const char *kind)
{
    char text[HINT_BYTES], more[200];
    FILE *file = is_new(report, kind) ? fopen(report->hints, "r") : NULL;
    if (file == NULL)
        return;
    find_hint(file, kind, text, sizeof text);
    fclose(file);
    if (text[0] == '\0')
        return;
    say(report, "hint", text);
    snprintf(more, sizeof more, "%s, \"%s\", says more", report->shown_hints, kind);
    say(report, "", more);
}
