/* engine.h: the child's half of the stepper: runs the threads of the subject as fibers.
 *
 * posix/ calls these on behalf of the running thread, and instrumented code ticks at every branch,
 * load and store. A thread hands over just before each operation; whoever is chosen performs the
 * operation it had stopped at and runs on. Everything the engine knows lies in struct control.
 *
 * Time is counted in ticks within a step: a journal entry "42 ticks of T3" leads to the same place
 * in every run. An operation that never comes within STEPPER_TICKS_USUAL is an endless loop. */
#ifndef STEPPER_CHILD_ENGINE_H
#define STEPPER_CHILD_ENGINE_H

#include "stepper/machine/machine.h"

#define ENGINE_BULK_MOST (1u << 30) /* bytes of one step that libc copies, sets, reads or prints */

struct control;

struct machine *engine_machine(void);
struct thread *engine_thread(void); /* the running one */

/* Parks the running thread before the operation, and performs it when its turn has come. Returns
 * what the operation returns: 0 or an errno number. */
int32_t engine_operation(enum operation_kind kind, uint64_t object, uint64_t object2,
                         int64_t argument, uint64_t pc);

/* Parks the running thread before it uses places that are split, until its turn has come: once
 * before a load or store, before a copy of many words once for each of them that is_split() says. */
void engine_split_use(bool is_write, uint64_t address, size_t bytes, uint64_t pc,
                      bool (*is_split)(const void *context, uint64_t address, uint64_t bytes),
                      const void *context);

/* What a tick does when the fuel is used up: see tick.h. `access` is the load or store that comes
 * next, of no bytes where a function of libc is called, NULL at a branch and at a function's entry. */
void engine_out_of_fuel(uint64_t pc, const struct access *access);

/* Libc worked on so many bytes for the running thread: a loop around such calls is endless, too. */
void engine_bulk(uint64_t pc, size_t bytes);

/* Keep count of the calls that the running thread is in. */
void engine_enter_function(uint64_t caller);
void engine_leave_function(void);

/* Where the frames of the subject's functions begin on a thread's stack, downwards; above are those of
 * the kit that called the first of them, and then what locals.h tells of. */
uint64_t engine_frames_top(thread_slot slot);

/* Ends the program's run: event->kind and what else is known are the caller's, the rest is
 * filled. */
_Noreturn void engine_event(struct event event);

/* Ends the running thread. */
_Noreturn void engine_end_thread(uint64_t result);

/* A free slot for a thread of the subject's own making, PARKED before its first step; NO_THREAD
 * when there is none left. */
thread_slot engine_create(uint64_t function, uint64_t argument);

/* Has the parent say whether to stop at that stop point, with the running thread stopped at `pc`. */
bool engine_ask(int number, uint64_t pc);

/* Keeps what the subject printed; nothing while replaying. */
void engine_output(const char *bytes, size_t size, bool is_error);

/* True while the past is being repeated; and while that is looked at for a change: see stops.h. */
bool engine_is_replaying(void);
bool engine_is_witnessing(void);

/* ---- For posix/ to define -------------------------------------------------------------------- */

/* Runs the main() of machine.program.entry on the running thread, from `top` downwards, and ends the program
 * when it returns. */
_Noreturn void program_run_main(uint64_t top);

/* What the running thread does last, once its function has returned; its stack is free from `top`
 * downwards. */
void thread_returns(uint64_t top);

/* ---- For orders.c ---------------------------------------------------------------------------- */

/* A fresh thread before its first step; its name and arguments are the caller's to fill in. False
 * when the slot is out of range or the system gives no stack. */
bool engine_make_thread(struct control *control, thread_slot slot, uint64_t function);

/* Lets a thread run from the order loop, until some thread comes back to it. */
void engine_resume(struct control *control, thread_slot slot);

#endif
