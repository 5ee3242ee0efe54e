/* entry.h: what a program is given from outside: the arguments of main() and its standard input.
 *
 * They lie in control->texts, where a child that is started again finds them. Nothing there is
 * ever changed or removed, as the journal may lead back to any of it. */
#ifndef STEPPER_ENTRY_H
#define STEPPER_ENTRY_H

#include "stepper/control.h"

/* In the parent: keeps arguments (NULL behind the last) and input, and says in *entry where. False
 * when they are beyond the limits of stepper.h, or the session holds no more texts. */
bool entry_keep(struct control *control, const char *const *arguments, const char *input,
                size_t input_bytes, struct program_entry *entry);

/* In either: room for `bytes` of text, aligned to words; false when there is no more. */
bool entry_reserve(struct control *control, size_t bytes, uint64_t *at);

#endif
