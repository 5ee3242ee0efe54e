#include "class/books/csv.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

enum { CELL_BYTES = 512 };

static const char *const file_names[] = {"gradebook.csv", "gradebook-canvas.csv",
                                         "gradebook-moodle.csv"};
static_assert(sizeof file_names / sizeof *file_names == CSV_KINDS, "a name for each");

const char *csv_file_name(enum csv_kind kind)
{
    return file_names[kind];
}

void csv_cell(const char *text, FILE *out)
{
    bool is_formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
    bool is_quoted = strpbrk(text, ",\"\r\n") != NULL || *text == ' ';
    fputs(is_quoted ? "\"" : "", out);
    fputs(is_formula ? "'" : "", out);
    for (; *text != '\0'; text++) {
        fputs(*text == '"' ? "\"" : "", out);
        fputc(*text, out);
    }
    fputs(is_quoted ? "\"" : "", out);
}

static void cells(const char *const *texts, size_t count, const char *end, FILE *out)
{
    for (size_t i = 0; i < count; i++) {
        csv_cell(texts[i], out);
        fputs(i + 1 < count ? "," : end, out);
    }
}

#define CELLS(texts, end, out) cells(texts, sizeof(texts) / sizeof *(texts), end, out)

/* ---- Heads ----------------------------------------------------------------------------------- */

static void canvas_head(const struct lab *lab, const char *end, FILE *out)
{
    char name[CELL_BYTES];
    const char *const head[] = {"Student", "ID", "SIS User ID", "SIS Login ID", "Section", name};
    snprintf(name, sizeof name, "Lab %d: %s", lab->number, lab->title);
    CELLS(head, end, out);
}

static void moodle_head(FILE *out)
{
    static const char *const head[] = {
        "Identifier", "Full name",     "Email address",         "Status",
        "Grade",      "Maximum Grade", "Last modified (grade)", "Feedback comments"};
    CELLS(head, "\r\n", out);
}

void csv_head(enum csv_kind kind, const struct lab *lab, FILE *out)
{
    static const char *const possible[] = {"    Points Possible", "", "", "", "", "100"};
    if (kind != CSV_MOODLE)
        canvas_head(lab, kind == CSV_ALL ? "," : "\r\n", out);
    if (kind == CSV_CANVAS)
        CELLS(possible, "\r\n", out);
    else
        moodle_head(out);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

static void canvas_row(const struct unit *unit, const char *score, const char *end, FILE *out)
{
    const struct student *student = unit->student;
    enum naming_system system = student->system;
    bool has_login = system == NAMING_PLAIN || system == NAMING_AUTOLAB;
    const char *const row[] = {student->name[0] != '\0' ? student->name : student->id,
                               system == NAMING_CANVAS ? student->id : "",
                               student->sis,
                               has_login ? student->id : student->email,
                               "",
                               score};
    CELLS(row, end, out);
}

static void moodle_row(const struct unit *unit, const char *score, FILE *out)
{
    char identifier[CELL_BYTES] = "";
    const struct student *student = unit->student;
    const char *comment = unit->state == UNIT_UNGRADED ? unit->reason : "";
    const char *const row[] = {identifier,
                               student->name[0] != '\0' ? student->name : student->id,
                               student->email,
                               unit->state == UNIT_UNGRADED ? "ungraded" : "graded",
                               score,
                               "100",
                               "",
                               comment};
    if (student->system == NAMING_MOODLE)
        snprintf(identifier, sizeof identifier, "Participant %s", student->id);
    CELLS(row, "\r\n", out);
}

void csv_row(enum csv_kind kind, const struct unit *unit, int score, FILE *out)
{
    char text[16] = "";
    if (unit->state == UNIT_GRADED)
        snprintf(text, sizeof text, "%d", score);
    if (kind != CSV_MOODLE)
        canvas_row(unit, text, kind == CSV_ALL ? "," : "\r\n", out);
    if (kind != CSV_CANVAS)
        moodle_row(unit, text, out);
}
