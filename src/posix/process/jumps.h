/* jumps.h: setjmp() and longjmp() within a thread's own stack.
 *
 * setjmp() itself cannot be wrapped by a function of C, as it returns twice: jumps-*.S of this machine
 * notes where it was called and goes on to libc's. The note lies in the part of a jmp_buf that is for
 * the signal mask, which is never saved here. */
#ifndef POSIX_PROCESS_JUMPS_H
#define POSIX_PROCESS_JUMPS_H

#include <setjmp.h>
#include <stdint.h>

int memrepl_setjmp(jmp_buf place);
int memrepl__setjmp(jmp_buf place);
int memrepl___sigsetjmp(jmp_buf place, int has_mask);

_Noreturn void memrepl_longjmp(jmp_buf place, int value);
_Noreturn void memrepl__longjmp(jmp_buf place, int value);
_Noreturn void memrepl_siglongjmp(jmp_buf place, int value);

/* For the assembly: setjmp() was called from `pc`, by a function whose frame ends at `frame`. */
void jumps_note(jmp_buf place, uint64_t pc, uint64_t frame);

#endif
