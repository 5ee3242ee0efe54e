/* options.h: the command line, read into a struct and checked. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "class/class.h"
#include "repl/explore/options.h"
#include "repl/repl.h"

/* What memrepl is asked to be. */
enum door {
    DOOR_PROMPT,
    DOOR_EXPLORE,
    DOOR_CHECK,
    DOOR_NATIVE,
    DOOR_GRADE,
    DOOR_AS,
    DOOR_CLASS,
    DOOR_VERSION,
    DOOR_HELP
};

/* -x FILE, -e CMD, plain FILE and what stands behind --, in the order in which they were given. */
struct item {
    enum item_kind { ITEM_SESSION, ITEM_COMMAND, ITEM_FILE, ITEM_BEHIND } kind;
    const char *text;
};

struct command_line {
    enum door door;
    struct repl_options options;
    struct item *items;
    size_t item_count;
    const char *
        *program; /* FILE.c… with input and arguments: the words for repl_program(), or none */
    int program_count;
    struct explore_wish wish; /* for DOOR_EXPLORE */
    bool is_batch, is_confined, has_echo, is_blessing;
    int grade;                /* the lab, for DOOR_GRADE */
    const char *result;       /* where to write it, for DOOR_GRADE; or NULL */
    const char *format;       /* for DOOR_AS; its result is the one item */
    struct class_order class; /* for DOOR_CLASS */
    const char *from;         /* the folder of the files to grade or to use; NULL: the lab's own */
};

/* Reads argv, whose strings must outlive the result; `home` as in repl_options. False when
 * something is wrong: *error is the sentence that says so (caller frees; NULL when memory ran
 * out). */
bool options_read(struct command_line *result, int argc, char **argv, const char *home,
                  char **error);
void options_free(struct command_line *result);

#endif
