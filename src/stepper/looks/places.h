/* places.h: bytes of the subject that are looked at for changes, as the child sees them. */
#ifndef STEPPER_LOOKS_PLACES_H
#define STEPPER_LOOKS_PLACES_H

#include "stepper/control.h"

/* Copies what is there now to `seen`, one part behind the other. */
void places_remember(const struct range *parts, uint32_t count, unsigned char *seen);

/* True when it is not what was copied. */
bool places_have_changed(const struct range *parts, uint32_t count, const unsigned char *seen);

/* `access` may be NULL. */
bool places_are_stored_to(const struct range *parts, uint32_t count, const struct access *access);

/* The same of the one that the thread will make when it goes on from the middle of a step. */
bool places_will_be_stored_to(const struct range *parts, uint32_t count,
                              const struct thread *thread);

#endif
