/* control.h: what parent and child of a stepper share in REGION_CONTROL.
 *
 * The parent writes an order and wakes the child; the child obeys, writes the answer, and wakes the
 * parent. Only one of the two acts at a time, except for `interrupt`. Included by the stepper's own
 * modules and the benchmarks, by nobody else. */
#ifndef STEPPER_CONTROL_H
#define STEPPER_CONTROL_H

#include <limits.h>

#include "program/frames/extents.h"
#include "program/image/constants.h"
#include "program/image/image.h"
#include "stepper/child/checkpoint.h"
#include "stepper/child/child.h"
#include "stepper/machine/chooser.h"
#include "stepper/stepper.h"

#define CONTROL_CHOICES ((uint64_t)1 << 24) /* steps of one session, at 8 bytes each */
#define CONTROL_ACTIONS ((uint64_t)1 << 21) /* its starts and writes: a fifth of the steps */
#define CONTROL_WRITE_BYTES 40              /* of one action; longer writes take several */
#define CONTROL_OUTPUTS 4096                /* pieces of output of one order */
#define CONTROL_OUTPUT_BYTES ((size_t)1 << 20)
#define CONTROL_TEXT_BYTES ((size_t)64 << 20) /* arguments, input and files of one session */
#define CONTROL_ASKED 256                     /* more places of one function are asked at again */

/* ---- The journal: all choices since the subject was loaded ----------------------------------- */

enum choice_kind {
    CHOICE_STEP,   /* slot runs to its next operation */
    CHOICE_TICKS,  /* slot runs on for `count` ticks and stops in the middle of its step */
    CHOICE_ACTION, /* count: index into actions */
    CHOICE_BASE    /* the state here becomes step 0 */
};

struct choice {
    uint8_t kind;   /* enum choice_kind */
    uint8_t waiter; /* machine.wake_choice while it is carried out */
    thread_slot slot;
    uint32_t count;
};

enum action_kind {
    ACTION_START,
    ACTION_MAIN,
    ACTION_WRITE,
    ACTION_SCHEDULER,
    ACTION_SPLIT,
    ACTION_BLOCKS
};

struct action {
    enum action_kind kind;
    union {
        struct {
            uint64_t function;
            uint64_t arguments[MACHINE_ARGUMENTS];
            char name[MACHINE_NAME_BYTES];
            thread_slot slot;
        } start;
        struct program_entry main;
        struct {
            uint64_t address;
            uint32_t size;
            unsigned char bytes[CONTROL_WRITE_BYTES];
        } write;
        struct {
            enum scheduler_kind kind;
            uint64_t seed;
        } scheduler;
        struct split_range split;
        int64_t blocks;
    };
};

/* ---- Orders ---------------------------------------------------------------------------------- */

enum order_kind {
    ORDER_ACTION, /* take the action appended last */
    ORDER_BASE,
    ORDER_STEP,   /* slot, limit */
    ORDER_ACCESS, /* slot */
    ORDER_RUN,    /* limit */
    ORDER_GOTO,   /* position; from a checkpoint at most at step `recall_step` */
    ORDER_EXPLORE /* what control->chooser says */
};

/* How much of outputs[] and output_bytes[] is used, and how many bytes were more than that. */
struct output_counts {
    uint64_t pieces, bytes, lost_bytes;
};

struct order {
    enum order_kind kind;
    thread_slot slot;
    uint8_t waiter; /* ORDER_STEP: of the choice */
    uint64_t limit;
    uint64_t position;
    uint64_t recall_step;
    bool looks_out;  /* ORDER_GOTO: stops where control->outlook is different */
    uint64_t within; /* ORDER_GOTO: the last choice is only taken up to that tick; 0: whole */
    struct output_counts printed; /* before: what comes now is added to it */
};

/* ---- Stops ----------------------------------------------------------------------------------- */

enum watch_kind { WATCH_NONE, WATCH_BYTES, WATCH_OBJECT };

struct stop_point {
    uint64_t operations; /* bit set of enum operation_kind */
    enum watch_kind watch;
    bool asks; /* the parent decides each time whether to stop: see struct question */
    struct watched_call call;      /* of a watch that asks, */
    bool is_elsewhere;             /* another call of that function is on the stack in its place */
    uint64_t asked[CONTROL_ASKED]; /* where in it the parent was asked, by their last bits */
    uint32_t part_count;
    struct range parts[STEPPER_WATCH_PARTS]; /* [0].low: the watched sync object */
    int64_t seen_value;                      /* of a watched sync object */
    uint64_t write_pc; /* the store to one of the parts at the last tick; 0: there was none */
    unsigned char seen[STEPPER_WATCH_BYTES]; /* one part behind the other */
};

/* In the midst of an order: a stop that asks was come to. The child writes it and answers the order as if
 * it were done; the next order is to go on, with `holds`. */
struct question {
    unsigned char is_asked; /* no bool: the parent reads it before it knows that it can be one */
    bool holds;
    int number;
};

/* A place that a thread comes by, and in which call: see child/silent.h. */
struct silent_place {
    uint64_t pc, caller;   /* return addresses: of the place, and of the function */
    uint64_t frame, outer; /* frame pointers: its own, and the caller's; 0: not known */
};

/* Which store changed what: looked at while a choice is replayed; see child/witness.h. */
struct witness {
    /* The parent writes. */
    uint32_t part_count; /* 0: nothing is looked at */
    struct range parts[STEPPER_WITNESS_PARTS];
    int32_t depth;  /* they belong to a call: the thread is in so many; 0: to none */
    uint64_t unset; /* bit n: nobody has set parts[n] before the choice */
    bool are_fresh; /* those on its stack are that call's own, and nobody has set them before */
    uint64_t close_ticks; /* between this tick and the next, each instruction is looked at */
    unsigned char to_come[STEPPER_WITNESS_BYTES]; /* one part behind the other, as they will be */

    /* The child's. */
    struct witnessed last, change; /* the last tick; the last that made a difference */
    uint64_t accesses;             /* shared ones of the present choice */
    struct silent_place place;     /* of the last tick */
    bool is_called, is_close;
    unsigned char seen[STEPPER_WITNESS_BYTES]; /* the same, as they were at the last tick */
};

/* What control->outlook was when the order began. */
struct outlook_seen {
    uint64_t sum;                               /* of all but its parts */
    const void *at[STEPPER_OUTLOOK_PARTS];      /* the parts, as this process sees the arena */
    unsigned char bytes[STEPPER_OUTLOOK_BYTES]; /* one part behind the other */
};

#define CONTROL_SITES 4096
struct site {
    uint64_t pc;
    int32_t number; /* which stop point */
    bool is_first;  /* of its stop point: the others only count when coming from elsewhere */
};

struct output_piece {
    thread_slot thread;
    bool is_error;
    uint64_t step;
    uint32_t start, size; /* in output_bytes */
};

/* A step that had enough ticks: does it go round? See child/endless.h. */
struct circle {
    uint64_t pc, hash;     /* of the state that has to come again; 0: not looked at yet */
    uint64_t ticks, bytes; /* looked at since */
    bool is_proven;
};

/* What the child is doing for the present order; nobody else's business. */
struct errand {
    enum order_kind kind;
    thread_slot slot;      /* ORDER_STEP, ORDER_ACCESS: who */
    uint64_t limit;        /* in steps */
    uint64_t target;       /* ORDER_GOTO: position */
    uint64_t position;     /* at which the order began */
    bool is_over;          /* control.stop says how it ended */
    bool on_fiber;         /* a thread of the subject is running, not the order loop */
    uint64_t main_stack;   /* of the order loop while a thread runs */
    uint64_t ticks;        /* used by the present choice before the last grant */
    uint64_t granted;      /* fuel of the last grant */
    uint64_t ticks_target; /* replaying CHOICE_TICKS: where to stop; else 0 */
    uint64_t ticks_most;   /* of one step: more is an endless loop */
    struct circle circle;
    uint64_t bulk;    /* bytes that libc worked on during the present choice */
    uint64_t last_pc; /* of the last tick */
    uint64_t left_pc; /* of the function that was left last, unless one was entered since */
};

struct control {
    uint64_t fuel; /* ticks until engine_out_of_fuel(); first, as every tick touches it */

    struct question question;
    int orders, answers; /* files of the child, see child.h */

    /* ---- The child writes, the parent reads between orders. */
    struct machine machine;
    struct stop stop;
    uint64_t length; /* choices in the journal; machine.position says how many were taken */
    uint64_t base;   /* position just behind the last CHOICE_BASE */
    uint64_t actions_used;
    uint64_t texts_used;
    uint64_t recordings; /* of files, see posix/stdio/recorded.h */
    struct output_counts printed;
    uint64_t ticks_in_all; /* of all orders since the subject was opened */

    /* ---- The parent writes. */
    struct order order;
    bool hears; /* what is printed by a replay is handed on as if it were new */
    struct stop_point stops[STEPPER_STOPS];
    uint32_t stops_set;   /* bit set of the numbers in use */
    uint32_t watches_set; /* of those that watch bytes */
    struct site sites[CONTROL_SITES];
    uint32_t site_count;
    const struct chooser *chooser; /* of ORDER_EXPLORE: valid in the child, which is a fork */
    struct patience patience;
    struct witness witness;
    struct outlook outlook;
    volatile int interrupt; /* also set by signal handlers while the child runs */

    /* ---- The child's own. */
    struct child introduction; /* and its path: for a child that is a program of its own */
    char path[PATH_MAX];
    struct errand errand;
    const struct chooser *observer; /* the chooser while its order is carried out, else NULL */
    struct checkpoints checkpoints;
    struct outlook_seen outlook_seen;
    struct arena arena;
    uint64_t text_low, text_high; /* code of the subject */
    struct range destructors;     /* of the subject: an array of their addresses */
    uint64_t image_high;          /* end of all that its file maps */
    struct constants constants;
    struct thread_template thread_variables;
    bool stack_is_open[MACHINE_THREADS];
    uint64_t stack_low[MACHINE_THREADS]; /* nothing below it was used since the thread was made */
    uint64_t last_fuel, last_step;       /* what the watchdog saw */
    int idle_alarms;
    bool is_within;  /* a choice that is taken: see order.within */
    int marked_stop; /* to stop at when the step is complete, or -1 */
    uint64_t marked_pc;
    char load_error[512];

    /* ---- Long tables, sparse. */
    struct extents extents; /* the parent writes it, once */
    struct output_piece outputs[CONTROL_OUTPUTS];
    char output_bytes[CONTROL_OUTPUT_BYTES];
    _Alignas(uint64_t) char texts[CONTROL_TEXT_BYTES]; /* never changed once written: see entry.h */
    struct trace_entry trace[STEPPER_TRACE_ENTRIES];
    struct action actions[CONTROL_ACTIONS];
    struct choice journal[CONTROL_CHOICES];
};

#endif
