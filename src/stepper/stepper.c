#include "stepper/stepper.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/frames/extents.h"
#include "program/host/mishaps.h"
#include "program/image/image.h"
#include "program/image/missing.h"
#include "program/text.h"
#include "stepper/stacks/locals.h"
#include "stepper/early.h"
#include "stepper/entry.h"
#include "stepper/inside.h"
#include "stepper/journal.h"

static struct stop give(struct stepper *stepper, const struct order *wish)
{
    struct order order = *wish;
    if (stepper->gathers)
        order.printed = stepper->child.seen.printed;
    else
        stepper->output_shown = 0;
    return respawn_give(&stepper->child, &order);
}

static struct stop go_to(struct stepper *stepper, uint64_t position, uint64_t recall_step)
{
    const struct order order = {
        .kind = ORDER_GOTO, .position = position, .recall_step = recall_step};
    stepper->output_shown = 0;
    return respawn_go_to(&stepper->child, &order);
}

/* ---- Opening --------------------------------------------------------------------------------- */

static struct stepper *open_stepper(const struct image *image, bool is_apart, char **error)
{
    struct range sealed = image_sealed(image), data = image_writable(image);
    *error = missing_describe(image);
    if (*error != NULL)
        return NULL;
    struct stepper *stepper = calloc(1, sizeof *stepper);
    if (stepper == NULL || !arena_open(&stepper->child.arena, sizeof(struct control))) {
        *error = text_format("no memory to run the program in: %s", strerror(errno));
        mishap_note("the system refused the memory that the program runs in");
        free(stepper);
        return NULL;
    }
    stepper->child.image = image;
    stepper->child.process.is_apart = is_apart;
    stepper->control =
        arena_at(&stepper->child.arena, ARENA_CONTROL_ADDRESS, sizeof(struct control));
    stepper->child.control = stepper->control;
    extents_find(image, &stepper->control->extents);
    if (!arena_place_data(&stepper->child.arena, sealed.low, data.low, data.high))
        *error = text_format("its globals take %llu bytes; at most %llu can be stepped",
                             (unsigned long long)(data.high - sealed.low),
                             (unsigned long long)ARENA_DATA_BYTES);
    else if (!respawn_start(&stepper->child))
        *error = stepper->child.process.id == 0
                     ? text_format("no process to run the program in: %s", strerror(errno))
                     : early_describe(image, &stepper->child.seen.machine.event);
    else if (stepper->control->load_error[0] != '\0')
        *error = text_format("%s", stepper->control->load_error);
    if (*error != NULL) {
        stepper_close(stepper);
        return NULL;
    }
    return stepper;
}

struct stepper *stepper_open(const struct image *image, char **error)
{
    return open_stepper(image, false, error);
}

struct stepper *stepper_open_apart(const struct image *image, char **error)
{
    return open_stepper(image, true, error);
}

bool stepper_copy(struct stepper *stepper, const struct stepper *from)
{
    struct control *control = stepper->control;
    control->patience.ticks_of_step = from->control->patience.ticks_of_step;
    journal_copy(control, from->control, &from->child.seen);
    stepper->child.seen.length = control->length;
    stepper->child.seen.actions_used = control->actions_used;
    stepper->child.seen.texts_used = control->texts_used;
    struct stop stop = go_to(stepper, control->length, UINT64_MAX);
    return stop.reason != STOP_DIED &&
           stepper->child.seen.machine.position == stepper->child.seen.length;
}

void stepper_close(struct stepper *stepper)
{
    if (stepper == NULL)
        return;
    process_end(&stepper->child.process);
    arena_close(&stepper->child.arena);
    free(stepper);
}

/* ---- Orders ---------------------------------------------------------------------------------- */

/* The place for the next action in the journal; NULL when it is full. Actions whose choice was cut
 * off are not reclaimed. */
static struct action *new_action(struct stepper *stepper, enum action_kind kind)
{
    struct control *control = stepper->control;
    uint64_t index = stepper->child.seen.actions_used;
    if (index >= CONTROL_ACTIONS || stepper->child.seen.machine.position >= CONTROL_CHOICES)
        return NULL;
    struct action *action = &control->actions[index];
    control->actions_used = stepper->child.seen.actions_used = index + 1;
    *action = (struct action){.kind = kind};
    return action;
}

struct stop stepper_start(struct stepper *stepper, const struct start *start)
{
    struct action *action = new_action(stepper, ACTION_START);
    if (action == NULL)
        return (struct stop){.reason = STOP_FULL, .thread = NO_THREAD};
    action->start.slot = start->slot;
    action->start.function = start->function;
    memcpy(action->start.arguments, start->arguments, sizeof start->arguments);
    snprintf(action->start.name, sizeof action->start.name, "%s", start->name);
    return give(stepper, &(struct order){.kind = ORDER_ACTION});
}

struct stop stepper_start_main(struct stepper *stepper, uint64_t function,
                               const char *const *arguments, const char *input, size_t input_bytes)
{
    struct program_entry entry = {.main = function};
    stepper->control->texts_used = stepper->child.seen.texts_used;
    bool is_kept = entry_keep(stepper->control, arguments, input, input_bytes, &entry);
    struct action *action = is_kept ? new_action(stepper, ACTION_MAIN) : NULL;
    if (action == NULL)
        return (struct stop){.reason = STOP_FULL, .thread = NO_THREAD};
    action->main = entry;
    return give(stepper, &(struct order){.kind = ORDER_ACTION});
}

bool stepper_write(struct stepper *stepper, uint64_t address, const void *bytes, size_t size)
{
    const char *source = bytes;
    if (arena_at(&stepper->child.arena, address, size) == NULL || address >= ARENA_CONTROL_ADDRESS)
        return false;
    for (size_t done = 0; done < size;) {
        size_t part = size - done < CONTROL_WRITE_BYTES ? size - done : CONTROL_WRITE_BYTES;
        struct action *action = new_action(stepper, ACTION_WRITE);
        if (action == NULL)
            return false;
        action->write.address = address + done;
        action->write.size = (uint32_t)part;
        memcpy(action->write.bytes, source + done, part);
        if (give(stepper, &(struct order){.kind = ORDER_ACTION}).reason != STOP_DONE)
            return false;
        done += part;
    }
    return true;
}

bool stepper_split(struct stepper *stepper, uint64_t address, uint64_t bytes)
{
    const struct machine *machine = &stepper->child.seen.machine;
    struct action *action =
        machine->splits.count < MACHINE_SPLITS ? new_action(stepper, ACTION_SPLIT) : NULL;
    if (action == NULL)
        return false;
    action->split = (struct split_range){address, bytes};
    return give(stepper, &(struct order){.kind = ORDER_ACTION}).reason == STOP_DONE;
}

void stepper_limit_blocks(struct stepper *stepper, int64_t blocks)
{
    struct action *action = new_action(stepper, ACTION_BLOCKS);
    if (action == NULL)
        return;
    action->blocks = blocks;
    give(stepper, &(struct order){.kind = ORDER_ACTION});
}

void stepper_set_scheduler(struct stepper *stepper, enum scheduler_kind kind, uint64_t seed)
{
    struct action *action = new_action(stepper, ACTION_SCHEDULER);
    if (action == NULL)
        return;
    action->scheduler.kind = kind;
    action->scheduler.seed = seed;
    give(stepper, &(struct order){.kind = ORDER_ACTION});
}

void stepper_be_patient(struct stepper *stepper, struct patience patience)
{
    stepper->control->patience = patience;
    stepper->child.process.most_ms = patience.cpu_ms_in_all;
}

uint64_t stepper_ticks(const struct stepper *stepper)
{
    return stepper->child.seen.ticks_in_all;
}

int64_t stepper_cpu_ms(const struct stepper *stepper)
{
    return process_cpu_ms(&stepper->child.process);
}

struct stop stepper_step(struct stepper *stepper, thread_slot slot, uint64_t limit)
{
    return give(stepper, &(struct order){.kind = ORDER_STEP, .slot = slot, .limit = limit});
}

struct stop stepper_step_waking(struct stepper *stepper, thread_slot slot, uint8_t waiter)
{
    return give(stepper,
                &(struct order){.kind = ORDER_STEP, .slot = slot, .limit = 1, .waiter = waiter});
}

struct stop stepper_step_access(struct stepper *stepper, thread_slot slot)
{
    return give(stepper, &(struct order){.kind = ORDER_ACCESS, .slot = slot});
}

struct stop stepper_run(struct stepper *stepper, uint64_t limit)
{
    return give(stepper, &(struct order){.kind = ORDER_RUN, .slot = NO_THREAD, .limit = limit});
}

struct stop stepper_explore(struct stepper *stepper, const struct chooser *chooser)
{
    stepper->control->chooser = chooser;
    return give(stepper, &(struct order){.kind = ORDER_EXPLORE});
}

void stepper_interrupt(struct stepper *stepper)
{
    stepper->control->interrupt = 1;
}

void stepper_attend(struct stepper *stepper, bool (*attend)(void *context), void *context)
{
    struct process *process = &stepper->child.process;
    process->attend = attend;
    process->attend_context = context;
    process->pulse = &stepper->control->machine.position;
}

/* ---- Time travel: positions outside count from the base -------------------------------------- */

uint64_t stepper_position(const struct stepper *stepper)
{
    return stepper->child.seen.machine.position - stepper->child.seen.base;
}

uint64_t stepper_length(const struct stepper *stepper)
{
    return stepper->child.seen.length - stepper->child.seen.base;
}

uint64_t stepper_moves_back(const struct stepper *stepper, uint64_t *moves)
{
    return journal_moves_back(&stepper->child.seen, stepper->control->journal, moves) -
           stepper->child.seen.base;
}

bool stepper_find_step(const struct stepper *stepper, uint64_t step, uint64_t *position)
{
    bool is_found =
        journal_find_step(&stepper->child.seen, stepper->control->journal, step, position);
    *position -= stepper->child.seen.base;
    return is_found;
}

struct stop stepper_goto(struct stepper *stepper, uint64_t position)
{
    const struct seen *seen = &stepper->child.seen;
    uint64_t target = position + seen->base;
    if (target > seen->length)
        target = seen->length;
    return go_to(stepper, target, UINT64_MAX);
}

struct stop stepper_seek(struct stepper *stepper, uint64_t position, const struct outlook *outlook)
{
    const struct order order = {.kind = ORDER_GOTO,
                                .position = position + stepper->child.seen.base,
                                .recall_step = UINT64_MAX,
                                .looks_out = true};
    stepper->output_shown = 0;
    stepper->control->interrupt = 0;
    stepper->control->outlook = *outlook;
    return respawn_go_to(&stepper->child, &order);
}

struct stop stepper_goto_within(struct stepper *stepper, uint64_t position, uint64_t ticks)
{
    const struct order order = {.kind = ORDER_GOTO,
                                .position = position + 1 + stepper->child.seen.base,
                                .recall_step = UINT64_MAX,
                                .within = ticks};
    stepper->output_shown = 0;
    return respawn_go_to(&stepper->child, &order);
}

void stepper_rebase(struct stepper *stepper)
{
    give(stepper, &(struct order){.kind = ORDER_BASE});
}

/* ---- Looking --------------------------------------------------------------------------------- */

const struct machine *stepper_machine(const struct stepper *stepper)
{
    return &stepper->child.seen.machine;
}

bool stepper_read(void *context, uint64_t address, void *buffer, size_t size)
{
    const struct stepper *stepper = context;
    if (image_read(stepper->child.image, address, buffer, size))
        return true;
    const void *source =
        address < ARENA_CONTROL_ADDRESS ? arena_at(&stepper->child.arena, address, size) : NULL;
    if (source != NULL)
        memcpy(buffer, source, size);
    return source != NULL;
}

uint64_t stepper_thread_variables(const struct stepper *stepper, thread_slot slot)
{
    return locals_variables(stepper->control, slot);
}

bool stepper_is_errno(uint64_t address)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    uint64_t first = (uint64_t)&control->machine.threads[0].error_number;
    uint64_t distance = address - first, apart = sizeof control->machine.threads[0];
    return address >= first && distance < MACHINE_THREADS * apart && distance % apart == 0;
}

const struct trace_entry *stepper_trace(const struct stepper *stepper, uint64_t step)
{
    const struct trace_entry *entry = &stepper->control->trace[step % STEPPER_TRACE_ENTRIES];
    bool is_past = step > 0 && step <= stepper->child.seen.machine.step;
    return is_past && entry->step == step ? entry : NULL;
}

void stepper_recall(struct stepper *stepper, uint64_t count)
{
    uint64_t step = stepper->child.seen.machine.step;
    uint64_t most = count < STEPPER_TRACE_ENTRIES ? count : STEPPER_TRACE_ENTRIES;
    uint64_t first = step > most ? step - most : 0;
    if (first < step && stepper_trace(stepper, first + 1) == NULL)
        go_to(stepper, stepper->child.seen.machine.position, first);
}

void stepper_hear(struct stepper *stepper, bool hears)
{
    stepper->control->hears = hears;
}

void stepper_gather(struct stepper *stepper, bool gathers)
{
    stepper->gathers = gathers;
}

bool stepper_next_output(struct stepper *stepper, struct output *output)
{
    return seen_output(&stepper->child.seen, stepper->control, stepper->output_shown++, output);
}

uint64_t stepper_lost_output(const struct stepper *stepper)
{
    return stepper->child.seen.printed.lost_bytes;
}
