/* memory.h: data races: who used which bytes, and had the others heard of it.
 *
 * For every eight bytes there is a list of uses: the move in whose step they were read or written,
 * the place in the code, and which of the bytes. A use that conflicts with one on the list, of
 * another thread whose move the running thread does not *know* of (path.h), is a data race: after
 * C. Flanagan, S. Freund, "FastTrack", PLDI 2009, with lists in place of single epochs, so that no
 * race is lost to a cell that was overwritten. Uses that the new one makes needless are dropped.
 *
 * Lists are never changed: a new one takes the old one's place, and a log keeps the old. Going back
 * to an earlier move puts back what the log has from there on. */
#ifndef EXPLORE_ORDER_MEMORY_H
#define EXPLORE_ORDER_MEMORY_H

#include "explore/order/path.h"
#include "stepper/machine/chooser.h"

struct memory;

/* NULL when the system gives no room for it. */
struct memory *memory_open(void);
void memory_close(struct memory *memory);

/* Forgets everything. */
void memory_clear(struct memory *memory);

/* How long the log is; and back to when it had that length. */
uint32_t memory_notes(const struct memory *memory);
void memory_undo(struct memory *memory, uint32_t notes);

/* Two uses of which neither comes before the other. */
struct race {
    uint64_t address;
    struct {
        int32_t move; /* in whose step */
        uint64_t pc;
        enum use_kind kind;
    } first, second;
};

/* Notes a use by the step of the path's last move. True with *race filled when it races with an
 * earlier one; the first found is told. */
bool memory_use(struct memory *memory, struct path *path, enum use_kind kind, uint64_t address,
                size_t bytes, uint64_t pc, struct race *race);

/* Places that are points to switch at: the aligned words of the uses that raced. */
bool memory_is_switch(const struct memory *memory, uint64_t address, size_t bytes);

/* Makes a place one; false when it was before, or is not kept track of. */
bool memory_make_switch(struct memory *memory, uint64_t address, size_t bytes);

/* Adds those of another. */
void memory_copy_switches(struct memory *memory, const struct memory *from);
uint32_t memory_switches(const struct memory *memory);               /* how many words */
uint64_t memory_switch(const struct memory *memory, uint32_t index); /* the oldest first */

#endif
