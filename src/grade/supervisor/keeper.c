#include "grade/supervisor/keeper.h"

#include "program/host/held.h"
#include "program/host/orphans.h"
#include "program/host/plain.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BEGIN_MS = 20000, NAME_BYTES = 64, PATH_BYTES = 4600 };

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- Signals --------------------------------------------------------------------------------- */

void keeper_hold_signals(void)
{
    held_begin();
}

void keeper_let_signals(void)
{
    int number = held_end();
    if (number != 0)
        raise(number);
}

bool keeper_is_stopped(void)
{
    return *held_signal() != 0;
}

/* ---- Ending ---------------------------------------------------------------------------------- */

/* All of it; returns how the first of them had ended, or was ended. */
static int end(struct keeper *keeper)
{
    int status = 0;
    kill(-keeper->process, SIGKILL);
    kill(keeper->process, SIGKILL);
    while (waitpid(keeper->process, &status, 0) < 0 && errno == EINTR)
        ;
    orphans_end();
    close(keeper->report);
    return status;
}

/* ---- Beginning ------------------------------------------------------------------------------- */

/* In the child; does not return. */
static void become(enum sandbox sandbox, const struct sandbox_view *view, char *const *words,
                   int report, int ready)
{
    setpgid(0, 0);
    int null = open("/dev/null", O_RDONLY);
    int kept = fcntl(ready, F_DUPFD, KEEPER_READY + 1); /* out of the way of the next lines */
    if (null >= 0 && kept >= 0 && dup2(null, STDIN_FILENO) >= 0 &&
        dup2(report, STDOUT_FILENO) >= 0 && dup2(report, STDERR_FILENO) >= 0 &&
        dup2(kept, KEEPER_READY) >= 0) {
        for (int file = KEEPER_READY + 1; file < 256; file++)
            close(file);
        sandbox_become(sandbox, view, words);
    }
    _exit(1);
}

static bool is_ready(int pipe_end)
{
    struct pollfd ready = {.fd = pipe_end, .events = POLLIN};
    int64_t until = now_ms() + BEGIN_MS;
    char byte;
    while (poll(&ready, 1, (int)(until - now_ms())) < 0 && errno == EINTR && now_ms() < until &&
           !keeper_is_stopped())
        ;
    return ready.revents != 0 && read(pipe_end, &byte, 1) == 1;
}

bool keeper_begin(struct keeper *keeper, enum sandbox sandbox, const struct sandbox_view *view,
                  char *const *words)
{
    int report[2], ready[2];
    if (pipe2(report, O_CLOEXEC) != 0)
        return false;
    if (pipe2(ready, O_CLOEXEC) != 0) {
        close(report[0]);
        close(report[1]);
        return false;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    fflush(NULL);
    *keeper = (struct keeper){.process = fork(), .report = report[0]};
    if (keeper->process == 0)
        become(sandbox, view, words, report[1], ready[1]);
    close(report[1]);
    close(ready[1]);
    bool has_begun = keeper->process > 0 && is_ready(ready[0]);
    close(ready[0]);
    if (!has_begun && keeper->process > 0)
        end(keeper);
    else if (!has_begun)
        close(keeper->report);
    return has_begun;
}

bool keeper_announce(void)
{
    bool is_said = write(KEEPER_READY, "", 1) == 1;
    close(KEEPER_READY);
    return is_said;
}

/* ---- The report ------------------------------------------------------------------------------ */

static bool has_ended(const struct keeper *keeper)
{
    siginfo_t ended = {0};
    return waitid(P_PID, (id_t)keeper->process, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid != 0;
}

/* Passes on what there is; false at its end, or when nobody writes any more. */
static bool pass_on(struct keeper *keeper, FILE *out, size_t *passed)
{
    enum { LOOK_MS = 100 };
    char chunk[4096];
    struct pollfd ready = {.fd = keeper->report, .events = POLLIN};
    if (poll(&ready, 1, LOOK_MS) <= 0)
        return !has_ended(keeper);
    ssize_t got = read(keeper->report, chunk, sizeof chunk);
    if (got <= 0)
        return got < 0 && errno == EINTR;
    *passed += (size_t)got;
    fwrite(chunk, 1, (size_t)got, out);
    fflush(out);
    return *passed < KEEPER_REPORT_BYTES;
}

const char *keeper_follow(struct keeper *keeper, FILE *out, int *status)
{
    enum { MEMREPLS_MOST = 2 };
    int64_t until = now_ms() + KEEPER_TIME_LIMIT_MS;
    size_t passed = 0;
    while (!keeper_is_stopped() && pass_on(keeper, out, &passed) && now_ms() < until)
        ;
    bool is_late = now_ms() >= until, is_long = passed >= KEEPER_REPORT_BYTES;
    for (int64_t soon = now_ms() + BEGIN_MS;
         !is_late && !is_long && !keeper_is_stopped() && !has_ended(keeper);)
        if (poll(NULL, 0, 1) != 0 || now_ms() > soon)
            break;
    int end_status = end(keeper);
    if (keeper_is_stopped())
        return "the grading was stopped";
    if (is_late)
        return "the grading came to no end and was ended";
    if (is_long)
        return "the report came to no end";
    *status = WIFEXITED(end_status) ? WEXITSTATUS(end_status) : -1;
    return *status >= 0 && *status <= MEMREPLS_MOST ? NULL : "the grading was ended from outside";
}

/* ---- Sessions -------------------------------------------------------------------------------- */

/* "fail-lab1-12.mem" */
static bool is_session(const char *name, int lab)
{
    int number, of, length = 0;
    return sscanf(name, "fail-lab%d-%d.mem%n", &of, &number, &length) == 2 && length > 0 &&
           name[length] == '\0' && of == lab && strlen(name) < NAME_BYTES;
}

void keeper_remove_sessions(int lab)
{
    DIR *folder = opendir(".");
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        if (is_session(entry->d_name, lab))
            unlink(entry->d_name);
    if (folder != NULL)
        closedir(folder);
}

/* A plain file of moderate size, made anew: never through a link that is there. */
static bool copy(int folder, const char *name)
{
    bool is_copied = false;
    char *text = malloc(KEEPER_SESSION_BYTES);
    int from = plain_open(folder, name), to = -1;
    if (text != NULL && from >= 0)
        to = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (to >= 0) {
        ssize_t got = read(from, text, KEEPER_SESSION_BYTES);
        is_copied = got >= 0 && write(to, text, (size_t)got) == got;
        is_copied = close(to) == 0 && is_copied;
        if (!is_copied)
            unlink(name);
    }
    if (from >= 0)
        close(from);
    free(text);
    return is_copied;
}

bool keeper_take_sessions(int lab, const char *outbox)
{
    bool is_whole = true;
    DIR *folder = opendir(outbox);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        if (is_session(entry->d_name, lab))
            is_whole = copy(dirfd(folder), entry->d_name) && is_whole;
    if (folder != NULL)
        closedir(folder);
    return is_whole;
}
