#include "grade/recheck/ledger.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- Requests -------------------------------------------------------------------------------- */

static void join_line(struct line *line, int id)
{
    line->ids[line->count++] = id;
}

static int leave_line(struct line *line)
{
    int id = line->ids[0];
    memmove(line->ids, line->ids + 1, (size_t)--line->count * sizeof line->ids[0]);
    return id;
}

static bool is_asker(const struct ledger *ledger, int id)
{
    return id >= 1 && id <= ledger->threads;
}

/* The first that was taken out was refused: so must all be that stand before one that is settled. */
static bool settle_refusal(struct ledger *ledger, struct difference *difference)
{
    int id = leave_line(&ledger->taken);
    struct asker *asker = &ledger->askers[id];
    asker->state = RESTING;
    asker->answer = NO_PLACE;
    if (asker->had_no_room)
        return true;
    phrase_add(&difference->got, "T%d is refused, or passed over", id);
    return witness_differs(difference,
                           "T%d, which asks for %d bytes, is given the first hole that "
                           "has room for them",
                           id, asker->size);
}

static bool settle_before(struct ledger *ledger, int id, struct difference *difference)
{
    while (ledger->taken.count > 0 && ledger->taken.ids[0] != id)
        if (!settle_refusal(ledger, difference))
            return false;
    return true;
}

/* ---- The queue ------------------------------------------------------------------------------- */

/* The threads of the scenarios have their ids as arguments, and the server's has none. */
static int find_actor(const struct single_run *run)
{
    const struct machine *machine = stepper_machine(run->stepper);
    const struct thread *thread = &machine->threads[machine->running];
    return machine->running == 0 ? MAIN : (int)thread->arguments[0];
}

static bool judge_actor(const struct ledger *ledger, int actor, const char *deed, int id,
                        struct difference *difference)
{
    char names[2][20] = {"main", "main"};
    const int actors[2] = {actor, ledger->actor};
    if (actor == ledger->actor)
        return true;
    for (int index = 0; index < 2; index++)
        if (actors[index] == SERVER)
            snprintf(names[index], sizeof names[index], "the server");
        else if (actors[index] != MAIN)
            snprintf(names[index], sizeof names[index], "T%d", actors[index]);
    phrase_add(&difference->got, "%s does", names[1]);
    return witness_differs(difference, "%s %s of T%d", names[0], deed, id);
}

/* Of an asker: in its turn, and with its size. */
static bool note_request(struct ledger *ledger, int id, int size, struct difference *difference)
{
    struct asker *asker = &ledger->askers[id];
    if (asker->state == TAKEN &&
        !(settle_before(ledger, id, difference) && settle_refusal(ledger, difference)))
        return false;
    bool is_right =
        asker->state == RESTING && asker->asked < ledger->most_requests && asker->size == size;
    asker->state = WAITING;
    asker->had_no_room = false;
    asker->asked++;
    if (is_right)
        return true;
    phrase_add(&difference->got, "it is queued with %d bytes, asked %d times", size, asker->asked);
    return witness_differs(difference,
                           "T%d is queued with %d bytes, once for each time that it asks", id,
                           asker->size);
}

/* What nobody asked for is the program's own, as to tell the server that it is the last. There is room in
 * the line: no more are read of the program's queue. */
static bool push(struct ledger *ledger, const struct request *request,
                 struct difference *difference)
{
    join_line(&ledger->waiting, request->id);
    return !is_asker(ledger, request->id) ||
           note_request(ledger, request->id, request->size, difference);
}

static bool take(struct ledger *ledger, struct difference *difference)
{
    int id = leave_line(&ledger->waiting);
    if (!is_asker(ledger, id))
        return true;
    ledger->askers[id].state = TAKEN;
    join_line(&ledger->taken, id);
    return judge_actor(ledger, SERVER, "takes out the request", id, difference);
}

/* The queue as the program has it. */
struct seen {
    struct request requests[LEDGER_LINE];
    int count, length;
    bool is_whole; /* read to its end, which is where `tail` is */
};

static void read_queue(struct seen *seen, const struct single_run *run)
{
    struct request_queue head;
    *seen = (struct seen){.count = 0};
    if (!witness_read(run, "queue", &head, sizeof head))
        return;
    seen->length = head.length;
    const struct request *last = NULL, *next = head.head;
    while (next != NULL && seen->count < LEDGER_LINE) {
        struct request *request = &seen->requests[seen->count];
        if (!stepper_read(run->stepper, (uintptr_t)next, request, sizeof *request))
            return;
        seen->count++;
        last = next;
        next = request->next;
    }
    seen->is_whole = next == NULL && last == head.tail;
}

static bool fail_queue(const struct ledger *ledger, const struct seen *seen,
                       struct difference *difference)
{
    if (!seen->is_whole)
        phrase_add(&difference->got, "`queue` does not lead from its head to its tail");
    else
        phrase_add(&difference->got, "`queue` has %d, in another order or with another length",
                   seen->count);
    return witness_differs(difference, "%d requests wait, first come first served",
                           ledger->waiting.count);
}

/* Those in front may have been taken out, and others may have come behind. */
static bool look_at_queue(struct ledger *ledger, const struct single_run *run,
                          struct difference *difference)
{
    struct seen seen;
    read_queue(&seen, run);
    while (ledger->waiting.count > 0 &&
           (seen.count == 0 || ledger->waiting.ids[0] != seen.requests[0].id))
        if (!take(ledger, difference))
            return false;
    for (int index = 0; index < seen.count; index++)
        if (index == ledger->waiting.count && !push(ledger, &seen.requests[index], difference))
            return false;
        else if (ledger->waiting.ids[index] != seen.requests[index].id)
            return fail_queue(ledger, &seen, difference);
    bool is_equal =
        seen.is_whole && seen.count == ledger->waiting.count && seen.length == seen.count;
    return is_equal || fail_queue(ledger, &seen, difference);
}

/* ---- The segment list ------------------------------------------------------------------------ */

struct list {
    struct segment segments[2 * LEDGER_THREADS + 1]; /* no two neighbours are holes */
    int count;
};

static bool read_list(struct list *list, const struct single_run *run)
{
    struct segment *next;
    list->count = 0;
    if (!witness_read(run, "segments", &next, sizeof next))
        return false;
    while (next != NULL && list->count < 2 * LEDGER_THREADS + 1) {
        struct segment *segment = &list->segments[list->count++];
        if (!stepper_read(run->stepper, (uintptr_t)next, segment, sizeof *segment))
            return false;
        next = segment->next;
    }
    return next == NULL;
}

static bool has_owner(const struct list *list, int id)
{
    for (int index = 0; index < list->count; index++)
        if (list->segments[index].id == id)
            return true;
    return false;
}

/* Whose bytes are in the list no more. */
static bool note_releases(struct ledger *ledger, const struct list *list,
                          struct difference *difference)
{
    for (int id = 1; id <= ledger->threads && ledger->frees; id++) {
        struct run run = bytes_of(&ledger->memory, id);
        if (run.size == 0 || has_owner(list, id))
            continue;
        bytes_own(&ledger->memory, run.start, run.size, BYTES_NOBODY);
        if (!judge_actor(ledger, id, "gives back the bytes", id, difference))
            return false;
    }
    return true;
}

/* The request of this segment is granted, as the model would. */
static bool grant(struct ledger *ledger, int id, struct difference *difference)
{
    struct asker *asker = &ledger->askers[id];
    if (!settle_before(ledger, id, difference))
        return false;
    struct run hole = bytes_placed(&ledger->memory, PLACEMENT_FIRST, asker->size, NULL);
    if (hole.size == 0)
        return true; /* the list differs then */
    leave_line(&ledger->taken);
    asker->state = RESTING;
    asker->answer = hole.start;
    bytes_own(&ledger->memory, hole.start, asker->size, id);
    return judge_actor(ledger, SERVER, "grants the request", id, difference);
}

/* In the order in which they were taken out. */
static bool note_grants(struct ledger *ledger, const struct list *list,
                        struct difference *difference)
{
    struct line taken = ledger->taken;
    for (int index = 0; index < taken.count; index++) {
        int id = taken.ids[index];
        if (has_owner(list, id) && bytes_of(&ledger->memory, id).size == 0 &&
            !grant(ledger, id, difference))
            return false;
    }
    for (int index = 0; index < ledger->taken.count; index++) {
        struct asker *asker = &ledger->askers[ledger->taken.ids[index]];
        asker->had_no_room |=
            bytes_placed(&ledger->memory, PLACEMENT_FIRST, asker->size, NULL).size == 0;
    }
    return true;
}

static bool fail_list(const struct run *wanted, const struct segment *got,
                      struct difference *difference)
{
    if (got == NULL)
        phrase_add(&difference->got, "`segments` cannot be read to its end");
    else
        phrase_add(&difference->got, "`segments` has [%d %d %d] there", got->id, got->size,
                   got->index);
    int last = wanted->start + wanted->size - 1;
    if (wanted->owner == BYTES_NOBODY)
        return witness_differs(difference, "bytes %d to %d are a hole", wanted->start, last);
    return witness_differs(difference, "bytes %d to %d are T%d's", wanted->start, last,
                           wanted->owner);
}

static bool look_at_list(struct ledger *ledger, const struct single_run *run,
                         struct difference *difference)
{
    struct list list;
    struct run wanted = {.size = 0};
    if (!read_list(&list, run))
        return fail_list(&(struct run){BYTES_NOBODY, 0, ledger->bytes}, NULL, difference);
    if (!note_releases(ledger, &list, difference) || !note_grants(ledger, &list, difference))
        return false;
    for (int index = 0, start = 0; index < list.count; index++, start += wanted.size) {
        const struct segment *got = &list.segments[index];
        wanted = bytes_run(&ledger->memory, start);
        if (got->id != wanted.owner || got->size != wanted.size || got->index != start)
            return fail_list(&wanted, got, difference);
    }
    return list.count == bytes_runs(&ledger->memory) || fail_list(&wanted, NULL, difference);
}

/* ---- The array and the answers --------------------------------------------------------------- */

static bool look_at_array(struct ledger *ledger, const struct single_run *run,
                          struct difference *difference)
{
    char array[BYTES_MOST] = "", *start;
    bool is_read = witness_read(run, "memory", &start, sizeof start) &&
                   stepper_read(run->stepper, (uintptr_t)start, array, (size_t)ledger->bytes);
    for (int index = 0; index < ledger->bytes; index++) {
        bool is_owned = ledger->memory.owners[index] != BYTES_NOBODY;
        ledger->memory.is_marked[index] = is_owned && array[index] != MARK_FREE;
        if (is_read && array[index] == bytes_shown(&ledger->memory, index))
            continue;
        phrase_add(&difference->got, "memory[%d] is ", index);
        phrase_quote(&difference->got, &array[index], 1);
        return witness_differs(difference, "a byte has its owner's mark, or the X of a free one");
    }
    return true;
}

static void note_answers(struct ledger *ledger, const struct single_run *run)
{
    int answers[THREADS_MAX];
    bool is_read = witness_read(run, "thread_message", answers, sizeof answers);
    for (int id = 1; id <= ledger->threads && is_read; id++)
        ledger->askers[id].said = answers[id];
}

/* ---- All of it ------------------------------------------------------------------------------- */

bool ledger_look(struct ledger *ledger, const struct single_run *run, struct difference *difference)
{
    ledger->actor = find_actor(run);
    if (!look_at_queue(ledger, run, difference) || !look_at_list(ledger, run, difference) ||
        !look_at_array(ledger, run, difference))
        return false;
    note_answers(ledger, run);
    return true;
}

bool ledger_settle(struct ledger *ledger, struct difference *difference)
{
    while (ledger->taken.count > 0)
        if (!settle_refusal(ledger, difference))
            return false;
    return true;
}

bool ledger_is_new(const struct ledger *ledger, const struct single_run *run)
{
    struct list list;
    return read_list(&list, run) && list.count == 1 && list.segments[0].id == HOLE &&
           list.segments[0].size == ledger->bytes;
}
