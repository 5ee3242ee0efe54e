/* facts.h: what a page shows of any program: threads, what they wait for, variables, source lines. */
#ifndef STATE_FACTS_H
#define STATE_FACTS_H

#include "repl/record/frames.h"
#include "repl/state/roots.h"
#include "repl/study/study.h"

enum { FACTS_FILES = 32 }; /* source files of a page; threads seldom stand in more than four */

/* Source files in which threads stood, in that order; the names belong to study->lines. */
struct facts_files {
    const char *names[FACTS_FILES];
    int count;
};

/* A line of the source: the number of its file, -1 when there is none. */
struct facts_place {
    int file, line;
};
struct facts_place facts_place(struct facts_files *files, const struct study *study, uint64_t pc);

/* Threads that ever ran, and locks, semaphores and the like that say something. */
void facts_add_threads(struct frames *frames, struct facts_files *files, const struct study *study);
void facts_add_objects(struct frames *frames, const struct study *study);

/* Variables of the program, sorted by name, but for locks and their like: a static one of a function by the
 * name "work::calls", one that each thread has as "T1::calls". Notes the pointers. */
void facts_add_globals(struct frames *frames, const struct study *study, struct roots *roots);

/* Writes a value as `print` does, and of a pointer, where what it points to was freed. */
void facts_print(const struct study *study, const struct value *value, char *text, size_t size);

/* Writes the files as [name, line, line, ...] each. */
void facts_write_sources(const struct facts_files *files, struct json *json,
                         const struct study *study);

#endif
