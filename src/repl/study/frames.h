/* frames.h: local variables by name and by address, in the calls of all threads. */
#ifndef STUDY_FRAMES_H
#define STUDY_FRAMES_H

#include "program/frames/locals.h"
#include "repl/study/study.h"

/* The local of that name in the frame that study_frame() tells; "FUNCTION::NAME" in the innermost call of
 * that function, "THREAD::NAME" in the innermost call of that thread that has one.  As memory_view.local
 * has it. */
bool frames_local(const struct study *study, const char *name, struct value *value,
                  const char **near);

/* The same of one whose declaration that frame stands in: its value is yet to come. */
bool frames_local_to_come(const struct study *study, const char *name, struct value *value);

/* The source file that a line alone is of: where one looks, else the program's only one. NULL when nobody
 * can tell. */
const char *frames_file(const struct study *study);

/* As memory_view.lost has it, in the frame that study_frame() tells. */
const char *frames_lost(const struct study *study, const char *name);

/* The locals that frames_local() would find alone, or behind "SCOPE::" where `scope` is not NULL; the result
 * is how many. */
size_t frames_list(const struct study *study, const char *scope,
                   struct local locals[STUDY_LOCALS_MOST]);

/* True when each of the places that lies on that thread's stack is of a variable of that call, and none of a
 * parameter: nobody has set them when the call begins. */
bool frames_are_fresh(const struct study *study, thread_slot slot, size_t level,
                      const struct range *parts, size_t count);

/* Bit n: parts[n] lies on that thread's stack, and is of a variable that one of its calls has not set: the
 * one in which the thread is in `depth` calls. */
uint64_t frames_unset(const struct study *study, thread_slot slot, int32_t depth,
                      const struct range *parts, size_t count);

/* Names `bytes` bytes on a thread's stack: "T3's count", "main's list.head in insert", where the innermost
 * call, or the one named, has it there; else "T3's stack".  False for all other addresses. */
bool frames_describe(const struct study *study, uint64_t address, uint64_t bytes, char *text,
                     size_t size);

#endif
