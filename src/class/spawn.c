#include "class/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_FREE = 10, STATUS_NOT_STARTED = 127 };

/* In the child. */
static void become(char *const *words, const char *folder, int input, int output, bool has_errors)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    input = fcntl(input < 0 ? null : input, F_DUPFD_CLOEXEC, FIRST_FREE);
    output = fcntl(output < 0 ? null : output, F_DUPFD_CLOEXEC, FIRST_FREE);
    if (input < 0 || output < 0 || dup2(input, STDIN_FILENO) < 0 ||
        dup2(output, STDOUT_FILENO) < 0 || dup2(has_errors ? output : null, STDERR_FILENO) < 0)
        return;
    close_range(STDERR_FILENO + 1, ~0U, 0);
    if (folder == NULL || chdir(folder) == 0)
        execvp(words[0], words);
}

pid_t spawn_start(char *const *words, const char *folder, int input, int output, bool has_errors)
{
    pid_t parent = getpid(), process = fork();
    if (process != 0)
        return process;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent) /* else it died before the line above */
        become(words, folder, input, output, has_errors);
    _exit(STATUS_NOT_STARTED);
}

void spawn_end(pid_t process)
{
    kill(-process, SIGKILL);
    kill(process, SIGKILL);
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
        ;
}
