#include "explore/search/strategies.h"

#include "explore/order/roles.h"
#include "explore/search/seen.h"
#include "explore/search/spinning.h"
#include "stepper/machine/gates.h"
#include "stepper/machine/scheduler.h"

static thread_set set_of(thread_slot slot)
{
    return (thread_set)1 << slot;
}

static thread_slot lowest(thread_set set)
{
    return (thread_slot)__builtin_ctzll(set);
}

/* ---- Who could go on ------------------------------------------------------------------------- */

static bool is_at_exit(const struct machine *machine, thread_slot slot)
{
    const struct thread *thread = &machine->threads[slot];
    return thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_EXIT;
}

/* The end of the program comes last: what it would cut off is seen, and what it cuts off is told.
 * Slots from 64 on are left out; only STRATEGY_CHANCE goes on with so many. */
static thread_set find_enabled(struct search *search)
{
    const struct machine *machine = search_machine(search);
    thread_set enabled = 0, leaving = 0;
    for (thread_slot slot = 0; slot < (thread_slot)machine->thread_count; slot++)
        if (slot < PATH_SET_THREADS && machine_can_run(machine, slot) &&
            !spinning_is_stalled(search->path, slot)) {
            if (is_at_exit(machine, slot))
                leaving |= set_of(slot);
            else
                enabled |= set_of(slot);
        }
    return enabled != 0 ? enabled : leaving;
}

static uint8_t count_waiters(struct search *search, thread_slot slot)
{
    const struct machine *machine = search_machine(search);
    const struct operation *operation = &machine->threads[slot].pending;
    if (operation->kind != OPERATION_SIGNAL || operation->index < 0)
        return 1;
    uint8_t waiters = 1;
    while (waiters < UINT8_MAX && gates_waiter(machine, operation->index, waiters) != NO_THREAD)
        waiters++;
    return waiters;
}

static thread_slot running(const struct search *search)
{
    const struct path *path = search->path;
    return path->length == 0 ? NO_THREAD : path->moves[path->length - 1].thread;
}

/* ---- All, and naive -------------------------------------------------------------------------- */

/* Who sleeps stays asleep until a move comes that does not commute with his own. */
static thread_set still_asleep(struct search *search, thread_set sleep, thread_slot mover)
{
    const struct machine *machine = search_machine(search);
    struct touch moved[2], waits[2];
    thread_set still = 0;
    sleep &= ~set_of(mover);
    if (sleep == 0)
        return 0;
    roles_of(search->path, machine, mover, moved);
    for (; sleep != 0; sleep &= sleep - 1) {
        roles_of(search->path, machine, lowest(sleep), waits);
        if (roles_commute(moved, waits))
            still |= sleep & -sleep;
    }
    return still;
}

bool strategies_is_elsewhere(struct search *search)
{
    const struct search_options *options = &search->options;
    uint64_t part = search->parts++;
    if (options->only_counts_parts)
        return true;
    if (options->shares > 1 && part % options->shares != options->share)
        return true;
    if (search->next_share == NULL)
        return false;
    if (search->own_part != search->shared_out++)
        return true;
    search->own_part = __atomic_fetch_add(search->next_share, 1, __ATOMIC_RELAXED);
    return false;
}

static bool pick_all(struct search *search, struct node *node, struct scheduled *choice)
{
    bool is_naive = search->options.strategy == STRATEGY_NAIVE;
    node->sleep = is_naive ? 0 : search->next_sleep;
    thread_set awake = node->enabled & ~node->sleep;
    if (awake == 0) {
        search->ending = ENDING_BLOCKED;
        return false;
    }
    choice->thread = lowest(awake);
    bool is_shared = search->path->length < search->options.split;
    node->backtrack = is_naive || is_shared ? node->enabled : set_of(choice->thread);
    return true;
}

static bool advance_all(struct search *search, struct node *node, const struct move *move)
{
    if (move->waiter + 1 < node->waiters) {
        search->next.thread = move->thread;
        search->next.waiter = (uint8_t)(move->waiter + 1);
        return true;
    }
    node->sleep |= set_of(move->thread);
    thread_set left = node->backtrack & ~node->sleep;
    if (left == 0)
        return false;
    search->next.thread = lowest(left);
    return true;
}

/* ---- At most so many delays, or switches ----------------------------------------------------- */

/* The alternatives of a node in the order in which they are tried: from the thread that moved last
 * on, going round. */
static thread_slot alternative(thread_set enabled, thread_slot first, uint8_t rank)
{
    thread_set behind = first < 0 ? enabled : enabled & ~(set_of(first) - 1);
    thread_set before = enabled & ~behind;
    for (; behind != 0; behind &= behind - 1)
        if (rank-- == 0)
            return lowest(behind);
    for (; before != 0; before &= before - 1)
        if (rank-- == 0)
            return lowest(before);
    return NO_THREAD;
}

/* A delay for each that is passed over; or one for each switch. */
static uint32_t price(const struct search *search, thread_slot last, thread_slot choice,
                      uint8_t rank)
{
    if (search->options.strategy == STRATEGY_DELAYS)
        return rank;
    return last >= 0 && choice != last;
}

static thread_slot mover(const struct path *path, uint32_t index)
{
    return index == 0 ? NO_THREAD : path->moves[index - 1].thread;
}

static uint32_t cost_so_far(const struct search *search, const struct node *node)
{
    const struct path *path = search->path;
    uint32_t length = path->length;
    if (length == 0)
        return 0;
    const struct node *before = node - 1;
    return before->cost +
           price(search, mover(path, length - 1), path->moves[length - 1].thread, before->rank);
}

static bool pick_bounded(struct search *search, struct node *node, struct scheduled *choice)
{
    thread_slot last = running(search);
    node->cost = cost_so_far(search, node);
    for (node->rank = 0;; node->rank++) {
        choice->thread = alternative(node->enabled, last, node->rank);
        if (choice->thread == NO_THREAD) {
            search->ending = ENDING_BLOCKED;
            return false;
        }
        if (node->cost + price(search, last, choice->thread, node->rank) <= search->options.bound)
            return true;
    }
}

static bool advance_bounded(struct search *search, struct node *node, const struct move *move)
{
    thread_slot last = mover(search->path, (uint32_t)(node - search->path->nodes));
    if (move->waiter + 1 < node->waiters) {
        search->next.thread = move->thread;
        search->next.waiter = (uint8_t)(move->waiter + 1);
        return true;
    }
    for (;;) {
        thread_slot next = alternative(node->enabled, last, ++node->rank);
        if (next == NO_THREAD)
            return false;
        if (node->cost + price(search, last, next, node->rank) <= search->options.bound) {
            search->next.thread = next;
            return true;
        }
    }
}

/* True when an equivalent prefix was continued from the same thread before, at no higher cost:
 * whatever can follow was seen then. */
static bool was_seen(struct search *search, const struct node *node)
{
    const struct path *path = search->path;
    if (search->options.strategy != STRATEGY_SHORTEST || path->length == 0)
        return false;
    const struct move *last = &path->moves[path->length - 1];
    uint64_t key =
        finding_key(FINDING_KINDS, last->trace_hash, (uint64_t)last->thread, path->length);
    return !seen_lower(search->seen, key, node->cost);
}

/* ---- Chance ---------------------------------------------------------------------------------- */

static bool is_candidate(struct search *search, thread_slot slot, bool at_exit)
{
    const struct machine *machine = search_machine(search);
    return machine_can_run(machine, slot) && is_at_exit(machine, slot) == at_exit &&
           !spinning_is_stalled(search->path, slot);
}

static thread_slot find_most_urgent(struct search *search, bool at_exit)
{
    const uint32_t *priorities = search->priorities;
    thread_slot found = NO_THREAD;
    for (thread_slot slot = 0; slot < (thread_slot)search_machine(search)->thread_count; slot++) {
        if (!is_candidate(search, slot, at_exit))
            continue;
        if (priorities[slot] == 0)
            search->priorities[slot] = (uint32_t)(random_next(&search->random) >> 33) | 1u << 16;
        if (found == NO_THREAD || priorities[slot] > priorities[found])
            found = slot;
    }
    return found;
}

static bool pick_by_chance(struct search *search, struct scheduled *choice)
{
    thread_slot last = running(search);
    for (uint32_t change = 0; change < search->change_count; change++)
        if (search->changes[change] == search->path->length && last >= 0)
            search->priorities[last] = change + 1;
    choice->thread = find_most_urgent(search, false);
    if (choice->thread == NO_THREAD)
        choice->thread = find_most_urgent(search, true);
    if (choice->thread == NO_THREAD)
        search->ending = ENDING_STUCK;
    return choice->thread != NO_THREAD;
}

static bool pick_fairly(struct search *search, struct node *node, struct scheduled *choice)
{
    node->enabled = find_enabled(search);
    thread_set left = node->enabled;
    if (left == 0) {
        search->ending = ENDING_STUCK;
        return false;
    }
    uint64_t lot = random_next(&search->random) % (uint64_t)__builtin_popcountll(left);
    while (lot-- > 0)
        left &= left - 1;
    choice->thread = lowest(left);
    return true;
}

static void draw_lots(struct search *search)
{
    const struct search_options *options = &search->options;
    uint32_t most = options->bound < SEARCH_CHANGES ? options->bound : SEARCH_CHANGES;
    uint32_t steps = search->steps_longest > 0 ? search->steps_longest : 100;
    search->random = options->seed + search->executions * 0x9e3779b97f4a7c15u;
    search->change_count = most;
    for (uint32_t change = 0; change < most; change++)
        search->changes[change] = (uint32_t)(random_next(&search->random) % steps);
    for (int slot = 0; slot < MACHINE_THREADS; slot++)
        search->priorities[slot] = 0;
}

/* ---- Together -------------------------------------------------------------------------------- */

static bool is_by_chance(const struct search *search)
{
    return search->options.strategy == STRATEGY_CHANCE || search->options.strategy == STRATEGY_FAIR;
}

void strategies_begin_execution(struct search *search)
{
    if (is_by_chance(search))
        draw_lots(search);
}

static bool pick(struct search *search, struct node *node, struct scheduled *choice)
{
    node->enabled = find_enabled(search);
    if (node->enabled == 0) {
        search->ending = ENDING_STUCK;
        return false;
    }
    switch (search->options.strategy) {
    case STRATEGY_DELAYS:
    case STRATEGY_SHORTEST:
        return pick_bounded(search, node, choice);
    default:
        return pick_all(search, node, choice);
    }
}

bool strategies_pick(struct search *search, struct scheduled *choice)
{
    struct node *node = &search->path->nodes[search->path->length];
    bool is_tree = !is_by_chance(search);
    *choice = (struct scheduled){.thread = NO_THREAD};
    if (search->has_next) {
        *choice = search->next;
        search->has_next = false;
    } else if (!is_tree) {
        bool is_fair = search->options.strategy == STRATEGY_FAIR;
        if (is_fair ? !pick_fairly(search, node, choice) : !pick_by_chance(search, choice))
            return false;
    } else {
        if (search->path->length == search->options.split && search->options.split > 0 &&
            strategies_is_elsewhere(search)) {
            search->ending = ENDING_ELSEWHERE;
            return false;
        }
        if (!pick(search, node, choice))
            return false;
        if (was_seen(search, node)) {
            search->ending = ENDING_BLOCKED;
            return false;
        }
    }
    node->waiters = is_tree ? count_waiters(search, choice->thread) : 1;
    if (search->options.strategy == STRATEGY_ALL)
        search->next_sleep = still_asleep(search, node->sleep, choice->thread);
    return true;
}

static bool advance_at(struct search *search, struct node *node, const struct move *move)
{
    search->next = (struct scheduled){.thread = NO_THREAD};
    switch (search->options.strategy) {
    case STRATEGY_DELAYS:
    case STRATEGY_SHORTEST:
        return advance_bounded(search, node, move);
    default:
        return advance_all(search, node, move);
    }
}

bool strategies_advance(struct search *search)
{
    struct path *path = search->path;
    if (is_by_chance(search)) {
        search_cut(search, 0);
        return search->executions < search->options.executions_most;
    }
    for (uint32_t index = path->length; index-- > 0;)
        if (advance_at(search, &path->nodes[index], &path->moves[index])) {
            search_cut(search, index);
            search->has_next = true;
            return true;
        }
    return false;
}
