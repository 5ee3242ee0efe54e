/* path.h: one execution as it is being explored: which thread performed what, and why after whom.
 *
 *     moves[i]     the i-th operation: its thread, what it touched, what of the rest came before it
 *     nodes[i]     the choice that led to it: who else could have gone, who was tried already
 *     after(i)     a clock: the moves that must come before move i in every equivalent execution
 *     known(i)     a clock: the moves whose effects the thread has been told of, by locks and such
 *     told(i)      a clock: what a semaphore or an atomic place passes on since move i
 *
 * A clock has a number for each thread: how many of its moves. Move i comes before move j if
 * after(j)[thread of i] >= number of i. Two executions whose moves have the same clocks differ only
 * in the order of moves that do not matter to one another.
 *
 * A path is cut back to the choice that is to be taken differently, and grows again from there; so
 * all that is known of a prefix hangs on its moves, and nothing else need be undone. */
#ifndef EXPLORE_ORDER_PATH_H
#define EXPLORE_ORDER_PATH_H

#include "stepper/machine/machine.h"

#define PATH_MOVES 20000   /* of one execution; what goes on longer is cut there */
#define PATH_OBJECTS 16384 /* places that moves touch */
#define PATH_SET_THREADS 64
#define PATH_USED 16
#define PATH_STRIDE 16 /* entries of a clock at least; more are a multiple of it */

#define EVERY_WAITER ((thread_slot)-2)

typedef uint16_t clock_entry;

/* The first 64 slots; a search that needs sets gives up on programs with more threads. */
typedef uint64_t thread_set;

/* What a move does to an object, as far as others can tell. */
enum role {
    ROLE_NONE,
    ROLE_LOCK,
    ROLE_UNLOCK,
    ROLE_TRYLOCK,     /* before it is known how it ends */
    ROLE_LOCK_FAILED, /* it found the lock taken */
    ROLE_WAIT,
    ROLE_POST,
    ROLE_TRYWAIT,
    ROLE_WAIT_FAILED, /* it found the semaphore at 0 */
    ROLE_READ,        /* anything else: reads commute, */
    ROLE_WRITE,       /* writes do not */
    ROLE_COUNT
};

struct touch {
    int32_t object;   /* number of the place, -1 for none */
    int32_t previous; /* move that touched it before, -1 for none */
    int32_t written;  /* last move up to this one that did not just read it, -1 for none */
    enum role role;
};

/* A load or store of shared memory in the source. */
struct used {
    uint64_t pc, address;
    uint32_t bytes;
    bool is_write;
};

struct move {
    struct operation operation; /* as it stood before it was performed */
    thread_slot thread;
    thread_slot woke;     /* by a signal, NO_THREAD for none; EVERY_WAITER by what wakes them all */
    uint8_t waiter;       /* of a signal: which of those that wait, 0 for the longest */
    bool stored;          /* its step changed what others can see */
    bool prints;          /* its step printed something: it gets somewhere */
    bool repeats;         /* behind it the thread stood where it had stood before: it spins */
    uint32_t number;      /* among the moves of its thread, from 1 on */
    int32_t before;       /* the thread's move before it, -1 for none */
    uint64_t value;       /* of an atomic place before the move */
    uint64_t output_hash; /* of what was printed before the move */
    uint64_t stack_hash;  /* of the thread's stack behind the step, 0 when not taken */
    uint64_t state_hash;  /* of the program behind the step, 0 when not taken */
    uint64_t trace_hash;  /* of the moves up to here; equivalent prefixes have equal hashes */
    uint32_t notes;       /* in the log of memory.c when the step began */
    uint32_t used_count;
    struct used used[PATH_USED]; /* what the step read and wrote, each place in the code once */
    struct touch touches[2];
};

struct node {
    thread_set enabled;
    thread_set sleep;     /* tried, or known to lead to what was seen already */
    thread_set backtrack; /* to be tried */
    uint32_t cost;        /* bounded searches: spent before this choice */
    uint8_t rank;         /* bounded searches: which alternative is taken */
    uint8_t waiters;      /* outcomes that the chosen move has */
};

struct path {
    uint32_t length;
    uint32_t stride; /* entries of a clock: PATH_STRIDE or more */
    uint32_t object_count;
    int32_t last_of[MACHINE_THREADS];    /* last move of each thread, -1 for none */
    int32_t created_by[MACHINE_THREADS]; /* move that made the thread */
    int32_t last_on[PATH_OBJECTS];       /* last move that touched the object */
    uint64_t places[PATH_OBJECTS];       /* address of each object */
    uint16_t buckets[2 * PATH_OBJECTS];  /* number + 1 of the object, by a hash of its address */
    struct move moves[PATH_MOVES + 1];
    struct node nodes[PATH_MOVES + 1];
    clock_entry clocks[]; /* 3 * stride a move, sparse */
};

/* Bytes to map for a path whose clocks have `stride` entries. */
size_t path_bytes(uint32_t stride);

/* An empty path; the objects seen so far stay known. */
void path_clear(struct path *path);

clock_entry *path_after(struct path *path, int32_t move);
clock_entry *path_known(struct path *path, int32_t move);
clock_entry *path_told(struct path *path, int32_t move);

/* True when move `first` comes before move `second` in every equivalent execution. */
bool path_orders(struct path *path, int32_t first, int32_t second);

/* Adds to `clock` what `more`, another one, has. */
void path_join(const struct path *path, clock_entry *restrict clock,
               const clock_entry *restrict more);

/* The number of the place at `address`; -1 when there are too many. */
int32_t path_object(struct path *path, uint64_t address);

/* Adds a move of the thread, with its touches; its clocks are those of the thread's last move, and
 * the caller's to complete. */
struct move *path_push(struct path *path, thread_slot thread, const struct operation *operation,
                       const struct touch touches[2]);

/* Forgets all moves from `length` on. */
void path_cut(struct path *path, uint32_t length);

/* The move's touch of that object; NULL when it has none. */
const struct touch *path_touch(const struct move *move, int32_t object);

/* How often another thread than the one before moved. */
uint32_t path_switches(const struct path *path, uint32_t length);

#endif
