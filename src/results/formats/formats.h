/* formats.h: a result (results/result.h) as other programs want it. */
#ifndef RESULTS_FORMATS_FORMATS_H
#define RESULTS_FORMATS_FORMATS_H

#include <stdbool.h>
#include <stdio.h>

#include "results/result.h"

#define FORMAT_NAMES "text, html, gradescope, autolab, junit or tap"

/* Prints one. */
typedef void format_function(const struct result *result, FILE *out);

/* That of a name, one of FORMAT_NAMES; NULL when there is none. */
format_function *format_of(const char *name);

/* The report, byte for byte, and before it whose it is, if that is known. */
format_function format_text;

/* One page without scripts that holds all that it needs: HTML 5, for light, dark and paper. */
format_function format_html;

/* The file results.json of Gradescope, gradescope-autograders.readthedocs.io/en/latest/specs. Hidden
 * checks are seen after the due date; until then Gradescope shows no total, and neither does this. Of
 * an ungraded one there is neither score nor test, which Gradescope takes for none: the autograder has
 * failed, its page says then. */
format_function format_gradescope;

/* The report, and a last line with the score of the problem "labN", as Autolab's guide for lab authors
 * has it. Students see it at once: of a hidden check it says the points alone. Without a last line,
 * which an ungraded one does not have, Autolab keeps no score. */
format_function format_autolab;

/* JUnit's XML as Surefire writes it and Jenkins reads it, without times. */
format_function format_junit;

/* The Test Anything Protocol, testanything.org. It follows the rules of version 14, and calls itself
 * 13, the last that Perl's harness in Debian 12 knows: what differs does not occur. */
format_function format_tap;

/* ---- For these ------------------------------------------------------------------------------- */

/* How a check is called that no program came for; it has failed. */
#define FORMAT_UNMADE "the files make a program"

/* Graded, and without checks: the files made no program. */
bool format_is_unmade(const struct result *result);

/* A session as it works for the student, whose files are in the lab's own folder: `lab 1 FOLDER` is
 * `lab 1`. */
void format_session(const char *session, FILE *out);

#endif
