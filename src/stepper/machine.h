/* machine.h: the state of a stepped program, as plain data.
 *
 * Everything here is numbers and addresses of the subject, no pointers of the kit: the child that
 * runs the subject writes it, the parent reads it in place, and a checkpoint is a copy of it.
 * A thread is a *slot*: an index into machine.threads, given by whoever starts the thread. */
#ifndef STEPPER_MACHINE_H
#define STEPPER_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MACHINE_THREADS 1024 /* one stack slot each: ARENA_SLOTS */
#define MACHINE_OBJECTS 4096 /* mutexes, semaphores, condition variables known at one time */
#define MACHINE_OBJECT_CACHE 256
#define MACHINE_NAME_BYTES 16
#define MACHINE_ARGUMENTS 4
#define MACHINE_CALLS 32 /* depth up to which stops at a line tell arriving from coming back */

typedef int16_t thread_slot;
#define NO_THREAD ((thread_slot)-1)

/* What a thread asks of another or of the kit: between two of these it runs undisturbed. */
enum operation_kind {
    OPERATION_NONE,
    OPERATION_START,   /* first step of a thread */
    OPERATION_LOCK,    /* object: mutex */
    OPERATION_TRYLOCK, /* result EBUSY when held */
    OPERATION_UNLOCK,
    OPERATION_WAIT,    /* object: semaphore */
    OPERATION_TRYWAIT, /* result EAGAIN at 0 */
    OPERATION_POST,
    OPERATION_COND_WAIT, /* object: condition, object2: mutex; gives the mutex back */
    OPERATION_COND_WAKE, /* second half: signalled, takes the mutex again */
    OPERATION_SIGNAL,
    OPERATION_BROADCAST,
    OPERATION_CREATE, /* argument: slot of the new thread */
    OPERATION_JOIN,   /* argument: slot waited for */
    OPERATION_YIELD,  /* sched_yield, sleep: a point to switch at */
    OPERATION_EXIT,   /* ends the program; argument: the status */
    OPERATION_READ,   /* object: a plain place that races, made a point to switch at */
    OPERATION_WRITE,
    OPERATION_ATOMIC_READ,  /* object: the place */
    OPERATION_ATOMIC_WRITE, /* a store, or a read and a store in one */
    OPERATION_KINDS
};

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

struct thread {
    char name[MACHINE_NAME_BYTES]; /* "T3", "server", "prompt", "main" */
    enum thread_phase phase;
    struct operation pending; /* PHASE_PARKED: what it does next */
    uint64_t pc;              /* last place seen: return address of a call-back */
    struct access access;     /* PHASE_MIDSTEP after step -m: what it does next */
    uint64_t function;        /* what it runs, and with which arguments */
    uint64_t arguments[MACHINE_ARGUMENTS];
    uint64_t result;        /* PHASE_DONE: what the function returned */
    uint64_t waits_since;   /* step of its last COND_WAIT */
    uint64_t stack_pointer; /* of the parked fiber */
    uint32_t runs;          /* how often a function was started in this slot */
    int32_t error_number;   /* its errno */
    int32_t depth;          /* instrumented functions that it is in */
    uint8_t
        line_at[MACHINE_CALLS]; /* by depth: number + 1 of the line stop it is on, see stops.c */
    bool detached, joined;
};

enum object_kind { OBJECT_MUTEX, OBJECT_SEMAPHORE, OBJECT_CONDITION, OBJECT_KINDS };
enum mutex_type { MUTEX_NORMAL, MUTEX_RECURSIVE, MUTEX_ERRORCHECK };

struct sync_object {
    uint64_t address;
    uint64_t owner_pc; /* where the owner locked it */
    int64_t value;     /* semaphore: its value; mutex: how often locked */
    enum object_kind kind;
    enum mutex_type type;
    thread_slot owner; /* mutex: who holds it */
    bool is_live;      /* false once destroyed; then owner_pc and owner tell where, by whom */
};

enum scheduler_kind {
    SCHEDULER_MANUAL,      /* the thread that ran last, as long as it can; else the lowest slot */
    SCHEDULER_ROUND_ROBIN, /* each ready thread one step in turn */
    SCHEDULER_RANDOM,      /* any ready thread, by the seed */
    SCHEDULER_KINDS
};

struct scheduler_state {
    enum scheduler_kind kind;
    uint64_t seed;
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
    EVENT_ENDLESS_LOOP,
    EVENT_ILLEGAL, /* any other fatal signal; value: its number */
    EVENT_EXIT,    /* value: the status */
    EVENT_ABORT,
    EVENT_ASSERT, /* text: the expression */
    EVENT_UNLOCK_NOT_OWNER,
    EVENT_RELOCK, /* locks what it holds: waits for itself */
    EVENT_NOT_INITIALISED,
    EVENT_DESTROYED, /* used after it was destroyed */
    EVENT_DESTROY_BUSY,
    EVENT_JOIN,     /* joined twice, or itself */
    EVENT_TOO_MANY, /* threads or objects beyond the kit's limits */
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
    uint32_t bytes;    /* of the access */
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
};

struct pages_state {
    uint64_t top;          /* bytes of REGION_PAGES handed out so far, its table included */
    uint64_t mapped_bytes; /* of live mappings */
};

/* A program with a main() of its own: what stepper_start_main() gave it, and how far it is. The
 * offsets are into control->texts. */
struct program_state {
    uint64_t main;         /* its main(); 0 when the program was not started by one */
    uint64_t arguments_at; /* argument_count strings, each with its NUL */
    uint64_t input_at;     /* standard input */
    uint64_t input_bytes;
    uint64_t input_read;    /* of input_bytes, so many were read */
    uint64_t exit_handlers; /* what atexit() registered last, see posix/program.c; 0 for none */
    uint32_t argument_count;
};

/* What a checkpoint restores, together with globals, heap and stacks. Threads and objects stand at
 * the end: only their used part is copied. */
struct machine {
    uint64_t step;       /* operations performed so far */
    uint64_t position;   /* choices of the journal taken so far */
    thread_slot running; /* whose turn it was last; NO_THREAD before the first */
    uint64_t random;     /* rand() of the subject */
    struct scheduler_state scheduler;
    struct heap_state heap;
    struct pages_state pages;
    struct program_state program;
    struct event event;    /* EVENT_NONE while the program is sound */
    uint32_t thread_count; /* slots used: highest + 1 */
    uint32_t object_count;
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
const char *scheduler_name(enum scheduler_kind kind); /* manual, round-robin, random */

/* The object at `address`, live or destroyed; NULL when it was never used. */
const struct sync_object *machine_object(const struct machine *machine, uint64_t address);

/* True when the thread could take a step now. */
bool machine_can_run(const struct machine *machine, thread_slot slot);

/* True when any thread could. */
bool machine_anyone_can_run(const struct machine *machine);

#endif
