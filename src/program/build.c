/* build.c - runs build-subject.sh under limits.
 *
 * Method: fork, a process group for the child, limits set in the child, exec; the parent reads
 * the pipe of its standard error until the last writer is gone or time is up.  The group is
 * killed before its leader is reaped, so the group's number cannot have been given away.
 */
#include "program/build.h"

#include "program/host/held.h"
#include "program/host/mishaps.h"
#include "program/text.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MESSAGES_MAX = 64 << 10, /* bytes; nobody reads more errors than that */
    GRACE_MS = 500,          /* for the script to remove its temporary folder */
    LOOK_MS = 100,           /* from one look whether to stop to the next */
    EXIT_USAGE = 2,          /* what the script says */
    EXIT_NO_COMPILER = 3,
    EXIT_NO_FOLDER = 4,
    EXIT_NOT_STARTED = 127
};
static const rlim_t memory_limit_bytes = (rlim_t)3 << 30;       /* clang reserves over 1 GiB */
static const rlim_t close_memory_limit_bytes = (rlim_t)1 << 30; /* gcc takes 0.1 GiB for a lab */
static const rlim_t file_limit_bytes = (rlim_t)128 << 20;       /* a subject takes under 1 MiB */

static const char *const sentences[] = {
    [BUILD_OK] = "the program was built",
    [BUILD_FAILED] = "the compiler refused the program",
    [BUILD_TIMEOUT] = "the compiler took too long and was stopped",
    [BUILD_SLOW] = "the machine was too busy to compile the program",
    [BUILD_NO_COMPILER] = "the compiler could not be started: is it installed?",
    [BUILD_NO_FOLDER] = "there is no folder for temporary files: TMPDIR may name another",
    [BUILD_USAGE] = "there is no source file to build",
    [BUILD_KILLED] = "the compiler was killed, perhaps for want of memory",
    [BUILD_SYSTEM] = "the system refused a process or memory for the compiler",
    [BUILD_STOPPED] = "the compiler was stopped",
};
_Static_assert(sizeof sentences / sizeof *sentences == BUILD_RESULTS, "one sentence each");

const char *build_result_sentence(enum build_result result)
{
    return (unsigned)result < BUILD_RESULTS ? sentences[result] : "unknown build result";
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t count_strings(const char *const *strings)
{
    size_t count = 0;
    while (strings && strings[count])
        count++;
    return count;
}

/* The script's argument vector.  exec wants char * where it only reads: hence the casts. */
static char **make_arguments(const struct build_order *order)
{
    size_t includes = count_strings(order->includes), sources = count_strings(order->sources);
    char **arguments = calloc(6 + 2 * includes + sources, sizeof *arguments);
    if (!arguments)
        return NULL;
    size_t at = 0;
    arguments[at++] = (char *)"sh";
    arguments[at++] = (char *)order->script;
    arguments[at++] = (char *)order->output;
    if (order->compiler) {
        arguments[at++] = (char *)"--cc";
        arguments[at++] = (char *)order->compiler;
    }
    for (size_t i = 0; i < includes; i++) {
        arguments[at++] = (char *)"-iquote";
        arguments[at++] = (char *)order->includes[i];
    }
    for (size_t i = 0; i < sources; i++)
        arguments[at++] = (char *)order->sources[i];
    return arguments;
}

/* A lower hard limit that is there already makes these fail, and serves as well. */
static void limit_resources(unsigned cpu_limit_s)
{
    rlim_t memory = cpu_limit_s > 0 ? close_memory_limit_bytes : memory_limit_bytes;
    setrlimit(RLIMIT_AS, &(struct rlimit){memory, memory});
    if (cpu_limit_s > 0)
        setrlimit(RLIMIT_CPU, &(struct rlimit){cpu_limit_s, cpu_limit_s + 1});
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){file_limit_bytes, file_limit_bytes});
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

/* In the child; does not return. */
static void become_script(char **arguments, int error_pipe, const struct build_order *order)
{
    setpgid(0, 0);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        dup2(error_pipe, STDERR_FILENO) < 0 || (order->folder != NULL && chdir(order->folder) != 0))
        _exit(EXIT_NOT_STARTED);
    limit_resources(order->cpu_limit_s);
    execvp(arguments[0], arguments);
    _exit(EXIT_NOT_STARTED);
}

/* Reads into text[*length..MESSAGES_MAX], drops the rest; true at end of file, false when the
 * deadline, or a signal that may stop it, came first. */
static bool read_messages(int pipe_end, int64_t deadline_ms, const volatile int *stop, char *text,
                          size_t *length)
{
    for (;;) {
        struct pollfd ready = {.fd = pipe_end, .events = POLLIN};
        if (*stop != 0 || now_ms() >= deadline_ms)
            return false;
        if (poll(&ready, 1, LOOK_MS) <= 0)
            continue;
        char chunk[4096];
        ssize_t got = read(pipe_end, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            mishap_note("what the compiler says cannot be read");
        if (got <= 0)
            return true;
        size_t room = MESSAGES_MAX - *length;
        size_t kept = (size_t)got < room ? (size_t)got : room;
        memcpy(text + *length, chunk, kept);
        *length += kept;
    }
}

/* The compiler's driver tells of a part of it that was killed; our limits end it otherwise. */
static bool tells_of_kill(const char *messages)
{
    static const char words[] = "fatal error: Killed signal terminated program";
    const char *at = strstr(messages, words);
    while (at != NULL && at > messages && at[-1] != '\n')
        at--;
    return at != NULL && strncmp(at, "gcc: ", 5) == 0;
}

static enum build_result result_of(int status, const char *messages)
{
    if (!WIFEXITED(status) || tells_of_kill(messages))
        return BUILD_KILLED;
    switch (WEXITSTATUS(status)) {
    case 0:
        return BUILD_OK;
    case EXIT_USAGE: /* a shell that cannot fork says the same */
        return strstr(messages, "usage: ") != NULL ? BUILD_USAGE : BUILD_SYSTEM;
    case EXIT_NO_FOLDER:
        return BUILD_NO_FOLDER;
    case EXIT_NO_COMPILER:
    case EXIT_NOT_STARTED:
        return BUILD_NO_COMPILER;
    default:
        return BUILD_FAILED;
    }
}

static int64_t time_ms(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000 + time.tv_usec / 1000;
}

/* By the script and all that it waited for. What the system counts for the limit and what it tells
 * differ on a busy machine: half of it is far more than a compiler takes that ends by itself. */
static bool has_used_up(const struct rusage *usage, unsigned cpu_limit_s)
{
    int64_t used_ms = time_ms(usage->ru_utime) + time_ms(usage->ru_stime);
    return cpu_limit_s > 0 && used_ms >= (int64_t)cpu_limit_s * 500;
}

/* Waits for the script and sees to it that nothing of its group stays behind. */
static enum build_result supervise(pid_t child, int pipe_end, const struct build_order *order,
                                   char *text)
{
    static const int never = 0;
    const volatile int *stop = held_signal();
    unsigned limit_ms = order->time_limit_ms ? order->time_limit_ms : BUILD_TIME_LIMIT_MS;
    struct rusage usage = {0};
    size_t length = 0;
    bool in_time = read_messages(pipe_end, now_ms() + limit_ms, stop, text, &length);
    if (!in_time) {
        kill(-child, SIGTERM);
        read_messages(pipe_end, now_ms() + GRACE_MS, &never, text, &length);
        kill(-child, SIGKILL);
    }
    int status = 0;
    siginfo_t ended;
    while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    kill(-child, SIGKILL);
    while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    text[*stop != 0 ? 0 : length] = '\0';
    if (*stop != 0)
        return BUILD_STOPPED;
    if (!in_time)
        return order->cpu_limit_s > 0 ? BUILD_SLOW : BUILD_TIMEOUT;
    enum build_result result = result_of(status, text);
    bool is_used_up = result == BUILD_FAILED && has_used_up(&usage, order->cpu_limit_s);
    return is_used_up ? BUILD_TIMEOUT : result;
}

static enum build_result run_script(char **arguments, const struct build_order *order, char *text)
{
    int ends[2];
    if (pipe(ends) < 0)
        return BUILD_SYSTEM;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0)
        become_script(arguments, ends[1], order);
    close(ends[1]);
    enum build_result result = BUILD_SYSTEM;
    if (child > 0) {
        setpgid(child, child); /* here and in the child: whoever comes first */
        result = supervise(child, ends[0], order, text);
    }
    close(ends[0]);
    return result;
}

/* Who tries again may have more luck. */
static bool is_of_the_moment(enum build_result result)
{
    return result == BUILD_KILLED || result == BUILD_SYSTEM;
}

bool build_is_mishap(enum build_result result)
{
    return is_of_the_moment(result) || result == BUILD_SLOW || result == BUILD_NO_COMPILER ||
           result == BUILD_NO_FOLDER || result == BUILD_USAGE || result == BUILD_STOPPED;
}

/* A compiler repeats what stands in the file. */
static void disarm(char *messages)
{
    for (size_t index = strlen(messages); index-- > 0;)
        messages[index] = text_harmless(messages, index);
}

enum build_result build_subject(const struct build_order *order, char **messages)
{
    assert(order && order->script && messages);
    *messages = calloc(1, MESSAGES_MAX + 1);
    if (!*messages)
        return BUILD_SYSTEM;
    if (!order->output || count_strings(order->sources) == 0)
        return BUILD_USAGE;
    if (access(order->script, R_OK) != 0)
        return BUILD_NO_COMPILER;
    char **arguments = make_arguments(order);
    if (!arguments)
        return BUILD_SYSTEM;
    held_begin();
    enum build_result result = run_script(arguments, order, *messages);
    if (is_of_the_moment(result))
        result = run_script(arguments, order, *messages);
    if (is_of_the_moment(result) || result == BUILD_SLOW)
        mishap_note(build_result_sentence(result));
    free(arguments);
    disarm(*messages);
    if (result != BUILD_OK)
        unlink(order->output);
    int signal_number = held_end();
    if (signal_number != 0)
        raise(signal_number);
    return result;
}
