#include "grade/landing.h"

#include <inttypes.h>
#include <string.h>

enum {
    MOVES_MOST = 200,     /* of one task: the server makes six for a request */
    ACCESSES_MOST = 2000, /* of one move */
    LOOP_ACCESSES = 300   /* the last of these, in which an endless loop is seen as a whole */
};

/* `name` has no folder, the files may have. */
static bool is_one_of(char *const *files, const char *name)
{
    for (; *files != NULL; files++) {
        const char *slash = strrchr(*files, '/');
        if (strcmp(slash == NULL ? *files : slash + 1, name) == 0)
            return true;
    }
    return false;
}

/* The thread stands before its access number `access`. When that is in one of the student's files,
 * it may be the landing. */
static void look(const struct trial *trial, char *const *files, const struct thread *thread,
                 uint64_t access, struct landing *landing)
{
    struct place place;
    if (!worker_place(trial->worker, thread->pc, &place) || !is_one_of(files, place.file))
        return;
    landing->is_found = true;
    landing->accesses = access;
    landing->place = place;
    landing->depth = thread->depth;
    landing->has_caller = trial_find_caller(trial, thread, &landing->caller);
}

/* One access further, false when the move ends before. */
static bool step(struct trial *trial, thread_slot slot, struct landing *landing)
{
    struct stepper *stepper = worker_stepper(trial->worker);
    const struct machine *machine = stepper_machine(stepper);
    struct stop stop = stepper_step_access(stepper, slot);
    landing->is_slow = machine->event.kind == EVENT_ENDLESS_LOOP;
    return stop.reason == STOP_DONE && machine->threads[slot].phase == PHASE_MIDSTEP;
}

/* Goes over one move of `slot`, which begins here, and remembers the last access in the
 * student's files. */
static void go_over(struct trial *trial, char *const *files, thread_slot slot,
                    struct landing *landing)
{
    const struct thread *thread = &worker_machine(trial->worker)->threads[slot];
    for (uint64_t access = 1; access <= ACCESSES_MOST && step(trial, slot, landing); access++)
        look(trial, files, thread, access, landing);
}

/* True when an access is to be preferred as the landing in a loop: one of an outer function, and in
 * this of an earlier line; of the same line the first. */
static bool is_nearer_to_head(const struct landing *landing, const struct landing *best)
{
    if (!best->is_found || landing->depth != best->depth)
        return !best->is_found || landing->depth < best->depth;
    return landing->place.line < best->place.line;
}

/* The same of a move that never ends. After so many accesses it goes round in the loop, all of which
 * the last ones show. A loop that makes none is not come to: then it is the last access before. */
static void go_round(struct trial *trial, char *const *files, thread_slot slot,
                     struct landing *landing)
{
    const struct thread *thread = &worker_machine(trial->worker)->threads[slot];
    struct landing best = *landing;
    for (uint64_t access = 1; access <= ACCESSES_MOST; access++) {
        if (!step(trial, slot, landing))
            return;
        struct landing here = *landing;
        here.is_found = false;
        look(trial, files, thread, access, &here);
        if (here.is_found)
            *landing = here;
        if (here.is_found && access > ACCESSES_MOST - LOOP_ACCESSES &&
            is_nearer_to_head(&here, &best))
            best = here;
    }
    if (best.is_found)
        *landing = best;
}

struct landing landing_find(struct trial *trial, char *const *files)
{
    struct stepper *stepper = worker_stepper(trial->worker);
    const struct machine *machine = stepper_machine(stepper);
    const struct event event = machine->event;
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
        if (event.kind == EVENT_ENDLESS_LOOP)
            go_round(trial, files, landing.slot, &landing);
        else
            go_over(trial, files, landing.slot, &landing);
        stepper_goto(stepper, position);
    }
    return landing;
}

/* ---- The session ----------------------------------------------------------------------------- */

/* The call that failed; NULL when it was no call of the student's function. */
static const struct task *failed_call(const struct trial *trial)
{
    size_t task = trial->failure.task;
    bool is_call = task < trial->check->task_count && trial->check->tasks[task].row->function;
    return is_call ? &trial->check->tasks[task] : NULL;
}

static void write_way(const struct landing *landing, const struct trial *trial, FILE *file)
{
    struct worker_name name = worker_name(trial->worker, landing->slot);
    fprintf(file, "back %" PRIu64 "\n", landing->moves_back);
    if (landing->accesses > 0)
        fprintf(file, "step -m %s %" PRIu64 "\n", name.text, landing->accesses);
    const struct task *call = failed_call(trial);
    if (call != NULL && call->set->shown[call->which] != NULL)
        fprintf(file, "print %s\n", call->set->shown[call->which]);
    fprintf(file, "code %s\n", name.text);
}

/* What the failure was, behind all that the prompt has shown, and what shows it now. */
static void write_outlook(const struct landing *landing, const struct trial *trial, FILE *file)
{
    const struct failure *failure = &trial->failure;
    const struct task *call = failed_call(trial);
    char name[TASK_NAME_BYTES];
    fprintf(file, "# Expected: %s\n# Got when it was graded: %s\n", failure->expected,
            failure->got);
    if (landing->has_caller)
        fprintf(file, "# %s was called at %s:%d.\n", landing->place.function, landing->caller.file,
                landing->caller.line);
    if (landing->is_event)
        fprintf(file, "# `step` now shows the event.\n");
    else if (call != NULL && !failure->has_place)
        fprintf(file, "# `step` now ends %s%s%s.\n",
                failure->function != NULL ? failure->function
                                          : task_function(call, name, sizeof name),
                failure->look[0] != '\0' ? "; then " : "", failure->look);
    else
        fprintf(file, "# `step` goes on from here.\n");
    if (landing->accesses > 1)
        fprintf(file, "# `back` goes back an access at a time, `undo` to where the call begins.\n");
}

/* For the page of `export html`, which then ends with the failure. */
static void write_foreseen(const struct landing *landing, const struct trial *trial, FILE *file,
                           const char *title)
{
    const struct failure *failure = &trial->failure;
    if (landing->moves_back == 1)
        fprintf(file, "foresee %s %s: expected %s; got %s\n",
                worker_name(trial->worker, landing->slot).text, title, failure->expected,
                failure->got);
}

bool landing_save(const struct landing *landing, const struct trial *trial, const char *path,
                  const char *lab, const char *title)
{
    const struct failure *failure = &trial->failure;
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return false;
    fprintf(file, "# %s\n%s\n%s", title, lab, worker_session(trial->worker));
    if (failure->holds[0] != '\0')
        fprintf(file, "# If this is not so, the mistake is gone: grade again.\nexpect %s\n",
                failure->holds);
    write_way(landing, trial, file);
    write_foreseen(landing, trial, file, title);
    write_outlook(landing, trial, file);
    bool is_written = fflush(file) == 0 && !ferror(file);
    return fclose(file) == 0 && is_written;
}
