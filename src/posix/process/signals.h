/* signals.h: signals of a subject: handlers are registered, and never run but by raise().
 *
 * A signal from outside comes at no place that one could step to, so none comes; the first handler
 * or alarm says so on stderr. What a thread raises for itself happens there and then. */
#ifndef POSIX_PROCESS_SIGNALS_H
#define POSIX_PROCESS_SIGNALS_H

#include <signal.h>
#include <sys/time.h>

typedef void signal_handler(int number);

signal_handler *memrepl_signal(int number, signal_handler *handler);
signal_handler *memrepl___sysv_signal(int number, signal_handler *handler);
int memrepl_sigaction(int number, const struct sigaction *action, struct sigaction *before);
int memrepl_raise(int number);
unsigned memrepl_alarm(unsigned seconds);
int memrepl_setitimer(int which, const struct itimerval *wanted, struct itimerval *before);

int memrepl_sigemptyset(sigset_t *set);
int memrepl_sigfillset(sigset_t *set);
int memrepl_sigaddset(sigset_t *set, int number);
int memrepl_sigdelset(sigset_t *set, int number);
int memrepl_sigismember(const sigset_t *set, int number);
int memrepl_sigprocmask(int how, const sigset_t *set, sigset_t *before);
int memrepl_pthread_sigmask(int how, const sigset_t *set, sigset_t *before);
int memrepl_sigaltstack(const stack_t *stack, stack_t *before);

#endif
