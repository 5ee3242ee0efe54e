/* narrate.h: what threads do, wait for and could do next, in plain words.
 *
 * First the sentence: a buffer of fixed size that is added to piece by piece and printed once,
 * broken at blanks to the width of the console. What does not fit is cut: nothing a view says is
 * that long. Then the words for the facts of study.h: functions that take a struct words add to
 * it, those that take a console print whole lines. */
#ifndef REPL_WORDS_NARRATE_H
#define REPL_WORDS_NARRATE_H

#include "repl/study/study.h"
#include "repl/words/operations.h"

/* ---- Sentences ------------------------------------------------------------------------------- */

enum { WORDS_BYTES = 2048 };

struct words {
    char text[WORDS_BYTES];
    size_t used; /* without the final 0 */
};

/* Makes it empty; must come first. */
void words_clear(struct words *words);

/* Adds formatted text at the end. */
void words_add(struct words *words, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes the first letter a capital one; main stays the name that it is. */
void words_capital(struct words *words);

/* Prints the sentence as a paragraph; further lines are indented by `indent`. Nothing when
 * empty. */
void words_print(const struct words *words, struct console *console, int indent);

/* Prints one formatted paragraph. */
void words_say(struct console *console, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads a whole decimal number. False when `text` is none, or is outside [least, most]. */
bool words_number(const char *text, int64_t least, int64_t most, int64_t *number);

/* True when `text` could be meant as a number: it begins like one. */
bool words_is_numeric(const char *text);

/* "1 byte", "2 bytes": for a plural in s. */
#define WORDS_COUNT(count, noun) (long long)(count), (count) == 1 ? noun : noun "s"

/* ---- What a program does --------------------------------------------------------------------- */

/* A thread in a sentence: "T3", "the server". */
struct spoken_name {
    char text[MACHINE_NAME_BYTES + 4];
};
struct spoken_name narrate_name(const struct study *study, thread_slot slot);

/* Adds "T0, T1 and the server"; three and more in a row become "T0-T9". */
void narrate_list(const struct study *study, struct words *words, const thread_slot *slots,
                  size_t count);

/* Prints what the program printed since the last call, each line with its thread. */
void narrate_output(struct study *study, struct console *console);

/* The same between two orders of one command: what was said so far comes first and is then
 * empty. */
void narrate_heard(struct study *study, struct console *console, struct words *words);

#endif
