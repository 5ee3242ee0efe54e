#include "grade/recheck/account.h"

enum { NOBODY = -1 };

/* ---- Entries --------------------------------------------------------------------------------- */

/* Of the object, which has this value when it is new; NULL when there is no room. */
static struct account_entry *entry_of(struct account *account, uint64_t address, int64_t value)
{
    size_t index = 0;
    while (index < account->count && account->entries[index].address != address)
        index++;
    if (index == ACCOUNT_OBJECTS)
        return NULL;
    if (index == account->count)
        account->entries[account->count++] = (struct account_entry){address, value};
    return &account->entries[index];
}

/* ---- What an operation does ------------------------------------------------------------------ */

enum effect { NO_EFFECT, LOCKS, UNLOCKS, TAKES, GIVES, LEAVES, RETURNS };

static const enum effect effects[OPERATION_KINDS] = {
    [OPERATION_LOCK] = LOCKS,        [OPERATION_TRYLOCK] = LOCKS,
    [OPERATION_TIMEDLOCK] = LOCKS,   [OPERATION_UNLOCK] = UNLOCKS,
    [OPERATION_WAIT] = TAKES,        [OPERATION_TRYWAIT] = TAKES,
    [OPERATION_TIMEDWAIT] = TAKES,   [OPERATION_POST] = GIVES,
    [OPERATION_COND_WAIT] = LEAVES,  [OPERATION_COND_TIMEDWAIT] = LEAVES,
    [OPERATION_COND_WAKE] = RETURNS, [OPERATION_COND_TIMEDWAKE] = RETURNS,
};

/* The value before it, as it must be: false when that is none with which it could be done. */
static bool is_possible(enum effect effect, const struct trace_entry *done, int64_t before)
{
    switch (effect) {
    case LOCKS:
    case RETURNS:
        return before == NOBODY || before == done->thread; /* who may lock it more than once */
    case UNLOCKS:
    case LEAVES:
        return before == done->thread;
    case TAKES:
        return before > 0;
    default:
        return true;
    }
}

/* Who has locked a recursive mutex twice keeps it: its depth is not in the account. */
static int64_t value_behind(enum effect effect, const struct trace_entry *done, int64_t before)
{
    switch (effect) {
    case UNLOCKS:
        return done->after == done->thread ? done->thread : NOBODY;
    case LOCKS:
    case RETURNS:
        return done->thread;
    case TAKES:
        return before - 1;
    case GIVES:
        return before + 1;
    default:
        return NOBODY;
    }
}

static bool fail(const struct trace_entry *done, int64_t value, struct difference *difference)
{
    phrase_add(&difference->got, "step %llu of the history finds %lld",
               (unsigned long long)done->step, (long long)done->before);
    return witness_differs(difference, "by what was done before, %s finds %lld",
                           operation_name(done->operation.kind), (long long)value);
}

bool account_enter(struct account *account, const struct trace_entry *done, bool is_new,
                   struct difference *difference)
{
    enum effect effect = effects[done->operation.kind];
    bool is_in_vain = effect != RETURNS && done->result != 0;
    if (effect == NO_EFFECT || is_in_vain)
        return true;
    bool is_by_condition = effect == LEAVES || effect == RETURNS;
    uint64_t address = is_by_condition ? done->operation.object2 : done->operation.object;
    int64_t first = effect == LEAVES ? done->thread : effect == RETURNS ? NOBODY : done->before;
    struct account_entry *entry = entry_of(account, address, first);
    if (entry == NULL)
        return true;
    if (is_new && (effect == TAKES || effect == GIVES))
        entry->value = done->before;
    bool is_same = is_by_condition || done->before == entry->value;
    if (!is_same || !is_possible(effect, done, entry->value))
        return fail(done, entry->value, difference);
    entry->value = value_behind(effect, done, entry->value);
    return true;
}

/* The value in which the stepper leaves it. */
static int64_t value_left(const struct sync_object *object)
{
    if (object->kind != OBJECT_MUTEX)
        return object->value;
    return object->value == 0 ? NOBODY : object->owner;
}

bool account_close(const struct account *account, const struct machine *machine,
                   struct difference *difference)
{
    for (size_t index = 0; index < account->count; index++) {
        const struct account_entry *entry = &account->entries[index];
        const struct sync_object *object = machine_object(machine, entry->address);
        bool is_used = object != NULL && object->is_live && object->waits.done > 0;
        if (!is_used || value_left(object) == entry->value)
            continue;
        phrase_add(&difference->got, "a %s is at %lld", object_name(object->kind),
                   (long long)value_left(object));
        return witness_differs(difference, "its operations leave it at %lld",
                               (long long)entry->value);
    }
    return true;
}
