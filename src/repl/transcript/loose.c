#include "repl/transcript/loose.h"

#include <fnmatch.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COPIES_MOST = 1000 };

static bool is_gap(const char *expected)
{
    return strcmp(expected, "...") == 0;
}

static bool has_suffix(const char *text, const char *suffix)
{
    size_t length = strlen(text), tail = strlen(suffix);
    return length >= tail && strcmp(text + length - tail, suffix) == 0;
}

/* How many copies of what stands before it the C library makes for the repeat that begins there: {2,5}
 * makes five, and + behind a bracket two. 1: it is none. */
static unsigned long copies_of(const char *repeat)
{
    if (repeat[0] == ')' && repeat[1] == '+')
        return 2;
    if (repeat[0] != '{')
        return 1;
    char *end;
    unsigned long least = strtoul(repeat + 1, &end, 10);
    unsigned long most = *end == ',' ? strtoul(end + 1, NULL, 10) : least;
    unsigned long copies = most > least ? most : least;
    return copies > 0 ? copies : 1;
}

/* Whether it can be matched at once. The copies of repeats within one another are multiplied; and for
 * \1, which POSIX does not have, all ways are tried. */
static bool is_simple(const char *expression)
{
    unsigned long copies = 1;
    for (const char *c = expression; *c != '\0'; c++) {
        if (copies_of(c) > COPIES_MOST / copies)
            return false;
        copies *= copies_of(c);
        if (*c == '\\' && c[1] >= '1' && c[1] <= '9')
            return false;
        c += *c == '\\' && c[1] != '\0';
    }
    return true;
}

/* An expression that does not compile, or is not simple, matches nothing: the report shows it. */
static bool matches_expression(const char *expression, const char *got)
{
    char *whole;
    regex_t regex;
    if (!is_simple(expression) || asprintf(&whole, "^(%s)$", expression) < 0)
        return false;
    bool is_compiled = regcomp(&regex, whole, REG_EXTENDED | REG_NOSUB) == 0;
    bool matches = is_compiled && regexec(&regex, got, 0, NULL, 0) == 0;
    if (is_compiled)
        regfree(&regex);
    free(whole);
    return matches;
}

static bool matches_pattern(const char *expected, const char *suffix, const char *got)
{
    char *pattern = strndup(expected, strlen(expected) - strlen(suffix));
    if (pattern == NULL)
        return false;
    bool matches = strcmp(suffix, " (re)") == 0 ? matches_expression(pattern, got)
                                                : fnmatch(pattern, got, 0) == 0;
    free(pattern);
    return matches;
}

static bool line_matches(const char *expected, const char *got)
{
    if (strcmp(expected, got) == 0)
        return true;
    if (has_suffix(expected, " (glob)"))
        return matches_pattern(expected, " (glob)", got);
    if (has_suffix(expected, " (re)"))
        return matches_pattern(expected, " (re)", got);
    return false;
}

/* As a shell pattern is matched: at a mismatch, the last gap takes one line more. Earlier gaps need
 * not be tried again, because what stands between two gaps is best matched as early as it can
 * be. */
bool loose_match(struct lines expected, struct lines got)
{
    size_t e = 0, g = 0, gap = 0, taken = 0;
    bool has_gap = false;
    while (g < got.count) {
        if (e < expected.count && is_gap(expected.line[e])) {
            has_gap = true;
            gap = e++;
            taken = g;
        } else if (e < expected.count && line_matches(expected.line[e], got.line[g])) {
            e++;
            g++;
        } else if (has_gap) {
            e = gap + 1;
            g = ++taken;
        } else {
            return false;
        }
    }
    while (e < expected.count && is_gap(expected.line[e]))
        e++;
    return e == expected.count;
}

/* ---- Merging --------------------------------------------------------------------------------- */

/* What it is worth to keep a line that matches, to keep a gap, and to put a line that was got in
 * the place of an expected one; and what it costs to add a line. To leave an expected line out is
 * free. Keeping all is then the best score, and only a perfect match reaches it. */
enum { WORTH_MATCH = 4, WORTH_GAP = 2, WORTH_REPLACE = 1, WORTH_ADD = -1 };

enum { CELLS_MOST = 1 << 22 /* of the table; beyond it, old text is not kept */ };

/* best[e][g]: the score of merging expected lines from e on with got lines from g on; within[e][g]:
 * the same where expected line e is a gap that was kept and may take line g as well. */
struct table {
    struct lines expected, got;
    int *best, *within;
};

static int *cell(const struct table *table, int *scores, size_t e, size_t g)
{
    return &scores[e * (table->got.count + 1) + g];
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static void fill_gap(const struct table *table, size_t e, size_t g)
{
    int *within = cell(table, table->within, e, g);
    *within = *cell(table, table->best, e + 1, g);
    if (g < table->got.count)
        *within = larger(*within, *cell(table, table->within, e, g + 1));
    int *best = cell(table, table->best, e, g);
    *best = larger(*best, WORTH_GAP + *within);
}

/* The score of taking expected line e and got line g together. */
static int pair_score(const struct table *table, size_t e, size_t g)
{
    bool matches = line_matches(table->expected.line[e], table->got.line[g]);
    return (matches ? WORTH_MATCH : WORTH_REPLACE) + *cell(table, table->best, e + 1, g + 1);
}

static void fill(const struct table *table)
{
    size_t expected = table->expected.count, got = table->got.count;
    for (size_t g = got + 1; g-- > 0;)
        *cell(table, table->best, expected, g) = (int)(got - g) * WORTH_ADD;
    for (size_t e = expected; e-- > 0;) {
        for (size_t g = got + 1; g-- > 0;) {
            int *best = cell(table, table->best, e, g);
            *best = *cell(table, table->best, e + 1, g);
            if (g < got)
                *best = larger(*best, *cell(table, table->best, e, g + 1) + WORTH_ADD);
            if (is_gap(table->expected.line[e]))
                fill_gap(table, e, g);
            else if (g < got)
                *best = larger(*best, pair_score(table, e, g));
        }
    }
}

static size_t end_of_gap(const struct table *table, size_t e, size_t g)
{
    while (g < table->got.count &&
           *cell(table, table->within, e, g) == *cell(table, table->within, e, g + 1))
        g++;
    return g;
}

/* Walks the best way through the table, and keeps or takes a line at each pace. */
static void walk(const struct table *table, struct lines *merged)
{
    size_t e = 0, g = 0;
    while (e < table->expected.count || g < table->got.count) {
        char *expected = e < table->expected.count ? table->expected.line[e] : NULL;
        int best = *cell(table, table->best, e, g);
        if (expected != NULL && is_gap(expected) &&
            best == WORTH_GAP + *cell(table, table->within, e, g)) {
            merged->line[merged->count++] = expected;
            g = end_of_gap(table, e++, g);
        } else if (expected != NULL && !is_gap(expected) && g < table->got.count &&
                   best == pair_score(table, e, g)) {
            bool matches = line_matches(expected, table->got.line[g]);
            merged->line[merged->count++] = matches ? expected : table->got.line[g];
            e++;
            g++;
        } else if (expected != NULL && best == *cell(table, table->best, e + 1, g)) {
            e++;
        } else {
            merged->line[merged->count++] = table->got.line[g++];
        }
    }
}

struct lines loose_merge(struct lines expected, struct lines got)
{
    struct lines merged = {.line = calloc(expected.count + got.count + 1, sizeof *merged.line)};
    if (expected.count >= CELLS_MOST / (got.count + 1))
        expected.count = 0;
    size_t cells = (expected.count + 1) * (got.count + 1);
    struct table table = {expected, got, calloc(cells, sizeof(int)), calloc(cells, sizeof(int))};
    if (merged.line == NULL || table.best == NULL || table.within == NULL) {
        free(merged.line);
        merged.line = NULL;
    } else {
        fill(&table);
        walk(&table, &merged);
    }
    free(table.best);
    free(table.within);
    return merged;
}
