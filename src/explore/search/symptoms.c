#include "explore/search/symptoms.h"

#include "explore/search/verdict.h"
#include "stepper/child/engine.h"

static const struct thread *thread_at(thread_slot slot)
{
    return &engine_machine()->threads[slot];
}

static bool changes(enum use_kind kind)
{
    return kind != USE_READ && kind != USE_ATOMIC_READ && kind != USE_SYNC;
}

/* What it means that these two uses are not ordered. */
static enum finding_kind kind_of_race(enum use_kind one, enum use_kind other)
{
    if (one == USE_INITIALISE || other == USE_INITIALISE)
        return FINDING_USE_BEFORE_INIT;
    if (one == USE_DESTROY || other == USE_DESTROY)
        return FINDING_USE_AFTER_DESTROY;
    return FINDING_DATA_RACE;
}

/* All races for one place are one finding. What a mutex is for tells the user's side first. */
void symptoms_race(struct search *search, const struct race *race, size_t bytes)
{
    const struct path *path = search->path;
    struct finding finding = {.kind = kind_of_race(race->first.kind, race->second.kind),
                              .thread = path->moves[race->second.move].thread,
                              .other = path->moves[race->first.move].thread,
                              .pc = race->second.pc,
                              .other_pc = race->first.pc,
                              .address = race->address,
                              .bytes = bytes < 8 ? bytes : 8,
                              .is_write = changes(race->second.kind),
                              .other_is_write = changes(race->first.kind)};
    if (finding.kind != FINDING_DATA_RACE && finding.is_write) {
        finding.thread = path->moves[race->first.move].thread;
        finding.other = path->moves[race->second.move].thread;
        finding.pc = race->first.pc;
        finding.other_pc = race->second.pc;
    }
    finding.key = finding_key(finding.kind, race->address / 4, 0, 0);
    search_found(search, &finding);
}

/* ---- Waking up ------------------------------------------------------------------------------- */

enum { SECTION_MOST = 32 }; /* moves of a thread from a wake-up to its next unlock */

/* A read that may have decided that there is something to wait for is done again: at the same place
 * in the code, as in a loop. Or elsewhere, and not just to change what was read. */
static bool is_read_again(const struct used *read, const struct move *const *moves, int count)
{
    int reads = 0;
    bool is_written = false;
    for (int at = count; at-- > 0 && !is_written;)
        for (uint32_t index = 0; index < moves[at]->used_count && !is_written; index++) {
            const struct used *used = &moves[at]->used[index];
            if (used->pc == read->pc && !used->is_write)
                return true;
            bool is_same = used->address == read->address && used->pc != read->pc;
            is_written = is_same && used->is_write;
            reads += is_same && !used->is_write;
        }
    bool is_pointer = read->bytes > MACHINE_WORD;
    return !is_pointer && reads > (is_written ? 1 : 0);
}

static bool is_checked_again(const struct move *decision, const struct move *const *moves,
                             int count)
{
    bool has_read = false;
    for (uint32_t index = 0; index < decision->used_count; index++) {
        const struct used *read = &decision->used[index];
        if (!read->is_write && is_read_again(read, moves, count))
            return true;
        has_read = has_read || !read->is_write;
    }
    return !has_read;
}

static void report_wake(struct search *search, const struct move *wake)
{
    const struct operation *operation = &wake->operation;
    struct finding finding = {.kind = FINDING_UNCHECKED_WAKEUP,
                              .key = finding_key(FINDING_UNCHECKED_WAKEUP, operation->pc, 0, 0),
                              .thread = wake->thread,
                              .other = NO_THREAD,
                              .pc = operation->pc,
                              .address = operation->object};
    search_found(search, &finding);
}

/* The thread is about to unlock the mutex with which it came back from a wait. */
static void judge_wake(struct search *search, const struct move *last)
{
    const struct path *path = search->path;
    const struct operation *next = &thread_at(last->thread)->pending;
    const struct move *moves[SECTION_MOST];
    const struct move *move = last;
    if (thread_at(last->thread)->phase != PHASE_PARKED || next->kind != OPERATION_UNLOCK)
        return;
    for (int count = 0; count < SECTION_MOST; move = &path->moves[move->before]) {
        moves[count++] = move;
        const struct operation *operation = &move->operation;
        if (operation->kind == OPERATION_COND_WAKE && operation->object2 == next->object) {
            int32_t wait = move->before, before = wait < 0 ? -1 : path->moves[wait].before;
            if (before >= 0 && !is_checked_again(&path->moves[before], moves, count))
                report_wake(search, move);
            return;
        }
        if (move->before < 0 ||
            (operation->object == next->object && operation->kind != OPERATION_TRYLOCK))
            return;
    }
}

static bool is_timed(enum operation_kind kind)
{
    return kind == OPERATION_SLEEP || kind == OPERATION_TIMEDLOCK || kind == OPERATION_TIMEDWAIT ||
           kind == OPERATION_COND_TIMEDWAIT || kind == OPERATION_COND_TIMEDWAKE ||
           kind == OPERATION_READ_TIMEDLOCK || kind == OPERATION_WRITE_TIMEDLOCK;
}

/* Polling under a lock, or a semaphore: others are kept off, or the processor is. A lock that spins,
 * which counts as waiting otherwise, is polling where spinning is forbidden. */
static void judge_polling(struct search *search, const struct move *last)
{
    const struct path *path = search->path;
    const struct operation *next = &thread_at(last->thread)->pending;
    bool polls = search->options.forbids_spinning;
    for (const struct move *move = last;; move = &path->moves[move->before]) {
        enum operation_kind kind = move->operation.kind;
        bool is_try = move->touches[0].role == ROLE_LOCK_FAILED;
        if (is_timed(kind) || (is_try && !search->options.forbids_spinning))
            return;
        polls = polls || kind == OPERATION_LOCK || move->touches[0].role == ROLE_WAIT_FAILED;
        if ((kind == next->kind && move->operation.pc == next->pc) || move->before < 0)
            break;
    }
    if (!polls)
        return;
    struct finding finding = {.kind = FINDING_BUSY_WAITING,
                              .key = finding_key(FINDING_BUSY_WAITING, next->object, 1, 0),
                              .thread = last->thread,
                              .other = NO_THREAD,
                              .pc = next->pc,
                              .address = next->object};
    search_found(search, &finding);
}

/* Notes that a thread made at this place is joined, at least now and then. */
static void note_join(struct search *search, const struct move *join)
{
    int32_t created = search->path->created_by[join->operation.argument];
    if (created >= 0)
        findings_note_join(search->findings, search->path->moves[created].operation.pc);
}

void symptoms_after_step(struct search *search)
{
    const struct move *move = &search->path->moves[search->path->length - 1];
    if (thread_at(move->thread)->phase == PHASE_CRASHED)
        return;
    if (search->options.looks_at_waits)
        judge_wake(search, move);
    if (move->operation.kind == OPERATION_JOIN)
        note_join(search, move);
    if (move->repeats)
        judge_polling(search, move);
    verdict_at_exit(search, move->thread);
}
