/* chooser.h: who runs next, decided by somebody above the stepper, in the child's own process.
 *
 * An explorer takes a thousand times as many choices as a person at the prompt: too many to ask
 * the parent for each. It hands stepper_explore() these functions, which the child calls while it
 * carries out that one order; `context` is memory that both processes share. Nothing that happens
 * meanwhile enters the journal. When the order ends the program stands where it stood before. */
#ifndef STEPPER_MACHINE_CHOOSER_H
#define STEPPER_MACHINE_CHOOSER_H

#include "stepper/machine/machine.h"

struct control;

enum use_kind {
    USE_READ,
    USE_WRITE,
    USE_ATOMIC_READ,
    USE_ATOMIC_WRITE,
    USE_ALLOCATE, /* a fresh block of the heap: what was known of these bytes is void */
    USE_FREE,
    USE_SYNC, /* of a mutex or the like, by an operation on it */
    USE_INITIALISE,
    USE_DESTROY
};

struct chooser {
    void *context;

    /* Carries the order out: lets threads run by engine_resume(), from checkpoints of its own. */
    void (*run)(void *context, struct control *control);

    /* A step has ended, or none has begun: who takes the next one. NO_THREAD: back to run(). */
    thread_slot (*choose)(void *context, struct control *control);

    /* The running thread is about to use memory. May make it a point to switch at, by
     * engine_operation(). */
    void (*use)(void *context, enum use_kind kind, uint64_t address, size_t bytes, uint64_t pc);

    /* The same of a place that is split: the thread parked before it when nobody explored yet. */
    void (*note_use)(void *context, enum use_kind kind, uint64_t address, size_t bytes,
                     uint64_t pc);

    /* In the midst of a long step: whether it is to be given up, with all that is explored. */
    bool (*is_over)(void *context);

    /* The running thread prints. */
    void (*print)(void *context, const char *bytes, size_t size, uint64_t pc);
};

#endif
