/* worker.h: the program that holds the student's code, and the orders the grader gives it.
 *
 * The program runs in the child process of a stepper. It is only ever asked to do something, and
 * is then looked at from outside: what it should have done, the points and the verdict are in
 * this process, which runs none of the student's code.
 *
 * Each order is noted as the line one types at the prompt for the same (./memrepl --lab N), so
 * that what the grader did can be saved as a session. Threads have the prompt's slots: T0 to T9,
 * the server, and the prompt, which runs what is called; at mems> that is main. */
#ifndef GRADE_WORKER_WORKER_H
#define GRADE_WORKER_WORKER_H

#include <stdio.h>

#include "program/image/lines.h"
#include "program/labs.h"
#include "stepper/stepper.h"

enum {
    WORKER_THREADS = 10, /* request threads; with WORKER_MEMORY what `./memrepl` begins with */
    WORKER_MEMORY = 150, /* bytes */
    WORKER_SERVER = WORKER_THREADS,
    WORKER_PROMPT,
    WORKER_MAIN = 0,              /* of MeMS */
    WORKER_PRINTED_BYTES = 400,   /* kept of what the student's code prints */
    WORKER_OUTPUT_BYTES = 1 << 16 /* and of what a function prints that is meant to */
};

struct worker;

/* Loads the lab's program built at `path`, in which the student must have defined the lab's
 * functions. NULL when it cannot be loaded: *error says why (caller frees). worker_reset() comes
 * next. */
struct worker *worker_open(const char *path, const struct lab *lab, char **error);
void worker_close(struct worker *worker); /* NULL is fine */

/* How an order ended. */
enum answer_kind {
    ANSWER_RETURNED, /* the function came to its end */
    ANSWER_WAITS,    /* the thread waits for a lock or a semaphore */
    ANSWER_EVENT,    /* worker_machine()->event says what happened, before it did */
    ANSWER_DIED      /* the whole process ended without a word */
};

struct answer {
    enum answer_kind kind;
    thread_slot slot; /* whom it is about */
    uint64_t result;  /* ANSWER_RETURNED */
};

/* Goes back to the beginning, for the next check: in the memory server, to where the server waits for
 * its first request. The answer of a program that does not get there tells why; then it stands
 * where it stopped. */
struct answer worker_reset(struct worker *worker);

/* A moment to come back to: the program and its session are then as they were. Good until the next
 * reset. */
struct worker_mark {
    uint64_t position;
    size_t session_bytes;
};
struct worker_mark worker_mark(struct worker *worker);
void worker_return(struct worker *worker, struct worker_mark mark);

/* ---- Orders ---------------------------------------------------------------------------------- */

/* Calls a function of the program: "queue_push &desk[0] 1 40", arguments as `call` takes them at
 * the prompt. The program must have the function and what the arguments name. */
struct answer worker_call(struct worker *worker, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What the function that was called returned, as its type has it. */
int64_t worker_result(const struct worker *worker, const char *function,
                      const struct answer *answer);

/* The same of a function that is meant to print: what it prints on stdout becomes `text`, cut when it
 * is as long as `size`, and not a part of worker_printed(). */
struct answer worker_call_printing(struct worker *worker, char *text, size_t size,
                                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Notes another line of the prompt that does the same as the call: "malloc 40". What the function
 * prints on stdout is meant to be printed: worker_output() is that of the last such call. */
struct answer worker_call_as(struct worker *worker, const char *note, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
const char *worker_output(const struct worker *worker);

/* From now on the program is given so many more blocks: "blocks 3". */
void worker_limit_blocks(struct worker *worker, int blocks);

/* Writes bytes of the program, as part of the order noted last. */
void worker_write(struct worker *worker, uint64_t address, const void *bytes, size_t size);

/* Lets a thread run until it waits or ends. */
struct answer worker_run(struct worker *worker, thread_slot slot);

/* Starts request thread `id`, which asks for `size` bytes, and lets it run. */
struct answer worker_enqueue(struct worker *worker, int id, int size);

/* ---- Looking --------------------------------------------------------------------------------- */

/* False when the memory server did not come to its first wait: the prompt takes no orders then. */
bool worker_is_ready(const struct worker *worker);

const struct machine *worker_machine(const struct worker *worker);

/* Evaluates an expression of the program, "desk[0].length". False when it has no number. */
bool worker_number(const struct worker *worker, const char *expression, int64_t *number);

/* Copies bytes of the program; false when they cannot be read. */
bool worker_read(const struct worker *worker, uint64_t address, void *buffer, size_t size);

/* The place of a call-back's return address, and the text of that line without its indentation. */
bool worker_place(const struct worker *worker, uint64_t pc, struct place *place);
bool worker_line(const struct worker *worker, const struct place *place, char *text, size_t size);

/* Name of a thread in a session: "T3", "server", "prompt", "main". */
struct worker_name {
    char text[MACHINE_NAME_BYTES];
};
struct worker_name worker_name(const struct worker *worker, thread_slot slot);

/* The orders since the last reset, a line each. */
const char *worker_session(struct worker *worker);

/* The first bytes of what the memory server's threads have printed on stdout since the last reset. */
const char *worker_said(const struct worker *worker);

/* The first bytes of what nobody asked for, in all checks so far: what the functions that were called
 * have printed, and all on stderr. */
const char *worker_printed(const struct worker *worker);

/* For landing.c, which goes back over the last order move by move. */
struct stepper *worker_stepper(struct worker *worker);

#endif
