/* exports.h: all functions that a subject calls in place of libc's: memrepl_NAME stands for NAME.
 *
 * build-subject.sh renames a subject's undefined names so; what is not declared here is refused
 * when the subject is loaded. Each does what POSIX says of NAME, on the stepped program instead of
 * the process: threads and locks are the stepper's, the heap is heap.h's, output goes to the
 * stepper, ranges are checked (check.h), time and chance are the same in every run. */
#ifndef POSIX_EXPORTS_H
#define POSIX_EXPORTS_H

#include "posix/lent.h"
#include "posix/libc/chance.h"
#include "posix/libc/characters.h"
#include "posix/libc/mathematics.h"
#include "posix/libc/memory.h"
#include "posix/libc/numbers.h"
#include "posix/libc/strings.h"
#include "posix/pages.h"
#include "posix/process/clock.h"
#include "posix/process/jumps.h"
#include "posix/process/program.h"
#include "posix/process/signals.h"
#include "posix/process/surroundings.h"
#include "posix/stdio/descriptors.h"
#include "posix/stdio/print.h"
#include "posix/stdio/reading.h"
#include "posix/stdio/scan.h"
#include "posix/stdio/streams.h"
#include "posix/threads/calls.h"

#endif
