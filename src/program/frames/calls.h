/* calls.h - the calls that a stopped thread is in, found by following frame pointers.
 *
 * Subjects are compiled with frame pointers, and so is what they call of the kit: a frame begins with a
 * pair of words, the caller's frame pointer and the return address.  The kit's own frames, above the
 * subject's and between them where libc calls back, are passed over. */
#ifndef MEMREPL_PROGRAM_CALLS_H
#define MEMREPL_PROGRAM_CALLS_H

#include "program/image/image.h"
#include "program/values/value.h"

struct call_frame {
    uint64_t pc;      /* where it goes on: a return address in the subject */
    uint64_t pointer; /* its frame pointer; 0: not known */
};

/* The stack of a thread, and the frame pointer with which it was left. */
struct call_stack {
    uint64_t low, high; /* bytes low <= a < high */
    uint64_t pointer;
};

/* The frame pointer that a fiber suspended at this stack pointer has saved; false when it cannot be
 * read. */
bool calls_saved_pointer(const struct memory_view *memory, uint64_t stack_pointer,
                         uint64_t *pointer);

/* Writes at most `most` frames of the subject, the innermost first; the result is how many. */
size_t calls_walk(const struct image *image, const struct memory_view *memory,
                  const struct call_stack *stack, struct call_frame *frames, size_t most);

#endif
