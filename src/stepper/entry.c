#include "stepper/entry.h"

#include <string.h>

#include "program/text.h"

static size_t arguments_bytes(const char *const *arguments)
{
    size_t bytes = 0;
    for (; *arguments != NULL; arguments++)
        bytes += strlen(*arguments) + 1;
    return bytes;
}

char *stepper_refuse_main(const char *const *arguments, size_t input_bytes)
{
    size_t bytes = arguments_bytes(arguments);
    if (bytes > STEPPER_ARGUMENT_BYTES)
        return text_format("the arguments take %zu bytes; a program gets at most %zu", bytes,
                           STEPPER_ARGUMENT_BYTES);
    if (input_bytes > STEPPER_INPUT_BYTES)
        return text_format("the input has %zu bytes; a program gets at most %zu", input_bytes,
                           STEPPER_INPUT_BYTES);
    return NULL;
}

bool entry_reserve(struct control *control, size_t bytes, uint64_t *at)
{
    if (bytes > CONTROL_TEXT_BYTES - control->texts_used)
        return false;
    *at = control->texts_used;
    control->texts_used += (bytes + sizeof(uint64_t) - 1) / sizeof(uint64_t) * sizeof(uint64_t);
    return true;
}

bool entry_keep(struct control *control, const char *const *arguments, const char *input,
                size_t input_bytes, struct program_entry *entry)
{
    size_t bytes = arguments_bytes(arguments);
    if (bytes > STEPPER_ARGUMENT_BYTES || input_bytes > STEPPER_INPUT_BYTES ||
        !entry_reserve(control, bytes, &entry->arguments_at) ||
        !entry_reserve(control, input_bytes, &entry->input_at))
        return false;
    char *end = control->texts + entry->arguments_at;
    for (; *arguments != NULL; arguments++, entry->argument_count++)
        end = stpcpy(end, *arguments) + 1;
    if (input_bytes > 0)
        memcpy(control->texts + entry->input_at, input, input_bytes);
    entry->input_bytes = input_bytes;
    return true;
}
