#include "repl/explore/splitting.h"

#include "program/expressions/expression.h"
#include "repl/act/stepping.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_NAME "stdout" /* no variable of a program can be called so */

/* ---- Words and places ------------------------------------------------------------------------ */

static int compare_words(const void *left, const void *right)
{
    uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;
    return one < other ? -1 : one > other;
}

uint32_t splitting_join(const uint64_t *words, uint32_t count, struct split_range *ranges)
{
    uint32_t joined = 0;
    uint64_t *sorted = calloc(count + 1, sizeof *sorted);
    if (sorted == NULL)
        return 0;
    if (count > 0)
        memcpy(sorted, words, count * sizeof *words);
    qsort(sorted, count, sizeof *sorted, compare_words);
    for (uint32_t index = 0; index < count; index++) {
        struct split_range *last = &ranges[joined - 1];
        if (joined > 0 && sorted[index] <= last->address + last->bytes)
            last->bytes = sorted[index] + MACHINE_WORD - last->address;
        else if (joined < MACHINE_SPLITS)
            ranges[joined++] = (struct split_range){sorted[index], MACHINE_WORD};
    }
    free(sorted);
    return joined;
}

/* In whole words. */
static struct split_range widen(uint64_t address, uint64_t bytes)
{
    uint64_t low = address / MACHINE_WORD * MACHINE_WORD;
    uint64_t high = (address + bytes + MACHINE_WORD - 1) / MACHINE_WORD * MACHINE_WORD;
    return (struct split_range){low, high - low};
}

/* ---- Names ----------------------------------------------------------------------------------- */

/* "0x200000001230+8": a place without a name. */
static bool read_address(const char *text, struct split_range *range)
{
    char *end;
    uint64_t address = strtoull(text, &end, 16), bytes = 1;
    if (strncmp(text, "0x", 2) != 0 || end == text + 2)
        return false;
    if (*end == '+')
        bytes = strtoull(end + 1, &end, 10);
    *range = widen(address, bytes);
    return *end == '\0' && bytes > 0;
}

/* False with the sentence. */
static bool read_place(const struct study *study, const char *text, struct split_range *range,
                       char *problem, size_t size)
{
    struct memory_view view = study_view(study);
    struct value value;
    if (strcmp(text, OUTPUT_NAME) == 0)
        *range = widen(MACHINE_OUTPUT_PLACE, MACHINE_WORD);
    else if (!read_address(text, range)) {
        if (!expression_evaluate(study->names, &view, text, &value, problem, size))
            return false;
        *range = widen(value.address, value.type->size);
        if (!value.is_lvalue || value.type->size == 0) {
            snprintf(problem, size, "%s is no variable, nor a part of one", text);
            return false;
        }
    }
    return true;
}

struct object_name splitting_name(const struct study *study, const struct split_range *range)
{
    struct object_name name = {.text = ""};
    struct split_range named;
    char problem[EXPRESSION_PROBLEM_SIZE];
    static const uint64_t sizes[] = {1, 2, 4, 8};
    if (range->address == MACHINE_OUTPUT_PLACE) {
        snprintf(name.text, sizeof name.text, OUTPUT_NAME);
        return name;
    }
    for (size_t index = 0; index <= sizeof sizes / sizeof sizes[0]; index++) {
        bool is_last = index == sizeof sizes / sizeof sizes[0];
        uint64_t bytes = is_last ? range->bytes : sizes[index];
        if (names_describe(study->names, range->address, bytes, name.text, sizeof name.text,
                           NULL) &&
            read_place(study, name.text, &named, problem, sizeof problem) &&
            named.address == range->address && named.bytes == range->bytes)
            return name;
    }
    snprintf(name.text, sizeof name.text, "0x%" PRIx64 "+%" PRIu64, range->address, range->bytes);
    return name;
}

/* ---- split ----------------------------------------------------------------------------------- */

static enum outcome show_splits(const struct study *study, struct console *console)
{
    const struct split_state *splits = &study_machine(study)->splits;
    struct words words;
    words_clear(&words);
    for (uint32_t index = 0; index < splits->count; index++)
        words_add(&words, "%s %s", index == 0 ? "Split:" : ",",
                  splitting_name(study, &splits->ranges[index]).text);
    if (splits->count == 0)
        words_add(&words, "Nothing is split: a step ends before operations only");
    words_add(&words, ".");
    words_print(&words, console, 0);
    return OUTCOME_OK;
}

/* Reads all of them before any is split. */
static bool read_places(const struct study *study, struct console *console, int count,
                        char **arguments, struct split_range *ranges)
{
    char problem[EXPRESSION_PROBLEM_SIZE];
    if ((uint32_t)count > MACHINE_SPLITS - study_machine(study)->splits.count) {
        command_refuse(console, "at most %d places can be split", MACHINE_SPLITS);
        return false;
    }
    for (int index = 0; index < count; index++)
        if (!read_place(study, arguments[index], &ranges[index], problem, sizeof problem)) {
            command_refuse(console, "%s", problem);
            return false;
        }
    return true;
}

static enum outcome run_split(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct split_range ranges[MACHINE_SPLITS];
    struct words line;
    if (count == 0)
        return show_splits(study, console);
    if (!stepping_may_act(study, console) || !read_places(study, console, count, arguments, ranges))
        return OUTCOME_ERROR;
    words_clear(&line);
    words_add(&line, "split");
    for (int index = 0; index < count; index++)
        words_add(&line, " %s", arguments[index]);
    if (!stepping_begin(study, console, "%s", line.text))
        return OUTCOME_ERROR;
    for (int index = 0; index < count; index++)
        stepper_split(study->stepper, ranges[index].address, ranges[index].bytes);
    history_end(study, line.text);
    return show_splits(study, console);
}

const struct command splitting_commands[] = {
    {.name = "split",
     .arguments = "[NAME...]",
     .help = "from here on, each read and write of the variable is a step of its own; alone: list "
             "them",
     .example = "split hits -- between reading and writing hits, others can run",
     .most = MACHINE_SPLITS - 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_NAME,
     .run = run_split},
    {.name = NULL},
};
