#include "posix/check.h"

#include <string.h>

#include "posix/bounds.h"
#include "posix/heap.h"
#include "posix/pages.h"
#include "posix/lent.h"
#include "program/arena.h"
#include "stepper/child/tick.h"

enum {
    NULL_PAGE = 4096,
    NEAR_BYTES = 1 << 20,
    STRING_COST = 8 /* a string is looked at byte by byte, other ranges by the word */
};

static bool is_heap(uint64_t address)
{
    return address >= ARENA_HEAP_ADDRESS && address < ARENA_PAGES_ADDRESS;
}

static unsigned char *shadow_of(uint64_t address)
{
    return (unsigned char *)(ARENA_SHADOW_ADDRESS + (address - ARENA_HEAP_ADDRESS));
}

static const struct control *control(void)
{
    return (const struct control *)ARENA_CONTROL_ADDRESS;
}

static bool is_within(uint64_t address, size_t size, uint64_t low, uint64_t bytes)
{
    return address >= low && address - low < bytes && size <= bytes - (address - low);
}

/* start: of the range that the byte at `address` belongs to. */
static _Noreturn void refuse(enum event_kind kind, uint64_t start, uint64_t address, size_t size,
                             bool is_write, uint64_t pc)
{
    struct event event = {.kind = kind,
                          .pc = pc,
                          .address = address,
                          .bytes = size,
                          .is_write = is_write,
                          .other = NO_THREAD};
    heap_describe(kind == EVENT_OVERRUN ? start : address, &event);
    engine_event(event);
}

/* A range ends outside of the variable that it begins in, or begins before one; where there is no name
 * for that, text says what it comes to. */
static _Noreturn void refuse_crossing(const struct bound *bound, uint64_t start, size_t size,
                                      bool is_write, uint64_t pc)
{
    struct range variable = bound->variable;
    struct event event = {.kind = EVENT_OVERRUN,
                          .pc = pc,
                          .address = start < variable.low ? start : bound->limit,
                          .block = variable.low,
                          .block_bytes = variable.high - variable.low,
                          .bytes = size,
                          .is_write = is_write,
                          .other = NO_THREAD};
    if (variable.low == variable.high)
        strcpy(event.text, start >= ARENA_STACKS_ADDRESS
                               ? "that reaches over what a function needs to return"
                               : "that is more than there is");
    engine_event(event);
}

/* What was never handed out, but stands not far from what was, is beyond the end of that. */
static enum event_kind kind_of(unsigned char shadow, uint64_t start, uint64_t address)
{
    switch (shadow) {
    case SHADOW_FREED:
        return EVENT_USE_AFTER_FREE;
    case SHADOW_NEW:
        return EVENT_UNINITIALISED_READ;
    case SHADOW_RED_ZONE:
        return EVENT_OVERRUN;
    default:
        return address > start ||
                       address - ARENA_HEAP_ADDRESS < engine_machine()->heap.top + NEAR_BYTES
                   ? EVENT_OVERRUN
                   : EVENT_WILD_ACCESS;
    }
}

static bool is_fine(unsigned char shadow, bool is_write, bool is_exact)
{
    return shadow == SHADOW_WRITTEN || (shadow == SHADOW_NEW && (is_write || !is_exact));
}

/* The common case in one comparison: a word that was written before. */
static bool is_written_word(const unsigned char *shadow, size_t size)
{
    static const unsigned char written[sizeof(uint64_t)] = {
        SHADOW_WRITTEN, SHADOW_WRITTEN, SHADOW_WRITTEN, SHADOW_WRITTEN,
        SHADOW_WRITTEN, SHADOW_WRITTEN, SHADOW_WRITTEN, SHADOW_WRITTEN};
    if (size == sizeof(uint64_t))
        return memcmp(shadow, written, sizeof(uint64_t)) == 0;
    return size == sizeof(uint32_t) && memcmp(shadow, written, sizeof(uint32_t)) == 0;
}

static void mark_written(unsigned char *shadow, size_t size)
{
    if (size > sizeof(uint64_t)) {
        memset(shadow, SHADOW_WRITTEN, size);
        return;
    }
    for (size_t index = 0; index < size; index++)
        shadow[index] = SHADOW_WRITTEN;
}

/* is_exact: a read must find written bytes only. start: at or before the address, where the whole range
 * begins. */
static void check_heap(uint64_t start, uint64_t address, size_t size, bool is_write, bool is_exact,
                       uint64_t pc)
{
    unsigned char *shadow = shadow_of(address);
    if (is_within(address, size, ARENA_HEAP_ADDRESS, ARENA_HEAP_BYTES) &&
        is_written_word(shadow, size))
        return;
    for (size_t index = 0; index < size; index++) {
        uint64_t at = address + index;
        unsigned char state = at < ARENA_PAGES_ADDRESS ? shadow[index] : SHADOW_NOTHING;
        if (!is_fine(state, is_write, is_exact))
            refuse(kind_of(state, start, at), start, at, size, is_write, pc);
    }
    if (is_write)
        mark_written(shadow, size);
}

static void check_pages(uint64_t address, size_t size, bool is_write, uint64_t pc)
{
    enum page_use use = pages_use(address, size);
    if (use != PAGE_MAPPED)
        refuse(use == PAGE_UNMAPPED ? EVENT_USE_AFTER_FREE : EVENT_WILD_ACCESS, address, address,
               size, is_write, pc);
}

static void check_heap_or_pages(uint64_t address, size_t size, bool is_write, bool is_exact,
                                uint64_t pc)
{
    if (address < ARENA_PAGES_ADDRESS)
        check_heap(address, address, size, is_write, is_exact, pc);
    else
        check_pages(address, size, is_write, pc);
}

/* Places outside the arena: constants, a few words of the kit, code, or nothing at all. */
static void check_elsewhere(uint64_t address, size_t size, bool is_write, uint64_t pc)
{
    const struct control *c = control();
    if (address < NULL_PAGE)
        refuse(EVENT_NULL_ACCESS, address, address, size, is_write, pc);
    if (address >= ARENA_TEXT_ADDRESS && address < c->image_high) {
        if (is_write)
            refuse(EVENT_READ_ONLY, address, address, size, is_write, pc);
        const struct range *plain = &c->constants.plain;
        if (address < c->constants.writable_low &&
            !is_within(address, size, plain->low, plain->high - plain->low))
            refuse(EVENT_WILD_ACCESS, address, address, size, is_write, pc);
        return;
    }
    bool is_errno = is_within(address, size, (uint64_t)&engine_thread()->error_number,
                              sizeof engine_thread()->error_number);
    bool is_early = c->machine.running == NO_THREAD; /* a constructor, on the loader's stack */
    if (!is_errno && !is_early && (is_write || !lent_is_readable(address, size)))
        refuse(EVENT_WILD_ACCESS, address, address, size, is_write, pc);
}

static bool is_stack(uint64_t address, size_t size)
{
    if (!is_within(address, size, ARENA_STACKS_ADDRESS, ARENA_SLOTS * ARENA_SLOT_BYTES))
        return false;
    uint64_t slot = (address - ARENA_STACKS_ADDRESS) / ARENA_SLOT_BYTES;
    const struct machine *machine = engine_machine();
    return slot < machine->thread_count && machine->threads[slot].phase != PHASE_UNUSED &&
           address >= arena_stack_low((int)slot) && address + size <= arena_stack_top((int)slot);
}

/* The places that nearly all accesses go to come first. The guard below the own stack needs no
 * check: it faults, and child.c tells why. */
static inline void check(uint64_t address, size_t size, bool is_write, bool is_exact, uint64_t pc)
{
    const struct control *c = control();
    uint64_t own_stack = ARENA_STACKS_ADDRESS + (uint64_t)c->machine.running * ARENA_SLOT_BYTES;
    if (is_within(address, size, c->arena.data_address, c->arena.data_bytes) || size == 0)
        return;
    if (is_within(address, size, own_stack, ARENA_SLOT_BYTES))
        note_stack(address);
    else if (address >= ARENA_HEAP_ADDRESS && address < ARENA_SHADOW_ADDRESS)
        check_heap_or_pages(address, size, is_write, is_exact, pc);
    else if (!is_stack(address, size))
        check_elsewhere(address, size, is_write, pc);
}

static bool is_split(const void *machine, uint64_t address, uint64_t size)
{
    return machine_is_split(machine, address, size);
}

/* Tells an explorer; it may let others run first, as they may where the place is split. */
static inline void observe(uint64_t address, size_t size, enum use_kind kind, uint64_t pc)
{
    const struct control *c = control();
    bool is_plain = kind == USE_READ || kind == USE_WRITE;
    if (c->observer != NULL)
        c->observer->use(c->observer->context, kind, address, size, pc);
    else if (c->machine.splits.count > 0 && is_plain &&
             machine_is_split(&c->machine, address, size)) {
        engine_split_use(kind == USE_WRITE, address, size, pc, is_split, &c->machine);
        if (c->observer != NULL)
            c->observer->note_use(c->observer->context, kind, address, size, pc);
    }
}

void check_access(uint64_t address, size_t size, bool is_write, uint64_t pc)
{
    tick_access(pc, address, size, is_write);
    observe(address, size, is_write ? USE_WRITE : USE_READ, pc);
    check(address, size, is_write, true, pc);
}

void check_atomic(uint64_t address, size_t size, bool is_write, int order, uint64_t pc)
{
    tick_access(pc, address, size, is_write);
    if (engine_machine()->running != NO_THREAD)
        engine_operation(is_write ? OPERATION_ATOMIC_WRITE : OPERATION_ATOMIC_READ, address,
                         size > MACHINE_WORD ? address + MACHINE_WORD : 0, order, pc);
    observe(address, size, is_write ? USE_ATOMIC_WRITE : USE_ATOMIC_READ, pc);
    check(address, size, is_write, true, pc);
}

/* So far all of a range that begins there can lie in the subject's memory. */
static uint64_t end_of_region(uint64_t address)
{
    const struct control *c = control();
    if (address >= ARENA_STACKS_ADDRESS && address < ARENA_CONTROL_ADDRESS)
        return arena_stack_top((int)((address - ARENA_STACKS_ADDRESS) / ARENA_SLOT_BYTES));
    if (address >= ARENA_PAGES_ADDRESS)
        return address < ARENA_SHADOW_ADDRESS ? ARENA_SHADOW_ADDRESS : address;
    if (address >= ARENA_HEAP_ADDRESS)
        return ARENA_HEAP_ADDRESS + c->machine.heap.top;
    return address >= ARENA_TEXT_ADDRESS ? c->image_high : address;
}

static size_t clip(uint64_t address, size_t size)
{
    uint64_t end = end_of_region(address);
    return end <= address ? 0 : size < end - address ? size : end - address;
}

/* The first byte may be there, but not all of them; the heap is looked at byte by byte. */
static bool is_too_much(uint64_t address, size_t size)
{
    bool is_page = address >= ARENA_PAGES_ADDRESS && address < ARENA_SHADOW_ADDRESS;
    if (size <= 1 || is_heap(address))
        return false;
    return size > clip(address, size) || (is_page && pages_use(address, size) == PAGE_FRESH);
}

static void check_range(uint64_t address, size_t size, bool is_write, uint64_t pc)
{
    struct bound bound;
    observe(address, clip(address, size), is_write ? USE_WRITE : USE_READ, pc);
    if (bounds_crossed(address, size, &bound))
        refuse_crossing(&bound, address, size, is_write, pc);
    if (is_too_much(address, size)) {
        check(address, 1, is_write, false, pc);
        bound = (struct bound){.limit = address};
        refuse_crossing(&bound, address, size, is_write, pc);
    }
    check(address, size, is_write, false, pc);
    engine_bulk(pc, size);
}

void check_read(const void *pointer, size_t size, uint64_t pc)
{
    check_range((uint64_t)pointer, size, false, pc);
}

void check_write(void *pointer, size_t size, uint64_t pc)
{
    check_range((uint64_t)pointer, size, true, pc);
}

void check_object(const void *object, size_t size, enum use_kind kind, uint64_t pc)
{
    observe((uint64_t)object, 1, kind, pc);
    check((uint64_t)object, size, kind != USE_SYNC, false, pc);
}

void check_again(const void *object, size_t size, uint64_t pc)
{
    check((uint64_t)object, size, false, false, pc);
}

void check_lifetime(const void *block, size_t size, bool begins, uint64_t pc)
{
    observe((uint64_t)block, size, begins ? USE_ALLOCATE : USE_FREE, pc);
}

/* One byte of a range that began at `start`. */
static void check_byte(uint64_t start, size_t index, bool is_write, bool is_exact, uint64_t pc)
{
    if (is_heap(start))
        check_heap(start, start + index, 1, is_write, is_exact, pc);
    else
        check(start + index, 1, is_write, is_exact, pc);
}

static void check_next(uint64_t start, size_t index, bool is_write, bool is_exact, uint64_t pc)
{
    struct bound bound;
    engine_bulk(pc, 1);
    observe(start + index, 1, is_write ? USE_WRITE : USE_READ, pc);
    if (bounds_crossed(start, index + 1, &bound))
        refuse_crossing(&bound, start, 1, is_write, pc);
    check_byte(start, index, is_write, is_exact, pc);
}

void check_next_read(const void *start, size_t index, uint64_t pc)
{
    check_next((uint64_t)start, index, false, false, pc);
}

void check_next_write(void *start, size_t index, uint64_t pc)
{
    check_next((uint64_t)start, index, true, false, pc);
}

void check_next_char(const char *string, size_t index, uint64_t pc)
{
    struct bound bound;
    uint64_t start = (uint64_t)string;
    if (bounds_crossed(start, index + 1, &bound))
        refuse_crossing(&bound, start, 1, false, pc);
    check_byte(start, index, false, true, pc);
    size_t length = string[index] != '\0';
    engine_bulk(pc, STRING_COST * length);
    observe(start + index, length, USE_READ, pc);
}

size_t check_string(const char *string, size_t most, uint64_t pc)
{
    struct bound bound;
    uint64_t start = (uint64_t)string;
    bool is_bound = bounds_crossed(start, most, &bound);
    size_t length = 0, limit = is_bound ? bound.limit - start : most;
    while (length < limit) {
        check_byte(start, length, false, true, pc);
        if (string[length] == '\0')
            break;
        length++;
    }
    if (is_bound && length == limit)
        refuse_crossing(&bound, start, 1, false, pc);
    engine_bulk(pc, STRING_COST * length);
    observe(start, length, USE_READ, pc);
    return length;
}

void check_carry(void *target, const void *source, size_t size)
{
    if (size > 0 && is_heap((uint64_t)target) && is_heap((uint64_t)source))
        memmove(shadow_of((uint64_t)target), shadow_of((uint64_t)source), size);
}
