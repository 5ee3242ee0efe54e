/* run.c: starts runs as places become free, and reads all their pipes with one poll.
 *
 * Each run leads a process group of its own, so that all of it can be ended; the processes that
 * memrepl starts for programs end with it by themselves. A run is over when it has ended, not when
 * its pipe has: a process it left behind may hold that. Its processor time is counted only once it has
 * taken so long on the clock: all of its processes are looked up for that. */
#include "grade/runs/run.h"

#include "grade/runs/spent.h"
#include "program/host/leftovers.h"
#include "program/host/mishaps.h"
#include "stepper/child/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    AT_A_TIME_MAX = 16,
    EXIT_NOT_STARTED = 127,
    COUNT_MS = 250, /* from one count of processor time to the next, at least */
    LOOK_MS = 20,   /* a run that has ended while its pipe is held is noticed so late */
    SOON_MS = 1     /* one that has closed its pipe is about to end */
};

/* A run under way. */
struct place {
    struct run *run; /* NULL: free */
    pid_t process;
    int pipe;         /* -1 at end of file */
    int64_t begun_ms; /* on the clock; or when its processor time is to be counted again */
    int64_t most_ms;  /* of processor time */
    bool is_second;   /* the first came to nothing */
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t places_at_a_time(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (processors < 1)
        return 1;
    return processors > AT_A_TIME_MAX ? AT_A_TIME_MAX : (size_t)processors;
}

/* ---- One run --------------------------------------------------------------------------------- */

/* The vector for exec, which wants char * where it only reads. NULL without memory. */
static char **make_arguments(const struct run *run)
{
    size_t count = 0;
    while (run->words[count] != NULL)
        count++;
    char **arguments = calloc(count + 2, sizeof *arguments);
    if (arguments == NULL)
        return NULL;
    arguments[0] = (char *)"memrepl";
    for (size_t index = 0; index < count; index++)
        arguments[index + 1] = (char *)run->words[index];
    return arguments;
}

/* What a sandbox tells those in it. */
static const char *const of_a_sandbox[] = {SEAL_VARIABLE, LEFTOVERS_VARIABLE, "TMPDIR"};

/* "NAME=value" as it stands in the environment. */
static char *entry_of(const char *name)
{
    size_t length = strlen(name);
    char **entry = environ;
    while (*entry != NULL && (strncmp(*entry, name, length) != 0 || (*entry)[length] != '='))
        entry++;
    return *entry;
}

/* In the child; does not return. */
static void become_run(const struct run *run, char **arguments, int output)
{
    static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8";
    char *environment[4 + sizeof of_a_sandbox / sizeof *of_a_sandbox] = {path, locale};
    for (size_t index = 0, used = 2; index < sizeof of_a_sandbox / sizeof *of_a_sandbox; index++)
        if (getenv(of_a_sandbox[index]) != NULL)
            environment[used++] = entry_of(of_a_sandbox[index]);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    int null = open("/dev/null", O_RDONLY);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(output, STDERR_FILENO) < 0 || (run->folder != NULL && chdir(run->folder) != 0))
        _exit(EXIT_NOT_STARTED);
    execve("/proc/self/exe", arguments, environment);
    _exit(EXIT_NOT_STARTED);
}

/* False when the system refuses. */
static bool start(struct place *place, struct run *run)
{
    int ends[2];
    char **arguments = make_arguments(run);
    free(run->output);
    run->length = 0;
    run->is_cut = false;
    run->output = calloc(1, RUN_OUTPUT_BYTES + 1);
    if (arguments == NULL || run->output == NULL || pipe2(ends, O_CLOEXEC) != 0) {
        free(arguments);
        return false;
    }
    pid_t process = fork();
    if (process == 0)
        become_run(run, arguments, ends[1]);
    close(ends[1]);
    free(arguments);
    if (process < 0) {
        close(ends[0]);
        return false;
    }
    setpgid(process, process); /* here and in the child: whoever comes first */
    *place = (struct place){.run = run, .process = process, .pipe = ends[0], .begun_ms = now_ms()};
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return true;
}

/* Takes what there is to read, and keeps what there is room for. */
static void take_output(struct place *place)
{
    struct run *run = place->run;
    char chunk[4096];
    ssize_t got;
    while ((got = read(place->pipe, chunk, sizeof chunk)) > 0) {
        size_t room = RUN_OUTPUT_BYTES - run->length;
        size_t kept = (size_t)got < room ? (size_t)got : room;
        memcpy(run->output + run->length, chunk, kept);
        run->length += kept;
        run->is_cut |= kept < (size_t)got;
    }
    if (got == 0) {
        close(place->pipe);
        place->pipe = -1;
    }
}

/* The run has ended, or is ended here; nothing of its group stays. */
static void finish(struct place *place, bool is_in_time, struct budget *budget)
{
    struct run *run = place->run;
    struct rusage used = {.ru_utime = {0, 0}};
    int status = 0;
    kill(-place->process, SIGKILL);
    while (wait4(place->process, &status, 0, &used) < 0 && errno == EINTR)
        ;
    budget->spent_ms += is_in_time ? budget_usage_ms(&used) : place->most_ms;
    if (place->pipe >= 0)
        take_output(place);
    if (place->pipe >= 0)
        close(place->pipe);
    if (!is_in_time)
        run->end = RUN_TIMEOUT;
    else if (!WIFEXITED(status))
        run->end = RUN_KILLED;
    else if (WEXITSTATUS(status) == EXIT_NOT_STARTED || WEXITSTATUS(status) == MISHAP_STATUS)
        run->end = RUN_SYSTEM;
    else
        run->status = WEXITSTATUS(status);
    *place = (struct place){.pipe = -1};
}

/* In this place, which is free then when the system refuses: a second time, too. */
static void begin(struct place *place, struct run *run, bool is_second, const struct budget *budget)
{
    int64_t left_ms = budget_left_ms(budget), limit_ms = run->cpu_limit_ms;
    if (limit_ms == 0)
        limit_ms = RUN_CPU_LIMIT_MS;
    bool is_begun = start(place, run) || (!is_second && start(place, run));
    run->end = is_begun ? RUN_EXITED : RUN_SYSTEM;
    place->most_ms = limit_ms < left_ms ? limit_ms : left_ms;
    place->is_second = is_second;
    if (!is_begun)
        mishap_note("the system refused a process or memory for the grading");
}

/* Ends it, and begins it again if the system was at fault. */
static void finish_or_repeat(struct place *place, bool is_in_time, struct budget *budget)
{
    struct run *run = place->run;
    bool is_second = place->is_second;
    finish(place, is_in_time, budget);
    bool is_mishap = run->end == RUN_KILLED || run->end == RUN_SYSTEM;
    if (is_mishap && !is_second)
        begin(place, run, true, budget);
    else if (is_mishap)
        mishap_note(run->end == RUN_KILLED ? "a process of the grading was killed"
                                           : "the system refused a process of the grading");
}

/* ---- All of them ----------------------------------------------------------------------------- */

static bool has_ended(const struct place *place)
{
    siginfo_t ended = {0};
    return waitid(P_PID, (id_t)place->process, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid != 0;
}

/* Waits for something to read, or a little. */
static void wait_for_output(struct place *places, size_t count)
{
    struct pollfd ready[AT_A_TIME_MAX];
    int wait_ms = LOOK_MS;
    for (size_t index = 0; index < count; index++) {
        ready[index] = (struct pollfd){.fd = places[index].pipe, .events = POLLIN};
        if (places[index].run != NULL && places[index].pipe < 0)
            wait_ms = SOON_MS;
    }
    poll(ready, (nfds_t)count, wait_ms);
    for (size_t index = 0; index < count; index++)
        if (places[index].run != NULL && places[index].pipe >= 0)
            take_output(&places[index]);
}

/* One that will not be started, and prints nothing. */
static void leave(struct run *run)
{
    run->output = calloc(1, 1);
    run->end = RUN_UNBEGUN;
}

/* Starts what there is room for; the index of the next to start. */
static size_t start_some(struct place *places, size_t at_a_time, struct run *runs, size_t next,
                         size_t count, const struct budget *budget)
{
    for (; next < count && budget_is_spent(budget); next++)
        leave(&runs[next]);
    for (size_t index = 0; index < at_a_time && next < count; index++) {
        if (places[index].run != NULL)
            continue;
        begin(&places[index], &runs[next++], false, budget);
    }
    return next;
}

/* False once it has used up its processor time. */
static bool is_in_time(struct place *place)
{
    if (now_ms() < place->begun_ms + place->most_ms)
        return true;
    int64_t left_ms = place->most_ms - spent_by_group(place->process);
    place->begun_ms = now_ms() - place->most_ms + (left_ms < COUNT_MS ? COUNT_MS : left_ms);
    return left_ms > 0;
}

/* How many are still under way. */
static size_t finish_some(struct place *places, size_t at_a_time, struct budget *budget)
{
    size_t busy = 0;
    for (size_t index = 0; index < at_a_time; index++) {
        struct place *place = &places[index];
        if (place->run == NULL)
            continue;
        bool has_come = has_ended(place);
        if (has_come || !is_in_time(place))
            finish_or_repeat(place, has_come, budget);
        busy += place->run != NULL;
    }
    return busy;
}

void run_all(struct budget *budget, struct run *runs, size_t count)
{
    struct place places[AT_A_TIME_MAX];
    size_t next = 0, busy, at_a_time = places_at_a_time();
    for (size_t index = 0; index < at_a_time; index++)
        places[index] = (struct place){.pipe = -1};
    do {
        next = start_some(places, at_a_time, runs, next, count, budget);
        wait_for_output(places, at_a_time);
        busy = finish_some(places, at_a_time, budget);
    } while (busy > 0 || next < count);
}

void run_free(struct run *run)
{
    free(run->output);
    run->output = NULL;
}

const char *run_end_sentence(enum run_end end)
{
    static const char *const sentences[] = {
        [RUN_EXITED] = NULL,
        [RUN_TIMEOUT] = "took too long and was ended",
        [RUN_KILLED] = "was ended by a signal",
        [RUN_SYSTEM] = "could not be started",
        [RUN_UNBEGUN] = "was not begun: those before took all the time that one hand-in has",
    };
    _Static_assert(sizeof sentences / sizeof *sentences == RUN_ENDS, "one sentence each");
    return (unsigned)end < RUN_ENDS ? sentences[end] : NULL;
}
