/* child.h: the process that a subject lives in. */
#ifndef STEPPER_CHILD_CHILD_H
#define STEPPER_CHILD_CHILD_H

#include "program/arena.h"
#include "program/image/constants.h"
#include "program/image/image.h"

/* What the child is given: the subject's file, where its text lies, and the arena, entered with the
 * control block at its start. */
struct child {
    const char *path;
    uint64_t text_low, text_high;
    uint64_t image_high; /* end of all that the file maps */
    struct constants constants;
    struct thread_template thread_variables;
    struct arena arena;
    int orders;  /* one byte read: an order stands in the control block */
    int answers; /* one byte written: it was obeyed; the first: loaded, or load_error is set */
};

struct control;

/* With this it ends when the system has no memory for it, or refuses something else that the kit needs:
 * no doing of the program's. */
enum { CHILD_REFUSED = 71 };
_Noreturn void child_give_up(void);

/* In the midst of an order: has the parent answer control->question. */
void child_ask(struct control *control);

/* Runs in the child of fork() until the parent closes the orders. */
_Noreturn void child_main(const struct child *child);

/* The same, in a program that is started afresh and has nothing of the parent's memory but the arena.
 * The main() of that, which is this very program, hands on the word behind CHILD_OPTION. */
#define CHILD_OPTION "--child"
_Noreturn void child_main_apart(const struct child *child);
_Noreturn void child_arrive(const char *file);

#endif
