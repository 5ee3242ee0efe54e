/* asking.h: questions to the program: call a function, expect what should hold.
 *
 * `call` runs a function of the program itself on the prompt's slot. That is a choice like any
 * other: it can be stepped, undone and saved. */
#ifndef REPL_ACT_ASKING_H
#define REPL_ACT_ASKING_H

#include "repl/study/study.h"

/* False, with the refusal printed, while an earlier call has not come to its end. */
bool asking_may_call(const struct study *study, struct console *console);

/* Runs a function on the prompt's slot until it returns or cannot go on. Two choices; the caller
 * has begun a command and made sure that it may call. */
struct stop asking_call(struct study *study, uint64_t function, const uint64_t *arguments,
                        int count);

/* True while what the prompt's slot runs has not returned. */
bool asking_is_calling(const struct study *study);

/* Says what the last call returned, or why it has not: "queue_pop returns true." */
void asking_tell_call(struct study *study, struct console *console);

/* What the last call from the prompt returned; false when it returned nothing, or there was none.
 * Read from the machine, so that it goes back and forth in time with it. */
bool asking_result(const struct study *study, int64_t *result);

enum verdict {
    VERDICT_HOLDS,
    VERDICT_FAILS,  /* *got says what is the case */
    VERDICT_WRONG,  /* it names something that is not there; *got says what */
    VERDICT_UNKNOWN /* no expectation is written like this */
};

/* Judges what any program can be expected to do: "thread T1 blocked", "step 4", "deadlock", "no
 * event", "result == 0", "queue.length <= 3". `words` is what stands behind `expect`, split; *got
 * is empty. */
enum verdict asking_expect(struct study *study, int count, char **words, struct words *got);

/* Does `expect TEXT`: splits it, lets `judge` say, and prints what is not as expected. */
enum outcome asking_judge(struct console *console, const char *text,
                          enum verdict (*judge)(void *context, int count, char **words,
                                                struct words *got),
                          void *context);

/* The topic "expect" of help: the forms that a mode has. */
void asking_explain(struct console *console, const struct console_form *forms, size_t count);

/* Compares by an operator of C. False when there is no such comparison. */
bool asking_compare(const char *operator, int64_t left, int64_t right, bool *holds);

/* call. A mode has its own row for expect, with the forms it adds. */
extern const struct command asking_commands[];

#endif
