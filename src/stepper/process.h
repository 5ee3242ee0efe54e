/* process.h: the child process as the parent holds it: started, given orders, ended. */
#ifndef STEPPER_PROCESS_H
#define STEPPER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "program/arena.h"

struct image;

/* How long a child may keep its parent waiting, in milliseconds. Endless loops are found by the
 * child itself, by counting; these are for what it cannot count: code that sleeps or never returns
 * from the kernel, and constructors. A child that the system does not let run is waited for: that is not
 * its doing. One that was stopped is continued, for so long. */
#define PROCESS_IDLE_MS 10000     /* asleep, or stopped */
#define PROCESS_CPU_MS 120000     /* processor time of one order */
#define PROCESS_LOAD_MS 2000      /* processor time while it is loaded */
#define PROCESS_INTERRUPT_MS 2000 /* after Ctrl-C, or when attend() has asked for the end */

/* How an order, or the start, came to its end. */
enum process_end {
    PROCESS_ANSWERED,
    PROCESS_LATE, /* it kept its parent waiting for too long */
    PROCESS_LOST, /* it is dead */
    PROCESS_TAKEN /* it was killed from outside, cannot be spoken to, or the system had none to give */
};

struct process {
    pid_t id;      /* 0 when there is none */
    int orders;    /* written to: one byte an order */
    int answers;   /* read from: one byte an answer; closed when the child is dead */
    bool is_apart; /* the child has nothing of the parent's memory but the arena */
    const volatile int *interrupt; /* set by the parent's signal handler during an order */
    int64_t ended_ms;              /* processor time of the children before this one */
    int64_t most_ms;               /* that all of them may take together; 0: as much as they do */
    int death;                     /* of the last one: number of a stop that is STOP_DIED */

    /* Called several times a second during an order: false when it is to end. With it the order may
     * take as long as it likes, if only *pulse changes: the time is that of one step. NULL: nobody. */
    bool (*attend)(void *context);
    void *attend_context;
    const volatile uint64_t *pulse;
};

/* Processor time of all children so far, in milliseconds, as the system counts it. */
int64_t process_cpu_ms(const struct process *process);

/* Starts a child, `process->is_apart` or a plain fork, that loads the image into the arena, and waits
 * until it has; a child that could not load it answers too and has set control->load_error. Without an
 * answer process->id is 0, and errno says why, when the system gave no process; else process_end() is
 * still to come. PROCESS_LATE, without a child, when those before have taken all their time. */
enum process_end process_start(struct process *process, const struct image *image,
                               const struct arena *arena, const volatile int *interrupt);

/* Has the child do control->order, and waits. PROCESS_LOST also when there is none. */
enum process_end process_obey(struct process *process);

/* Kills the child, if there is one, and waits for its end. */
void process_end(struct process *process);

#endif
