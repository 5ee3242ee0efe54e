#include "explore/search/observing.h"

#include "explore/search/symptoms.h"
#include "stepper/child/engine.h"

static void note_read(struct search *search, uint64_t address, size_t bytes)
{
    uint32_t slot = search->recent_count++ % SEARCH_RECENT;
    search->recent[slot].address = address;
    search->recent[slot].bytes = bytes;
}

static void note_place(struct move *move, bool is_write, uint64_t address, size_t bytes,
                       uint64_t pc)
{
    for (uint32_t index = 0; index < move->used_count; index++)
        if (move->used[index].pc == pc && move->used[index].is_write == is_write)
            return;
    if (move->used_count < PATH_USED)
        move->used[move->used_count++] = (struct used){
            .pc = pc, .address = address, .bytes = (uint32_t)bytes, .is_write = is_write};
}

static bool is_own_stack(const struct machine *machine, uint64_t address)
{
    return address >= arena_stack_low(machine->running) &&
           address < arena_stack_top(machine->running);
}

void observing_note_use(void *context, enum use_kind kind, uint64_t address, size_t bytes,
                        uint64_t pc)
{
    struct search *search = context;
    struct race race;
    if (!search->is_open)
        return;
    struct move *move = &search->path->moves[search->path->length - 1];
    search->uses++;
    bool is_read = kind == USE_READ || kind == USE_ATOMIC_READ;
    if (is_read)
        note_read(search, address, bytes);
    if (search->options.looks_at_waits &&
        (is_read || kind == USE_WRITE || kind == USE_ATOMIC_WRITE))
        note_place(move, !is_read, address, bytes, pc);
    if (kind == USE_WRITE && !is_own_stack(engine_machine(), address))
        move->stored = true;
    if (search->options.looks_for_races &&
        memory_use(search->memory, search->path, kind, address, bytes, pc, &race))
        symptoms_race(search, &race, bytes);
}

static bool is_switch(const void *memory, uint64_t address, uint64_t bytes)
{
    return memory_is_switch(memory, address, bytes);
}

void observing_use(void *context, enum use_kind kind, uint64_t address, size_t bytes, uint64_t pc)
{
    struct search *search = context;
    if (bytes == 0)
        return;
    if ((kind == USE_READ || kind == USE_WRITE) && memory_is_switch(search->memory, address, bytes))
        engine_split_use(kind == USE_WRITE, address, bytes, pc, is_switch, search->memory);
    observing_note_use(search, kind, address, bytes, pc);
}

void observing_print(void *context, const char *bytes, size_t size, uint64_t pc)
{
    struct search *search = context;
    bool is_split = machine_is_split(engine_machine(), MACHINE_OUTPUT_PLACE, MACHINE_WORD);
    if (search->is_open) {
        struct move *move = &search->path->moves[search->path->length - 1];
        move->stored = move->prints = true;
    }
    if (!search->options.compares_output && !is_split)
        return;
    engine_operation(OPERATION_WRITE, MACHINE_OUTPUT_PLACE, 0, 0, pc);
    for (size_t index = 0; index < size; index++)
        search->output_hash = (search->output_hash ^ (unsigned char)bytes[index]) * 0x100000001b3u;
}
