/* Readline's callback interface is used, not readline(): a key is waited for in a ppoll of its own, where a
 * signal cannot hit readline in the middle of something, and after Ctrl-C the line is simply taken down
 * and put up anew, whatever search or argument was being typed. */
#include "repl/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { HISTORY_LINES = 1000 };

struct editor {
    struct repl *repl;
    char *history_path; /* NULL: none */
    char *repeated;     /* the line that an empty line does again, or NULL */
    struct sigaction before;

    /* Set by take_line. */
    char *line; /* NULL after Ctrl-D */
    bool has_line;
};

/* For readline's callbacks and the signal handler, which get no context. */
static struct editor *present;
static volatile sig_atomic_t is_at_prompt, is_cancelled;

/* ---- Ctrl-C ---------------------------------------------------------------------------------- */

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (is_at_prompt)
        is_cancelled = 1;
    else
        repl_interrupt(present->repl);
}

static void catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* ---- History --------------------------------------------------------------------------------- */

/* Makes the folders above a file. What fails shows when the file is opened. */
static void make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

/* Where the history is kept; heap string, NULL for nowhere. The XDG specification wants absolute
 * paths. */
static char *find_history(void)
{
    const char *file = getenv("MEMREPL_HISTFILE"), *state = getenv("XDG_STATE_HOME"),
               *home = getenv("HOME");
    char *path = NULL;
    int length = -1;
    if (file != NULL)
        length = file[0] == '\0' ? -1 : asprintf(&path, "%s", file);
    else if (state != NULL && state[0] == '/')
        length = asprintf(&path, "%s/memrepl/history", state);
    else if (home != NULL && home[0] == '/')
        length = asprintf(&path, "%s/.local/state/memrepl/history", home);
    return length < 0 ? NULL : path;
}

static void open_history(struct editor *editor)
{
    using_history();
    stifle_history(HISTORY_LINES);
    editor->history_path = find_history();
    if (editor->history_path == NULL)
        return;
    make_parents(editor->history_path);
    int file = open(editor->history_path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    struct stat status;
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        read_history(editor->history_path);
        history_truncate_file(editor->history_path, HISTORY_LINES);
    } else {
        free(editor->history_path);
        editor->history_path = NULL;
    }
    if (file >= 0)
        close(file);
}

/* Each line is written at once: two prompts at a time keep all lines of both, and so does a
 * crash. */
static void remember(const struct editor *editor, const char *line)
{
    const HIST_ENTRY *last =
        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (last != NULL && strcmp(last->line, line) == 0)
        return;
    add_history(line);
    if (editor->history_path != NULL)
        append_history(1, editor->history_path);
}

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
 * Where the argument is a command itself (display print …), its row says how to go on. */
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
    rl_attempted_completion_over = !is_file; /* readline itself completes files */
    if (is_file)
        return NULL;
    if (row != NULL)
        offer_arguments(mode, row, word);
    else if (line == place)
        offer_commands(mode, word);
    return rl_completion_matches(word, next_candidate);
}

/* ---- Reading a line -------------------------------------------------------------------------- */

/* Called by readline with a whole line, or NULL after Ctrl-D. Gives the terminal back until the
 * next prompt. */
static void take_line(char *line)
{
    rl_callback_handler_remove();
    present->line = line;
    present->has_line = true;
}

/* Has readline do what a signal asks for: it resizes, stops, ends. Who comes back finds the line again
 * that was being typed. */
static void obey_signals(void)
{
    bool is_stop = rl_pending_signal() == SIGTSTP;
    rl_check_signals();
    if (is_stop) {
        rl_on_new_line();
        rl_forced_update_display();
    }
}

/* For readline: waits for a key. Signals are let in only while waiting, so that none is missed just
 * before. Ctrl-C stays ours: readline would free the search that it may be in the middle of. */
static int get_key(FILE *stream)
{
    static const int caught[] = {SIGINT, SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGQUIT};
    struct pollfd terminal = {.fd = fileno(stream), .events = POLLIN};
    unsigned char key;
    sigset_t ours, before;
    sigemptyset(&ours);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        sigaddset(&ours, caught[i]);
    for (int ready = 0; ready <= 0;) {
        obey_signals();
        catch_interrupt();
        sigprocmask(SIG_BLOCK, &ours, &before);
        ready = 0;
        if (rl_pending_signal() == 0 && !is_cancelled)
            ready = ppoll(&terminal, 1, NULL, &before);
        sigprocmask(SIG_SETMASK, &before, NULL);
        if (is_cancelled || (ready < 0 && errno != EINTR))
            return READERR;
    }
    return read(terminal.fd, &key, 1) == 1 ? key : EOF;
}

static void put_up_prompt(const struct editor *editor)
{
    rl_callback_handler_install(repl_mode(editor->repl)->prompt, take_line);
}

/* What was typed is gone, with the search or the argument that it was part of. */
static void begin_anew(struct editor *editor)
{
    is_cancelled = 0;
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_echo_signal_char(SIGINT);
    rl_callback_handler_remove();
    rl_crlf();
    editor->has_line = false;
    put_up_prompt(editor);
}

/* Reads into editor->line what was typed, or pasted: several lines then. */
static void read_line(struct editor *editor)
{
    editor->has_line = false;
    is_cancelled = 0;
    is_at_prompt = 1;
    put_up_prompt(editor);
    while (!editor->has_line) {
        rl_callback_read_char();
        if (is_cancelled && editor->line == NULL)
            begin_anew(editor);
    }
    is_at_prompt = 0;
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
        remember(editor, line);
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
        read_line(editor);
        if (editor->line == NULL) {
            fprintf(repl_console(editor->repl)->out, "\n");
            return;
        }
        outcome = do_lines(editor, editor->line);
        free(editor->line);
        editor->line = NULL;
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
    rl_persistent_signal_handlers =
        1; /* Ctrl-Z and kill put the terminal back also while ppoll waits */
    rl_getc_function = get_key;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t\n";
    rl_completer_quote_characters = "\"'";
    rl_basic_quote_characters = "\"'";
    open_history(editor);

    sigaction(SIGINT, NULL, &editor->before);
    catch_interrupt();
    return editor;
}

void editor_close(struct editor *editor)
{
    if (editor == NULL)
        return;
    sigaction(SIGINT, &editor->before, NULL);
    rl_callback_handler_remove();
    rl_clear_history();
    free(editor->history_path);
    free(editor->repeated);
    free(editor->line);
    free(editor);
    present = NULL;
}
