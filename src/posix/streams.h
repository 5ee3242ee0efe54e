/* streams.h: stdout and stderr of a subject; what it prints becomes output of the stepper. */
#ifndef POSIX_STREAMS_H
#define POSIX_STREAMS_H

#include <stdbool.h>
#include <stdint.h>

/* True when the address is that of the variables stdin, stdout, stderr, which a subject may
 * read. */
bool streams_is_handle(uint64_t address);

#endif
