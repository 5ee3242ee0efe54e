#include "explore/search/cycles.h"

#include "stepper/child/hashing.h"
#include "explore/search/spinning.h"
#include "stepper/child/engine.h"

enum {
    ROUND_MOST = 400,    /* moves of one round */
    ROUNDS_MOST = 16,    /* that end in one place: the shortest */
    LOOK_BYTES = 1 << 18 /* of a state, for one move; a round comes by the rarer looks, too */
};

/* ---- States ---------------------------------------------------------------------------------- */

/* Everything that decides what can follow, but for time. */
static uint64_t hash_state(const struct control *control)
{
    const struct machine *machine = &control->machine;
    uint64_t hash = hashing_words(1, control->arena.data_address, control->arena.data_bytes);
    hash = hashing_words(hash, ARENA_HEAP_ADDRESS, machine->heap.top);
    for (thread_slot slot = 0; slot < (thread_slot)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        hash = hashing_word(hash, thread->phase);
        if (thread->phase != PHASE_PARKED)
            continue;
        hash = hashing_word(hashing_word(hash, thread->pending.pc), thread->pending.object);
        hash = hashing_word(hashing_word(hash, thread->pending.kind),
                            (uint64_t)thread->pending.argument);
        if (thread->pending.kind != OPERATION_START)
            hash = hashing_stack(hash, thread, slot);
    }
    for (uint32_t index = 0; index < machine->object_count; index++) {
        const struct sync_object *object = &machine->objects[index];
        hash = hashing_word(hashing_word(hash, (uint64_t)object->value), (uint64_t)object->owner);
    }
    return hash | 1;
}

/* ---- Rounds ---------------------------------------------------------------------------------- */

static bool is_in(thread_set set, thread_slot slot)
{
    return slot < PATH_SET_THREADS && (set >> slot & 1) != 0;
}

/* What happens in the moves from `from` on. */
struct round {
    thread_set moved, always_enabled, ever_enabled;
    int movers;
    bool only_tries;         /* looking, trying, stepping back */
    const struct move *vain; /* and something of it in vain: the first in the code; or NULL */
};

static bool is_trying(const struct move *move)
{
    switch (move->operation.kind) {
    case OPERATION_POST:
    case OPERATION_SIGNAL:
    case OPERATION_BROADCAST:
    case OPERATION_CREATE:
    case OPERATION_ARRIVE:
    case OPERATION_COND_WAKE:
        return false;
    default:
        return move->touches[0].role != ROLE_WAIT && !move->prints;
    }
}

/* Another thread writes the place in the round, to and fro. */
static bool is_written(const struct path *path, uint32_t from, const struct move *read)
{
    for (uint32_t index = from; index < path->length; index++) {
        const struct move *move = &path->moves[index];
        const struct touch *touch = path_touch(move, read->touches[0].object);
        if (move->thread != read->thread && touch != NULL && touch->role == ROLE_WRITE)
            return true;
    }
    return false;
}

static bool is_in_vain(const struct path *path, uint32_t from, const struct move *move)
{
    enum role role = move->touches[0].role;
    return role == ROLE_LOCK_FAILED || role == ROLE_WAIT_FAILED ||
           (role == ROLE_READ && is_written(path, from, move));
}

static struct round look_at_round(const struct path *path, uint32_t from)
{
    struct round round = {.always_enabled = ~(thread_set)0, .only_tries = true};
    for (uint32_t index = from; index < path->length; index++) {
        const struct move *move = &path->moves[index];
        round.always_enabled &= path->nodes[index].enabled;
        round.ever_enabled |= path->nodes[index].enabled;
        round.moved |= (thread_set)1 << move->thread;
        round.only_tries = round.only_tries && is_trying(move);
        if (is_in_vain(path, from, move) &&
            (round.vain == NULL || move->operation.pc < round.vain->operation.pc))
            round.vain = move;
    }
    round.movers = __builtin_popcountll(round.moved);
    return round;
}

/* A thread that waits all the while, though not for the end of another. */
static thread_slot find_starving(const struct path *path, const struct round *round)
{
    const struct machine *machine = engine_machine();
    for (thread_slot slot = 0; slot < (thread_slot)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        if (thread->phase == PHASE_PARKED && thread->pending.kind != OPERATION_JOIN &&
            !is_in(round->ever_enabled, slot) && !machine_can_run(machine, slot) &&
            !spinning_is_stalled(path, slot))
            return slot;
    }
    return NO_THREAD;
}

static void report(struct search *search, enum finding_kind kind, thread_slot slot,
                   const struct operation *operation)
{
    struct finding finding = {.kind = kind,
                              .key = finding_key(kind, operation->pc, 0, 0),
                              .thread = slot,
                              .other = NO_THREAD,
                              .pc = operation->pc,
                              .address = operation->object};
    search_found(search, &finding);
}

static bool judge_round(struct search *search, uint32_t from)
{
    const struct path *path = search->path;
    struct round round = look_at_round(path, from);
    if ((round.always_enabled & ~round.moved) != 0)
        return false; /* nobody forbids that thread to go on */
    thread_slot starving = find_starving(path, &round);
    if (starving != NO_THREAD) {
        report(search, FINDING_STARVATION, starving, &engine_machine()->threads[starving].pending);
        return true;
    }
    if (!round.only_tries || round.vain == NULL)
        return false;
    report(search, round.movers > 1 ? FINDING_LIVELOCK : FINDING_BUSY_WAITING, round.vain->thread,
           &round.vain->operation);
    return true;
}

bool cycles_look(struct search *search)
{
    struct path *path = search->path;
    if (path->length == 0 || path->length > CYCLES_MOVES)
        return false;
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    uint64_t bytes = control->arena.data_bytes + control->machine.heap.top;
    uint64_t *hash = &path->moves[path->length - 1].state_hash;
    *hash = 0;
    if (path->length % (1 + bytes / LOOK_BYTES) != 0)
        return false;
    *hash = hash_state(control);
    uint32_t oldest = path->length > ROUND_MOST ? path->length - ROUND_MOST : 0;
    int rounds = 0;
    for (uint32_t index = path->length - 1; index-- > oldest && rounds < ROUNDS_MOST;)
        if (path->moves[index].state_hash == *hash) {
            rounds++;
            if (judge_round(search, index + 1))
                return true;
        }
    return false;
}
