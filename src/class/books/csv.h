/* csv.h: scores for the gradebooks of course systems, by RFC 4180: CRLF, and what has a comma, a
 * quotation mark or a line's end in quotation marks.
 *
 *     CSV_CANVAS   what Canvas imports: Student, ID, SIS User ID, SIS Login ID, Section, the lab; the
 *                  second row has the points possible
 *     CSV_MOODLE   what Moodle's "Upload grading worksheet" reads: Identifier, Full name, Email
 *                  address, Status, Grade, Maximum Grade, Last modified (grade), Feedback comments
 *     CSV_ALL      both sets of columns, and the state of each submission
 *
 * An ungraded submission has no score, which both systems take for no change. A text that a
 * spreadsheet would run as a formula (it begins with = + - @ or a tab) gets an apostrophe before it. */
#ifndef CLASS_BOOKS_CSV_H
#define CLASS_BOOKS_CSV_H

#include <stdio.h>

#include "class/unit.h"

enum csv_kind { CSV_ALL, CSV_CANVAS, CSV_MOODLE, CSV_KINDS };

const char *csv_file_name(enum csv_kind kind);

void csv_head(enum csv_kind kind, const struct lab *lab, FILE *out);
void csv_row(enum csv_kind kind, const struct unit *unit, int score, FILE *out);

/* One cell, without a comma. */
void csv_cell(const char *text, FILE *out);

#endif
