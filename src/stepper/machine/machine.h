/* machine.h: the state of a stepped program, as plain data.
 *
 * Everything here is numbers and addresses of the subject, no pointers of the kit: the child that
 * runs the subject writes it, the parent reads it in place, and a checkpoint is a copy of it.
 * A thread is a *slot*: an index into machine.threads, given by whoever starts the thread. */
#ifndef STEPPER_MACHINE_MACHINE_H
#define STEPPER_MACHINE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MACHINE_THREADS 1024 /* one stack slot each: ARENA_SLOTS */
#define MACHINE_OBJECTS 4096 /* mutexes, semaphores, condition variables known at one time */
#define MACHINE_OBJECT_CACHE 256
#define MACHINE_NAME_BYTES 16
#define MACHINE_ARGUMENTS 4
#define MACHINE_READERS 32              /* of one lock that are known by name; more are counted */
#define MACHINE_KEYS 128                /* of thread-specific data: what POSIX promises */
#define MACHINE_STEP_NS 1000            /* of virtual time that a step takes */
#define MACHINE_EPOCH_SECONDS 946684800 /* what clocks read at the start: 2000-01-01 0:00 */
#define MACHINE_SPLITS 64 /* places that are split; each access of the subject looks through them */
#define MACHINE_RANGE_WORD 8 /* bytes of a copy that count as one access */
#define MACHINE_CALLERS 8    /* calls, from the outermost on, whose caller is known */
#define MACHINE_CALLS 32     /* depth up to which stops at a line tell arriving from coming back */

typedef int16_t thread_slot;
#define NO_THREAD ((thread_slot)-1)

/* What a thread asks of another or of the kit: between two of these it runs undisturbed. A timed
 * operation that is run while it could not succeed gives up: its time has passed. */
enum operation_kind {
    OPERATION_NONE,
    OPERATION_START,     /* first step of a thread */
    OPERATION_LOCK,      /* object: mutex */
    OPERATION_TRYLOCK,   /* result EBUSY when held */
    OPERATION_TIMEDLOCK, /* result ETIMEDOUT when held */
    OPERATION_UNLOCK,
    OPERATION_WAIT,      /* object: semaphore */
    OPERATION_TRYWAIT,   /* result EAGAIN at 0 */
    OPERATION_TIMEDWAIT, /* result ETIMEDOUT at 0 */
    OPERATION_POST,
    OPERATION_COND_WAIT,      /* object: condition, object2: mutex; gives the mutex back */
    OPERATION_COND_TIMEDWAIT, /* the same, before a COND_TIMEDWAKE */
    OPERATION_COND_WAKE,      /* second half: takes the mutex again; argument: 1 once signalled */
    OPERATION_COND_TIMEDWAKE, /* result ETIMEDOUT when not signalled */
    OPERATION_SIGNAL,         /* argument, once done: the machine.wake_choice that it woke */
    OPERATION_BROADCAST,
    OPERATION_CREATE, /* argument: slot of the new thread */
    OPERATION_JOIN,   /* argument: slot waited for */
    OPERATION_YIELD,  /* sched_yield: a point to switch at */
    OPERATION_SLEEP,  /* argument: nanoseconds; waiting for time is no synchronisation */
    OPERATION_EXIT,   /* ends the program; argument: the status */
    OPERATION_READ,   /* object: a plain place that races, made a point to switch at */
    OPERATION_WRITE,
    OPERATION_ATOMIC_READ,  /* object: the place */
    OPERATION_ATOMIC_WRITE, /* a store, or a read and a store in one */
    OPERATION_READ_LOCK,    /* object: reader-writer lock */
    OPERATION_READ_TRYLOCK,
    OPERATION_READ_TIMEDLOCK,
    OPERATION_WRITE_LOCK,
    OPERATION_WRITE_TRYLOCK,
    OPERATION_WRITE_TIMEDLOCK,
    OPERATION_RW_UNLOCK,
    OPERATION_ARRIVE,    /* object: barrier; result SYNC_LAST_ONE for the last to arrive */
    OPERATION_LEAVE,     /* object: barrier; argument: 1 once all have arrived */
    OPERATION_SPIN_LOCK, /* object: spin lock */
    OPERATION_SPIN_TRYLOCK,
    OPERATION_SPIN_UNLOCK,
    OPERATION_ONCE,      /* object: once control; result SYNC_RUN_IT for who runs the routine */
    OPERATION_ONCE_DONE, /* the routine has returned */
    OPERATION_KINDS
};

#define OPERATION_FENCE_PLACE \
    8 /* an address that no object has: all fences are atomic stores there */

struct operation {
    enum operation_kind kind;
    uint64_t object;  /* address in the subject */
    uint64_t object2; /* the mutex of a condition wait, else 0 */
    int64_t argument;
    uint64_t pc;    /* return address of the call in the subject */
    int32_t index;  /* of `object` in machine.objects, -1 when it is none */
    int32_t index2; /* of `object2` */
};

enum thread_phase {
    PHASE_UNUSED,  /* no run of this slot yet */
    PHASE_PARKED,  /* just before `pending` */
    PHASE_MIDSTEP, /* stopped between two operations, at `pc` */
    PHASE_DONE,    /* its function returned */
    PHASE_CRASHED  /* an event ended it */
};

/* A load or store that a thread stopped just before; bytes 0 when there is none. */
struct access {
    uint64_t address;
    uint32_t bytes;
    bool is_write;
};

/* Operations that took a lock, a semaphore or a signal, and those that had to wait: see waits.h. */
struct wait_counts {
    uint64_t done, waited;
};

struct thread {
    char name[MACHINE_NAME_BYTES]; /* "T3", "server", "prompt", "main" */
    enum thread_phase phase;
    struct operation pending; /* PHASE_PARKED: what it does next */
    uint64_t pc;              /* last place seen: return address of a call-back */
    struct access access;     /* PHASE_MIDSTEP after step -m: what it does next */
    uint64_t function;        /* what it runs, and with which arguments */
    uint64_t arguments[MACHINE_ARGUMENTS];
    uint64_t result;                   /* PHASE_DONE: what the function returned */
    uint64_t waits_since;              /* step of its last COND_WAIT */
    uint64_t last_step;                /* that it took; not kept while an explorer chooses */
    uint64_t wakes_at_ns;              /* SLEEP and timed operations: on machine.clock_ns */
    uint64_t stack_pointer;            /* of the parked fiber */
    uint64_t frame;                    /* of engine_operation() when it parked: its own lie above */
    uint32_t runs;                     /* how often a function was started in this slot */
    int32_t error_number;              /* its errno */
    uint64_t clock_step;               /* in which it last read the clock, */
    uint32_t clock_readings;           /* and how often in that step, see posix/process/clock.c */
    uint64_t chance;                   /* where its rand() goes on, see posix/libc/chance.c */
    int32_t depth;                     /* instrumented functions that it is in */
    uint64_t callers[MACHINE_CALLERS]; /* by depth - 1: the return address of that function */
    uint32_t site_at[MACHINE_CALLS];   /* by depth: the site of a break it is at, see stops.c */
    bool detached, joined;
    bool has_waited; /* before `pending`: see waits.h */
};

enum object_kind {
    OBJECT_NONE,
    OBJECT_MUTEX,
    OBJECT_SEMAPHORE,
    OBJECT_CONDITION,
    OBJECT_RWLOCK,
    OBJECT_BARRIER,
    OBJECT_SPIN,
    OBJECT_ONCE,
    OBJECT_KINDS
};
enum mutex_type { MUTEX_NORMAL, MUTEX_RECURSIVE, MUTEX_ERRORCHECK };
enum once_state { ONCE_NEVER, ONCE_RUNNING, ONCE_DONE };

/* kind        value                    limit                  owner
 * mutex, spin how often locked                                who holds it
 * semaphore   its value
 * condition                            clock of time limits
 * rwlock      how often read-locked                           who writes
 * barrier     how many wait            how many it waits for
 * once        enum once_state                                 who runs the routine */
struct sync_object {
    uint64_t address;
    uint64_t owner_pc; /* where the owner, or the last reader, locked it */
    int64_t value;
    int64_t limit;
    enum object_kind kind;
    enum mutex_type type;
    thread_slot owner;
    bool is_live; /* false once destroyed; then owner_pc and owner tell where, by whom */

    /* rwlock: who read-locked it, once for each time; the first `value` entries, if so many fit */
    thread_slot readers[MACHINE_READERS];

    struct wait_counts waits; /* since it was declared */
};

enum scheduler_kind {
    SCHEDULER_MANUAL,      /* the thread that ran last, as long as it can; else the lowest slot */
    SCHEDULER_ROUND_ROBIN, /* each ready thread one step in turn */
    SCHEDULER_RANDOM,      /* any ready thread, by the seed */
    SCHEDULER_LAGGARD,     /* as manual, but by the seed one falls behind the others */
    SCHEDULER_KINDS
};

struct scheduler_state {
    enum scheduler_kind kind;
    uint64_t seed;
};

/* Places in memory each read and write of which is a step of its own. In whole words, as one that
 * shares a word with a place that races is split with it. */
#define MACHINE_WORD 4           /* bytes */
#define MACHINE_OUTPUT_PLACE 12u /* an address that nothing has: all that the program prints */
struct split_state {
    uint32_t count;
    struct split_range {
        uint64_t address, bytes;
    } ranges[MACHINE_SPLITS];
};

/* Things that end a program's run: what a real run would have done, or might have got away with. */
enum event_kind {
    EVENT_NONE,
    EVENT_NULL_ACCESS,
    EVENT_WILD_ACCESS,
    EVENT_USE_AFTER_FREE,
    EVENT_OVERRUN,
    EVENT_UNINITIALISED_READ,
    EVENT_READ_ONLY,
    EVENT_DOUBLE_FREE,
    EVENT_BAD_FREE,
    EVENT_INDEX, /* array index out of bounds; value: the index */
    EVENT_DIVISION,
    EVENT_STACK_OVERFLOW,
    EVENT_ENDLESS_LOOP, /* value: the ticks after which it was taken for one, 0: it is; or bytes that
                           libc worked on */
    EVENT_ILLEGAL,      /* any other fatal signal; value: its number */
    EVENT_EXIT,         /* value: the status */
    EVENT_ABORT,
    EVENT_ASSERT, /* text: the expression */
    EVENT_UNLOCK_NOT_OWNER,
    EVENT_WAIT_NOT_OWNER, /* waits for a condition with a mutex that it does not hold */
    EVENT_RELOCK,         /* locks what it holds: waits for itself */
    EVENT_NOT_INITIALISED,
    EVENT_DESTROYED, /* used after it was destroyed */
    EVENT_DESTROY_BUSY,
    EVENT_REINITIALISED, /* initialised again while in use */
    EVENT_JOIN_ITSELF,
    EVENT_JOIN_TWICE,
    EVENT_JOIN_DETACHED,
    EVENT_DETACH,    /* of a thread that was detached or joined */
    EVENT_NO_THREAD, /* joins or detaches what is no thread; value: its id */
    EVENT_NO_KEY,    /* of thread-specific data: never created, or deleted; value: the key */
    EVENT_TOO_MANY,  /* threads or objects beyond the kit's limits */
    EVENT_KINDS
};

struct event {
    enum event_kind kind;
    thread_slot thread;
    uint64_t pc;
    uint64_t address; /* of the byte or object concerned */
    uint64_t block;   /* heap block concerned, 0 if none */
    uint64_t block_bytes;
    uint64_t other_pc; /* the other side: where it was freed, locked or destroyed */
    thread_slot other; /* and by whom */
    uint64_t bytes;    /* of the access */
    bool is_write;
    bool is_return; /* EVENT_EXIT: main returned */
    int64_t value;
    char text[96];
};

struct heap_state {
    uint64_t top; /* bytes of REGION_HEAP handed out so far */
    uint64_t live_bytes;
    uint32_t live_blocks;
    uint32_t blocks; /* slots carved so far */

    /* How many more blocks the program is given, if that is limited: see stepper_limit_blocks(). */
    bool is_limited;
    uint32_t blocks_left;
};

struct pages_state {
    uint64_t top;          /* bytes of REGION_PAGES handed out so far, its table included */
    uint64_t mapped_bytes; /* of live mappings */
};

/* What stepper_start_main() gave to a program; the offsets are into control->texts. */
struct program_entry {
    uint64_t main;         /* 0 when the program was not started by its main() */
    uint64_t arguments_at; /* argument_count strings, each with its NUL */
    uint64_t input_at;     /* standard input */
    uint64_t input_bytes;
    uint32_t argument_count;
};

/* The keys of thread-specific data; the values lie with each thread: locals.h. */
struct key_state {
    uint32_t count; /* the highest key that ever was, + 1 */
    uint64_t destructors[MACHINE_KEYS];
    bool is_live[MACHINE_KEYS];
};

/* What libc keeps for the whole program: addresses of reserved heap blocks, 0 for none yet. */
struct program_state {
    struct program_entry entry;
    uint64_t exit_handlers; /* posix/process/program.c */
    uint64_t files;         /* posix/stdio/files.c */
    uint64_t statics;       /* posix/libc/statics.h */
    uint64_t semaphores;    /* that have a name, the last first: posix/threads/semaphores.c */
};

/* What a checkpoint restores, together with globals, heap and stacks. Threads and objects stand at
 * the end: only their used part is copied. */
struct machine {
    uint64_t step;       /* operations performed so far */
    uint64_t position;   /* choices of the journal taken so far */
    uint64_t accesses;   /* loads and stores so far; of a range one more for each word of it */
    thread_slot running; /* whose turn it was last; NO_THREAD before the first */
    uint64_t clock_ns;   /* virtual time since the program began */
    /* Which waiter this step's SIGNAL wakes: 0 is who waits longest, as when there are fewer. Set by
     * who chooses the step. */
    uint32_t wake_choice;
    struct key_state keys;
    struct scheduler_state scheduler;
    struct heap_state heap;
    struct pages_state pages;
    struct program_state program;
    struct split_state splits;
    struct wait_counts waits; /* of the steps so far, but for those that the explorer tried */
    struct event event;       /* EVENT_NONE while the program is sound */
    uint32_t thread_count;    /* slots used: highest + 1 */
    uint32_t object_count;
    uint32_t forgotten_count;           /* objects of address 0, whose places may be used again */
    uint64_t objects_low, objects_high; /* low <= address < high, once there was an object */
    uint16_t object_cache[MACHINE_OBJECT_CACHE]; /* guesses by address; each use checks them */
    struct thread threads[MACHINE_THREADS];
    struct sync_object objects[MACHINE_OBJECTS];
};

/* One performed operation. */
struct trace_entry {
    uint64_t step; /* 1 is the first */
    thread_slot thread;
    struct operation operation;
    int64_t before, after; /* semaphore values; mutex: slot of the holder or -1 */
    int32_t result;        /* what the call returned */
};

/* Names as users write them: "lock", "sem_wait", "blocked". */
const char *operation_name(enum operation_kind kind); /* pthread_mutex_lock, sem_wait, … */
const char *operation_verb(
    enum operation_kind kind);                /* lock, wait, post, … as `break` takes them */
const char *event_name(enum event_kind kind); /* "use after free", … in textbook words */
const char *scheduler_name(enum scheduler_kind kind); /* manual, round-robin, ... */
bool scheduler_has_seed(enum scheduler_kind kind);    /* that tells its order */

/* What kind of object the operation needs: OBJECT_NONE for threads and memory. */
enum object_kind operation_object(enum operation_kind kind);
const char *object_name(enum object_kind kind); /* "mutex", "rwlock", ... */

/* The object at `address`, live or destroyed; NULL when it was never used. */
const struct sync_object *machine_object(const struct machine *machine, uint64_t address);

/* True when the thread could take a step now. */
bool machine_can_run(const struct machine *machine, thread_slot slot);

/* True when all it can do is let its time pass: a schedule as in reality leaves it for later. */
bool machine_needs_time(const struct machine *machine, thread_slot slot);

/* True when what the thread waits for is not there, whether or not it has a time limit. For a
 * condition: not yet signalled, or the mutex is not free. */
bool machine_is_waiting(const struct machine *machine, thread_slot slot);

/* A thread other than `slot` itself that holds the object; NO_THREAD when none does. */
thread_slot machine_holder(const struct sync_object *object, thread_slot slot);

/* How often the thread holds a reader-writer lock for reading. */
int machine_reads(const struct sync_object *object, thread_slot slot);

/* Splits the words that these bytes lie in; nothing when there is no room. */
void machine_split(struct machine *machine, uint64_t address, uint64_t bytes);

/* True when one of the bytes lies in a word that is split. */
bool machine_is_split(const struct machine *machine, uint64_t address, uint64_t bytes);

/* True when any thread could. */
bool machine_anyone_can_run(const struct machine *machine);

#endif
