/* explore.h: every schedule of a program, and the shortest of those that fail.
 *
 * First the whole: each class of equivalent executions once, as far as `executions` go. Places that
 * turn out to race become points to switch at, and the search begins again, until no more are
 * found. When the whole is too large, schedules with rising numbers of delays follow, then some by
 * chance. In the end a shortest schedule is looked for each finding.
 *
 * What is claimed: for one input and one random seed, and if memory is sequentially consistent, a
 * complete exploration has seen every final state and every finding of findings.h that the program
 * can come to, up to what a thread would do behind its own crash. The order in which threads read
 * one stream or the clock is not varied. A bounded exploration has left out what it says. The counts
 * are the same in every run, and for any number of jobs. */
#ifndef EXPLORE_EXPLORE_H
#define EXPLORE_EXPLORE_H

#include "explore/findings.h"
#include "explore/search/search.h"

struct image;
struct stepper;

enum { EXPLORE_JOBS_MOST = 64 };
#define EXPLORE_EXECUTIONS 2000000u /* of the whole, unless told otherwise: some ten seconds */
#define EXPLORE_STEPS 500u          /* of one thread */
#define EXPLORE_SHORTEN 3000000u    /* in all: about a second */

struct explore_progress {
    const char *stage; /* "all schedules", "at most 2 delays", … */
    uint64_t executions, findings;
    double part;         /* of the stage that is done, below 0 when unknown */
    double seconds_left; /* below 0 when unknown */
    double estimate;     /* of all executions, 0 when unknown */
};

struct explore_options {
    const struct image *image;

    /* Brings a program that was just loaded to where the exploration begins; false when it cannot.
     * Called once in each process. */
    bool (*begin)(void *context, struct stepper *stepper);
    void *begin_context;

    /* Of the whole, or with so many delays; 0: EXPLORE_EXECUTIONS, and then other stages. */
    uint64_t executions;
    uint32_t steps;   /* of one thread; 0: EXPLORE_STEPS */
    uint32_t shorten; /* steps in looking for shorter schedules; 0: EXPLORE_SHORTEN */
    int delays;       /* -1: all schedules first; else only those with at most so many delays */
    double seconds;   /* 0: no limit */
    int jobs;         /* processes, at least 1 */
    uint32_t shard, shards; /* 0 of 1 for the whole */
    uint64_t seed;
    bool compares_output, forbids_spinning;
    uint64_t invariant;       /* function that must not return 0 at the end of an execution, or 0 */
    uint32_t invariant_bytes; /* of its result */
    struct search_idle idle;

    /* Called now and then; false: stop here, as Ctrl-C does. */
    bool (*progress)(void *context, const struct explore_progress *progress);
    void *progress_context;
    const volatile int *is_interrupted; /* set by a signal handler; or NULL */
};

enum explore_end {
    EXPLORE_COMPLETE,
    EXPLORE_STEPS_BOUND, /* executions were cut at the bound on steps */
    EXPLORE_BOUNDED,     /* too many schedules: delays, then chance */
    EXPLORE_ENOUGH,      /* as many executions as were asked for, of more */
    EXPLORE_TIME,        /* the time was over */
    EXPLORE_INTERRUPTED, /* or stopped by a mishap, see program/host/mishaps.h */
    EXPLORE_DIED         /* the program ended its process: FINDING_KIT_DIED says by what schedule */
};

struct explore_report {
    uint64_t executions, blocked, cut;
    uint64_t cut_pc; /* in what the thread did that made too many steps, or 0 */
    enum explore_end end;
    int delays;         /* EXPLORE_BOUNDED: all schedules with at most so many delays; -1: none */
    uint64_t by_chance; /* executions of these */
    uint32_t chance_depth; /* a bug of this depth … */
    double chance;         /* … would have been found with at least this probability */
    double estimate;       /* of all executions, when that was not all */
    uint64_t *places;      /* words that raced, and were made points to switch at, in the
                                  order in which they were; the report's own */
    uint32_t place_count;
    uint32_t steps_bound;      /* of one thread */
    uint32_t threads, steps;   /* most threads, longest execution */
    struct findings *findings; /* in the order of their schedules' length; the report's own */
};

/* Explores. False with *error (heap string) when the program cannot be loaded or begun. A report
 * that was filled is closed with explore_close(). */
bool explore(const struct explore_options *options, struct explore_report *report, char **error);
void explore_close(struct explore_report *report);

#endif
