/* findings.h: what an exploration found wrong: one record for each thing, however many executions
 * show it, with the shortest schedule known. Lives in memory that the explorer's processes share. */
#ifndef EXPLORE_FINDINGS_H
#define EXPLORE_FINDINGS_H

#include "explore/order/memory.h"
#include "explore/order/path.h"

enum finding_kind {
    FINDING_EVENT, /* what ended the run: details.kind says which */
    FINDING_DATA_RACE,
    FINDING_USE_BEFORE_INIT, /* nothing keeps the one from coming before the other */
    FINDING_USE_AFTER_DESTROY,
    FINDING_DEADLOCK,
    FINDING_LOST_WAKEUP,
    FINDING_UNCHECKED_WAKEUP,
    FINDING_LIVELOCK,
    FINDING_STARVATION,
    FINDING_BUSY_WAITING,
    FINDING_NEVER_JOINED,
    FINDING_EXIT_WITH_THREADS,
    FINDING_LEAK,
    FINDING_INVARIANT,
    FINDING_DIFFERENT_RESULT,
    FINDING_KIT_DIED, /* the program ended its process, in a way that could not be caught, or a step of it
                         did not end in time; details.value: number of the stop */
    FINDING_KINDS
};

struct scheduled {
    thread_slot thread;
    uint8_t waiter; /* as in struct move */
};

#define FINDING_DEATH_KEY UINT64_MAX /* there is just one of its kind */

struct finding {
    enum finding_kind kind;
    struct event details; /* FINDING_EVENT */
    uint64_t key;         /* two findings with one key are the same */
    thread_slot thread;   /* who shows it, at `pc` */
    thread_slot other;    /* the other side, or NO_THREAD; at `other_pc` */
    uint64_t pc, other_pc;
    uint64_t address; /* of the place or object it is about, 0 for none */
    uint64_t bytes;   /* of a block that leaks */
    bool is_write, other_is_write;
    bool is_conditional; /* FINDING_NEVER_JOINED: only counts if it is joined elsewhere;
                            FINDING_DIFFERENT_RESULT: a status, only if it is 0 elsewhere,
                            and nothing else explains it */
    uint32_t status;     /* FINDING_DIFFERENT_RESULT: with which the program ends */
    bool shows_next;     /* it takes one more step of `thread`, which the path does not have yet */
    bool is_shortest;    /* no schedule has fewer switches, or as many and fewer steps */
    uint32_t switches;   /* of the schedule */
    uint32_t length;     /* steps of the schedule, up to the one that shows it */
    uint32_t places; /* of those that race, how many were points to switch at then: the oldest */
    uint64_t executions; /* that showed it */
};

/* Facts and schedule. Records are large: they stay where they are. */
struct record {
    struct finding facts;
    struct scheduled schedule[PATH_MOVES];
};

#define FINDINGS_MOST 64
#define FINDINGS_JOINED 64

struct findings {
    uint32_t count;
    uint64_t lost;        /* further ones, for which there was no room */
    uint64_t successes;   /* executions that ended with status 0, */
    uint64_t left;        /* those of them that exit() ended, before main could return */
    uint64_t disasters;   /* with another */
    uint32_t last_status; /* of these, the highest */
    uint32_t joined_count;
    uint64_t joined_at[FINDINGS_JOINED]; /* where threads were made that somebody joined */
    struct scheduled scratch[PATH_MOVES];
    struct record list[FINDINGS_MOST];
};

/* In words a textbook uses: "data race", "lost wake-up". */
const char *finding_name(const struct finding *finding);

/* True when `one` has fewer switches than `other`, or as many and fewer steps. */
bool finding_is_shorter(const struct finding *one, const struct finding *other);

/* Adds what the present path shows, with the path as its schedule, or keeps the shorter of the two
 * when it is known. */
void findings_add(struct findings *findings, const struct finding *seen, const struct path *path);

/* True when one of them is a step that was given up: more of the program may lie behind it. */
bool findings_gave_up(const struct findings *findings);

/* The record with that key; NULL when there is none. */
struct record *findings_of(struct findings *findings, uint64_t key);

/* Adds all of `more`, which another process found. */
void findings_merge(struct findings *findings, const struct findings *more);

/* Notes with which status an execution ended, and whether main returned it. */
void findings_note_status(struct findings *findings, uint32_t status, bool is_return);

/* Notes that a thread that was made at `pc` is joined, at least now and then. */
void findings_note_join(struct findings *findings, uint64_t pc);

/* Drops conditional findings whose condition was never met, and those that another tells better. */
void findings_settle(struct findings *findings);

/* The shortest first; those of one length by where they stand. */
void findings_sort(struct findings *findings);

/* A key from what tells findings apart. */
uint64_t finding_key(enum finding_kind kind, uint64_t one, uint64_t other, uint64_t third);

#endif
