#include "repl/transcript/block.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define START "$ ./memrepl"

static const char *const prompts[] = {"mem>", "mems>", "prog>"};

struct runner {
    FILE *report;
    int inputs;

    /* The present session; its console prints to memory. */
    struct repl *repl;
    struct console console;
    char *output;
    size_t output_size;

    struct repl_options options; /* of the session: must live as long */

    /* The command line that repeats it up to here. */
    FILE *repeat;
    char *repeat_text;
    size_t repeat_size;
};

/* ---- Sessions -------------------------------------------------------------------------------- */

static void end_session(struct runner *runner)
{
    repl_close(runner->repl);
    runner->repl = NULL;
    if (runner->console.out != NULL)
        fclose(runner->console.out);
    runner->console.out = NULL;
    free(runner->output);
    runner->output = NULL;
    if (runner->repeat != NULL)
        fclose(runner->repeat);
    runner->repeat = NULL;
    free(runner->repeat_text);
    runner->repeat_text = NULL;
}

static enum outcome refuse(struct runner *runner, const struct block *block, size_t line,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));

static enum outcome refuse(struct runner *runner, const struct block *block, size_t line,
                           const char *format, ...)
{
    va_list arguments;
    fprintf(runner->report, "%s:%zu: ", block->path, (size_t)block->line + line);
    va_start(arguments, format);
    vfprintf(runner->report, format, arguments);
    va_end(arguments);
    fprintf(runner->report, "\n");
    return OUTCOME_ERROR;
}

static enum outcome begin_session(struct runner *runner, const struct block *block,
                                  const struct repl_options *options)
{
    end_session(runner);
    runner->options = *options;
    FILE *out = open_memstream(&runner->output, &runner->output_size);
    runner->repeat = open_memstream(&runner->repeat_text, &runner->repeat_size);
    if (out == NULL || runner->repeat == NULL) {
        if (out != NULL)
            fclose(out);
        return refuse(runner, block, 0, "no memory left");
    }
    console_init(&runner->console, out);
    fprintf(runner->repeat, "./memrepl");
    repl_options_print(options, runner->repeat);

    char *error = NULL;
    runner->repl = repl_open(&runner->options, &runner->console, &error);
    if (runner->repl != NULL)
        return OUTCOME_OK;
    refuse(runner, block, 0, "%s", error != NULL ? error : "no memory left");
    free(error);
    return OUTCOME_ERROR;
}

struct runner *runner_open(FILE *report)
{
    struct runner *runner = calloc(1, sizeof *runner);
    if (runner != NULL)
        runner->report = report;
    return runner;
}

void runner_close(struct runner *runner)
{
    if (runner == NULL)
        return;
    end_session(runner);
    free(runner);
}

int runner_inputs(const struct runner *runner)
{
    return runner->inputs;
}

/* ---- Lines ----------------------------------------------------------------------------------- */

/* What stands after the prompt, or NULL where there is none. An editor may have stripped "mem>
 * ". */
static const char *input_of(const char *line)
{
    for (size_t i = 0; i < sizeof prompts / sizeof prompts[0]; i++) {
        size_t length = strlen(prompts[i]);
        if (strncmp(line, prompts[i], length) == 0 && (line[length] == ' ' || line[length] == '\0'))
            return line + length + (line[length] == ' ');
    }
    return NULL;
}

void block_strip_end(char *line)
{
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r\n", line[length - 1]) != NULL)
        line[--length] = '\0';
}

/* Writes one line of a block, indented unless it is empty. */
static void write_line(FILE *out, int indent, const char *line)
{
    fprintf(out, "%*s%s\n", line[0] != '\0' ? indent : 0, "", line);
}

/* Cuts text into its lines, in place. The array is the caller's; NULL in it when memory ran out. */
static struct lines split_lines(char *text)
{
    size_t most = 1;
    for (const char *c = text; *c != '\0'; c++)
        most += *c == '\n';
    struct lines lines = {.line = calloc(most, sizeof *lines.line)};
    while (lines.line != NULL && *text != '\0') {
        char *end = text + strcspn(text, "\n");
        bool is_last = *end == '\0';
        *end = '\0';
        block_strip_end(text);
        lines.line[lines.count++] = text;
        text = is_last ? end : end + 1;
    }
    return lines;
}

/* ---- One input and its output ---------------------------------------------------------------- */

struct exchange {
    size_t line; /* of the block, where the input stands */
    const char *input;
    struct lines expected, got;
};

static void show_lines(FILE *report, const char *title, struct lines lines)
{
    fprintf(report, "  %s%s\n", title, lines.count == 0 ? " nothing" : "");
    for (size_t i = 0; i < lines.count; i++)
        fprintf(report, "    %s\n", lines.line[i]);
}

static void report_difference(struct runner *runner, const struct block *block,
                              const struct exchange *exchange)
{
    fprintf(runner->report, "%s:%zu: differs\n  input: %s\n", block->path,
            (size_t)block->line + exchange->line, exchange->input);
    show_lines(runner->report, "expected:", exchange->expected);
    show_lines(runner->report, "got:", exchange->got);
    fflush(runner->repeat);
    fprintf(runner->report, "  repeat: %s\n", runner->repeat_text);
}

/* Whether the document would read an output line as something else. Such output can only be shown
 * loosely. */
static bool is_misread(const struct block *block, const char *line)
{
    const char fence[] = {block->fence, '\0'};
    size_t length = strspn(line, fence);
    return input_of(line) != NULL || (length >= 3 && line[length] == '\0');
}

/* Writes what is to be expected from now on. */
static enum outcome bless(struct runner *runner, const struct block *block,
                          const struct exchange *exchange, FILE *out)
{
    struct lines merged = loose_merge(exchange->expected, exchange->got);
    if (merged.line == NULL)
        return refuse(runner, block, exchange->line, "no memory left");
    enum outcome outcome = OUTCOME_OK;
    for (size_t i = 0; i < merged.count; i++) {
        if (is_misread(block, merged.line[i]))
            outcome =
                refuse(runner, block, exchange->line,
                       "cannot bless an output line like a prompt or a fence: %s", merged.line[i]);
        write_line(out, block->indent, merged.line[i]);
    }
    free(merged.line);
    return outcome;
}

static enum outcome compare(struct runner *runner, const struct block *block,
                            const struct exchange *exchange, bool is_first_difference, FILE *out)
{
    bool matches = loose_match(exchange->expected, exchange->got);
    if (!matches && is_first_difference)
        report_difference(runner, block, exchange);
    if (!matches && out != NULL && bless(runner, block, exchange, out) != OUTCOME_OK)
        return OUTCOME_ERROR;
    for (size_t i = 0; matches && out != NULL && i < exchange->expected.count; i++)
        write_line(out, block->indent, exchange->expected.line[i]);
    return matches ? OUTCOME_OK : OUTCOME_FAILED;
}

/* Adds -e LINE to the command that repeats the session, quoted where the shell wants it: '\'' is a
 * quote within quotes. */
static void add_to_repeat(FILE *repeat, const char *input)
{
    const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,-";
    if (input[0] != '\0' && input[strspn(input, plain)] == '\0') {
        fprintf(repeat, " -e %s", input);
        return;
    }
    fprintf(repeat, " -e '");
    for (const char *c = input; *c != '\0'; c++)
        fprintf(repeat, *c == '\'' ? "'\\''" : "%c", *c);
    fprintf(repeat, "'");
}

/* Does the input, or greets when it is NULL, and compares. */
static enum outcome run_exchange(struct runner *runner, const struct block *block,
                                 struct exchange *exchange, bool is_first_difference, FILE *out)
{
    fflush(runner->console.out);
    size_t start = runner->output_size;
    if (exchange->input != NULL) {
        runner->inputs++;
        add_to_repeat(runner->repeat, exchange->input);
        repl_line(runner->repl, exchange->input);
    } else {
        exchange->input = "(the greeting)";
        repl_greet(runner->repl);
    }
    fflush(runner->console.out);

    char *text = strndup(runner->output + start, runner->output_size - start);
    enum outcome outcome = OUTCOME_ERROR;
    if (text != NULL)
        exchange->got = split_lines(text);
    if (exchange->got.line != NULL)
        outcome = compare(runner, block, exchange, is_first_difference, out);
    else
        refuse(runner, block, exchange->line, "no memory left");
    free(exchange->got.line);
    free(text);
    return outcome;
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* Reads "--seed 7 --threads=2" after $ ./memrepl; words are cut in place. */
static enum outcome read_options(struct runner *runner, const struct block *block, char *text,
                                 struct repl_options *options)
{
    char *rest = NULL;
    for (char *word = strtok_r(text, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(word, '=');
        if (value != NULL)
            *value++ = '\0';
        else
            value = strtok_r(NULL, " ", &rest);
        char *error = NULL;
        if (strncmp(word, "--", 2) != 0 || value == NULL)
            return refuse(runner, block, 0,
                          "a transcript takes options with their values only, not \"%s\"", word);
        if (!repl_options_set(options, word + 2, value, false, &error)) {
            refuse(runner, block, 0, "%s", error != NULL ? error : "no memory left");
            free(error);
            return OUTCOME_ERROR;
        }
    }
    return OUTCOME_OK;
}

static enum outcome begin_block(struct runner *runner, const struct block *block, bool has_start)
{
    if (block->continues && runner->repl == NULL)
        return refuse(runner, block, 0, "there is no block before that this one could continue");
    if (block->continues && has_start)
        return refuse(runner, block, 0, "a block that continues cannot start anew");
    if (block->continues)
        return OUTCOME_OK;

    struct repl_options options = block->options;
    if (has_start) {
        char *text = strdup(block->lines.line[0] + strlen(START));
        enum outcome outcome = text == NULL ? refuse(runner, block, 0, "no memory left")
                                            : read_options(runner, block, text, &options);
        free(text);
        if (outcome != OUTCOME_OK)
            return outcome;
    }
    return begin_session(runner, block, &options);
}

static size_t next_prompt(const struct block *block, size_t line)
{
    while (line < block->lines.count && input_of(block->lines.line[line]) == NULL)
        line++;
    return line;
}

enum outcome block_run(struct runner *runner, const struct block *block, FILE *out)
{
    const struct lines lines = block->lines;
    bool has_start = lines.count > 0 && strncmp(lines.line[0], START, strlen(START)) == 0;
    if (!has_start && next_prompt(block, 0) != 0)
        return refuse(runner, block, 0, "a block begins with a prompt or with " START);
    enum outcome outcome = begin_block(runner, block, has_start);

    bool differs = false;
    for (size_t line = 0; line < lines.count && outcome != OUTCOME_ERROR;) {
        size_t end = next_prompt(block, line + 1);
        struct exchange exchange = {
            .line = line,
            .input = input_of(lines.line[line]), /* NULL for the start */
            .expected = {lines.line + line + 1, end - line - 1},
        };
        if (out != NULL)
            write_line(out, block->indent, lines.line[line]);
        outcome = run_exchange(runner, block, &exchange, !differs, out);
        differs = differs || outcome == OUTCOME_FAILED;
        line = end;
    }
    return outcome == OUTCOME_ERROR ? OUTCOME_ERROR : differs ? OUTCOME_FAILED : OUTCOME_OK;
}
