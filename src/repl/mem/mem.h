/* mem.h: the mem> mode: the memory server, with its strokes and views, on top of what study/ can
 * do with any program.
 *
 *     slot 0 ... n-1   request threads T0 ... T(n-1), run by enqueue, or by a step on a new one
 *     slot n           the server, started once; at step 0 it is before its first sem_wait(items)
 *     slot n+1         the prompt: runs release_memory for `free`, and what is given to `call` */
#ifndef MEM_MEM_H
#define MEM_MEM_H

#include "repl/mem/snapshot.h"
#include "repl/mem/subject.h"
#include "repl/repl.h"
#include "repl/study/study.h"

struct mem {
    struct study study; /* first: the commands of study/ get the same pointer */
    struct study_hooks hooks;
    struct mode mode;
    struct repl_options settings; /* what this session began with */
    char *lab_from;               /* settings.lab_from when `lab` named it; owned */
    struct subject subject;
    struct snapshot before, now; /* room for views; each command takes what it needs */
    bool is_started;             /* the server came to its first wait: what stands is step 0, */
    struct operation rest;       /* and this is that wait */
};

/* A session of the memory server. Says so on the console when an event, or a wait, keeps the
 * program from getting to step 0: the session then stands there. NULL with *error (heap string)
 * when the program cannot be built or loaded. The strings of the options must outlive it. */
struct mem *mem_open(const struct repl_options *options, struct console *console, char **error);
void mem_close(struct mem *mem);

const struct mode *mem_mode(struct mem *mem);

/* The rows of its commands, as in struct mode. */
const struct command *const *mem_tables(void);

/* The line that tells what is studied. */
void mem_greet(struct mem *mem, struct console *console);

/* The same after a new beginning. */
void mem_greet_anew(struct mem *mem, struct console *console);

/* ---- For the other files of this folder ------------------------------------------------------ */

/* Begins anew with other settings. False, with the refusal printed and nothing changed, when it
 * cannot. */
bool mem_begin_anew(struct mem *mem, struct console *console, const struct repl_options *settings);

thread_slot mem_server(const struct mem *mem); /* its slot */

/* A lock that somebody holds; NULL when all are free. */
const struct sync_object *mem_held_lock(const struct mem *mem);

/* What the server's memory holds now, in mem->now. */
const struct snapshot *mem_look(struct mem *mem);

#endif
