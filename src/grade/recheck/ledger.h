/* ledger.h: the requests and the bytes of a memory server, as they must be; and a look at those that
 * are, behind each step.
 *
 *     resting --pushed--> waiting --popped--> taken --> granted or refused --> resting
 *
 * queue_push, queue_pop and the functions of the segment list run to their end within a step, so that
 * behind each step queue, list and array are those of a moment between two of them: what has changed
 * tells which requests came, were taken, were granted, and which bytes came back. A refusal shows in
 * nothing but the answer; it is right when there was no room at some moment since the request was
 * taken out. */
#ifndef RECHECK_LEDGER_H
#define RECHECK_LEDGER_H

#include "grade/models/bytes.h"
#include "grade/recheck/witness.h"
#include "server/memory_server.h"

enum { LEDGER_THREADS = 10, LEDGER_LINE = LEDGER_THREADS + 2 };

enum state { RESTING, WAITING, TAKEN };

struct asker {
    int size, asked; /* what it asks for, and how often it has, in this life */
    enum state state;
    bool had_no_room; /* since its request was taken out */
    int answer;       /* to the last request that is settled */
    int said;         /* thread_message as it was last seen */
};

/* Who has taken the step: a thread that asks, by its id, or one of these. */
enum { SERVER = 0, MAIN = -1 };

/* Ids in the order in which they came. */
struct line {
    int ids[LEDGER_LINE], count;
};

struct ledger {
    int threads, most_requests; /* 1 to `threads`, and of each in a life */
    bool frees;                 /* bytes may come back */
    bool is_filled_by_main;     /* who queues the requests for all; else each does for itself */
    int actor;                  /* of the step that is looked at */
    int bytes;
    struct asker askers[LEDGER_THREADS + 1];
    struct line waiting, taken;
    struct bytes memory;
};

/* Looks behind a step, at the queue first. False with the difference. */
bool ledger_look(struct ledger *ledger, const struct single_run *run,
                 struct difference *difference);

/* The requests that are taken and were not granted were refused. */
bool ledger_settle(struct ledger *ledger, struct difference *difference);

/* True when the segment list is one hole: as it is when a memory server has begun. */
bool ledger_is_new(const struct ledger *ledger, const struct single_run *run);

#endif
