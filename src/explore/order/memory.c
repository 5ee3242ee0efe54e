#include "explore/order/memory.h"

#include <string.h>
#include <sys/mman.h>

#include "program/arena.h"

enum {
    GRAIN = 8,      /* bytes that share a list */
    USES = 1 << 25, /* of one execution; beyond that races are no longer looked for */
    NOTES = 1 << 25,
    SWITCH_BUCKETS = 4096, /* at most half of them are used */
    KEPT_MOST = 64         /* uses of one list; more readers than that are forgotten */
};

/* All that a subject can share lies in these: its globals (behind its text), heap, pages, stacks. */
#define LOW_BYTES ((uint64_t)256 << 20)

static const struct window {
    uint64_t address, bytes;
} windows[] = {
    {ARENA_TEXT_ADDRESS, LOW_BYTES},
    {ARENA_HEAP_ADDRESS, ARENA_HEAP_BYTES},
    {ARENA_PAGES_ADDRESS, ARENA_PAGES_BYTES},
    {ARENA_STACKS_ADDRESS, ARENA_SLOTS *ARENA_SLOT_BYTES},
};
enum { WINDOWS = sizeof windows / sizeof windows[0] };
#define GRAINS \
    ((LOW_BYTES + ARENA_HEAP_BYTES + ARENA_PAGES_BYTES + ARENA_SLOTS * ARENA_SLOT_BYTES) / GRAIN)

struct use {
    uint64_t pc;
    int32_t move;
    uint32_t next; /* index + 1 of the next in the list, 0 for none */
    uint8_t bytes; /* a bit for each byte of the grain */
    uint8_t kind;  /* enum use_kind */
    bool is_write, is_atomic;
    thread_slot thread; /* of the move, */
    clock_entry number; /* and its number */
};

struct note {
    int64_t grain;
    uint32_t list;      /* as it was */
    uint32_t use_count; /* when it was */
};

struct memory {
    uint32_t use_count, note_count, switch_count;
    uint64_t switches[SWITCH_BUCKETS];     /* words, by a hash of the address; 0 for none */
    uint64_t in_order[SWITCH_BUCKETS / 2]; /* the same, the oldest first */
    struct use uses[USES];
    struct note notes[NOTES];
    uint32_t lists[GRAINS]; /* index + 1 of the first use, 0 for none */
};

struct memory *memory_open(void)
{
    struct memory *memory = mmap(NULL, sizeof *memory, PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void memory_close(struct memory *memory)
{
    if (memory != NULL)
        munmap(memory, sizeof *memory);
}

/* Number of the grain; -1 where nothing is kept track of. */
static int64_t grain_of(uint64_t address)
{
    uint64_t start = 0;
    for (int index = 0; index < WINDOWS; index++) {
        if (address - windows[index].address < windows[index].bytes)
            return (int64_t)((start + address - windows[index].address) / GRAIN);
        start += windows[index].bytes;
    }
    return -1;
}

/* ---- The log --------------------------------------------------------------------------------- */

uint32_t memory_notes(const struct memory *memory)
{
    return memory->note_count;
}

void memory_undo(struct memory *memory, uint32_t notes)
{
    while (memory->note_count > notes) {
        const struct note *note = &memory->notes[--memory->note_count];
        memory->lists[note->grain] = note->list;
        memory->use_count = note->use_count;
    }
}

void memory_clear(struct memory *memory)
{
    memory_undo(memory, 0);
    memory->use_count = 0;
}

/* ---- Uses ------------------------------------------------------------------------------------ */

/* The use that is being noted, in one grain. */
struct noting {
    struct memory *memory;
    const clock_entry *known; /* by the running thread */
    struct use use;
    uint64_t address;
};

static bool is_known(const struct noting *noting, const struct use *use)
{
    return use->thread == noting->use.thread || noting->known[use->thread] >= use->number;
}

static bool is_race(const struct noting *noting, const struct use *use)
{
    const struct use *mine = &noting->use;
    return (use->bytes & mine->bytes) != 0 && (use->is_write || mine->is_write) &&
           !(use->is_atomic && mine->is_atomic) && !is_known(noting, use);
}

/* What races with the old use races with the new one, too, or was told already. */
static bool is_needless(const struct noting *noting, const struct use *use)
{
    const struct use *mine = &noting->use;
    return (use->bytes & ~mine->bytes) == 0 && (mine->is_write || !use->is_write) &&
           use->is_atomic >= mine->is_atomic && (is_known(noting, use) || mine->is_write);
}

static void add_to_list(const struct noting *noting, int64_t grain)
{
    struct memory *memory = noting->memory;
    uint32_t kept[KEPT_MOST];
    int count = 0;
    for (uint32_t at = memory->lists[grain]; at != 0 && count < KEPT_MOST;
         at = memory->uses[at - 1].next)
        if (!is_needless(noting, &memory->uses[at - 1]))
            kept[count++] = at - 1;
    if (memory->note_count == NOTES || memory->use_count + (uint32_t)count >= USES)
        return;
    memory->notes[memory->note_count++] =
        (struct note){.grain = grain, .list = memory->lists[grain], .use_count = memory->use_count};
    uint32_t list = 0;
    while (count-- > 0) {
        memory->uses[memory->use_count] = memory->uses[kept[count]];
        memory->uses[memory->use_count].next = list;
        list = ++memory->use_count;
    }
    const struct use *mine = &noting->use;
    memory->uses[memory->use_count] = (struct use){.pc = mine->pc,
                                                   .move = mine->move,
                                                   .next = list,
                                                   .bytes = mine->bytes,
                                                   .kind = mine->kind,
                                                   .is_write = mine->is_write,
                                                   .is_atomic = mine->is_atomic,
                                                   .thread = mine->thread,
                                                   .number = mine->number};
    memory->lists[grain] = ++memory->use_count;
}

static void tell(const struct noting *noting, const struct use *other, struct race *race)
{
    race->address = noting->address;
    race->first.move = other->move;
    race->first.pc = other->pc;
    race->first.kind = other->kind;
    race->second.move = noting->use.move;
    race->second.pc = noting->use.pc;
    race->second.kind = noting->use.kind;
}

static bool use_grain(struct noting *noting, int64_t grain, struct race *race)
{
    const struct memory *memory = noting->memory;
    const struct use *mine = &noting->use;
    bool races = false;
    for (uint32_t at = memory->lists[grain]; at != 0; at = memory->uses[at - 1].next) {
        const struct use *use = &memory->uses[at - 1];
        if (use->move == mine->move && (use->is_write || !mine->is_write) &&
            (mine->bytes & ~use->bytes) == 0 && use->is_atomic <= mine->is_atomic)
            return false; /* once more in one step: nothing new */
        if (!races && is_race(noting, use)) {
            races = true;
            tell(noting, use, race);
        }
    }
    add_to_list(noting, grain);
    return races;
}

static void forget_block(struct memory *memory, uint64_t address, size_t bytes)
{
    for (uint64_t at = address / GRAIN * GRAIN; at < address + bytes; at += GRAIN) {
        int64_t grain = grain_of(at);
        if (grain < 0 || memory->lists[grain] == 0 || memory->note_count == NOTES)
            continue;
        memory->notes[memory->note_count++] = (struct note){
            .grain = grain, .list = memory->lists[grain], .use_count = memory->use_count};
        memory->lists[grain] = 0;
    }
}

bool memory_use(struct memory *memory, struct path *path, enum use_kind kind, uint64_t address,
                size_t bytes, uint64_t pc, struct race *race)
{
    int32_t move = (int32_t)path->length - 1;
    bool races = false;
    struct race another = {0}; /* the first of them is told */
    if (kind == USE_ALLOCATE) {
        forget_block(memory, address, bytes);
        return false;
    }
    struct noting noting = {
        .memory = memory,
        .known = path_known(path, move),
        .use = {.pc = pc,
                .move = move,
                .kind = (uint8_t)kind,
                .is_write = kind != USE_READ && kind != USE_ATOMIC_READ && kind != USE_SYNC,
                .is_atomic =
                    kind == USE_ATOMIC_READ || kind == USE_ATOMIC_WRITE || kind == USE_SYNC,
                .thread = path->moves[move].thread,
                .number = (clock_entry)path->moves[move].number}};
    for (uint64_t at = address; at < address + bytes;) {
        uint64_t start = at % GRAIN, end = start + (address + bytes - at);
        end = end < GRAIN ? end : GRAIN;
        int64_t grain = grain_of(at);
        noting.use.bytes = (uint8_t)((1u << end) - (1u << start));
        noting.address = at;
        if (grain >= 0)
            races = use_grain(&noting, grain, races ? &another : race) || races;
        at += end - start;
    }
    return races;
}

/* ---- Points to switch at --------------------------------------------------------------------- */

static uint64_t *switch_bucket(struct memory *memory, uint64_t word)
{
    uint32_t bucket = (uint32_t)(word * 0x9e3779b97f4a7c15u >> 40) % SWITCH_BUCKETS;
    while (memory->switches[bucket] != 0 && memory->switches[bucket] != word)
        bucket = (bucket + 1) % SWITCH_BUCKETS;
    return &memory->switches[bucket];
}

bool memory_is_switch(const struct memory *memory, uint64_t address, size_t bytes)
{
    if (memory->switch_count == 0)
        return false;
    for (uint64_t word = address / MACHINE_WORD * MACHINE_WORD; word < address + bytes;
         word += MACHINE_WORD)
        if (*switch_bucket((struct memory *)memory, word) == word)
            return true;
    return false;
}

bool memory_make_switch(struct memory *memory, uint64_t address, size_t bytes)
{
    bool is_new = false;
    for (uint64_t word = address / MACHINE_WORD * MACHINE_WORD; word < address + bytes;
         word += MACHINE_WORD) {
        uint64_t *bucket = switch_bucket(memory, word);
        if (*bucket == word || memory->switch_count == SWITCH_BUCKETS / 2 || grain_of(word) < 0)
            continue;
        *bucket = memory->in_order[memory->switch_count++] = word;
        is_new = true;
    }
    return is_new;
}

void memory_copy_switches(struct memory *memory, const struct memory *from)
{
    for (uint32_t index = 0; index < from->switch_count; index++)
        memory_make_switch(memory, from->in_order[index], MACHINE_WORD);
}

uint64_t memory_switch(const struct memory *memory, uint32_t index)
{
    return memory->in_order[index];
}

uint32_t memory_switches(const struct memory *memory)
{
    return memory->switch_count;
}
