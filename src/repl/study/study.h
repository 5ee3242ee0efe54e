/* study.h: a program under study: what it is made of, who its threads are, what they wait for.
 *
 *     image, lines, names   the program as a file: symbols, source places, variables
 *     stepper               the program as it runs
 *     history, stops        what was typed so far; break points, watches and displays
 *     hooks                 what the mode on top knows of its own program
 *
 * Nothing here prints: these are the facts; words/narrate.h has the words for them.
 *
 * A mode's context begins with a struct study, so that the tables of commands in this folder and
 * the mode's own get the same pointer. */
#ifndef STUDY_STUDY_H
#define STUDY_STUDY_H

#include "program/frames/calls.h"
#include "program/image/lines.h"
#include "program/values/names.h"
#include "program/values/value.h"
#include "repl/command.h"
#include "repl/study/foreseen.h"
#include "repl/study/history.h"
#include "repl/study/stops.h"
#include "stepper/stepper.h"

#include <signal.h>

/* The states of a thread as users see them. */
enum thread_state {
    STATE_NEW,     /* was never run */
    STATE_READY,   /* could take a step now */
    STATE_RUNNING, /* stopped in the middle of a step */
    STATE_BLOCKED,
    STATE_HOLDING, /* uses what it has until the person at the prompt says otherwise */
    STATE_DONE,
    STATE_CUT, /* the program ended before its time */
    STATE_CRASHED,
    STATE_COUNT
};

struct blocks;
struct search_idle;
struct study;
struct words;

/* What the mode knows of its own program. Each may be NULL. */
struct study_hooks {
    /* Slots that have a name before anything ran in them, and that name. */
    thread_slot named_slots;

    /* The program only runs when something is called, by commands that tell what came of it: while
     * it rests, nothing is said of what could run next, nor what a call returned in a step. */
    bool rests_quietly;

    void (*name)(const struct study *study, thread_slot slot, char *text, size_t size);

    /* Starts a run in a slot that has none, for `step`: a choice. False when it cannot, said. */
    bool (*begin)(struct study *study, struct console *console, thread_slot slot);

    /* True when the thread is one that waits for the person: HOLDING, or at rest until asked. */
    bool (*is_holding)(const struct study *study, thread_slot slot);
    bool (*is_resting)(const struct study *study, thread_slot slot);

    /* Adds who could wake a thread that waits for a semaphore: "the server answers it (serve)". */
    void (*waker)(const struct study *study, thread_slot slot, struct words *words);

    /* Adds the strokes that are possible now, as typed: " (serve)", ": enqueue or free 1". */
    void (*strokes)(const struct study *study, struct words *words);

    /* Fills in the semaphores on which threads wait for the person. */
    void (*idle)(const struct study *study, struct search_idle *idle);

    /* Looks the program's own invariants over; prints what does not hold. */
    void (*check)(struct study *study, struct console *console);

    /* Writes the lines of a session, which will stand in the file `path`, that lead to step 0. */
    void (*settings)(const struct study *study, FILE *file, const char *path);
};

/* The frame in which names are looked up, while the program stands at `position`. */
struct chosen_frame {
    bool is_set;
    bool is_none; /* no local variable is meant, but one that its scope is named of: T1::count */
    uint64_t position;
    thread_slot slot;
    size_t level;
};

struct study {
    struct image *image;
    struct lines *lines;
    struct names *names;
    struct stepper *stepper;
    struct history history;
    struct stops stops;
    struct chosen_frame chosen;
    struct foreseen foreseen;
    struct blocks *blocks; /* of who asks much; else NULL: see blocks.h */
    const struct study_hooks *hooks;
    const struct mode *mode; /* runs what `display` shows */
    thread_slot prompt;   /* where `call` runs functions; NO_THREAD: behind the program's threads */
    uint32_t prompt_runs; /* of its slot that led to step 0, and are nobody's calls */
    bool is_displaying;   /* a display runs: nothing may act */
    volatile sig_atomic_t is_interrupted; /* for commands of many orders, which clear it first */
};

/* Opens the program in the file `path`, a subject built by program/build.h. False with *error (heap
 * string) when it cannot. hooks, mode and prompt are the caller's to set; the rest is closed by
 * study_close(), which takes a study of all zeros too. */
bool study_open(struct study *study, const char *path, char **error);
void study_close(struct study *study);

/* Stops the order under way, and the command that gives it. Async-signal-safe. */
void study_interrupt(struct study *study);

/* ---- Threads --------------------------------------------------------------------------------- */

const struct machine *study_machine(const struct study *study);

/* Slots that exist: those that ran, and those that have a name. */
thread_slot study_slots(const struct study *study);
const struct thread *study_thread(const struct study *study, thread_slot slot);

struct thread_name {
    char text[MACHINE_NAME_BYTES];
};
#define STUDY_PROMPT_NAME "prompt" /* of the thread that `call` runs on */
struct thread_name study_thread_name(const struct study *study, thread_slot slot);

/* The thread typed as "T3", "t3", "server" or, where only a thread can stand, "3"; threads
 * that the program made are also found by slot, as "T12". NO_THREAD when there is none. */
thread_slot study_find_thread(const struct study *study, const char *text);

/* The slot where `call` runs functions: behind the last, while it has run none. */
thread_slot study_prompt(const struct study *study);

enum thread_state study_state(const struct study *study, thread_slot slot);
const char *study_state_name(enum thread_state state);
bool study_can_run(const struct study *study, thread_slot slot);

/* The mutex's holder or the thread joined that a thread waits for; NO_THREAD when it waits for a
 * semaphore or a condition, or does not wait. */
thread_slot study_waits_for(const struct study *study, thread_slot slot);

/* The threads that stand blocked before the sync object at `object`; `waiters` has room for
 * MACHINE_THREADS. */
size_t study_waiters(const struct study *study, uint64_t object, thread_slot *waiters);

/* True when the thread waits and nobody is left who could wake it. Only sure when nobody can
 * run. */
bool study_is_stuck(const struct study *study, thread_slot slot);

/* True when nobody can run, and somebody waits who cannot be woken from the prompt either. */
bool study_is_deadlocked(const struct study *study);

/* The thread of the event, else the one that ran last, but for what `call` ran and is over, else any that
 * runs; NO_THREAD: none does. */
thread_slot study_thread_of_interest(const struct study *study);

/* Threads each of which waits for the next, and the last for the first; `slots` has room for
 * MACHINE_THREADS. The result is how many: 0 when there is no such circle. */
size_t study_circle(const struct study *study, thread_slot *slots);

/* ---- Calls ----------------------------------------------------------------------------------- */

enum {
    STUDY_FRAMES_MOST = 128, /* of a thread that are looked at; deeper recursion is cut */
    STUDY_LOCALS_MOST = 256  /* of a frame */
};

/* The calls that a thread is in, the innermost first; the result is how many. */
size_t study_frames(const struct study *study, thread_slot slot,
                    struct call_frame frames[STUDY_FRAMES_MOST]);

/* The frame in which names are looked up: the chosen one, else the innermost of the thread of interest.
 * False when no thread is in any call. */
bool study_frame(const struct study *study, thread_slot *slot, size_t *level,
                 struct call_frame *frame);
void study_choose_frame(struct study *study, thread_slot slot, size_t level);

/* True when study_frame() is one that was chosen. */
bool study_has_chosen(const struct study *study);

/* Before a line that names variables is kept for a session: keeps the choice of the frame, if one was
 * made. */
void study_note_frame(struct study *study);

/* ---- Names of things ------------------------------------------------------------------------- */

struct place_name {
    char text[96];
    bool is_known; /* a line of a source file, or at least a function */
};
struct place_name study_place(const struct study *study, uint64_t pc); /* memory_server.c:44 */

/* Where a thread stands: the pc of its next operation, or of its last when it is between two. */
uint64_t study_pc(const struct study *study, thread_slot slot);

struct object_name {
    char text[96];
};
/* "queue_lock", "answered[3]", "byte 4 of the 2nd 16-byte block from list.c:9", "T3's count",
 * "T3's list.head in insert", "T3's stack", or the address. */
struct object_name study_object(const struct study *study, uint64_t address);

/* The same for what has at least so many bytes there: "answered" for 40, "answered[0]" for 4. */
struct object_name study_bytes(const struct study *study, uint64_t address, uint64_t bytes);

/* What more to say of a problem with an expression, or "": a name without a neighbour in spelling is
 * perhaps one of another call. */
const char *study_hint(const struct study *study, const char *problem);

/* Where the block of the heap that the address lies in was freed; false while it lives, and elsewhere. */
bool study_freed(const struct study *study, uint64_t address, struct place_name *place);

/* How value.h looks at this program; valid until the study moves. */
struct memory_view study_view(const struct study *study);

/* The number that an expression stands for ("3", "items_left", "&queue"). False with the
 * sentence. */
bool study_evaluate(const struct study *study, const char *text, int64_t *number, char *problem,
                    size_t size);

#endif
