#include "repl/editor/editor.h"

#include "repl/editor/keys.h"
#include "repl/editor/past.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/readline.h>

struct editor {
    struct repl *repl;
    struct past past;
    char *repeated; /* the line that an empty line does again, or NULL */
};

/* For readline's callbacks, which get no context. */
static struct editor *present;

/* ---- Completion ------------------------------------------------------------------------------ */

/* The candidates gathered for the word at the cursor, handed to readline one by one. */
static struct {
    char **item;
    size_t count, next;
} candidates;

/* Takes over a heap string that begins with the word, and frees any other. */
static void offer(char *item, const char *word)
{
    char **grown = NULL;
    if (item != NULL && strncmp(item, word, strlen(word)) == 0)
        grown = realloc(candidates.item, (candidates.count + 1) * sizeof *grown);
    if (grown == NULL) {
        free(item);
        return;
    }
    candidates.item = grown;
    candidates.item[candidates.count++] = item;
}

static void offer_all(const char *const *items, const char *word)
{
    for (; items != NULL && *items != NULL; items++)
        offer(strdup(*items), word);
}

static void offer_commands(const struct mode *mode, const char *word)
{
    const struct command *row;
    for (size_t i = 0; (row = command_at(mode, i)) != NULL; i++)
        offer(strdup(row->name), word);
}

static void offer_arguments(const struct mode *mode, const struct command *row, const char *word)
{
    offer_all(row->words, word);
    if (row->complete == ARGUMENT_COMMAND)
        offer_commands(mode, word);
    if (strcmp(row->name, "help") == 0)
        offer_all(mode->topics, word);
    char **items =
        mode->candidates == NULL ? NULL : mode->candidates(mode->context, row->complete, word);
    for (size_t i = 0; items != NULL && items[i] != NULL; i++)
        offer(items[i], word);
    free(items);
}

/* Readline frees each string it is given. */
static char *next_candidate(const char *word, int state)
{
    (void)word, (void)state;
    if (candidates.next < candidates.count)
        return candidates.item[candidates.next++];
    free(candidates.item);
    candidates.item = NULL;
    candidates.count = candidates.next = 0;
    return NULL;
}

/* Completes the word from `start` on: the first as a command, the others by the row of the first.
 * Where the argument is a command itself (display print …), its row says how to go on; words in front of
 * a file (export svg …) are offered where they can stand. */
static char **complete(const char *word, int start, int end)
{
    (void)end;
    const struct mode *mode = repl_mode(present->repl);
    const struct command *row = NULL;
    const char *line = rl_line_buffer + strspn(rl_line_buffer, " \t");
    const char *place = rl_line_buffer + start;
    while (line < place && (row == NULL || row->complete == ARGUMENT_COMMAND)) {
        row = command_of_line(mode, line);
        if (row == NULL)
            break;
        line += strcspn(line, " \t");
        line += strspn(line, " \t");
    }
    bool is_file = row != NULL && row->complete == ARGUMENT_FILE;
    if (is_file && line == place)
        offer_all(row->words, word);
    rl_attempted_completion_over = !is_file || candidates.count > 0; /* readline completes files */
    if (is_file)
        return candidates.count > 0 ? rl_completion_matches(word, next_candidate) : NULL;
    if (row != NULL)
        offer_arguments(mode, row, word);
    else if (line == place)
        offer_commands(mode, word);
    return rl_completion_matches(word, next_candidate);
}

/* ---- Doing it -------------------------------------------------------------------------------- */

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t\r")] == '\0';
}

/* The line that an empty one stands for: the last, if its row may be repeated by accident. */
static void note_repeated(struct editor *editor, const char *line)
{
    const struct command *row = command_of_line(repl_mode(editor->repl), line);
    free(editor->repeated);
    editor->repeated = row != NULL && row->repeats ? strdup(line) : NULL;
}

static enum outcome do_line(struct editor *editor, const char *line)
{
    if (!is_blank(line)) {
        past_add(&editor->past, line);
        note_repeated(editor, line);
    } else if (editor->repeated != NULL) {
        line = editor->repeated;
    }
    struct console *console = repl_console(editor->repl);
    console_measure(console);
    enum outcome outcome = repl_line(editor->repl, line);
    fflush(console->out);
    return outcome;
}

/* Does one line after the other of what was pasted, showing which; the first that fails ends it. */
static enum outcome do_lines(struct editor *editor, char *text)
{
    if (strchr(text, '\n') == NULL)
        return do_line(editor, text);
    enum outcome outcome = OUTCOME_OK;
    char *rest;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (is_blank(line))
            continue;
        fprintf(repl_console(editor->repl)->out, "%s%s\n", repl_mode(editor->repl)->prompt, line);
        outcome = do_line(editor, line);
        if (outcome != OUTCOME_OK || repl_was_interrupted(editor->repl))
            break;
    }
    return outcome;
}

void editor_run(struct editor *editor)
{
    enum outcome outcome = OUTCOME_OK;
    while (outcome != OUTCOME_QUIT) {
        char *line = keys_line(repl_mode(editor->repl)->prompt);
        if (line == NULL) {
            fprintf(repl_console(editor->repl)->out, "\n");
            return;
        }
        outcome = do_lines(editor, line);
        free(line);
    }
}

/* ---- Life cycle ------------------------------------------------------------------------------ */

bool editor_is_wanted(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

struct editor *editor_open(struct repl *repl)
{
    struct editor *editor = calloc(1, sizeof *editor);
    if (editor == NULL)
        return NULL;
    editor->repl = repl;
    present = editor;
    setlocale(LC_CTYPE,
              ""); /* only for widths and letters while editing: output never depends on it */

    rl_readline_name = "memrepl";
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t\n";
    rl_completer_quote_characters = "\"'";
    rl_basic_quote_characters = "\"'";
    editor->past = past_open();
    keys_begin(repl);
    return editor;
}

void editor_close(struct editor *editor)
{
    if (editor == NULL)
        return;
    keys_end();
    past_close(&editor->past);
    free(editor->repeated);
    free(editor);
    present = NULL;
}
