/* modes.h: the prompts that there are, what each studies, and which of them is shown. */
#ifndef REPL_MODES_H
#define REPL_MODES_H

#include "repl/command.h"
#include "repl/limits.h"

struct mem;
struct mems;
struct program;

struct modes {
    const struct repl_options *options;
    struct repl_options complete; /* the same without a lab that is built */
    char *suspect;                /* complete.lab_from when `lab` named it; owned */
    struct console *console;
    struct mem *mem;
    struct mems *mems;                             /* NULL until it is first gone to */
    struct program *program;                       /* NULL until one is named */
    struct mode mem_mode, mems_mode, program_mode; /* their own rows and the common ones */
    struct elsewhere elsewhere[3];                 /* mem and mems */
    struct mode *mode;                             /* whose prompt is shown */
    const struct command *common;                  /* rows that every mode has, */
    void *common_context;                          /* and what they are called with */
};

/* Opens the memory server and, for a lab of MeMS, that. False with *error (heap string; NULL when out
 * of memory). Options, console and rows must outlive it; modes_close() in any case. */
bool modes_open(struct modes *modes, const struct repl_options *options, struct console *console,
                const struct command *common, void *common_context, char **error);
void modes_close(struct modes *modes);

/* The first lines at an interactive start. */
void modes_greet(struct modes *modes);

/* The commands mem, mems, lab and program, but for their usage. */
void modes_go_to_mem(struct modes *modes);
enum outcome modes_go_to_mems(struct modes *modes);
enum outcome modes_go_to_lab(struct modes *modes, int lab, const char *place);
enum outcome modes_go_to_program(struct modes *modes);

/* Builds a program of these words and goes to it. */
enum outcome modes_begin_program(struct modes *modes, int count, const char *const *words);

#endif
