#include "repl/words/narrate.h"

#include "program/text.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- Sentences ------------------------------------------------------------------------------- */

static void add(struct words *words, const char *format, va_list arguments)
{
    struct text text = {.bytes = words->text, .size = WORDS_BYTES, .used = words->used};
    text_add_list(&text, format, arguments);
    words->used = text.used;
}

void words_clear(struct words *words)
{
    words->text[0] = '\0';
    words->used = 0;
}

void words_add(struct words *words, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(words, format, arguments);
    va_end(arguments);
}

void words_capital(struct words *words)
{
    if (strncmp(words->text, "main ", strlen("main ")) == 0)
        return;
    words->text[0] = (char)toupper((unsigned char)words->text[0]);
}

void words_print(const struct words *words, struct console *console, int indent)
{
    if (words->used > 0)
        console_wrap(console, 0, indent, words->text);
}

void words_say(struct console *console, const char *format, ...)
{
    struct words words;
    va_list arguments;
    words_clear(&words);
    va_start(arguments, format);
    add(&words, format, arguments);
    va_end(arguments);
    words_print(&words, console, 0);
}

bool words_number(const char *text, int64_t least, int64_t most, int64_t *number)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || isspace((unsigned char)text[0]))
        return false;
    *number = value;
    return value >= least && value <= most;
}

bool words_is_numeric(const char *text)
{
    return isdigit((unsigned char)text[text[0] == '-' || text[0] == '+']);
}

/* ---- Threads --------------------------------------------------------------------------------- */

struct spoken_name narrate_name(const struct study *study, thread_slot slot)
{
    struct spoken_name spoken;
    struct thread_name name = study_thread_name(study, slot);
    size_t length = strlen(name.text);
    bool is_word = slot != NO_THREAD && islower((unsigned char)name.text[0]) &&
                   !isdigit((unsigned char)name.text[length - 1]) && strcmp(name.text, "main") != 0;
    snprintf(spoken.text, sizeof spoken.text, "%s%s", is_word ? "the " : "", name.text);
    return spoken;
}

static bool is_numbered(const struct study *study, thread_slot slot)
{
    return isupper((unsigned char)study_thread_name(study, slot).text[0]);
}

/* How many from the first on are neighbours with numbers: T3, T4, T5 are 3. */
static size_t row_length(const struct study *study, const thread_slot *slots, size_t count)
{
    size_t length = 1;
    while (length < count && slots[length] == slots[0] + (thread_slot)length &&
           is_numbered(study, slots[0]) && is_numbered(study, slots[length]))
        length++;
    return length < 3 ? 1 : length;
}

void narrate_list(const struct study *study, struct words *words, const thread_slot *slots,
                  size_t count)
{
    for (size_t index = 0; index < count;) {
        size_t row = row_length(study, slots + index, count - index);
        if (index > 0)
            words_add(words, index + row == count ? " and " : ", ");
        words_add(words, "%s", narrate_name(study, slots[index]).text);
        if (row > 1)
            words_add(words, "-%s", narrate_name(study, slots[index + row - 1]).text);
        index += row;
    }
}

/* ---- Output ---------------------------------------------------------------------------------- */

/* Prints a piece of output; what a terminal might obey becomes a question mark. *writer is whose
 * line is not ended yet, or NO_THREAD: a thread may print its line in several pieces. */
static void print_piece(const struct study *study, struct console *console,
                        const struct output *output, thread_slot *writer)
{
    if (*writer != NO_THREAD && *writer != output->thread) {
        fputc('\n', console->out);
        *writer = NO_THREAD;
    }
    thread_slot prompt = study_prompt(study);
    for (size_t index = 0; index < output->size; index++) {
        if (*writer == NO_THREAD && output->thread != prompt)
            fprintf(console->out, "%s prints: ", study_thread_name(study, output->thread).text);
        *writer = output->bytes[index] == '\n' ? NO_THREAD : output->thread;
        fputc(text_harmless(output->bytes, index), console->out);
    }
}

void narrate_heard(struct study *study, struct console *console, struct words *words)
{
    struct output output;
    thread_slot writer = NO_THREAD;
    while (stepper_next_output(study->stepper, &output)) {
        words_print(words, console, 0);
        words_clear(words);
        print_piece(study, console, &output, &writer);
    }
    if (writer != NO_THREAD)
        fputc('\n', console->out);
}

void narrate_output(struct study *study, struct console *console)
{
    struct words nothing;
    words_clear(&nothing);
    narrate_heard(study, console, &nothing);
    uint64_t lost = stepper_lost_output(study->stepper);
    if (lost > 0)
        words_say(console, "(%" PRIu64 " bytes of output more than can be kept)", lost);
}
