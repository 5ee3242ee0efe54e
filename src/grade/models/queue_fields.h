/* queue_fields.h: a queue of the desk against the model of it: head, tail, length and the nodes.
 *
 * A list is walked no further than one node beyond the model's: it may run in a circle, or to
 * places that cannot be read. */
#ifndef GRADE_MODELS_QUEUE_FIELDS_H
#define GRADE_MODELS_QUEUE_FIELDS_H

#include "grade/trial.h"

enum { MODEL_REQUESTS = 20000 };

struct model_request {
    int id, size;
};

/* requests[first] is the oldest that waits; those before it have been popped. */
struct model_queue {
    struct model_request requests[MODEL_REQUESTS];
    size_t first, count;
};

/* Compares desk[which] with the model. False when they differ: the failure is filled, of that
 * kind or, when it is NULL, of the kind that is found. */
bool queue_fields_agree(struct trial *trial, const struct model_queue *model, int which,
                        const char *kind);

#endif
