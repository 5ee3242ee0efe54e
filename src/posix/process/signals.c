#include "posix/process/signals.h"

#include <errno.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/libc/statics.h"
#include "stepper/child/engine.h"

static void warn_once(struct statics *statics)
{
    static const char warning[] =
        "memrepl: signals from outside and alarms never come here; handlers run by raise() only\n";
    if (!statics->has_warned_of_signals)
        engine_output(warning, sizeof warning - 1, true);
    statics->has_warned_of_signals = true;
}

static bool is_signal(int number)
{
    if (number > 0 && number < STATICS_SIGNALS)
        return true;
    engine_thread()->error_number = EINVAL;
    return false;
}

/* ---- Handlers -------------------------------------------------------------------------------- */

static signal_handler *set_handler(int number, signal_handler *handler, uint64_t pc)
{
    struct statics *statics = statics_get(pc);
    signal_handler *before = statics->handlers[number];
    statics->handlers[number] = handler;
    if (handler != SIG_DFL && handler != SIG_IGN)
        warn_once(statics);
    return before;
}

signal_handler *memrepl_signal(int number, signal_handler *handler)
{
    return is_signal(number) ? set_handler(number, handler, CALLER) : SIG_ERR;
}

signal_handler *memrepl___sysv_signal(int number, signal_handler *handler)
    __attribute__((alias("memrepl_signal")));

int memrepl_sigaction(int number, const struct sigaction *action, struct sigaction *before)
{
    if (!is_signal(number))
        return -1;
    signal_handler *old = statics_get(CALLER)->handlers[number];
    if (action != NULL) {
        check_read(action, sizeof *action, CALLER);
        set_handler(number, action->sa_handler, CALLER);
    }
    if (before != NULL) {
        check_write(before, sizeof *before, CALLER);
        *before = (struct sigaction){.sa_handler = old};
    }
    return 0;
}

static bool is_ignored(int number, signal_handler *handler)
{
    bool is_by_default =
        number == SIGCHLD || number == SIGURG || number == SIGWINCH || number == SIGCONT;
    return handler == SIG_IGN || (handler == SIG_DFL && is_by_default);
}

int memrepl_raise(int number)
{
    if (!is_signal(number))
        return -1;
    signal_handler *handler = statics_get(CALLER)->handlers[number];
    if (is_ignored(number, handler))
        return 0;
    if (handler == SIG_DFL)
        engine_event((struct event){.kind = number == SIGABRT ? EVENT_ABORT : EVENT_ILLEGAL,
                                    .pc = CALLER,
                                    .value = number,
                                    .other = NO_THREAD});
    handler(number);
    return 0;
}

unsigned memrepl_alarm(unsigned seconds)
{
    if (seconds > 0)
        warn_once(statics_get(CALLER));
    return 0;
}

int memrepl_setitimer(int which, const struct itimerval *wanted, struct itimerval *before)
{
    (void)which;
    check_read(wanted, sizeof *wanted, CALLER);
    if (before != NULL) {
        check_write(before, sizeof *before, CALLER);
        memset(before, 0, sizeof *before);
    }
    warn_once(statics_get(CALLER));
    return 0;
}

/* ---- Sets and masks: kept as given, and without effect ---------------------------------------- */

int memrepl_sigemptyset(sigset_t *set)
{
    check_write(set, sizeof *set, CALLER);
    return sigemptyset(set);
}

int memrepl_sigfillset(sigset_t *set)
{
    check_write(set, sizeof *set, CALLER);
    return sigfillset(set);
}

int memrepl_sigaddset(sigset_t *set, int number)
{
    check_write(set, sizeof *set, CALLER);
    return is_signal(number) ? sigaddset(set, number) : -1;
}

int memrepl_sigdelset(sigset_t *set, int number)
{
    check_write(set, sizeof *set, CALLER);
    return is_signal(number) ? sigdelset(set, number) : -1;
}

int memrepl_sigismember(const sigset_t *set, int number)
{
    check_read(set, sizeof *set, CALLER);
    return is_signal(number) ? sigismember(set, number) : -1;
}

int memrepl_sigprocmask(int how, const sigset_t *set, sigset_t *before)
{
    (void)how;
    if (set != NULL)
        check_read(set, sizeof *set, CALLER);
    if (before != NULL) {
        check_write(before, sizeof *before, CALLER);
        sigemptyset(before);
    }
    return 0;
}

int memrepl_pthread_sigmask(int how, const sigset_t *set, sigset_t *before)
    __attribute__((alias("memrepl_sigprocmask")));

int memrepl_sigaltstack(const stack_t *stack, stack_t *before)
{
    if (stack != NULL)
        check_read(stack, sizeof *stack, CALLER);
    if (before != NULL) {
        check_write(before, sizeof *before, CALLER);
        *before = (stack_t){.ss_flags = SS_DISABLE};
    }
    return 0;
}
