/* sanitizer.h: what AddressSanitizer must be told about stacks that are left and copied back.
 *
 * In a kit built without it these do nothing. */
#ifndef STEPPER_CHILD_SANITIZER_H
#define STEPPER_CHILD_SANITIZER_H

#include <stddef.h>
#include <stdint.h>

/* Frames of the kit that were abandoned in this memory are forgotten. */
void sanitizer_forget(uint64_t address, size_t bytes);

#endif
