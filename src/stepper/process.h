/* process.h: the child process as the parent holds it: started, given orders, ended. */
#ifndef STEPPER_PROCESS_H
#define STEPPER_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "program/arena.h"

struct image;

struct process {
    pid_t id;    /* 0 when there is none */
    int orders;  /* written to: one byte an order */
    int answers; /* read from: one byte an answer; closed when the child is dead */
};

/* Forks a child that loads the image into the arena. False when there is no process to be had, or
 * it died at once; a child that could not load the image lives and has set control->load_error. */
bool process_start(struct process *process, const struct image *image, const struct arena *arena);

/* Has the child do control->order, and waits. False when it died over it, or there is none. */
bool process_obey(struct process *process);

/* Kills the child, if there is one, and waits for its end. */
void process_end(struct process *process);

#endif
