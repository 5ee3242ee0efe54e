/* workshop.h: what one process of an exploration needs: a search in shared memory, and a program to
 * run it on. */
#ifndef EXPLORE_WORKSHOP_H
#define EXPLORE_WORKSHOP_H

#include "explore/explore.h"

struct workshop {
    struct search *search;   /* shared with the child, and between processes */
    struct findings *others; /* for a search that is not to touch what is known */
    struct stepper *stepper;
    uint32_t stride;
};

/* A search without a program; NULL as `search` when the system gives no room. `stride`: how many
 * threads its clocks have entries for. */
bool workshop_open(struct workshop *workshop, uint32_t stride);
void workshop_close(struct workshop *workshop);

/* Loads and begins the program, in the present process. */
bool workshop_load(struct workshop *workshop, const struct explore_options *options, char **error);
void workshop_unload(struct workshop *workshop);

/* Begins a search anew. Points to switch at and findings stay. */
void workshop_reset(struct workshop *workshop, const struct search_options *options);

enum workshop_pause {
    WORKSHOP_FINISHED, /* the search has seen all that it can */
    WORKSHOP_ENOUGH,   /* as many executions as were asked for */
    WORKSHOP_OUTGROWN, /* more threads than the clocks have entries */
    WORKSHOP_RESTART,  /* points to switch at were added: begin anew */
    WORKSHOP_STOPPED   /* between_slices() said so, or Ctrl-C, or there was a mishap */
};

/* Searches; calls `goes_on` now and then. A subject that ends its process is a finding, and the
 * search is over. */
enum workshop_pause workshop_search(struct workshop *workshop, bool (*goes_on)(void *context),
                                    void *context);

#endif
