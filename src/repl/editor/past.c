#include "repl/editor/past.h"

#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum {
    LINES_MOST = 1000,
    LOOK_MS = 5, /* from one try to lock the file to the next */
    TRIES = 40   /* who holds it longer is stopped, or far away */
};

/* ---- The file -------------------------------------------------------------------------------- */

/* Makes the folders above a file. What fails shows when the file is opened. */
static void make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

/* Heap string, NULL for nowhere. The XDG specification wants absolute paths. */
static char *find_path(void)
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

/* True when the open file is still the one of that name. */
static bool is_present(int file, const char *path)
{
    struct stat open_one, named;
    return fstat(file, &open_one) == 0 && stat(path, &named) == 0 &&
           open_one.st_ino == named.st_ino && open_one.st_dev == named.st_dev;
}

/* Opens the file, made if need be, and locks it until it is closed; unlocked when that takes too long.
 * -1 when it is no plain file. */
static int open_locked(const char *path)
{
    struct stat status;
    for (int tries = 0;; tries++) {
        int file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
        if (file >= 0 && (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
            close(file);
            return -1;
        }
        bool is_locked = file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0;
        if (file < 0 || (is_locked && is_present(file, path)) || tries == TRIES)
            return file;
        close(file);
        if (!is_locked)
            poll(NULL, 0, LOOK_MS);
    }
}

/* All of the line, or nothing. */
static void append(int file, const char *line)
{
    char *text = NULL;
    struct stat before;
    int length = asprintf(&text, "%s\n", line);
    if (length < 0)
        return;
    ssize_t written = fstat(file, &before) == 0 ? write(file, text, (size_t)length) : 0;
    if (written > 0 && written < length && ftruncate(file, before.st_size) != 0)
        written = 0; /* then the next line stands behind this piece */
    free(text);
}

/* ---- The lines ------------------------------------------------------------------------------- */

struct past past_open(void)
{
    struct past past = {.path = find_path()};
    using_history();
    stifle_history(LINES_MOST);
    if (past.path == NULL)
        return past;
    make_parents(past.path);
    int file = open_locked(past.path);
    if (file < 0) {
        past_close(&past);
        return past;
    }
    read_history(past.path);
    history_truncate_file(past.path, LINES_MOST);
    close(file);
    return past;
}

void past_add(const struct past *past, const char *line)
{
    const HIST_ENTRY *last =
        history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (last != NULL && strcmp(last->line, line) == 0)
        return;
    add_history(line);
    int file = past->path == NULL ? -1 : open_locked(past->path);
    if (file < 0)
        return;
    append(file, line);
    close(file);
}

void past_close(struct past *past)
{
    rl_clear_history();
    free(past->path);
    past->path = NULL;
}
