/* build.h - turn a student's .c files into a subject the kit can load.
 *
 * Runs src/program/build-subject.sh in a process group of its own, under a time limit and
 * limits on memory and file size, and keeps what the compiler said.  Compiling a hostile file
 * (an endless #include, a gigabyte array) ends in a named result, never in a hung prompt.
 */
#ifndef MEMREPL_PROGRAM_BUILD_H
#define MEMREPL_PROGRAM_BUILD_H

#include <stdbool.h>
#include <stddef.h>

enum build_result {
    BUILD_OK,
    BUILD_FAILED,      /* the compiler or the linker refused; `messages` says why */
    BUILD_TIMEOUT,     /* the compiler used up its time; its whole process group was killed */
    BUILD_SLOW,        /* with a limit on processor time: it was not given that in time_limit_ms */
    BUILD_NO_COMPILER, /* the compiler, or the script, could not be started */
    BUILD_NO_FOLDER,   /* TMPDIR is no folder that can be written, or its disk is full */
    BUILD_USAGE,       /* no source, no output, or a name the script does not take */
    BUILD_KILLED,      /* killed from outside: most often the system wanted its memory */
    BUILD_SYSTEM,      /* fork, pipe or memory failed on our side */
    BUILD_STOPPED,     /* somebody asked for an end: Ctrl-C, kill, a terminal closed */
    BUILD_RESULTS
};

enum { BUILD_TIME_LIMIT_MS = 20000 }; /* when time_limit_ms is 0: a lab takes under 2 s */

/* What to build.  All strings stay the caller's; arrays end with NULL and may be NULL. */
struct build_order {
    const char *script;          /* path of build-subject.sh */
    const char *output;          /* the .so to write */
    const char *compiler;        /* NULL: the script's own choice, gcc */
    const char *const *includes; /* directories of headers in quotes */
    const char *const *sources;  /* .c and .o files, at least one */
    const char *folder;          /* to be in meanwhile; NULL: where the caller is */
    unsigned time_limit_ms;      /* 0: BUILD_TIME_LIMIT_MS */

    /* Processor time of each process in seconds, 0 for as much as the time allows. With it, and a limit
     * on memory below that of other builds, what a file does to the compiler is told from what the
     * machine does. */
    unsigned cpu_limit_s;
};

/* Builds.  `*messages` becomes a heap string, never NULL unless memory ran out: the compiler's
 * warnings and errors, at most 64 KiB, whatever the result; the caller frees it.  On any result
 * but BUILD_OK there is no file at `output`.  What was killed, or refused by the system, is done a
 * second time; if that is no better, it is a mishap (host/mishaps.h).  Blocks until the build is
 * over; no child is left.  A signal that asks for an end is held until then, and raised again
 * (host/held.h). */
enum build_result build_subject(const struct build_order *order, char **messages);

/* True for what no source can do to the compiler, but only the system. */
bool build_is_mishap(enum build_result result);

/* A sentence for the result, without a full stop's worth of detail: "the compiler refused". */
const char *build_result_sentence(enum build_result result);

#endif
