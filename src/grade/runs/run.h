/* run.h: other memrepls as children of the grader: one that does a session, or explores a program.
 *
 * A run is this very program with other words, in an empty environment, without a terminal, under
 * a limit of processor time; what it prints on both streams is kept, up to a limit, and comes to the grader
 * as text to quote, never to believe. Only the exit status is memrepl's own word. */
#ifndef GRADE_RUNS_RUN_H
#define GRADE_RUNS_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grade/runs/budget.h"

enum {
    RUN_OUTPUT_BYTES = 1 << 20, /* kept of what a run prints; the longest report is shorter */
    RUN_CPU_LIMIT_MS = 10000    /* when cpu_limit_ms is 0: ten times what a good one takes */
};

/* How a run ended. */
enum run_end {
    RUN_EXITED,  /* with `status` */
    RUN_TIMEOUT, /* it has used up its processor time: ended */
    RUN_KILLED,  /* by a signal, which is memrepl's fault or the machine's; twice */
    RUN_SYSTEM,  /* no process or no memory could be had, by it or for it; twice */
    RUN_UNBEGUN, /* those before had used up the budget */
    RUN_ENDS
};

struct run {
    /* The order; all strings stay the caller's. */
    const char *const *words; /* behind "memrepl", NULL behind the last */
    const char *folder;       /* to be in; NULL: where the grader is */
    unsigned
        cpu_limit_ms; /* processor time of all its processes; on the clock it may take longer */

    /* What became of it. */
    enum run_end end;
    int status;   /* 0 fine, 1 something was found, 2 usage or command error */
    char *output; /* never NULL; run_free() */
    size_t length;
    bool is_cut; /* it printed more than is kept */
};

/* Does all of them, as many at a time as there are processors, and comes back when all are over.
 * What they take is taken from the budget, of one that was ended its whole limit. Each may take what
 * the budget has left when it begins, and none is begun once that is spent.
 * The results do not depend on how many that is, unless the budget comes to its end. What comes to nothing through no fault of its own is
 * done a second time, and then is a mishap (program/host/mishaps.h). */
void run_all(struct budget *budget, struct run *runs, size_t count);

/* Frees the output. Zeros are fine. */
void run_free(struct run *run);

/* "took too long and was ended"; NULL for RUN_EXITED. */
const char *run_end_sentence(enum run_end end);

#endif
