/* threads.h: what pthread_… and thrd_… have in common. pc: return address of the subject's call. */
#ifndef POSIX_THREADS_THREADS_H
#define POSIX_THREADS_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "stepper/machine/machine.h"

/* ---- threads.c: an event when it cannot be done. */

void threads_create(pthread_t *thread, bool is_detached, uint64_t function, uint64_t argument,
                    uint64_t pc);
uint64_t threads_join(pthread_t thread, uint64_t pc); /* what the thread returned */
void threads_detach(pthread_t thread, uint64_t pc);
_Noreturn void threads_exit(uint64_t result, uint64_t top); /* top: for destructors */
int threads_sleep(const struct timespec *wanted, struct timespec *rest, uint64_t pc);

/* ---- locks.c, gates.c: 0 or an errno number. */

void locks_know(const pthread_mutex_t *mutex, uint64_t pc);
int locks_do(enum operation_kind kind, pthread_mutex_t *mutex, uint64_t pc);
int locks_do_timed(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *deadline,
                   uint64_t pc);
int conditions_do(enum operation_kind kind, pthread_cond_t *condition, uint64_t pc);
int conditions_wait(pthread_cond_t *condition, pthread_mutex_t *mutex, uint64_t pc);
int conditions_wait_until(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                          const struct timespec *deadline, uint64_t pc);
void gates_run_once(int *control, void (*routine)(void), uint64_t top, uint64_t pc);

#endif
