/* witness.h: who looks on while a program runs, knows what it ought to do, and says where it does
 * not.
 *
 * A witness is the grader's. It draws the figures of a workload, reads the program's published
 * variables behind each step, and compares them with a model of its own. Nothing that it reads is
 * trusted: a pointer is followed by a read that can fail, and no further than the model says. */
#ifndef RECHECK_WITNESS_H
#define RECHECK_WITNESS_H

#include "grade/phrase.h"
#include "grade/runs/single_run.h"

/* What the program did, and what it ought to have done. Begins as all zeros: no difference. */
struct difference {
    bool is_found;
    struct phrase expected, got;
};

/* Of the workload: words of main behind the scenario's name and its arguments. */
enum { WORKLOAD_BYTES = 100 };

struct witness {
    const char *function; /* of the lab's: by which it is known that the witness is for it */
    size_t model_bytes;

    /* Puts the words of a workload, with a blank before each, into `words`, and the model to its
     * beginning, which was all zeros. False when the scenario is none that it knows. */
    bool (*begin)(void *model, const char *scenario, uint64_t *seed, char words[WORKLOAD_BYTES]);

    /* Behind each step, and behind the last; false with the difference. */
    bool (*look)(void *model, const struct single_run *run, struct difference *difference);
    bool (*end)(void *model, const struct single_run *run, struct difference *difference);
};

extern const struct witness server_witness, blocks_witness;

/* A whole number from `least` to `most`, from a seed that goes on. */
int witness_draw(uint64_t *seed, int least, int most);

/* Reads a published variable. False when there is none, or it cannot be read. */
bool witness_read(const struct single_run *run, const char *name, void *value, size_t size);

/* Always false. Both begin a sentence that the caller goes on with by phrase_add(). */
bool witness_differs(struct difference *difference, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
