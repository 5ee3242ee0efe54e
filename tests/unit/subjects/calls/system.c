/* system.c: dates, surroundings, signals, jumps. */
#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

void call_dates(void)
{
    char text[64];
    struct tm parts;
    time_t moment = 86400 * 365 + 3661;
    setenv("TZ", "UTC", 1);
    tzset();
    SHOW("%s", ctime(&moment));
    SHOW("%s", ctime_r(&moment, text));
    SHOW("%s", asctime(gmtime(&moment)));
    SHOW("%s", asctime_r(localtime(&moment), text));
    SHOW("%d", gmtime_r(&moment, &parts)->tm_hour);
    SHOW("%d", localtime_r(&moment, &parts)->tm_min);
    SHOW("%zu", strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts));
    SHOW("%s", text);
    SHOW("%zu", strftime(text, 5, "%Y-%m-%d", &parts));
    parts.tm_mday += 40;
    SHOW("%ld", (long)mktime(&parts));
    SHOW("%ld", (long)timegm(&parts));
    SHOW("%g", difftime(moment, 0));
}

void call_surroundings(void)
{
    SHOW("%d", getenv("MEMREPL_NOT_SET") == NULL);
    SHOW("%d", setenv("COLOUR", "red", 1));
    SHOW("%s", getenv("COLOUR"));
    SHOW("%d", setenv("COLOUR", "blue", 0));
    SHOW("%s", getenv("COLOUR"));
    SHOW("%d", putenv("SIZE=large"));
    SHOW("%s", secure_getenv("SIZE"));
    SHOW("%d", unsetenv("COLOUR"));
    SHOW("%d", getenv("COLOUR") == NULL);
    SHOW("%d", setenv("", "x", 1));
    SHOW("%d", putenv("SIZE"));
    SHOW("%d", getenv("SIZE") == NULL);
    errno = 0;
    SHOW("%d", unsetenv(""));
    SHOW("%d", errno == EINVAL);
    errno = 0;
    SHOW("%d", unsetenv("SIZE=large"));
    SHOW("%d", errno == EINVAL);
    SHOW("%d", clearenv());
    SHOW("%d", getenv("SIZE") == NULL);
    SHOW("%s", setlocale(LC_ALL, "C"));
    SHOW("%s", setlocale(LC_ALL, NULL));
    SHOW("%d", setlocale(LC_ALL, "xx_YY") == NULL);
    SHOW("%ld", sysconf(_SC_PAGESIZE));
    SHOW("%d", getpagesize());
    SHOW("%ld", sysconf(_SC_CLK_TCK));
    SHOW("%d", sysconf(-77) == -1 && errno == EINVAL);
}

/* ---- Signals --------------------------------------------------------------------------------- */

static volatile int caught;

static void note(int number)
{
    caught = number;
}

void call_signals(void)
{
    sigset_t set, before;
    struct sigaction action = {.sa_handler = note}, old;
    SHOW("%d", signal(SIGINT, note) == SIG_DFL);
    SHOW("%d", signal(SIGINT, note) == note);
    SHOW("%d", raise(SIGINT));
    SHOW("%d", caught);
    SHOW("%d", sigaction(SIGUSR1, &action, NULL));
    SHOW("%d", sigaction(SIGUSR1, NULL, &old));
    SHOW("%d", old.sa_handler == note);
    SHOW("%d", raise(SIGUSR1));
    SHOW("%d", caught);
    signal(SIGUSR2, SIG_IGN);
    SHOW("%d", raise(SIGUSR2));
    SHOW("%d", raise(SIGCHLD));
    SHOW("%d", raise(1000));
    SHOW("%d", sigemptyset(&set));
    SHOW("%d", sigaddset(&set, SIGTERM));
    SHOW("%d", sigismember(&set, SIGTERM));
    SHOW("%d", sigdelset(&set, SIGTERM));
    SHOW("%d", sigismember(&set, SIGTERM));
    SHOW("%d", sigfillset(&set));
    SHOW("%d", sigprocmask(SIG_SETMASK, &set, &before));
    SHOW("%d", sigismember(&before, SIGINT));
    SHOW("%d", pthread_sigmask(SIG_SETMASK, &before, NULL));
    SHOW("%u", alarm(0));

    stack_t stack;
    struct itimerval timer = {.it_value.tv_sec = 0}, timer_before;
    SHOW("%d", setitimer(ITIMER_REAL, &timer, &timer_before));
    SHOW("%ld", (long)timer_before.it_value.tv_usec);
    SHOW("%d", sigaltstack(NULL, &stack));
    SHOW("%d", stack.ss_flags == SS_DISABLE);
}

/* ---- Jumps ----------------------------------------------------------------------------------- */

static jmp_buf place;
static sigjmp_buf other_place;

static void jump_from_below(int level)
{
    if (level == 0)
        longjmp(place, 5);
    jump_from_below(level - 1);
}

void call_jumps(void)
{
    volatile int rounds = 0;
    int value = setjmp(place);
    SHOW("%d", value);
    if (value == 0)
        jump_from_below(3);
    if (rounds++ < 2)
        longjmp(place, 0);
    SHOW("%d", rounds);
    if (sigsetjmp(other_place, 0) == 0)
        siglongjmp(other_place, 2);
    SHOW("%d", _setjmp(place) == 0);
}
