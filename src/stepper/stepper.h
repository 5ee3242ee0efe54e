/* stepper.h: runs the threads of a subject one step at a time, forwards and backwards.
 *
 * The subject lives in a child process; this is the parent's handle on it. An *order* makes the
 * child act and returns when it stopped; between orders the child is still and its memory can be
 * read. Each order that changes the program is a *choice* in the journal: "start this function",
 * "write these bytes", "one step of that thread". A position is a number of choices: stepper_goto()
 * restores the nearest checkpoint and takes the choices up to there again. A choice taken after
 * going back cuts off those that had come after.
 *
 * Whatever the subject does, the parent lives: a child that dies is started again and brought back
 * to where it was before the order. */
#ifndef STEPPER_STEPPER_H
#define STEPPER_STEPPER_H

#include "program/image/image.h"
#include "stepper/machine/machine.h"

struct chooser;
struct stepper;

/* Loads the subject `image` into a child of its own. NULL when it cannot, *error then says why
 * (caller frees it). The image must outlive the stepper. */
struct stepper *stepper_open(const struct image *image, char **error);

/* The same, for a program that may not see what its parent knows: the child is this program started
 * afresh, with CHILD_OPTION, and inherits no memory. It cannot be explored. */
struct stepper *stepper_open_apart(const struct image *image, char **error);
void stepper_close(struct stepper *stepper);

enum stop_reason {
    STOP_DONE,        /* did all that was ordered */
    STOP_BLOCKED,     /* the thread asked for cannot go on: see its pending operation */
    STOP_ENDED,       /* the thread asked for has ended */
    STOP_NOBODY,      /* no thread can run */
    STOP_BREAK,       /* a break point; number: which */
    STOP_WATCH,       /* a watched object or variable changed; number: which */
    STOP_EVENT,       /* machine.event says what happened */
    STOP_INTERRUPTED, /* stepper_interrupt() was called */
    STOP_FULL,        /* the journal holds no more choices */
    STOP_DIED,        /* the child died of the subject; it stands where it stood before the order */
    STOP_REASONS
};

/* How a program died: the status with which it ended its process, or minus the signal that did; or it
 * was ended, as it kept its parent waiting for too long. */
enum { STOP_NUMBER_LATE = -1000 };

struct stop {
    enum stop_reason reason;
    thread_slot thread; /* who ran last */
    uint64_t steps;     /* operations performed by this order */
    int number;         /* of the break point or watch; STOP_DIED: how, see below */
    uint64_t pc;        /* STOP_BREAK, STOP_WATCH: where; 0: not noted, see stepper_watch_pc() */
};

/* Brings one that was just opened, on the same image, to where the other stands, by all its choices
 * up to there, as patient with a step. False when it does not get there. */
bool stepper_copy(struct stepper *stepper, const struct stepper *from);

/* ---- Orders that are choices ----------------------------------------------------------------- */

struct start {
    thread_slot slot;
    const char *name;
    uint64_t function;
    uint64_t arguments[MACHINE_ARGUMENTS];
};

/* Makes a thread that stands before its first step. The slot must be unused or done. */
struct stop stepper_start(struct stepper *stepper, const struct start *start);

#define STEPPER_ARGUMENT_BYTES ((size_t)64 << 10) /* of main, NULs included; a shell's line */
#define STEPPER_INPUT_BYTES ((size_t)8 << 20)     /* what a person or a test types is far less */

/* Makes slot 0, "main", which stands before its first step: it will run the program's main() (at
 * `function`) with these arguments (NULL behind the last; [0] is the program's name) and with
 * `input` as its standard input. When main returns, or exit() is called, the program ends.
 * STOP_FULL when they are too long: stepper_refuse_main() says so in words. */
struct stop stepper_start_main(struct stepper *stepper, uint64_t function,
                               const char *const *arguments, const char *input, size_t input_bytes);

/* Why main() cannot be started with these, a sentence for the caller to free; NULL when it can. */
char *stepper_refuse_main(const char *const *arguments, size_t input_bytes);

/* Writes to the subject's globals, heap or stacks. False when the place is not writable. */
bool stepper_write(struct stepper *stepper, uint64_t address, const void *bytes, size_t size);

/* Makes each read and write of these bytes a step of its own, as far as whole words of
 * MACHINE_WORD bytes go; MACHINE_OUTPUT_PLACE stands for what is printed. False when it has
 * MACHINE_SPLITS such places, or the journal is full. */
bool stepper_split(struct stepper *stepper, uint64_t address, uint64_t bytes);

/* From now on malloc and all that allocates like it gives `blocks` more blocks, a larger one for an old
 * one among them, and then NULL; -1: as many as there is room for. What the kit itself needs on
 * behalf of the subject is not counted. */
void stepper_limit_blocks(struct stepper *stepper, int64_t blocks);

#define STEPPER_TICKS_USUAL 20000000u /* of one step: about a tenth of a second */

/* For how long a program that comes to no end is waited for; 0: for as long as the kit does by itself.
 * Ticks are branches, loads and stores: the same number in every run. */
struct patience {
    uint64_t ticks_of_step; /* more is an endless loop; 0: STEPPER_TICKS_USUAL */
    uint64_t ticks_in_all; /* of stepper_step() and stepper_run(): once used up, each step is one */
    int idle_ms;           /* processor time without a tick: a loop that does nothing at all */
    int64_t cpu_ms_in_all; /* processor time, of whatever is done: once used up, each order is
                              STOP_DIED; the system counts it, about the same in every run */
};

/* From now on, and in the place of an earlier one. */
void stepper_be_patient(struct stepper *stepper, struct patience patience);

/* Ticks so far, and milliseconds of processor time, of whatever was done. */
uint64_t stepper_ticks(const struct stepper *stepper);
int64_t stepper_cpu_ms(const struct stepper *stepper);

/* Chooses who runs in stepper_run(). */
void stepper_set_scheduler(struct stepper *stepper, enum scheduler_kind kind, uint64_t seed);

/* Up to `limit` steps of one thread; stops early when it blocks, ends, or something happens. A
 * thread in the middle of a step finishes it first, which counts as one. STOP_BLOCKED with
 * steps == 0 when it could not move at all. */
struct stop stepper_step(struct stepper *stepper, thread_slot slot, uint64_t limit);

/* One step. When it is a signal it wakes not who waits longest, but who comes `waiter` places behind
 * (at most 255), or the last. */
struct stop stepper_step_waking(struct stepper *stepper, thread_slot slot, uint8_t waiter);

/* Up to the thread's next load or store of memory that others can see, or the end of its step. */
struct stop stepper_step_access(struct stepper *stepper, thread_slot slot);

/* Up to `limit` steps of whomever the scheduler picks; STOP_NOBODY when no one can. */
struct stop stepper_run(struct stepper *stepper, uint64_t limit);

/* Lets the chooser try what it likes, and puts the program back. STOP_DONE; STOP_INTERRUPTED;
 * STOP_DIED when the subject ended the child, which then was started again. The chooser and its
 * context must have been there, in shared memory, before stepper_open(). */
struct stop stepper_explore(struct stepper *stepper, const struct chooser *chooser);

/* ---- Time travel ----------------------------------------------------------------------------- */

uint64_t stepper_position(const struct stepper *stepper); /* choices taken */
uint64_t stepper_length(const struct stepper *stepper);   /* choices known: >= position */

/* The position at which the program had performed `step` operations and was about to do more;
 * false when the journal never gets there. */
bool stepper_find_step(const struct stepper *stepper, uint64_t step, uint64_t *position);

/* The position `moves` thread moves (steps, or parts of a step by step_access) before the present
 * one; fewer when there are not so many (*moves then says how many). Starts and writes are passed
 * over. */
uint64_t stepper_moves_back(const struct stepper *stepper, uint64_t *moves);

/* Goes there, back or forth; STOP_EVENT when an event stands there. */
struct stop stepper_goto(struct stepper *stepper, uint64_t position);

/* What a value was made of: as long as none of this is different, nor is the value. */
#define STEPPER_OUTLOOK_PARTS 64
#define STEPPER_OUTLOOK_BYTES 4096
#define STEPPER_OUTLOOK_OBJECTS 8
struct outlook {
    uint32_t part_count, object_count;
    struct range
        parts[STEPPER_OUTLOOK_PARTS]; /* bytes; those that nobody writes need not be told */
    uint64_t objects[STEPPER_OUTLOOK_OBJECTS]; /* locks and the like: their state, and who waits */
    thread_slot mover; /* whatever this one does may matter; NO_THREAD: nobody */
    bool has_heap;     /* which blocks there are matters */
    bool is_open;      /* anything may matter: more than there is room for here */
};

/* Goes ahead to `position`, or to the first one on the way at which something is different from now:
 * STOP_WATCH. stepper_interrupt() ends it at the next step: STOP_INTERRUPTED. */
struct stop stepper_seek(struct stepper *stepper, uint64_t position, const struct outlook *outlook);

/* Makes the present state the beginning: position 0, step 0. */
void stepper_rebase(struct stepper *stepper);

/* ---- Stops that stay set --------------------------------------------------------------------- */

#define STEPPER_STOPS 32 /* numbered 0 to 31 by the caller */

/* Stop before the subject's code continues at one of these return addresses (stop sites). */
bool stepper_break_at(struct stepper *stepper, int number, const uint64_t *sites, size_t count);

/* Stop after any thread performed an operation of this kind. */
bool stepper_break_on(struct stepper *stepper, int number, enum operation_kind kind);

#define STEPPER_WATCH_PARTS 8
#define STEPPER_WATCH_BYTES 64 /* of all parts of one stop */

/* Stop when the bytes at `address` (at most STEPPER_WATCH_BYTES), or the value of the sync object there, change. */
bool stepper_watch(struct stepper *stepper, int number, uint64_t address, size_t size);
void stepper_unset(struct stepper *stepper, int number);

/* Stop when one of several places changes, STEPPER_WATCH_PARTS at most; a later call replaces them. */
bool stepper_watch_parts(struct stepper *stepper, int number, const struct range *parts,
                         size_t count);

/* The call whose local variables are watched. While they are awaited, as it has not begun or has not yet
 * declared them, the judge is asked wherever the thread comes by in it; else as soon as it has returned. So
 * what lies on a stack that nobody has stored to makes no difference. */
struct watched_call {
    thread_slot slot;
    int32_t depth;     /* in so many calls the thread is then; 0: no local variables are watched */
    struct range code; /* of the function */
    bool is_awaited, is_begun;
    bool are_fresh; /* as in struct witnessing */
};
void stepper_watch_call(struct stepper *stepper, int number, const struct watched_call *call);

/* The places of a watch of bytes; how many is written to *count. */
const struct range *stepper_watched(const struct stepper *stepper, int number, size_t *count);

/* A stop that asks only stops when the judge says so. The judge is called in the midst of an order: it may
 * look at everything, with the running thread stopped at its `pc`, and renew the stop's watch_parts. What
 * it lets pass leaves no trace. Without a judge they all stop. */
typedef bool stepper_judge(void *context, int number);
void stepper_set_judge(struct stepper *stepper, stepper_judge *judge, void *context);
void stepper_ask(struct stepper *stepper, int number);

/* The code that made the change at which a watch, stop->number, has just stopped; 0: not known. `depth`
 * and `unset`: as in struct witnessing. */
uint64_t stepper_watch_pc(struct stepper *stepper, const struct stop *stop, int32_t depth,
                          uint64_t unset);

/* Bytes that one choice may have changed. Those beyond STEPPER_WITNESS_BYTES, and parts that are not there,
 * are passed over. */
#define STEPPER_WITNESS_PARTS 64
#define STEPPER_WITNESS_BYTES 4096
struct witnessing {
    uint64_t position;         /* just before the choice */
    const struct range *parts; /* by address as they are behind it */
    size_t part_count;
    int32_t depth;  /* the calls that the thread is in while the parts mean something; 0: always */
    bool are_fresh; /* those on its stack are variables of that call, and none a parameter of it */
    uint64_t unset; /* bit n: nobody has set parts[n] before the choice, whatever lies there */
};

/* What changed them last. */
struct witnessed {
    uint64_t pc; /* the store, or the call of which they are a part; 0: nothing the thread did */
    uint64_t accesses; /* stepper_step_access() so often stops just before it; 0: never does */
    uint64_t ticks;    /* stepper_goto_within() so many stands before it; 0: the choice begins so */
    bool is_silent; /* it was no access that others can see; on aarch64 pc may be the tick before */
};

/* Goes through the choice again, and behind it. False when it does not get there. */
bool stepper_witness(struct stepper *stepper, const struct witnessing *what,
                     struct witnessed *witnessed);

/* Takes the choice at `position` only up to that tick, to look around: the next order is a
 * stepper_goto(). */
struct stop stepper_goto_within(struct stepper *stepper, uint64_t position, uint64_t ticks);

/* From a signal handler or another thread: the order under way stops at the next step. */
void stepper_interrupt(struct stepper *stepper);

/* Calls `attend` several times a second while an order is done; false: that is to end, and is STOP_DIED if
 * it does not soon. NULL: as from the beginning. */
void stepper_attend(struct stepper *stepper, bool (*attend)(void *context), void *context);

/* ---- Looking --------------------------------------------------------------------------------- */

const struct machine *stepper_machine(const struct stepper *stepper);

/* Copies subject memory: globals, constants, heap, stacks. `context` is the stepper, so that it serves
 * as the reader of value.h. False when not all of it is readable. */
bool stepper_read(void *context, uint64_t address, void *buffer, size_t size);

/* Where a thread that ran keeps its variables declared __thread. */
uint64_t stepper_thread_variables(const struct stepper *stepper, thread_slot slot);

/* True of the address of a thread's errno. */
bool stepper_is_errno(uint64_t address);

/* The operation of that step number; NULL when it is not kept (older ones are regenerated by
 * stepper_recall) or lies ahead. */
const struct trace_entry *stepper_trace(const struct stepper *stepper, uint64_t step);

/* Makes the last `count` steps before the present one available to stepper_trace(), as far as they
 * fit (STEPPER_TRACE_ENTRIES). When they were gone, what the last order printed is. */
#define STEPPER_TRACE_ENTRIES 65536
void stepper_recall(struct stepper *stepper, uint64_t count);

/* From now on, stepper_goto() to a place ahead is heard or not: what the subject prints on the way is
 * there for stepper_next_output(), or, as from the beginning, nothing. */
void stepper_hear(struct stepper *stepper, bool hears);

/* From now on, what the subject prints is added to what it printed before, or takes its place at each
 * order, as from the beginning. */
void stepper_gather(struct stepper *stepper, bool gathers);

/* What the subject printed since the last call: pieces in order, each with who and when. Replays
 * print nothing, unless they are heard. Returns false when there is no more. */
struct output {
    thread_slot thread;
    uint64_t step;
    bool is_error; /* stderr */
    size_t size;
    const char *bytes; /* valid until the next order; not terminated */
};
bool stepper_next_output(struct stepper *stepper, struct output *output);
uint64_t stepper_lost_output(
    const struct stepper *stepper); /* bytes dropped since the last order */

#endif
