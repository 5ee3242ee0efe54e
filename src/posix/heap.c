#include "posix/heap.h"

#include <string.h>

#include "posix/check.h"
#include "program/arena.h"
#include "stepper/child/engine.h"
#include "stepper/machine/sync.h"

enum { MAGIC = 0x6d656d72, RESERVED = 0x6d656d73 };
enum { SMALL_CLASSES = 64, CLASSES = 128 };

/* Stands before each payload. The free queues are linked by heap offsets, 0 for none: a checkpoint
 * that copies the heap copies them too. */
struct header {
    uint32_t magic;
    int16_t allocated_by, freed_by;
    uint64_t bytes; /* as asked for */
    uint64_t room;  /* payload bytes carved: bytes rounded up to its class */
    uint64_t allocated_pc;
    uint64_t freed_pc; /* 0 while live */
    uint64_t next;     /* behind this one in its free queue */
};
_Static_assert(sizeof(struct header) == 48, "payloads stay aligned to 16");

/* First thing in the heap. Class c < SMALL_CLASSES holds payloads of 16 * (c + 1) bytes, the
 * classes behind them powers of two from 2 KiB on. */
struct heap {
    struct {
        uint64_t first, last;
        uint64_t length;
    } free[CLASSES];
};

static struct heap *heap(void)
{
    return (struct heap *)ARENA_HEAP_ADDRESS;
}

static struct header *header_at(uint64_t offset)
{
    return (struct header *)(ARENA_HEAP_ADDRESS + offset);
}

static uint64_t offset_of(const struct header *header)
{
    return (uint64_t)header - ARENA_HEAP_ADDRESS;
}

static char *payload(struct header *header)
{
    return (char *)(header + 1);
}

static void set_shadow(const void *pointer, size_t size, enum shadow state)
{
    memset((char *)pointer + (ARENA_SHADOW_ADDRESS - ARENA_HEAP_ADDRESS), (int)state, size);
}

static int class_of(size_t size)
{
    if (size <= (size_t)SMALL_CLASSES * HEAP_ALIGNMENT)
        return size == 0 ? 0 : (int)((size - 1) / HEAP_ALIGNMENT);
    return SMALL_CLASSES + 63 - __builtin_clzll(size - 1) - 10;
}

static size_t room_of(int class)
{
    if (class < SMALL_CLASSES)
        return (size_t)(class + 1) * HEAP_ALIGNMENT;
    return (size_t)1 << (class - SMALL_CLASSES + 11);
}

/* The block of the class that was freed longest ago, if enough wait behind it. */
static struct header *take_old(int class)
{
    struct heap *h = heap();
    if (engine_machine()->heap.top == 0 || h->free[class].length <= HEAP_QUARANTINE)
        return NULL;
    struct header *header = header_at(h->free[class].first);
    h->free[class].first = header->next;
    h->free[class].length--;
    sync_forget(engine_machine(), (uint64_t)payload(header),
                (uint64_t)payload(header) + header->room);
    return header;
}

/* The heap begins with its first block. */
static struct heap_state *begun(void)
{
    struct heap_state *state = &engine_machine()->heap;
    if (state->top == 0) {
        memset(heap(), 0, sizeof(struct heap));
        state->top = sizeof(struct heap);
    }
    return state;
}

static struct header *carve(size_t room)
{
    struct heap_state *state = begun();
    if (room > ARENA_HEAP_BYTES || state->top + sizeof(struct header) + room > ARENA_HEAP_BYTES)
        return NULL;
    struct header *header = header_at(state->top);
    state->top += sizeof *header + room;
    state->blocks++;
    *header = (struct header){.room = room};
    set_shadow(header, sizeof *header, SHADOW_RED_ZONE);
    return header;
}

/* Fills the heap up to where the payload of the next block would be so aligned; false when it is
 * full. What lies between is a block that nobody gets. */
static bool align_top(size_t alignment)
{
    uint64_t payload_at = begun()->top + sizeof(struct header);
    size_t gap = (size_t)(-payload_at & (alignment - 1));
    if (gap == 0)
        return true;
    while (gap < sizeof(struct header))
        gap += alignment;
    struct header *filler = carve(gap - sizeof *filler);
    if (filler != NULL)
        filler->magic = RESERVED;
    return filler != NULL;
}

static struct header *obtain(size_t size, size_t alignment, uint32_t magic, uint64_t pc)
{
    if (size > ARENA_HEAP_BYTES || alignment > ARENA_HEAP_BYTES)
        return NULL;
    int class = class_of(size);
    struct header *header = NULL;
    if (alignment <= HEAP_ALIGNMENT)
        header = take_old(class);
    else if (!align_top(alignment))
        return NULL;
    if (header == NULL)
        header = carve(room_of(class));
    if (header == NULL)
        return NULL;
    header->magic = magic;
    header->bytes = size;
    header->allocated_pc = pc;
    header->allocated_by = engine_machine()->running;
    header->freed_pc = 0;
    return header;
}

void *heap_allocate(size_t size, size_t alignment, uint64_t pc)
{
    struct machine *machine = engine_machine();
    bool has_run_out = machine->heap.is_limited && machine->heap.blocks_left == 0;
    struct header *header = has_run_out ? NULL : obtain(size, alignment, MAGIC, pc);
    if (header == NULL)
        return NULL;
    if (machine->heap.is_limited)
        machine->heap.blocks_left--;
    memset(payload(header), HEAP_FILLER, header->room);
    set_shadow(payload(header), size, SHADOW_NEW);
    set_shadow(payload(header) + size, header->room - size, SHADOW_RED_ZONE);
    machine->heap.live_blocks++;
    machine->heap.live_bytes += size;
    check_lifetime(payload(header), size, true, pc);
    return payload(header);
}

static bool is_header(const struct header *header)
{
    uint64_t top = engine_machine()->heap.top, address = (uint64_t)header;
    return address >= ARENA_HEAP_ADDRESS + sizeof(struct heap) &&
           address < ARENA_HEAP_ADDRESS + top && address % HEAP_ALIGNMENT == 0 &&
           header->magic == MAGIC;
}

/* The live block that starts at the pointer; an event when there is none. */
static struct header *live_block(void *pointer, uint64_t pc)
{
    struct header *header = (struct header *)pointer - 1;
    bool is_block = is_header(header);
    if (is_block && header->freed_pc == 0)
        return header;
    struct event event = {.kind = is_block ? EVENT_DOUBLE_FREE : EVENT_BAD_FREE,
                          .pc = pc,
                          .address = (uint64_t)pointer,
                          .other = NO_THREAD};
    heap_describe((uint64_t)pointer, &event);
    engine_event(event);
}

static void line_up(struct header *header, uint64_t pc)
{
    int class = class_of(header->room);
    struct heap *h = heap();
    header->freed_pc = pc;
    header->freed_by = engine_machine()->running;
    header->next = 0;
    if (h->free[class].length++ == 0)
        h->free[class].first = offset_of(header);
    else
        header_at(h->free[class].last)->next = offset_of(header);
    h->free[class].last = offset_of(header);
}

void heap_free(void *pointer, uint64_t pc)
{
    if (pointer == NULL)
        return;
    struct header *header = live_block(pointer, pc);
    struct machine *machine = engine_machine();
    check_lifetime(pointer, header->bytes, false, pc);
    line_up(header, pc);
    set_shadow(pointer, header->room, SHADOW_FREED);
    machine->heap.live_blocks--;
    machine->heap.live_bytes -= header->bytes;
}

void *heap_resize(void *pointer, size_t size, uint64_t pc)
{
    if (pointer == NULL)
        return heap_allocate(size, HEAP_ALIGNMENT, pc);
    struct header *old = live_block(pointer, pc);
    void *fresh = heap_allocate(size, HEAP_ALIGNMENT, pc);
    if (fresh == NULL)
        return NULL;
    size_t kept = old->bytes < size ? old->bytes : size;
    memcpy(fresh, pointer, kept);
    check_carry(fresh, pointer, kept);
    heap_free(pointer, pc);
    return fresh;
}

void *heap_reserve(size_t size, bool is_open)
{
    struct header *header = obtain(size, HEAP_ALIGNMENT, RESERVED, 0);
    if (header == NULL)
        return NULL;
    memset(payload(header), 0, header->room);
    set_shadow(payload(header), header->room, SHADOW_RED_ZONE);
    if (is_open)
        set_shadow(payload(header), size, SHADOW_WRITTEN);
    return payload(header);
}

void heap_release(void *pointer, uint64_t pc)
{
    if (pointer == NULL)
        return;
    struct header *header = (struct header *)pointer - 1;
    set_shadow(pointer, header->room, SHADOW_RED_ZONE);
    line_up(header, pc);
}

bool heap_is_released(uint64_t address)
{
    const struct header *header = (const struct header *)address - 1;
    uint64_t low = ARENA_HEAP_ADDRESS + sizeof(struct heap) + sizeof *header;
    return address % HEAP_ALIGNMENT == 0 && address >= low &&
           address < ARENA_HEAP_ADDRESS + engine_machine()->heap.top && header->magic == RESERVED &&
           header->freed_pc != 0;
}

/* The block whose payload holds the address; else the program's own block that is nearest to it. */
static const struct header *find_nearest(uint64_t address)
{
    uint64_t top = engine_machine()->heap.top, offset = sizeof(struct heap);
    const struct header *nearest = NULL;
    uint64_t distance = UINT64_MAX;
    while (offset < top) {
        struct header *header = header_at(offset);
        uint64_t start = (uint64_t)payload(header), end = start + header->bytes;
        uint64_t away = address < start ? start - address : address < end ? 0 : address - end + 1;
        if (address >= start && address < start + header->room)
            return header;
        if (header->magic == MAGIC && away < distance) {
            nearest = header;
            distance = away;
        }
        offset += sizeof *header + header->room;
    }
    return nearest;
}

void heap_describe(uint64_t address, struct event *event)
{
    bool is_heap = address >= ARENA_HEAP_ADDRESS && address < ARENA_HEAP_ADDRESS + ARENA_HEAP_BYTES;
    const struct header *found = is_heap ? find_nearest(address) : NULL;
    if (found == NULL)
        return;
    bool tells_end = found->freed_pc != 0 && event->kind != EVENT_OVERRUN;
    event->block = (uint64_t)(found + 1);
    event->block_bytes = found->bytes;
    event->other_pc = tells_end ? found->freed_pc : found->allocated_pc;
    event->other = tells_end ? found->freed_by : found->allocated_by;
}

static struct heap_block describe_block(uint64_t offset, const struct header *header)
{
    return (struct heap_block){.address = ARENA_HEAP_ADDRESS + offset + sizeof *header,
                               .bytes = header->bytes,
                               .allocated_pc = header->allocated_pc,
                               .freed_pc = header->freed_pc,
                               .allocated_by = header->allocated_by,
                               .freed_by = header->freed_by};
}

bool heap_next_block(uint64_t *offset, struct heap_block *block)
{
    if (*offset < sizeof(struct heap))
        *offset = sizeof(struct heap);
    if (*offset >= engine_machine()->heap.top)
        return false;
    const struct header *header = header_at(*offset);
    *block = describe_block(*offset, header);
    *offset += sizeof *header + header->room;
    return true;
}

bool heap_read_block(struct stepper *stepper, uint64_t *offset, struct heap_block *block)
{
    struct header header;
    if (*offset < sizeof(struct heap))
        *offset = sizeof(struct heap);
    if (*offset >= stepper_machine(stepper)->heap.top ||
        !stepper_read(stepper, ARENA_HEAP_ADDRESS + *offset, &header, sizeof header))
        return false;
    if (header.room > ARENA_HEAP_BYTES - *offset)
        return false; /* written over */
    *block = describe_block(*offset, &header);
    *offset += sizeof header + header.room;
    return true;
}

bool heap_block_at(struct stepper *stepper, uint64_t address, struct heap_block *block)
{
    struct heap_block next;
    uint64_t offset = 0;
    bool is_found = false;
    while (heap_read_block(stepper, &offset, &next) && next.address <= address) {
        *block = next;
        is_found = true;
    }
    return is_found;
}

uint64_t heap_count_alike(struct stepper *stepper, const struct heap_block *block, uint64_t last)
{
    struct heap_block next;
    uint64_t offset = 0, count = 0;
    while (heap_read_block(stepper, &offset, &next) && next.address <= last)
        count += next.allocated_pc == block->allocated_pc && next.bytes == block->bytes;
    return count;
}
