#include "class/hands.h"

#include "class/must.h"
#include "class/spawn.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

struct job {
    pid_t process; /* 0: free */
    struct unit *unit;
    int64_t begun_ms;
};

struct hands {
    const struct bench *bench;
    struct meter *meter;
    struct job *jobs;
    int job_count, running;
    int signals; /* a signalfd */
    bool is_stopped;
};

/* ---- Jobs ------------------------------------------------------------------------------------ */

static void count(struct hands *hands, const struct unit *unit)
{
    hands->meter->done++;
    hands->meter->graded += !unit->is_reused && unit->state == UNIT_GRADED;
    hands->meter->ungraded += unit->state == UNIT_UNGRADED;
    meter_show(hands->meter);
}

static void start(struct hands *hands, struct unit *unit)
{
    struct job *job = hands->jobs;
    while (job->process != 0)
        job++;
    pid_t process = unit_start(unit, hands->bench);
    if (process < 0) {
        count(hands, unit);
        return;
    }
    *job = (struct job){process, unit, meter_now_ms()};
    hands->running++;
}

static void reap(struct hands *hands)
{
    int status;
    for (int i = 0; i < hands->job_count; i++) {
        struct job *job = &hands->jobs[i];
        if (job->process == 0 || waitpid(job->process, &status, WNOHANG) != job->process)
            continue;
        unit_finish(job->unit, hands->bench, status);
        count(hands, job->unit);
        job->process = 0;
        hands->running--;
    }
}

static void end_late_ones(struct hands *hands)
{
    for (int i = 0; i < hands->job_count; i++) {
        struct job *job = &hands->jobs[i];
        if (job->process == 0 || meter_now_ms() - job->begun_ms < HANDS_LIMIT_MS)
            continue;
        spawn_end(job->process);
        unit_fail(
            job->unit, hands->bench,
            must_format("the grading came to no end within %d seconds", HANDS_LIMIT_MS / 1000));
        count(hands, job->unit);
        job->process = 0;
        hands->running--;
    }
}

static void end_all(struct hands *hands)
{
    for (int i = 0; i < hands->job_count; i++)
        if (hands->jobs[i].process != 0)
            spawn_end(hands->jobs[i].process);
}

/* ---- Waiting --------------------------------------------------------------------------------- */

static void take_signal(struct hands *hands)
{
    struct signalfd_siginfo signal;
    if (read(hands->signals, &signal, sizeof signal) != sizeof signal)
        return;
    if (signal.ssi_signo == SIGWINCH)
        meter_show(hands->meter);
    else if (signal.ssi_signo != SIGCHLD)
        hands->is_stopped = true;
}

/* For a signal, or the next tick of the terminal's line. */
static void wait_a_moment(struct hands *hands)
{
    struct pollfd signals = {.fd = hands->signals, .events = POLLIN};
    if (poll(&signals, 1, METER_TICK_MS) > 0)
        take_signal(hands);
    else if (hands->meter->is_terminal)
        meter_show(hands->meter);
    reap(hands);
    end_late_ones(hands);
}

static void look_for_signals(struct hands *hands)
{
    struct pollfd signals = {.fd = hands->signals, .events = POLLIN};
    while (poll(&signals, 1, 0) > 0)
        take_signal(hands);
    reap(hands);
}

static void grade(struct hands *hands, struct unit *units, size_t unit_count)
{
    for (size_t i = 0; i < unit_count && !hands->is_stopped; i++) {
        unit_prepare(&units[i], hands->bench);
        if (units[i].state == UNIT_READY)
            start(hands, &units[i]);
        else
            count(hands, &units[i]);
        look_for_signals(hands);
        while (hands->running == hands->job_count && !hands->is_stopped)
            wait_a_moment(hands);
    }
    while (hands->running > 0 && !hands->is_stopped)
        wait_a_moment(hands);
}

/* Those that are taken. One that ends memrepl but is ignored, as below nohup, stays so. */
static sigset_t find_signals(void)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGWINCH);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (sigaction(ends[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(&signals, ends[i]);
    return signals;
}

bool hands_grade(struct unit *units, size_t unit_count, const struct bench *bench, int jobs,
                 struct meter *meter)
{
    struct hands hands = {.bench = bench, .meter = meter, .job_count = jobs};
    sigset_t signals = find_signals(), before;
    sigprocmask(SIG_BLOCK, &signals, &before);
    hands.signals = signalfd(-1, &signals, SFD_CLOEXEC);
    hands.jobs = calloc((size_t)jobs, sizeof *hands.jobs);
    if (hands.signals < 0 || hands.jobs == NULL)
        must_give_up("no memory or no descriptor left to start gradings");
    grade(&hands, units, unit_count);
    if (hands.is_stopped)
        end_all(&hands);
    meter_clear(meter);
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(hands.signals);
    free(hands.jobs);
    return !hands.is_stopped;
}
