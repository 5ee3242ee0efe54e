/* search.h: runs a program again and again, each time by another schedule.
 *
 * The child's half of the explorer, and the state that parent and child share. One execution grows
 * the path (path.h) move by move; then the strategy goes back to the last choice that is to be
 * taken differently, the program is restored from the nearest checkpoint, and grows it again.
 *
 *     all        source-DPOR with sleep sets: one execution of each class of equivalent ones
 *     naive      every order of all operations; the yardstick of the tests
 *     delays     a fixed order of turns, from which it departs at most `bound` times
 *     chance     random priorities with `bound` changes: PCT
 *     fair       each time any thread that can go on: for programs that go round
 *     shortest   at most `bound` switches between threads, for the findings already known
 *
 * S. Emmi, S. Qadeer, Z. Rakamaric, "Delay-bounded scheduling", POPL 2011; S. Burckhardt et al., "A
 * randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010. */
#ifndef EXPLORE_SEARCH_SEARCH_H
#define EXPLORE_SEARCH_SEARCH_H

#include "explore/findings.h"
#include "explore/order/memory.h"
#include "explore/order/path.h"
#include "explore/search/seen.h"
#include "stepper/control.h"

#define SEARCH_RECENT 16
#define SEARCH_CHANGES 16

enum strategy {
    STRATEGY_ALL,
    STRATEGY_NAIVE,
    STRATEGY_DELAYS,
    STRATEGY_CHANCE,
    STRATEGY_FAIR,
    STRATEGY_SHORTEST,
    STRATEGY_COUNT
};

/* How an execution ended. */
enum ending {
    ENDING_NONE,
    ENDING_COMPLETE, /* all threads ended, or the program did */
    ENDING_STUCK,    /* nobody can go on */
    ENDING_EVENT,
    ENDING_BLOCKED,   /* whoever could go on was tried at an earlier choice: seen already */
    ENDING_CUT,       /* too long: the bound on steps */
    ENDING_ROUND,     /* it goes round for ever: cycles.h */
    ENDING_ELSEWHERE, /* another process's share */
    ENDING_STOPPED    /* in its midst: nothing of it counts */
};

/* Semaphores, arrays of them, and conditions on which a thread may wait for a person: not a
 * deadlock. */
struct search_idle {
    struct {
        uint64_t address, bytes;
        thread_slot thread; /* who alone waits there for a person; NO_THREAD: whoever does */
    } arrays[4];
};

/* What the person wants to know; fixed while a search runs. */
struct search_options {
    enum strategy strategy;
    uint32_t bound;           /* of strategies that have one */
    uint32_t steps_most;      /* of one thread; 0: PATH_MOVES of all */
    uint64_t executions_most; /* 0: no limit */
    uint64_t steps_in_all;    /* 0: no limit */
    uint64_t seed;
    bool looks_for_races;
    bool compares_output;
    bool
        forbids_spinning; /* whoever asks again and again is told, also for a lock of his own make */
    bool looks_at_waits;  /* what a program reads around its waits for conditions, if it has any */
    bool collects_states;
    uint64_t invariant;       /* function that must not return 0 in the end, or 0 */
    uint32_t invariant_bytes; /* of its result */
    uint32_t split; /* choices up to here are all tried: each leads to a part of the whole */
    bool only_counts_parts;
    uint32_t share, shares;

    struct search_idle idle;
};

struct search {
    struct chooser chooser; /* its context is this search */
    struct search_options options;
    struct path *path;
    struct memory *memory;
    struct findings *findings;
    struct seen *seen;             /* prefixes, or final states */
    volatile uint64_t *next_share; /* counter of all processes, or NULL: only by share/shares */

    /* ---- Results. */
    uint64_t executions; /* that ran to their end */
    uint64_t blocked;    /* that were given up: seen already */
    uint64_t cut;        /* that were cut at the bound on steps, */
    uint64_t cut_pc;     /* where the thread stood, the highest of all; 0: not known */
    uint64_t steps, uses;
    uint64_t parts;             /* parts of the whole that were met, at the split */
    uint64_t states, state_sum; /* different final states, and the sum of their hashes */
    uint64_t traces;            /* inequivalent executions, however many there were of each */
    bool is_finished;
    bool is_outgrown;   /* more threads than the path's clocks have entries */
    bool needs_restart; /* new points to switch at were found: what was counted is void */
    uint32_t threads_most, steps_longest;

    volatile int is_stopped; /* the parent's: end soon, in whatever state */

    /* ---- Where it stands. */
    bool is_patient; /* a step may be as long as at the prompt */
    bool has_next;
    struct scheduled next; /* to be taken at the end of the path */
    thread_set next_sleep; /* of the node behind it */
    uint64_t shared_out;   /* parts of the shard that were met */
    uint64_t own_part;     /* the next of them that is ours, where next_share counts */

    /* ---- In the execution under way; the child's. */
    struct checkpoints checkpoints;
    uint64_t base; /* position at which the search began */
    uint32_t at;   /* moves done */
    enum ending ending;
    bool is_open;      /* the last move is new, and its step is being taken */
    thread_slot asked; /* the thread that runs the invariant, or NO_THREAD */
    uint64_t output_hash, first_output_hash;
    uint64_t slice_end; /* steps at which the order is to end */
    uint64_t random;
    uint32_t priorities[MACHINE_THREADS]; /* STRATEGY_CHANCE: the highest goes first */
    struct {
        uint64_t address;
        size_t bytes;
    } recent[SEARCH_RECENT]; /* last reads of the step, in a ring */
    uint32_t recent_count;
    uint32_t changes[SEARCH_CHANGES]; /* STRATEGY_CHANCE: steps at which a priority drops */
    uint32_t change_count;
};

/* Sets the chooser up. All members but options and what is pointed to must be 0. */
void search_init(struct search *search);

/* The running program's machine, within the child. */
struct machine *search_machine(struct search *search);

/* Forgets the path from `length` on, and what its steps did. */
void search_cut(struct search *search, uint32_t length);

/* Adds what the present path shows. */
void search_found(struct search *search, const struct finding *finding);

#endif
