/* lines.h - program counter to source place and back.
 *
 * A thread can be stopped only where the subject calls out: at an instrumentation callback or
 * at a redirected libc call.  The return address of such a call is a *stop site*, but for the call-back
 * at a function's end.  A breakpoint
 * is therefore a set of stop sites, and "line 12" means the first line from 12 on, in the same
 * function, that has one.
 *
 * Life cycle: lines_open on an open image, lines_close before image_close.
 * All strings handed out live until lines_close.
 */
#ifndef MEMREPL_PROGRAM_IMAGE_LINES_H
#define MEMREPL_PROGRAM_IMAGE_LINES_H

#include "program/image/image.h"

struct lines;

/* Where in the source: "server.c", 44, "server_function".  Code without line information (a
 * stripped object) has file "" and line 0; function is "" when not even a symbol covers it. */
struct place {
    const char *file; /* base name */
    int line;
    const char *function;
};

struct stop_site {
    uint64_t pc;        /* return address of the call */
    const char *callee; /* "__tsan_read4", "memrepl_sem_wait" */
    struct place place;
};

/* The stop sites of one line, or of one function's entry.  pcs is sorted and belongs to lines.
 * A thread *arrives* at the line when it reaches pcs[0], or another of them when its previous
 * stop site in the same activation was on another line (`if (a) f(); else g();` has one site for
 * each arm, and only one of them is passed). */
struct break_sites {
    struct place place; /* place.line is the line taken, perhaps behind the one asked for */
    const uint64_t *pcs;
    size_t count;
};

enum lines_result {
    LINES_OK,
    LINES_NO_FILE, /* no source file of that name */
    LINES_NO_LINE, /* nothing can stop at that line or behind it in its function */
    LINES_NO_FUNCTION,
    LINES_RESULTS
};

enum image_result lines_open(const struct image *image, struct lines **opened);
void lines_close(struct lines *lines); /* NULL is fine */
const char *lines_result_sentence(enum lines_result result);

/* The place of a call, given its return address (pc - 1 is looked up).  False outside the text. */
bool lines_place(const struct lines *lines, uint64_t pc, struct place *place);

/* The whole table, sorted by pc; and the entry for one pc, NULL when it is no stop site. */
const struct stop_site *lines_stop_sites(const struct lines *lines, size_t *count);
const struct stop_site *lines_stop_site(const struct lines *lines, uint64_t pc);

/* `file` is a base name, or the end of a path when two folders have a file of that name. */
enum lines_result lines_break_at(const struct lines *lines, const char *file, int line,
                                 struct break_sites *sites);

/* The entry of the nth function of that name (static functions of several files may share it);
 * nth starts at 0.  LINES_NO_FUNCTION when there are not that many. */
enum lines_result lines_break_function(const struct lines *lines, const char *name, size_t nth,
                                       struct break_sites *sites);

/* The functions and the source files that have stop sites, for completion and did-you-mean;
 * NULL when index is past the end. */
const char *lines_function(const struct lines *lines, size_t index);
const char *lines_file(const struct lines *lines, size_t index);

/* The path of a source file as the compiler saw it, made absolute; NULL when unknown. */
const char *lines_source_path(const struct lines *lines, const char *file);

/* The kit's folder, kept and not copied, where sources are looked for that are not where they were
 * compiled: see sources_look_below(). */
void lines_look_below(struct lines *lines, const char *home);

/* Copies the text of one source line, without its newline, cut to size - 1 bytes.  Files are
 * read on first use from where they were compiled, else from the current folder or below the
 * kit's.  False when the
 * file is gone or has no such line. */
bool lines_source_text(struct lines *lines, const char *file, int line, char *text, size_t size);

#endif
