#include "grade/report.h"

#include "program/text.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDTH = 80,
    HEAD = 13, /* columns before a check's name */
    LABEL = 10,
    INDENT = 10,
    BELOW = 12, /* where a line begins that is too long to stand beside its label */
    TASKS_FIRST = 4,
    TASKS_LAST = 8,
    HINT_BYTES = 1000
};

/* ---- Paragraphs ------------------------------------------------------------------------------ */

/* How much of a text stays together: up to a single blank, for several in a row are meant. */
static int piece_length(const char *text)
{
    const char *end = text;
    while (*end != '\0' && (*end != ' ' || end[1] == ' ' || (end > text && end[-1] == ' ')))
        end++;
    return (int)(end - text);
}

/* Text from this column on, broken at blanks, further lines below it; the column behind it. */
static int wrap(const struct report *report, int indent, const char *text)
{
    int column = indent;
    for (bool is_first = true; *text != '\0'; is_first = false) {
        int length = piece_length(text);
        if (!is_first && column + 1 + length > WIDTH) {
            column = indent;
            fprintf(report->out, "\n%*s", column, "");
        } else if (!is_first) {
            fputc(' ', report->out);
            column++;
        }
        fprintf(report->out, "%.*s", length, text);
        column += length;
        text += length + (text[length] == ' ');
    }
    return column;
}

/* "label   text". A quotation stands on one line, if need be below the label. */
static void say(const struct report *report, const char *label, const char *text)
{
    int length = (int)strlen(text);
    bool is_quoted = text[0] == '"' && length <= WIDTH - BELOW;
    fprintf(report->out, "%*s", INDENT, "");
    if (is_quoted && INDENT + LABEL + length > WIDTH) {
        fprintf(report->out, "%s\n%*s%s\n", label, BELOW, "", text);
        return;
    }
    fprintf(report->out, "%-*s", LABEL, label);
    wrap(report, INDENT + LABEL, text);
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

/* True when at the colon begins ": error: ", behind the number of a line or column. */
static bool is_error(const char *text, const char *colon)
{
    static const char *const words[] = {": error: ", ": fatal error: "};
    bool has_number = colon > text && colon[-1] >= '0' && colon[-1] <= '9';
    return has_number && (strncmp(colon, words[0], strlen(words[0])) == 0 ||
                          strncmp(colon, words[1], strlen(words[1])) == 0);
}

void report_compiler(struct report *report, const char *text, int lines)
{
    const char *error = strchr(text, ':');
    while (error != NULL && !is_error(text, error))
        error = strchr(error + 1, ':');
    while (error != NULL && error > text && error[-1] != '\n')
        error--;
    report_quote(report, error != NULL ? error : text, lines);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static void describe_task(FILE *text, const struct task *task)
{
    fprintf(text, "%s%s", task->which == 0 ? "" : "other ", task->row->name);
    if (task->text != NULL)
        fprintf(text, " %s", task->text);
    for (int index = 0; index < task->row->arguments; index++)
        fprintf(text, " %d", task->arguments[index]);
}

/* The tasks up to the one that failed; of many only the first and the last. */
static void say_input(const struct report *report, const struct check *check, size_t failed)
{
    size_t left_out = 0;
    struct text_stream text;
    if (!text_stream_open(&text))
        return;
    if (failed + 1 > TASKS_FIRST + TASKS_LAST + 1)
        left_out = failed + 1 - TASKS_FIRST - TASKS_LAST;
    for (size_t index = 0; index <= failed; index++) {
        if (left_out > 0 && index == TASKS_FIRST) {
            fprintf(text.out, ", (%zu more)", left_out);
            index += left_out;
        }
        fputs(index == 0 ? "" : ", ", text.out);
        describe_task(text.out, &check->tasks[index]);
    }
    char *bytes = text_stream_close(&text);
    if (bytes != NULL)
        say(report, "input", bytes);
    free(bytes);
}

/* Where it happened, or the last thing that the student's code did before it was noticed. */
static const struct place *place_of(const struct trial *trial, const struct landing *landing)
{
    if (trial->failure.has_place)
        return &trial->failure.place;
    return landing->is_found ? &landing->place : NULL;
}

static void say_line(const struct report *report, const struct trial *trial, const char *label,
                     const struct place *place, const char *known)
{
    char line[160] = "", text[300];
    if (known != NULL)
        snprintf(line, sizeof line, "%s", known);
    else if (trial->worker == NULL || !worker_line(trial->worker, place, line, sizeof line))
        line[0] = '\0';
    snprintf(text, sizeof text, "%s:%d: %s", place->file, place->line, line);
    say(report, label, text);
}

static void say_place(const struct report *report, const struct trial *trial,
                      const struct place *place)
{
    const struct failure *failure = &trial->failure;
    if (place == NULL)
        return;
    say_line(report, trial, failure->has_place ? "place" : "last line", place, failure->line);
    if (failure->has_caller)
        say_line(report, trial, "called at", &failure->caller, NULL);
}

/* `more` stands on one line. */
static void say_head(const struct report *report, int number, int points, const struct check *check,
                     const char *more)
{
    fprintf(report->out, "%3d  %3d/%-3d ", number, points, check->points);
    int column = wrap(report, HEAD, check->name);
    if (column + (int)strlen(more) > WIDTH)
        fprintf(report->out, "\n%*s%s\n", HEAD, "", more + strspn(more, " "));
    else
        fprintf(report->out, "%s\n", more);
}

void report_passed(struct report *report, int number, const struct check *check, const char *note)
{
    char more[NOTE_BYTES + 3] = "";
    if (note[0] != '\0')
        snprintf(more, sizeof more, " (%s)", note);
    say_head(report, number, check->points, check, more);
}

/* The student's function that the failed task calls, or those that the server calls, do nothing
 * at all. */
static void say_unwritten(struct report *report, int number, const struct trial *trial)
{
    char text[100], name[TASK_NAME_BYTES];
    const struct task *task = &trial->check->tasks[trial->failure.task];
    const char *function = trial->failure.function;
    if (function == NULL)
        function = task_function(task, name, sizeof name);
    snprintf(text, sizeof text, " - %s does nothing yet", function ? function : "your code");
    say_head(report, number, 0, trial->check, text);
    report_hint(report, "not written yet");
}

static void say_unbegun(struct report *report, int number, const struct trial *trial)
{
    char text[PHRASE_BYTES + 4];
    snprintf(text, sizeof text, " - %s", trial->failure.got);
    say_head(report, number, 0, trial->check, text);
}

/* The number of an earlier check that failed alike; 0 when there was none: then this one is
 * remembered. */
static int find_alike(struct report *report, int number, const struct trial *trial,
                      const struct place *place)
{
    const struct failure *failure = &trial->failure;
    struct seen seen = {.number = number, .manner = failure->manner};
    if (place != NULL) {
        snprintf(seen.file, sizeof seen.file, "%s", place->file);
        seen.line = place->line;
    }
    if (failure->task < trial->check->task_count)
        seen.row = trial->check->tasks[failure->task].row;
    for (int index = 0; index < report->seen_count; index++) {
        const struct seen *other = &report->seen[index];
        if (other->row == seen.row && strcmp(other->manner, seen.manner) == 0 &&
            strcmp(other->file, seen.file) == 0 && other->line == seen.line)
            return other->number;
    }
    if (report->seen_count < REPORT_SEEN)
        report->seen[report->seen_count++] = seen;
    return 0;
}

/* All that is told of a failure the first time. */
static void say_failure(struct report *report, const struct trial *trial, const struct place *place)
{
    const struct failure *failure = &trial->failure;
    if (trial->check->is_twin)
        say(report, "", "passed with the numbers that you know, but not with others:");
    if (failure->task < trial->check->task_count)
        say_input(report, trial->check, failure->task);
    say(report, "expected", failure->expected);
    say(report, "got", failure->got);
    say_place(report, trial, place);
    report_hint(report, failure->kind);
}

bool report_failed(struct report *report, int number, const struct trial *trial,
                   const struct landing *landing)
{
    char text[100];
    const struct place *place = place_of(trial, landing);
    bool is_within = trial->failure.task < trial->check->task_count;
    bool is_unwritten = !trial->failure.is_run || trial->failure.is_unwritten;
    if (place == NULL && is_within && is_unwritten) {
        say_unwritten(report, number, trial);
        return false;
    }
    if (trial->failure.is_unbegun) {
        say_unbegun(report, number, trial);
        return false;
    }
    int alike = find_alike(report, number, trial, place);
    snprintf(text, sizeof text, alike == 0 ? " [%s]" : " [%s], as in check %d", trial->check->kind,
             alike);
    say_head(report, number, 0, trial->check, text);
    if (alike == 0)
        say_failure(report, trial, place);
    return alike == 0;
}

void report_session(struct report *report, const char *path, int error)
{
    char text[200];
    if (error != 0)
        snprintf(text, sizeof text, "%s cannot be written: %s", path, strerror(error));
    else
        snprintf(text, sizeof text, "./memrepl --echo %s", path);
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

/* The first tier of a kind's block in the file; see the head of labs/hints. Unchanged when there is
 * none; false when it cannot be read. */
static bool find_hint(const char *path, const char *kind, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    bool is_kind = false, is_tier = false, is_read = file != NULL || errno == ENOENT;
    while (file != NULL && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "kind: ", 6) == 0)
            is_kind = strcmp(line + 6, kind) == 0;
        if (line[0] != ' ')
            is_tier = is_kind && strncmp(line, "1: ", 3) == 0;
        if (is_tier)
            append(text, size, line[0] == ' ' ? line : line + 3);
    }
    is_read = is_read && (file == NULL || feof(file));
    free(line);
    if (file != NULL)
        fclose(file);
    return is_read;
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
    char text[HINT_BYTES] = "", shown[200], path[PATH_MAX + sizeof shown], more[300];
    const char *const folders[] = {report->lab, "", NULL};
    if (!is_new(report, kind))
        return;
    for (const char *const *folder = folders; *folder != NULL && text[0] == '\0'; folder++) {
        snprintf(shown, sizeof shown, "labs/%s%shints", *folder, **folder == '\0' ? "" : "/");
        snprintf(path, sizeof path, "%s/%s", report->home, shown);
        if (!find_hint(path, kind, text, sizeof text))
            snprintf(text, sizeof text, "cannot be read: %s", strerror(errno));
    }
    if (text[0] == '\0')
        return;
    say(report, "hint", text);
    snprintf(more, sizeof more, "%s, \"%s\", says more", shown, kind);
    say(report, "", more);
}
