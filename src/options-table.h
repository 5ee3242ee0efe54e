/* options-table.h: the options of the command line: their names, and what --help says of each. */
#ifndef OPTIONS_TABLE_H
#define OPTIONS_TABLE_H

#include <stdio.h>

enum option_id {
    OPTION_SESSION,
    OPTION_COMMAND,
    OPTION_BATCH,
    OPTION_CONFINED,
    OPTION_ECHO,
    OPTION_SEED,
    OPTION_THREADS,
    OPTION_MEMORY,
    OPTION_NATIVE,
    OPTION_CHECK,
    OPTION_BLESS,
    OPTION_LAB,
    OPTION_FROM,
    OPTION_SUSPECT,
    OPTION_GRADE,
    OPTION_RESULT,
    OPTION_AS,
    OPTION_CLASS,
    OPTION_OUT,
    OPTION_EXPLORE,
    OPTION_INPUT,
    OPTION_CC,
    OPTION_BUILT,
    OPTION_TICKS,
    OPTION_VERSION,
    OPTION_HELP,
    OPTION_COUNT /* from here on: those of repl/explore/options.h */
};
enum { OPTIONS_MOST = OPTION_COUNT + 16 };

struct option_row {
    const char *name;
    char letter;
    const char *value; /* what to call it in the help; NULL: takes none */
    const char *help;
};

/* The row of an option, of either kind; without a name behind the last. */
struct option_row option_row_at(int id);

/* The text of --help. */
void options_print_help(FILE *out);

#endif
