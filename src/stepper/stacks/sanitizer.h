/* sanitizer.h: what AddressSanitizer must be told about stacks that are left and copied back.
 *
 * In a kit built without it there is nothing to tell. */
#ifndef STEPPER_STACKS_SANITIZER_H
#define STEPPER_STACKS_SANITIZER_H

#include <stddef.h>
#include <stdint.h>

struct machine;

/* For functions that read stacks, on which the kit's own frames have red zones. */
#define SANITIZER_READS_STACKS __attribute__((no_sanitize("address")))

/* Frames of the kit that were abandoned in this memory are forgotten. */
void sanitizer_forget(uint64_t address, size_t bytes);

/* The same for all that the threads have on their stacks: another state is about to be restored. */
void sanitizer_forget_threads(const struct machine *machine);

/* memcpy(), also from and to stacks with the red zones of the kit's own frames. Words at addresses
 * and of a length that are multiples of 8. */
void sanitizer_copy(void *target, const void *source, size_t bytes);

#endif
