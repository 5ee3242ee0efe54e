/* program.h: the prog> mode: any C program with a main() of its own, on top of what study/ can do.
 *
 *     slot 0           main; at step 0 it stands before its first step
 *     slots 1, 2, ...  T1, T2, ..., in the order in which they are created
 *
 * Nobody waits for the person at the prompt here: when no thread can run, the program has ended or
 * is in a deadlock. */
#ifndef PROGRAM_PROGRAM_H
#define PROGRAM_PROGRAM_H

#include "repl/repl.h"

struct program;

/* Builds the program that the words behind `program` name, loads it, and starts main. Prints what
 * the compiler warns of. NULL when that cannot be: *error (heap string) is a sentence, perhaps with
 * the compiler's messages below it. The options must outlive it. */
struct program *program_open(const struct repl_options *options, struct console *console, int count,
                             const char *const *words, char **error);
void program_close(struct program *program); /* NULL is fine */

const struct mode *program_mode(struct program *program);

/* The program as commands of study/ see it. */
struct study;
struct study *program_study(struct program *program);

/* "queue", for queue.c. */
void program_name(const struct program *program, char *name, size_t size);

/* Whether the program tests a suspect: one that ends with a status other than 0 then has failed. */
bool program_is_test(const struct program *program);

/* What the compiler warned of; empty when of nothing. */
const char *program_messages(const struct program *program);

/* True when it seems to read its standard input, and was given none. */
bool program_lacks_input(const struct program *program);

/* The lines that tell what is studied, and where it stands. OUTCOME_OK. */
enum outcome program_greet(struct program *program, struct console *console);

#endif
