/* bitmap_fields.h: the student's bitmap, blocks and array, read and compared with the model. */
#ifndef GRADE_MODELS_BITMAP_FIELDS_H
#define GRADE_MODELS_BITMAP_FIELDS_H

#include "grade/models/bytes.h"
#include "grade/trial.h"

/* The owner of the bytes behind the last unit: nobody is ever given them. */
enum { BYTES_BEHIND = BYTES_NOBODY - 1 };

/* What the bitmap is to be; bytes.size is 0 when there is none. */
struct model_bitmap {
    struct bytes bytes; /* a thread owns whole units */
    int unit, units;
    int asked[BYTES_THREADS]; /* bytes; 0: the thread owns nothing */
};

/* False when they differ: the failure is filled. */
bool bitmap_fields_agree(struct trial *trial, const struct model_bitmap *model);

#endif
