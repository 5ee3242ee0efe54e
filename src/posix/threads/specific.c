#include "posix/threads/specific.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/threads/calls.h"
#include "stepper/child/engine.h"
#include "stepper/stacks/fiber.h"
#include "stepper/stacks/locals.h"

/* ---- Keys ------------------------------------------------------------------------------------ */

static void check_key(unsigned key, uint64_t pc)
{
    if (key >= MACHINE_KEYS || !engine_machine()->keys.is_live[key])
        engine_event(
            (struct event){.kind = EVENT_NO_KEY, .pc = pc, .value = key, .other = NO_THREAD});
}

/* A key may have had values before it was deleted. */
static void forget_values(unsigned key)
{
    const struct machine *machine = engine_machine();
    for (thread_slot slot = 0; (uint32_t)slot < machine->thread_count; slot++)
        if (machine->threads[slot].phase != PHASE_UNUSED)
            locals_values(slot)[key] = 0;
}

int specific_create(unsigned *key, uint64_t destructor, uint64_t pc)
{
    struct key_state *keys = &engine_machine()->keys;
    unsigned fresh = 0;
    check_write(key, sizeof *key, pc);
    while (fresh < MACHINE_KEYS && keys->is_live[fresh])
        fresh++;
    if (fresh == MACHINE_KEYS)
        return EAGAIN;
    if (fresh >= keys->count)
        keys->count = fresh + 1;
    keys->is_live[fresh] = true;
    keys->destructors[fresh] = destructor;
    forget_values(fresh);
    *key = fresh;
    return 0;
}

void specific_delete(unsigned key, uint64_t pc)
{
    check_key(key, pc);
    engine_machine()->keys.is_live[key] = false;
}

uint64_t *specific_value(unsigned key, uint64_t pc)
{
    check_key(key, pc);
    return &locals_values(engine_machine()->running)[key];
}

/* ---- At the end of a thread ------------------------------------------------------------------ */

/* One round over all keys; a destructor may set values anew. False when there was nothing to do. */
static bool destroy_values(uint64_t top)
{
    const struct key_state *keys = &engine_machine()->keys;
    uint64_t *values = locals_values(engine_machine()->running);
    bool has_called = false;
    for (unsigned key = 0; key < keys->count; key++) {
        const uint64_t arguments[MACHINE_ARGUMENTS] = {values[key]};
        if (values[key] == 0 || !keys->is_live[key] || keys->destructors[key] == 0)
            continue;
        values[key] = 0;
        fiber_call(keys->destructors[key], arguments, top);
        has_called = true;
    }
    return has_called;
}

void specific_destroy(uint64_t top)
{
    for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS && destroy_values(top); round++)
        ;
}

void thread_returns(uint64_t top)
{
    specific_destroy(top);
}

/* ---- As a subject calls them ----------------------------------------------------------------- */

int memrepl_pthread_key_create(pthread_key_t *key, void (*destructor)(void *))
{
    return specific_create(key, (uint64_t)destructor, CALLER);
}

int memrepl_pthread_key_delete(pthread_key_t key)
{
    specific_delete(key, CALLER);
    return 0;
}

void *memrepl_pthread_getspecific(pthread_key_t key)
{
    return (void *)*specific_value(key, CALLER);
}

int memrepl_pthread_setspecific(pthread_key_t key, const void *value)
{
    *specific_value(key, CALLER) = (uint64_t)value;
    return 0;
}

/* ---- Variables declared __thread ------------------------------------------------------------- */

/* Constructors run while there is no thread: they see the variables as initialised. */
void *memrepl___tls_get_addr(const struct variable_index *index)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    thread_slot running = control->machine.running;
    uint64_t block = running == NO_THREAD ? control->thread_variables.address
                                          : locals_variables(control, running);
    return (void *)(block + index->offset);
}
