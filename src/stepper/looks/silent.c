#include "stepper/looks/silent.h"

#include "stepper/child/engine.h"

#if defined __aarch64__

enum {
    WALK_MOST = 4096,   /* instructions between two ticks */
    FRAMES_MOST = 16,   /* of the kit, above the subject's */
    INSTRUCTION = 4,    /* bytes */
    FRAME_POINTER = 29, /* and, without optimisation, the stack pointer */
    STACK_POINTER = 31,
};

static uint64_t word_at(uint64_t address)
{
    return *(const uint64_t *)address;
}

struct silent_place silent_here(const struct control *control, thread_slot slot, uint64_t pc)
{
    bool is_running = control->errand.on_fiber && slot == control->machine.running;
    uint64_t frame =
        is_running ? (uint64_t)__builtin_frame_address(0) : control->machine.threads[slot].frame;
    uint64_t low = arena_stack_low(slot), high = arena_stack_top(slot) - 2 * sizeof frame;
    for (int above = 0; above < FRAMES_MOST && frame >= low && frame <= high; above++) {
        bool is_kit = word_at(frame + sizeof frame) != pc;
        frame = word_at(frame);
        if (!is_kit && frame >= low && frame <= high)
            return (struct silent_place){.pc = pc,
                                         .caller = word_at(frame + sizeof frame),
                                         .frame = frame,
                                         .outer = word_at(frame)};
    }
    return (struct silent_place){.pc = pc};
}

/* ---- Instructions: Arm Architecture Reference Manual, C4.1.94, Loads and Stores ---------------- */

static int64_t field(uint32_t instruction, int low, int bits)
{
    return (int64_t)((uint64_t)instruction << (64 - low - bits)) >> (64 - bits);
}

static uint64_t plain_field(uint32_t instruction, int low, int bits)
{
    return instruction >> low & ((1u << bits) - 1);
}

struct store {
    int64_t offset; /* from the frame */
    uint64_t bytes; /* 0: it is none */
};

static struct store store_of(uint32_t instruction)
{
    struct store store = {0};
    uint64_t size = plain_field(instruction, 30, 2), kind = plain_field(instruction, 22, 2);
    bool is_vector = plain_field(instruction, 26, 1) != 0;
    uint64_t base = plain_field(instruction, 5, 5);
    uint64_t scale = is_vector && kind == 2 ? 4 : size;
    bool is_store = kind == 0 || (is_vector && kind == 2);
    if (base != FRAME_POINTER && base != STACK_POINTER)
        return store;
    if ((instruction & 0x3B000000) == 0x39000000 && is_store)
        store = (struct store){(int64_t)(plain_field(instruction, 10, 12) << scale), 1u << scale};
    else if ((instruction & 0x3B200C00) == 0x38000000 && is_store)
        store = (struct store){field(instruction, 12, 9), 1u << scale};
    else if ((instruction & 0x3BC00000) == 0x29000000) {
        scale = is_vector ? 2 + size : 2 + (size >> 1);
        store = (struct store){field(instruction, 15, 7) * (1 << scale), 2u << scale};
    }
    return store;
}

static bool stores_to(const struct witness *witness, uint32_t instruction, uint64_t frame)
{
    struct store store = store_of(instruction);
    uint64_t low = frame + (uint64_t)store.offset;
    for (uint32_t part = 0; store.bytes > 0 && part < witness->part_count; part++)
        if (low < witness->parts[part].high && low + store.bytes > witness->parts[part].low)
            return true;
    return false;
}

/* A conditional branch, or one to a register: the next tick comes right behind it. */
static bool ends_walk(uint32_t instruction)
{
    bool is_conditional =
        (instruction & 0xFF000010) == 0x54000000 || (instruction & 0x7C000000) == 0x34000000;
    bool is_return = (instruction & 0xFFFFFC1F) == 0xD65F0000;
    bool is_jump = (instruction & 0xFFFFFC1F) == 0xD61F0000;
    return is_conditional || is_return || is_jump;
}

/* ---- From one tick to the next ----------------------------------------------------------------- */

/* The last store in one function, on the way from one place in it to another. */
static uint64_t walk(const struct control *control, uint64_t pc, uint64_t until, uint64_t frame)
{
    uint64_t found = 0;
    for (int count = 0; count < WALK_MOST && pc != until; count++) {
        if (frame == 0 || pc < control->text_low || pc + INSTRUCTION > control->text_high)
            return found;
        uint32_t instruction = *(const uint32_t *)pc;
        if (stores_to(&control->witness, instruction, frame))
            found = pc + INSTRUCTION;
        if (ends_walk(instruction))
            return found;
        bool is_branch = (instruction & 0xFC000000) == 0x14000000;
        pc += is_branch ? (uint64_t)(field(instruction, 0, 26) * INSTRUCTION) : INSTRUCTION;
    }
    return found;
}

/* Where the function begins that stands at `pc`: it saves its frame first. */
static uint64_t entry_of(const struct control *control, uint64_t pc)
{
    for (int count = 0; count < WALK_MOST && pc >= control->text_low + INSTRUCTION; count++) {
        pc -= INSTRUCTION;
        uint32_t instruction = *(const uint32_t *)pc;
        if (plain_field(instruction, 0, 15) == 0x7BFD && instruction >> 24 == 0xA9)
            return pc;
    }
    return pc;
}

uint64_t silent_store(const struct control *control, const struct silent_place *from,
                      const struct silent_place *to)
{
    if (to->frame == 0)
        return 0;
    if (from->frame == to->frame && from->caller == to->caller)
        return walk(control, from->pc, to->pc, to->frame);
    if (from->outer == to->frame) /* it has returned */
        return walk(control, from->caller, to->pc, to->frame);
    uint64_t found = walk(control, entry_of(control, to->pc), to->pc, to->frame);
    bool has_returned = from->outer == to->outer;
    if (found == 0)
        found = walk(control, has_returned ? from->caller : from->pc, to->caller, to->outer);
    return found;
}

#else

struct silent_place silent_here(const struct control *control, thread_slot slot, uint64_t pc)
{
    (void)control, (void)slot;
    return (struct silent_place){.pc = pc};
}

uint64_t silent_store(const struct control *control, const struct silent_place *from,
                      const struct silent_place *to)
{
    (void)control, (void)from, (void)to;
    return 0;
}

#endif
