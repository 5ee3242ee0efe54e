#include "explore/findings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [FINDING_EVENT] = "event",
    [FINDING_DATA_RACE] = "data race",
    [FINDING_USE_BEFORE_INIT] = "use before initialisation",
    [FINDING_USE_AFTER_DESTROY] = "use after destroy",
    [FINDING_DEADLOCK] = "deadlock",
    [FINDING_LOST_WAKEUP] = "lost wake-up",
    [FINDING_UNCHECKED_WAKEUP] = "unchecked wake-up",
    [FINDING_LIVELOCK] = "livelock",
    [FINDING_STARVATION] = "starvation",
    [FINDING_BUSY_WAITING] = "busy waiting",
    [FINDING_NEVER_JOINED] = "never joined",
    [FINDING_EXIT_WITH_THREADS] = "exit with threads alive",
    [FINDING_LEAK] = "leak",
    [FINDING_INVARIANT] = "invariant",
    [FINDING_DIFFERENT_RESULT] = "different results",
    [FINDING_KIT_DIED] = "end of the process",
};
static_assert(sizeof names / sizeof names[0] == FINDING_KINDS, "a name for each kind");

const char *finding_name(const struct finding *finding)
{
    const struct event *event = &finding->details;
    if (finding->kind != FINDING_EVENT)
        return names[finding->kind];
    bool is_free = event->kind == EVENT_UNLOCK_NOT_OWNER && event->other == NO_THREAD;
    return is_free ? "double unlock" : event_name(event->kind);
}

uint64_t finding_key(enum finding_kind kind, uint64_t one, uint64_t other, uint64_t third)
{
    uint64_t key = (uint64_t)kind + 1;
    const uint64_t parts[] = {one, other, third};
    for (size_t index = 0; index < sizeof parts / sizeof parts[0]; index++) {
        key = (key ^ parts[index]) * 0x9e3779b97f4a7c15u;
        key ^= key >> 29;
    }
    return key;
}

bool finding_is_shorter(const struct finding *one, const struct finding *other)
{
    return one->switches != other->switches ? one->switches < other->switches
                                            : one->length < other->length;
}

struct record *findings_of(struct findings *findings, uint64_t key)
{
    for (uint32_t index = 0; index < findings->count; index++)
        if (findings->list[index].facts.key == key)
            return &findings->list[index];
    return NULL;
}

bool findings_gave_up(const struct findings *findings)
{
    for (uint32_t index = 0; index < findings->count; index++) {
        const struct finding *finding = &findings->list[index].facts;
        const struct event *event = &finding->details;
        if (finding->kind == FINDING_EVENT && event->kind == EVENT_ENDLESS_LOOP &&
            (event->value > 0 || event->bytes > 0))
            return true;
    }
    return false;
}

/* Of two schedules of one length the one that comes first in the order of threads is kept: the same
 * for any number of processes. */
static int compare_schedules(const struct scheduled *one, const struct scheduled *other,
                             uint32_t length)
{
    for (uint32_t index = 0; index < length; index++) {
        if (one[index].thread != other[index].thread)
            return one[index].thread < other[index].thread ? -1 : 1;
        if (one[index].waiter != other[index].waiter)
            return one[index].waiter < other[index].waiter ? -1 : 1;
    }
    return 0;
}

static bool is_better(const struct record *known, const struct finding *seen,
                      const struct scheduled *schedule)
{
    if (finding_is_shorter(seen, &known->facts) || finding_is_shorter(&known->facts, seen))
        return finding_is_shorter(seen, &known->facts);
    return compare_schedules(schedule, known->schedule, seen->length) < 0;
}

/* Takes note of what was seen, by which schedule. */
static void note(struct findings *findings, const struct finding *seen,
                 const struct scheduled *schedule)
{
    struct record *known = findings_of(findings, seen->key);
    uint64_t executions = seen->executions + (known != NULL ? known->facts.executions : 0);
    if (known == NULL && findings->count == FINDINGS_MOST) {
        findings->lost++;
        return;
    }
    bool is_new = known == NULL;
    if (is_new)
        known = &findings->list[findings->count++];
    if (is_new || is_better(known, seen, schedule)) {
        known->facts = *seen;
        memcpy(known->schedule, schedule, seen->length * sizeof *schedule);
    }
    known->facts.executions = executions;
}

void findings_add(struct findings *findings, const struct finding *seen, const struct path *path)
{
    struct finding facts = *seen;
    facts.executions = 1;
    facts.length = path->length;
    facts.switches = path_switches(path, path->length);
    for (uint32_t index = 0; index < path->length; index++)
        findings->scratch[index] = (struct scheduled){.thread = path->moves[index].thread,
                                                      .waiter = path->moves[index].waiter};
    if (seen->shows_next && path->length < PATH_MOVES) {
        facts.length++;
        facts.switches += path->moves[path->length - 1].thread != seen->thread;
        findings->scratch[path->length] = (struct scheduled){.thread = seen->thread};
    }
    note(findings, &facts, findings->scratch);
}

void findings_merge(struct findings *findings, const struct findings *more)
{
    for (uint32_t index = 0; index < more->count; index++)
        note(findings, &more->list[index].facts, more->list[index].schedule);
    for (uint32_t index = 0; index < more->joined_count; index++)
        findings_note_join(findings, more->joined_at[index]);
    findings->successes += more->successes;
    findings->left += more->left;
    findings->disasters += more->disasters;
    if (more->last_status > findings->last_status)
        findings->last_status = more->last_status;
    findings->lost += more->lost;
}

static bool is_joined(const struct findings *findings, uint64_t pc)
{
    for (uint32_t index = 0; index < findings->joined_count; index++)
        if (findings->joined_at[index] == pc)
            return true;
    return false;
}

void findings_note_status(struct findings *findings, uint32_t status, bool is_return)
{
    findings->successes += status == 0;
    findings->left += status == 0 && !is_return;
    findings->disasters += status != 0;
    if (status > findings->last_status)
        findings->last_status = status;
}

void findings_note_join(struct findings *findings, uint64_t pc)
{
    if (!is_joined(findings, pc) && findings->joined_count < FINDINGS_JOINED)
        findings->joined_at[findings->joined_count++] = pc;
}

/* An event for the same object tells more than that nothing orders its end and its use. */
static bool is_told_by_event(const struct findings *findings, const struct finding *facts)
{
    if (facts->kind != FINDING_USE_AFTER_DESTROY && facts->kind != FINDING_USE_BEFORE_INIT)
        return false;
    for (uint32_t index = 0; index < findings->count; index++) {
        const struct finding *other = &findings->list[index].facts;
        if (other->kind == FINDING_EVENT && other->address == facts->address)
            return true;
    }
    return false;
}

/* What is not joined and still at work when the program ends was told as such. */
static bool is_told_by_exit(const struct findings *findings, const struct finding *facts)
{
    if (facts->kind != FINDING_NEVER_JOINED)
        return false;
    for (uint32_t index = 0; index < findings->count; index++)
        if (findings->list[index].facts.kind == FINDING_EXIT_WITH_THREADS)
            return true;
    return false;
}

static bool is_condition_met(const struct findings *findings, const struct finding *facts)
{
    if (facts->kind == FINDING_NEVER_JOINED)
        return is_joined(findings, facts->pc);
    return findings->successes > 0 && findings->count == 1;
}

void findings_settle(struct findings *findings)
{
    uint32_t kept = 0;
    for (uint32_t index = 0; index < findings->count; index++) {
        const struct finding *facts = &findings->list[index].facts;
        if ((facts->is_conditional && !is_condition_met(findings, facts)) ||
            is_told_by_event(findings, facts) || is_told_by_exit(findings, facts))
            continue;
        if (kept != index)
            findings->list[kept] = findings->list[index];
        kept++;
    }
    findings->count = kept;
}

static int compare(const void *left, const void *right)
{
    const struct finding *one = &((const struct record *)left)->facts;
    const struct finding *other = &((const struct record *)right)->facts;
    if (finding_is_shorter(one, other))
        return -1;
    if (finding_is_shorter(other, one))
        return 1;
    if (one->pc != other->pc)
        return one->pc < other->pc ? -1 : 1;
    return one->key < other->key ? -1 : one->key > other->key;
}

void findings_sort(struct findings *findings)
{
    qsort(findings->list, findings->count, sizeof findings->list[0], compare);
}
