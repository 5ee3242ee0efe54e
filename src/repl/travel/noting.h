/* noting.h: what a value is made of, noted while it is read: the bytes, the locks, the calls of threads. */
#ifndef TRAVEL_NOTING_H
#define TRAVEL_NOTING_H

#include "repl/study/study.h"

struct noting {
    struct study *study;
    const struct stop_point_text *point; /* what is read, and the call whose variables it names */
    struct outlook outlook;
    uint64_t bytes; /* in the parts of the outlook */
};

/* Nothing is noted yet. */
void noting_begin(struct noting *noting, struct study *study, const struct stop_point_text *point);

/* How to look at the program so that what is looked at is noted; for as long as *noting stays where
 * it is. */
struct memory_view noting_view(struct noting *noting);

/* Whatever that thread does may matter. */
void noting_mover(struct noting *noting, thread_slot slot);

#endif
