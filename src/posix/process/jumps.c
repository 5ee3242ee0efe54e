#include "posix/process/jumps.h"

#include "posix/caller.h"
#include "posix/check.h"
#include "program/arena.h"
#include "stepper/child/engine.h"
#include "stepper/stacks/sanitizer.h"

#define NOTE_MAGIC 0x6d656d72706a6d70u

struct note {
    uint64_t magic;
    uint64_t frame; /* stack pointer of the caller of setjmp() */
    int64_t run;    /* of its thread, and in which run of the slot */
    int64_t depth;
};
_Static_assert(sizeof(struct note) <= sizeof(__sigset_t), "the mask has room for it");

static struct note *note_of(jmp_buf place)
{
    return (struct note *)&place->__saved_mask;
}

static int64_t present_run(void)
{
    return (int64_t)engine_thread()->runs << 16 | engine_machine()->running;
}

void jumps_note(jmp_buf place, uint64_t pc, uint64_t frame)
{
    check_write(place, sizeof(jmp_buf), pc);
    *note_of(place) = (struct note){
        .magic = NOTE_MAGIC, .frame = frame, .run = present_run(), .depth = engine_thread()->depth};
}

/* A function that has returned, or another thread's, cannot be gone back to. */
_Noreturn void memrepl_longjmp(jmp_buf place, int value)
{
    uint64_t here = (uint64_t)__builtin_dwarf_cfa(); /* stack pointer of the caller, as in a note */
    check_read(place, sizeof(jmp_buf), CALLER);
    const struct note *note = note_of(place);
    struct event event = {.pc = CALLER, .address = (uint64_t)place, .other = NO_THREAD};
    if (note->magic != NOTE_MAGIC) {
        event.kind = EVENT_NOT_INITIALISED;
        engine_event(event);
    }
    if (note->run != present_run() || note->frame < here) {
        event.kind = EVENT_WILD_ACCESS;
        event.address = note->frame;
        engine_event(event);
    }
    engine_thread()->depth = (int32_t)note->depth;
    uint64_t low = arena_stack_low(engine_machine()->running);
    sanitizer_forget(low, note->frame - low);
    longjmp(place, value);
}

_Noreturn void memrepl__longjmp(jmp_buf place, int value) __attribute__((alias("memrepl_longjmp")));
_Noreturn void memrepl_siglongjmp(jmp_buf place, int value)
    __attribute__((alias("memrepl_longjmp")));
