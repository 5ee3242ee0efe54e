/* mems.h: the mems> mode: MeMS as a program of one thread, with commands that call it and views of
 * its chains, on top of what study/ can do with any program.
 *
 * Slot 0, "main", runs what the prompt asks for: each call of MeMS is a run of its own, one step
 * from its start to its return, unless a break or step -m stops it on its way. So step N is the
 * state after N calls. */
#ifndef MEMS_MEMS_H
#define MEMS_MEMS_H

#include "repl/mems/heap.h"
#include "repl/repl.h"
#include "repl/study/study.h"

#include <signal.h>

enum { MEMS_MAIN = 0, NAMES_MOST = 255, NAME_BYTES = 24 };

/* The names that a session gives to blocks. Name n stands for blocks[n + 1] in the program, for the
 * whole session: what mems_malloc() answered is kept there, and goes back in time with the program.
 * blocks[0] has no name: it takes the answers that nobody named. */
struct block_names {
    int count;
    char text[NAMES_MOST][NAME_BYTES];
};

enum placement { PLACEMENT_FIRST, PLACEMENT_BEST, PLACEMENT_WORST, PLACEMENT_NEXT, PLACEMENTS };
extern const char *const placement_names[PLACEMENTS + 1]; /* ended by NULL */

/* What the prompt calls and writes, by address; mems_check is 0 when the program has none. */
struct mems_program {
    uint64_t mems_init, mems_finish, mems_malloc, mems_free, mems_get, mems_check;
    uint64_t stepped_malloc, stepped_replay_begin, stepped_replay;
    uint64_t blocks, requests, trace_peak, trace_refused;
    size_t blocks_count, requests_count; /* elements of those arrays */
};

struct mems {
    struct study study; /* first: the commands of study/ get the same pointer */
    struct study_hooks hooks;
    struct mode mode;
    struct repl_options settings; /* lab 0 is the complete MeMS */
    char *lab_from;               /* settings.lab_from when `lab` named it; owned */
    char *built;                  /* the program of the lab: removed with the session; or NULL */
    enum placement placement;     /* of the complete one; a lab has its own */
    struct mems_program program;
    struct heap_layout layout;
    struct heap before, now; /* the last two states that were looked at: see mems_look */
    struct heap kept[2];     /* these two while a page is made of the session */
    struct block_names names;
    volatile sig_atomic_t is_interrupted; /* set by Ctrl-C, cleared by each command that acts */
};

/* A session of MeMS; it begins before mems_init(). NULL with *error (heap string) when the program
 * cannot be built or loaded. Strings in the options must outlive it. */
struct mems *mems_open(const struct repl_options *options, char **error);
void mems_close(struct mems *mems); /* NULL is fine */

/* Begins anew with the student's file of a lab, for lab 0 with the complete MeMS. `place` is a file or
 * folder; NULL: as before. */
enum outcome mems_lab(struct mems *mems, struct console *console, int lab, const char *place);

const struct mode *mems_mode(struct mems *mems);

/* The rows of its commands, as in struct mode. */
const struct command *const *mems_tables(void);

/* The line that tells what is studied. */
void mems_greet(const struct mems *mems, struct console *console);

/* ---- For the other files of this folder ------------------------------------------------------ */

/* The heap now, in mems->now. When the program has moved since the last look, that one becomes
 * mems->before: what the last command changed is the difference of the two. */
const struct heap *mems_look(struct mems *mems);

/* ---- Acting ---------------------------------------------------------------------------------- */

/* False, with the refusal printed, when nothing can be called now. A call that was gone back to its
 * very start is dropped: it has not begun. */
bool mems_may_call(struct mems *mems, struct console *console);

/* Runs a function on main; the caller has begun a command. True when it returned: then *result is
 * what. *stop is for stepping_end(). */
bool mems_call(struct mems *mems, uint64_t function, uint64_t first, uint64_t second,
               struct stop *stop, uint64_t *result);

#endif
