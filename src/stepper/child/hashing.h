/* hashing.h: memory of the subject as a number, to tell two states apart. */
#ifndef STEPPER_CHILD_HASHING_H
#define STEPPER_CHILD_HASHING_H

#include "stepper/machine/machine.h"

/* Each returns `hash` with what is named mixed in. */
uint64_t hashing_word(uint64_t hash, uint64_t word);
uint64_t hashing_words(uint64_t hash, uint64_t address, uint64_t bytes); /* a multiple of 8 */

/* What a parked thread has for itself: the frames of the subject's functions, from the call it parked
 * in upwards, and variables of its own. The kit's frames, below and above, hold what the last call left
 * there, and are left out. */
uint64_t hashing_stack(uint64_t hash, const struct thread *thread, thread_slot slot);

/* Where the frames of the subject's functions begin on the stack of a running thread: upwards of what
 * the kit was called with. `pointer`: the frame pointer of who asks. */
uint64_t hashing_frames(uint64_t pointer, thread_slot slot);

#endif
