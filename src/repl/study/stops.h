/* stops.h: break points, watches and displays: numbered from 1, set until deleted.
 *
 * Breaks and watches are the stepper's; this module finds the places, remembers what was typed, and
 * shows what changed. A display is a command that only looks, run after each action. */
#ifndef STUDY_STOPS_H
#define STUDY_STOPS_H

#include "repl/command.h"
#include "stepper/stepper.h"

struct study;

enum stop_kind { STOP_POINT_NONE, STOP_POINT_BREAK, STOP_POINT_WATCH, STOP_POINT_DISPLAY };

enum { STOP_TEXT_BYTES = 120 };

#define STOPS_NO_THREAD "(its thread is not there)" /* the value of what only that thread has */

struct stop_point_text {
    enum stop_kind kind;
    char text[STOP_TEXT_BYTES];  /* what stands behind the command: "items", "memory_server.c:44" */
    char value[STOP_TEXT_BYTES]; /* of a watch: as last shown */
    char condition[STOP_TEXT_BYTES]; /* of a break: what must hold, "" for none */
    thread_slot slot;                /* of a watch of local variables: whose, */
    char function[STOP_TEXT_BYTES]; /* and of which function; "": of global ones, or of an object */
    uint64_t frame;                 /* and of which call: its frame pointer, */
    uint64_t position;              /* seen then; before that it was not called */
    int32_t depth;                  /* and in how many calls the thread is then; */
    struct range code;              /* where the function's code is */
    bool is_own; /* of variables of which each thread has its own: the slot's, in no special call */
    bool is_object; /* of a watch: a lock or semaphore */
};

struct stops {
    struct stop_point_text points[STEPPER_STOPS]; /* number - 1 is the index */
};

/* Says which break or watch stopped the program, with the value before and after; and which other watches
 * have changed. */
void stops_explain(struct study *study, struct console *console, const struct stop *stop);

/* Runs the displays; then takes the present values of watches as known. */
void stops_show(struct study *study, struct console *console);

/* break, watch, display, delete. */
extern const struct command stops_commands[];

#endif
