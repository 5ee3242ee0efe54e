/* command.h: commands are rows of const tables; splitting, look-up, help and completion use the
 * rows.
 *
 * A mode (mem>, mems>, prog>) is a list of such tables and a context that its functions get. */
#ifndef REPL_COMMAND_H
#define REPL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "repl/console.h"

/* What a command did; also how a script goes on: it stops at the first that is not OUTCOME_OK. */
enum outcome {
    OUTCOME_OK,
    OUTCOME_FAILED, /* an expectation or a check did not hold, as the command said: exit status 1 */
    OUTCOME_ERROR,  /* the command was refused, state unchanged: exit status 2 */
    OUTCOME_QUIT
};

/* What can stand at an argument's place, for completion. */
enum argument_kind {
    ARGUMENT_NONE,
    ARGUMENT_THREAD, /* T3, server, … */
    ARGUMENT_ID,     /* 3 */
    ARGUMENT_FILE,
    ARGUMENT_NAME,  /* variable of the program */
    ARGUMENT_PLACE, /* FILE:LINE or function */
    ARGUMENT_COMMAND,
    ARGUMENT_WORD /* one of the row's `words` */
};

enum command_group { GROUP_FIRST /* those of `help` */, GROUP_MORE };

struct command {
    const char *name;
    const char *arguments; /* as in usage: "[ID] [SIZE] | all", "" for none */
    const char *help;      /* one line, no full stop */
    const char *example;   /* a line that can be typed, and after " -- " what it does; required */
    int least, most;       /* number of arguments; most < 0: the rest of the line is one argument */
    enum command_group group;
    enum argument_kind complete; /* of its arguments */
    const char *const *words; /* NULL-ended, for ARGUMENT_WORD; may be given with other kinds too */
    char letter;              /* one-letter short form, 0 for none */
    bool repeats;             /* an empty line does it again */
    bool reaches_out;         /* to files, or to another program: not in a session that is graded */
    enum outcome (*run)(void *context, struct console *console, int count, char **arguments);
};

struct elsewhere {
    const char *name; /* of the prompt, and of the command that goes there */
    const struct command *const *tables;
};

struct mode {
    const char *name;   /* "mem" */
    const char *prompt; /* "mem> " */
    void *context;
    const struct command *const
        *tables; /* NULL-ended list of tables, each ended by a row without name */
    /* Candidates for completion of the given kind that begin with `prefix`: a heap array ended by
     * NULL of heap strings, or NULL for none. Files and commands are done by the editor. */
    char **(*candidates)(void *context, enum argument_kind kind, const char *prefix);
    /* Called from the SIGINT handler: must be async-signal-safe. */
    void (*interrupt)(void *context);
    /* A topic of `help` that is no command ("strokes", "expect"): prints it; false when unknown. */
    bool (*topic)(void *context, struct console *console, const char *name);
    const char *const *first;  /* names of rows that `help` lists besides; NULL-ended, or NULL */
    const char *const *topics; /* their names, NULL-ended, for help and completion; or NULL */

    /* Set by modes.c: the other prompts that one can go to, whose commands may be typed here by
     * mistake; ended by one without a name, or NULL. */
    const struct elsewhere *elsewhere;

    /* Set by repl.c: the rows that every mode has, and what their functions get. */
    const struct command *common;
    void *common_context;
};

enum { COMMAND_WORDS_MOST = 1024 }; /* the arguments of a program are words, too */

/* The rows of a mode, common ones last; NULL when index is past the end. */
const struct command *command_at(const struct mode *mode, size_t index);

/* Splits a line into words in place, as quoting.h tells; # at a word's start begins a comment. Returns the number of words, or -1 with *error (constant) naming the unclosed
 * quote or telling that there are more words than `most`. */
int command_split(char *line, char **words, int most, const char **error);

/* The row for a word: exact name, one letter, or unique prefix. NULL otherwise; then *candidates
 * (heap string, caller frees) lists the commands it could be, or the nearest in spelling, or is
 * NULL. */
const struct command *command_find(const struct mode *mode, const char *word, bool *is_ambiguous,
                                   char **candidates);

/* The row that a line begins with, as command_run would find it; NULL when none. */
const struct command *command_of_line(const struct mode *mode, const char *line);

/* Runs one line in a mode: split, look up, check the number of arguments, call. Prints the message
 * for what it refuses. An empty line or a comment is OUTCOME_OK. */
enum outcome command_run(const struct mode *mode, struct console *console, const char *line);

/* `help` (the first rows), `help all`, `help CMD` or a topic. */
enum outcome command_help(const struct mode *mode, struct console *console, const char *word);

/* Prints "error: …", in a session file "FILE:LINE: …", as console_message() does: the one form that
 * all commands use. Returns OUTCOME_ERROR. */
enum outcome command_refuse(struct console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same of a command for which there was no memory, a mishap (mishaps.h): "to read this line". */
enum outcome command_refuse_lack(struct console *console, const char *purpose);

/* The same for a heap string of several lines, or NULL when memory ran out: the first in that form,
 * the others, such as a compiler's messages, as they are. */
enum outcome command_refuse_lines(struct console *console, char *error);

#endif
