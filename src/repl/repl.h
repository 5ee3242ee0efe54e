/* repl.h: one session at the prompt: the modes, and what a line does to them.
 *
 *   editor/, script, transcript/  where lines come from: a terminal, a file, the examples of a document
 *   command, help, modes          what a line means at which prompt
 *   mem/, mems/, program/         the three prompts, with the commands and views that are theirs alone
 *   study/                        the facts of a program under study: threads, frames, stops, history
 *   act/, travel/                 what makes it go on, or back
 *   words/, inspect/              what is said of it, and the views of any program
 *   explore/                      every schedule: the search's progress, report and sessions
 *   export/, page/, record/       pictures, and pages of the steps that were recorded for them
 *   tour/                         the lessons of `help tour` */
#ifndef REPL_REPL_H
#define REPL_REPL_H

#include "repl/command.h"
#include "repl/limits.h"

struct repl;

/* A fresh session that prints to `console`. NULL when it cannot be made; *error says why (caller
 * frees). The options and the console must outlive it. */
struct repl *repl_open(const struct repl_options *options, struct console *console, char **error);
void repl_close(struct repl *repl);

/* The mode whose prompt is shown now. */
const struct mode *repl_mode(const struct repl *repl);
struct console *repl_console(const struct repl *repl);

/* The first lines at an interactive start. */
void repl_greet(struct repl *repl);

/* Stops the command that is running and the file that is being sourced. Async-signal-safe. */
void repl_interrupt(struct repl *repl);

/* Whether the last line, or file, was interrupted. */
bool repl_was_interrupted(const struct repl *repl);

/* Does `program` with these words, as the command of that name would. */
enum outcome repl_program(struct repl *repl, int count, const char *const *words);

/* Does one line in the present mode. */
enum outcome repl_line(struct repl *repl, const char *line);

/* Does the lines of a file, "-" for standard input; stops at the first that is not OUTCOME_OK,
 * which it prints as FILE:LINE: message. `echo` shows each line before it is done. A file that
 * sources itself, or is not text, is refused. Flushes the console after each line: what a reader at
 * the other end of a pipe sees is never behind. */
enum outcome repl_source(struct repl *repl, const char *path, bool echo);

#endif
