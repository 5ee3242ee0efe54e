#include "grade/landing.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOVES_MOST = 200,     /* of one task: the server makes six for a request */
    ACCESSES_MOST = 2000, /* of one move */
    LOOP_ACCESSES = 12    /* an endless loop needs no more to be seen */
};

/* Goes over one move of `slot`, which begins here, and remembers the last access in the
 * student's file. */
static void go_over(struct trial *trial, const char *file, thread_slot slot, uint64_t most,
                    struct landing *landing)
{
    struct stepper *stepper = worker_stepper(trial->worker);
    const struct thread *thread = &stepper_machine(stepper)->threads[slot];
    struct place place;
    for (uint64_t access = 1; access <= most; access++) {
        struct stop stop = stepper_step_access(stepper, slot);
        landing->is_slow = stepper_machine(stepper)->event.kind == EVENT_ENDLESS_LOOP;
        if (stop.reason != STOP_DONE || thread->phase != PHASE_MIDSTEP)
            return;
        if (!worker_place(trial->worker, thread->pc, &place) || strcmp(place.file, file) != 0)
            continue;
        landing->is_found = true;
        landing->accesses = access;
        landing->place = place;
    }
}

struct landing landing_find(struct trial *trial, const char *file)
{
    struct stepper *stepper = worker_stepper(trial->worker);
    const struct machine *machine = stepper_machine(stepper);
    const struct event event = machine->event;
    uint64_t most = event.kind == EVENT_ENDLESS_LOOP ? LOOP_ACCESSES : ACCESSES_MOST;
    struct landing landing = {.is_event = event.kind != EVENT_NONE, .slot = machine->running};
    uint64_t moves_most = landing.is_event ? 1 : MOVES_MOST;
    while (!landing.is_found && landing.moves_back < moves_most) {
        uint64_t moves = 1;
        uint64_t position = stepper_moves_back(stepper, &moves);
        if (moves == 0 || position < trial->task_begin)
            break;
        landing.slot = landing.is_event ? event.thread : machine->running;
        landing.moves_back++;
        stepper_goto(stepper, position);
        go_over(trial, file, landing.slot, most, &landing);
        stepper_goto(stepper, position);
    }
    return landing;
}

/* ---- The session ----------------------------------------------------------------------------- */

static void write_way(const struct landing *landing, FILE *file)
{
    if (!landing->is_found)
        return;
    struct worker_name name = worker_name(landing->slot);
    fprintf(file, "back %" PRIu64 "\n", landing->moves_back);
    if (landing->accesses > 0)
        fprintf(file, "step -m %s %" PRIu64 "\n", name.text, landing->accesses);
    fprintf(file, "code %s\n", name.text);
}

bool landing_save(const struct landing *landing, const struct trial *trial, const char *path,
                  const char *lab, const char *title)
{
    const struct failure *failure = &trial->failure;
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file, "# %s\n# expected: %s\n# got:      %s\n", title, failure->expected, failure->got);
    fprintf(file, "%s\n%s", lab, worker_session(trial->worker));
    write_way(landing, file);
    if (landing->is_found)
        fprintf(file, "# `step` now shows the failure: %s\n", failure->got);
    bool is_written = fflush(file) == 0 && !ferror(file);
    return fclose(file) == 0 && is_written;
}
