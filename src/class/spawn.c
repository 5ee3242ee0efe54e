#include "class/spawn.h"

#include "class/store.h"
#include "program/host/leftovers.h"
#include "program/host/orphans.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { INPUT = 10, OUTPUT = 11, STATUS_NOT_STARTED = 127, ROOM_BYTES = 100 };

/* ---- The program ----------------------------------------------------------------------------- */

static void become(char *const *words, const char *folder, bool has_errors)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(INPUT, STDIN_FILENO) < 0 || dup2(OUTPUT, STDOUT_FILENO) < 0 ||
        (has_errors && dup2(OUTPUT, STDERR_FILENO) < 0))
        return;
    close_range(STDERR_FILENO + 1, ~0U, 0);
    if (folder == NULL || chdir(folder) == 0)
        execvp(words[0], words);
}

/* ---- The minder ------------------------------------------------------------------------------ */

/* Keeps nothing of ours open: no lock, and no end of a pipe but the program's. */
static bool take_descriptors(int input, int output)
{
    int null = open("/dev/null", O_RDWR);
    input = fcntl(input < 0 ? null : input, F_DUPFD, OUTPUT + 1);
    output = fcntl(output < 0 ? null : output, F_DUPFD, OUTPUT + 1);
    if (null < 0 || input < 0 || output < 0 || dup2(input, INPUT) < 0 || dup2(output, OUTPUT) < 0)
        return false;
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (dup2(null, stream) < 0)
            return false;
    return close_range(STDERR_FILENO + 1, INPUT - 1, 0) == 0 &&
           close_range(OUTPUT + 1, ~0U, 0) == 0;
}

/* A folder for what the program would leave in /tmp, which other users may pass through. */
static void make_room(char *room, size_t size)
{
    int length = snprintf(room, size, "%s/memrepl-class-XXXXXX", leftovers_place());
    if (length >= (int)size || mkdtemp(room) == NULL || chmod(room, 0711) != 0)
        room[0] = '\0';
    else
        setenv("TMPDIR", room, 1);
}

/* Until the program has ended, or somebody wants it ended, or our parent has. */
static int wait_for(pid_t program, const sigset_t *signals)
{
    int status = 0;
    while (waitpid(program, &status, WNOHANG) != program) {
        if (sigwaitinfo(signals, NULL) != SIGTERM)
            continue;
        kill(program, SIGKILL);
        waitpid(program, &status, 0);
        break;
    }
    return status;
}

static void end_as(int status)
{
    sigset_t none;
    if (WIFEXITED(status))
        _exit(WEXITSTATUS(status));
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    _exit(STATUS_NOT_STARTED);
}

static void mind(pid_t parent, char *const *words, const char *folder, bool has_errors)
{
    char room[ROOM_BYTES];
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGCHLD);
    sigprocmask(SIG_SETMASK, &signals, NULL);
    setpgid(0, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) /* it died before the line above */
        return;
    make_room(room, sizeof room);
    pid_t program = fork();
    if (program == 0) {
        become(words, folder, has_errors);
        _exit(STATUS_NOT_STARTED);
    }
    int status = program < 0 ? 0 : wait_for(program, &signals);
    orphans_end();
    if (room[0] != '\0')
        store_remove(room);
    if (program > 0)
        end_as(status);
}

/* ---- Both from outside ----------------------------------------------------------------------- */

pid_t spawn_start(char *const *words, const char *folder, int input, int output, bool has_errors)
{
    pid_t parent = getpid();
    fflush(NULL);
    pid_t minder = fork();
    if (minder != 0)
        return minder;
    if (take_descriptors(input, output))
        mind(parent, words, folder, has_errors);
    _exit(STATUS_NOT_STARTED);
}

void spawn_end(pid_t minder)
{
    kill(minder, SIGTERM);
    while (waitpid(minder, NULL, 0) < 0 && errno == EINTR)
        ;
}
