/* readline() asks get_key() for each key, which waits in a ppoll of its own. After Ctrl-C there is no key
 * any more, whoever asks, until readline() has found its way out; then the line is put up anew.
 *
 * Its callback interface would not do: in it a command that gives up, as Ctrl-G does, can jump to where
 * the last key was read and is no more, when keys were put back meanwhile (readline 8.2). */
#include "repl/editor/keys.h"

#include "repl/repl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <readline/readline.h>

#define PASTE "\033[200~" /* what a terminal says before a paste */
#define PASTED "\033[201~"
enum {
    DELETE = 127,
    MARK = sizeof PASTE - 1,
    COLUMNS_LEAST = 4, /* readline divides by one less, or two */
    ROWS = 24,         /* of a terminal that does not know */
    LINE_MOST = 20000  /* bytes typed: readline takes a time for each that grows with the line */
};

/* For get_key and the signal handler, which get no context. */
static struct {
    struct repl *repl;
    struct sigaction before;
    int terminal; /* standard input, where a read does not wait: Ctrl-C takes away the keys before it */
    char last[MARK];     /* keys */
    const char *pasting; /* NULL, or what remains to be said to end a paste */
} keys;
static volatile sig_atomic_t is_at_prompt, is_cancelled, is_resized, is_resumed;

/* ---- Signals --------------------------------------------------------------------------------- */

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    if (is_at_prompt)
        is_cancelled = 1;
    else
        repl_interrupt(keys.repl);
}

/* A write that is being done goes on. */
static void catch_quietly(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

/* Also called by readline, which sets a handler of its own whenever it takes the terminal. */
static int catch_interrupt(void)
{
    catch_quietly(SIGINT, on_interrupt);
    return 0;
}

static void on_resize(int signal_number)
{
    (void)signal_number;
    is_resized = 1;
}

static void on_resume(int signal_number)
{
    (void)signal_number;
    is_resumed = 1;
}

/* True when the window is too narrow for readline, which then takes it to be a little wider. */
static bool is_too_narrow(void)
{
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 ||
        size.ws_col >= COLUMNS_LEAST)
        return false;
    rl_set_screen_size(size.ws_row > 0 ? size.ws_row : ROWS, COLUMNS_LEAST);
    return true;
}

static void resize(void)
{
    is_resized = 0;
    if (is_too_narrow())
        rl_forced_update_display();
    else
        rl_resize_terminal();
}

/* Has readline do what a signal asks for: it stops, ends, resizes. Who comes back finds the line again
 * that was being typed. */
static void obey_signals(void)
{
    rl_check_signals();
    if (is_resumed) {
        is_resumed = 0;
        rl_on_new_line();
        rl_forced_update_display();
    }
    if (is_resized)
        resize();
    catch_interrupt();
}

/* ---- Keys ------------------------------------------------------------------------------------ */

/* Waits until there is a key, the end of the input, or Ctrl-C: then false. Signals are let in only while
 * waiting, so that none is missed just before. */
static bool await_key(int file)
{
    static const int caught[] = {SIGINT, SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGQUIT};
    struct pollfd terminal = {.fd = file, .events = POLLIN};
    sigset_t ours, before;
    sigemptyset(&ours);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        sigaddset(&ours, caught[i]);
    for (int ready = 0; ready <= 0;) {
        obey_signals();
        sigprocmask(SIG_BLOCK, &ours, &before);
        ready = 0;
        if (rl_pending_signal() == 0 && !is_cancelled && !is_resized && !is_resumed)
            ready = ppoll(&terminal, 1, NULL, &before);
        sigprocmask(SIG_SETMASK, &before, NULL);
        if (is_cancelled || (ready < 0 && errno != EINTR))
            return false;
    }
    return true;
}

/* Notes where a paste begins and ends. */
static int note_key(int key)
{
    memmove(keys.last, keys.last + 1, MARK - 1);
    keys.last[MARK - 1] = (char)key;
    if (memcmp(keys.last, PASTE, MARK) == 0)
        keys.pasting = PASTED;
    else if (memcmp(keys.last, PASTED, MARK) == 0)
        keys.pasting = NULL;
    return key;
}

/* For readline. It reads a paste at one go, and where that comes to no end takes up what lies behind its
 * buffer: so each paste is given an end. Of a line that is too long only control keys are left. */
static int get_key(FILE *stream)
{
    unsigned char key;
    (void)stream;
    while (await_key(keys.terminal)) {
        ssize_t got = read(keys.terminal, &key, 1);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
            break;
        if (got == 1 && (keys.pasting != NULL || rl_end < LINE_MOST || key < ' ' || key == DELETE))
            return note_key(key);
    }
    if (keys.pasting != NULL && *keys.pasting != '\0')
        return *keys.pasting++;
    return is_cancelled ? READERR : EOF;
}

/* ---- A line ---------------------------------------------------------------------------------- */

/* What was typed is gone, with the search, the argument or the paste that it was part of. */
static void take_down(void)
{
    rl_echo_signal_char(SIGINT);
    rl_crlf();
    fflush(rl_outstream);
}

char *keys_line(const char *prompt)
{
    char *line = NULL;
    is_cancelled = is_resized = is_resumed = 0;
    is_at_prompt = 1;
    if (!is_too_narrow())
        rl_reset_screen_size();
    do {
        if (is_cancelled)
            take_down();
        is_cancelled = 0;
        keys.pasting = NULL;
        memset(keys.last, 0, sizeof keys.last);
        line = readline(prompt);
    } while (is_cancelled && line == NULL);
    is_at_prompt = 0;
    return line;
}

/* ---- Life cycle ------------------------------------------------------------------------------ */

void keys_begin(struct repl *repl)
{
    keys.repl = repl;
    keys.terminal = open("/proc/self/fd/0", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (keys.terminal < 0) /* another user's */
        keys.terminal = STDIN_FILENO;
    rl_persistent_signal_handlers =
        1; /* Ctrl-Z and kill put the terminal back also while ppoll waits */
    rl_catch_sigwinch = 0;
    /* Escape and Enter begin vi mode, which hardly anyone wants that does not ask for it in .inputrc, read
     * below, and whose Escape = never ends at bytes that are no text (readline 8.2). */
    rl_unbind_function_in_map(rl_vi_editing_mode, emacs_meta_keymap);
    rl_getc_function = get_key;
    rl_startup_hook = catch_interrupt;
    rl_initialize();
    sigaction(SIGINT, NULL, &keys.before);
    catch_interrupt();
    catch_quietly(SIGWINCH, on_resize);
    catch_quietly(SIGCONT, on_resume);
}

void keys_end(void)
{
    sigaction(SIGINT, &keys.before, NULL);
    signal(SIGWINCH, SIG_DFL);
    signal(SIGCONT, SIG_DFL);
    if (keys.terminal != STDIN_FILENO)
        close(keys.terminal);
}
