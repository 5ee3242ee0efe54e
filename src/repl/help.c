/* help.c: the half of command.h that explains: all of it in the rows' own words. */
#include "repl/command.h"

#include <stdlib.h>
#include <string.h>

enum {
    USAGE_COLUMN_MOST = 30, /* usages longer than this stand on a line of their own */
    SHORT_COLUMNS = 13,     /* "   (short: b)" */
    HELP_COLUMNS_LEAST = 30 /* where less is left beside the usages, the help goes below them */
};

static int usage_length(const struct command *row)
{
    return (int)(strlen(row->name) + (row->arguments[0] ? 1 + strlen(row->arguments) : 0));
}

/* From `column` on. True when it did not fit there: then it goes on below, at `indent`, and has ended its
 * line. */
static bool print_usage(const struct console *console, const struct command *row, int column,
                        int indent)
{
    bool is_long = console->is_terminal && column + usage_length(row) > console->width;
    fprintf(console->out, "%s%s%s%s", console_colour(console, COLOUR_BOLD), row->name,
            console_colour(console, COLOUR_PLAIN), row->arguments[0] ? " " : "");
    if (is_long)
        console_wrap(console, column + (int)strlen(row->name) + 1, indent, row->arguments);
    else
        fputs(row->arguments, console->out);
    return is_long;
}

/* "  serve [N]        the server handles N requests", or in a narrow window on two lines. */
static void print_row(const struct console *console, const struct command *row, int column)
{
    bool is_beside = column + HELP_COLUMNS_LEAST <= console->width;
    int indent = is_beside ? column : 6;
    int end = 2 + usage_length(row);
    fprintf(console->out, "  ");
    bool is_ended = print_usage(console, row, 2, 4);
    if (is_ended)
        fprintf(console->out, "%*s", indent, "");
    else if (is_beside && end + 2 <= column)
        fprintf(console->out, "%*s", column - end, "");
    else
        fprintf(console->out, "\n%*s", indent, "");
    console_wrap(console, indent, indent, row->help);
}

static enum command_group group_of(const struct mode *mode, const struct command *row)
{
    for (const char *const *name = mode->first; name != NULL && *name != NULL; name++)
        if (strcmp(*name, row->name) == 0)
            return GROUP_FIRST;
    return row->group;
}

static void list_group(const struct mode *mode, const struct console *console,
                       enum command_group group)
{
    const struct command *row;
    int longest = 0;
    for (size_t i = 0; (row = command_at(mode, i)) != NULL; i++) {
        int length = usage_length(row);
        if (group_of(mode, row) == group && length > longest && length <= USAGE_COLUMN_MOST)
            longest = length;
    }
    for (size_t i = 0; (row = command_at(mode, i)) != NULL; i++)
        if (group_of(mode, row) == group)
            print_row(console, row, 2 + longest + 2);
}

static void list_topics(const struct mode *mode, struct console *console)
{
    if (mode->topics == NULL || mode->topics[0] == NULL)
        return;
    int column = fprintf(console->out, "Topics of help:");
    for (const char *const *topic = mode->topics; *topic != NULL; topic++) {
        bool is_last = topic[1] == NULL;
        int length = (int)strlen(*topic) + !is_last;
        bool fits = !console->is_terminal || column + 1 + length <= console->width;
        column = (fits ? column + 1 : 2) + length;
        fprintf(console->out, "%s%s%s", fits ? " " : "\n  ", *topic, is_last ? "\n" : ",");
    }
}

static enum outcome list_first(const struct mode *mode, struct console *console)
{
    list_group(mode, console, GROUP_FIRST);
    console_wrap(console, 0, 0,
                 "help COMMAND explains one, with an example; help all lists the rest. "
                 "A command may be shortened as long as it is clear which is meant.");
    return OUTCOME_OK;
}

static enum outcome list_all(const struct mode *mode, struct console *console)
{
    list_group(mode, console, GROUP_FIRST);
    fprintf(console->out, "\n");
    list_group(mode, console, GROUP_MORE);
    list_topics(mode, console);
    return OUTCOME_OK;
}

/* "example: serve 2", and in a line below what it does. */
static void print_example(const struct console *console, const char *example)
{
    const char *separator = strstr(example, " -- ");
    int length = separator == NULL ? (int)strlen(example) : (int)(separator - example);
    fprintf(console->out, "example: %.*s\n", length, example);
    if (separator != NULL) {
        fprintf(console->out, "         ");
        console_wrap(console, 9, 9, separator + 4);
    }
}

static void explain(const struct console *console, const struct command *row)
{
    fprintf(console->out, "usage:   ");
    bool is_ended = print_usage(console, row, 9, 11);
    int end = 9 + usage_length(row) + SHORT_COLUMNS;
    bool is_beside = !is_ended && (!console->is_terminal || end <= console->width);
    if (row->letter != 0)
        fprintf(console->out, "%s   (short: %c)",
                is_beside  ? ""
                : is_ended ? "      "
                           : "\n      ",
                row->letter);
    fprintf(console->out, "%s         ", is_ended && row->letter == 0 ? "" : "\n");
    console_wrap(console, 9, 9, row->help);
    print_example(console, row->example);
}

static bool show_topic(const struct mode *mode, struct console *console, const char *name)
{
    return mode->topic != NULL && mode->topic(mode->context, console, name);
}

enum outcome command_help(const struct mode *mode, struct console *console, const char *word)
{
    if (word == NULL)
        return list_first(mode, console);
    if (strcmp(word, "all") == 0)
        return list_all(mode, console);

    bool is_ambiguous;
    char *candidates;
    const struct command *row = command_find(mode, word, &is_ambiguous, &candidates);
    bool is_exact = row != NULL && strcmp(row->name, word) == 0;
    enum outcome outcome = OUTCOME_OK;
    if (!is_exact && show_topic(mode, console, word)) {
        outcome = OUTCOME_OK;
    } else if (row != NULL) {
        explain(console, row);
        show_topic(mode, console, row->name);
    } else if (candidates != NULL) {
        outcome =
            command_refuse(console, "no help on \"%.40s\"; did you mean %s?", word, candidates);
    } else {
        outcome =
            command_refuse(console, "no help on \"%.40s\"; help all lists what there is", word);
    }
    free(candidates);
    return outcome;
}
