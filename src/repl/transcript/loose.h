/* loose.h: expected text that matches loosely, line by line.
 *
 *     ...              any number of lines, none too
 *     TEXT (glob)      a line that matches the shell pattern TEXT, see fnmatch(3)
 *     TEXT (re)        a line that matches the POSIX extended regular expression TEXT, whole, with
 *                      repeats {N} that make at most 1,000 when they are multiplied
 *     anything else    just this line
 *
 * A line equal to what is expected always matches, so text that only looks like a pattern is
 * safe. */
#ifndef REPL_TRANSCRIPT_LOOSE_H
#define REPL_TRANSCRIPT_LOOSE_H

#include <stdbool.h>
#include <stddef.h>

struct lines {
    char **line;
    size_t count;
};

/* Whether all that was got is expected, and all that is expected was got. */
bool loose_match(struct lines expected, struct lines got);

/* What to expect from now on: the lines that were got, but where an expected line still matches,
 * that line. Literal and loose lines are kept by the alignment that keeps most of them. The lines
 * stay their owners', the array of them is the caller's to free; NULL in it when memory ran out. */
struct lines loose_merge(struct lines expected, struct lines got);

#endif
