/* program.h: how a subject begins and ends: its surroundings, exit() and its kin.
 *
 * main() gets its arguments from the stepper (stepper_start_main) in a block of the heap, and no
 * environment. When it returns, or exit() is called, what atexit() registered is run, last first, by
 * the thread that calls, and then what is marked as destructor; then the thread stands before OPERATION_EXIT, and when its turn has come the
 * program is over: an event. */
#ifndef POSIX_PROCESS_PROGRAM_H
#define POSIX_PROCESS_PROGRAM_H

int memrepl_atexit(void (*function)(void));
int memrepl_on_exit(void (*function)(int status, void *argument), void *argument);
int memrepl_at_quick_exit(void (*function)(void));
int memrepl___cxa_atexit(void (*function)(void *), void *argument, void *object);
int memrepl___cxa_at_quick_exit(void (*function)(void *), void *object);

_Noreturn void memrepl_exit(int status);
_Noreturn void memrepl_quick_exit(int status);
_Noreturn void memrepl__exit(int status);
_Noreturn void memrepl__Exit(int status);
_Noreturn void memrepl_abort(void);
_Noreturn void memrepl___assert_fail(const char *expression, const char *file, unsigned line,
                                     const char *function);

#endif
