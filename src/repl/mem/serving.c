#include "repl/mem/serving.h"

#include "repl/act/asking.h"
#include "repl/act/stepping.h"
#include "repl/mem/asleep.h"
#include "repl/mem/strokes.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <limits.h>

/* ---- serve ----------------------------------------------------------------------------------- */

/* What one stroke of the server is about. */
struct service {
    bool could[THREADS_MAX]; /* the threads that could go on before it */
    int served
        [THREADS_MAX]; /* whose requests were taken, in their order; the first may have been */
    int count;         /* taken before, and be in the server's hands */
};

/* The thread whose request the server has taken and not answered, -1 for none. */
static int find_in_hand(struct mem *mem)
{
    mem_look(mem);
    for (int id = 0; id < mem->settings.threads && !asleep_server_rests(mem); id++)
        if (asleep_for_answer(mem, id) && snapshot_request_of(&mem->now, id) == NULL)
            return id;
    return -1;
}

/* Adds who was in the queue before the stroke, and is not now. */
static void note_taken(struct mem *mem, struct service *service, int in_hand)
{
    const struct snapshot *before = &mem->before;
    mem_look(mem);
    service->count = 0;
    if (in_hand >= 0)
        service->served[service->count++] = in_hand;
    for (int n = 0; n < before->request_count && service->count < THREADS_MAX; n++) {
        int id = before->requests[n].id;
        if (id >= 0 && id < mem->settings.threads && snapshot_request_of(&mem->now, id) == NULL)
            service->served[service->count++] = id;
    }
}

static bool has_woken(const struct mem *mem, const struct service *service)
{
    for (int n = 0; n < service->count; n++)
        if (!service->could[service->served[n]] &&
            study_can_run(&mem->study, (thread_slot)service->served[n]))
            return true;
    return false;
}

/* Steps the server until it rests again, or has woken somebody whom it served. */
static struct stop run_server(struct mem *mem, struct service *service)
{
    int in_hand = find_in_hand(mem);
    struct stop stop;
    for (int steps = 0; steps < STROKE_STEPS; steps++) {
        stop = stepper_step(mem->study.stepper, mem_server(mem), 1);
        note_taken(mem, service, in_hand);
        if (stop.reason != STOP_DONE || asleep_server_rests(mem) || has_woken(mem, service))
            break;
    }
    return stop;
}

/* "The server takes 1:40, finds the hole at 0 (150 bytes), answers 0 and wakes T1." */
static void tell_service(struct mem *mem, struct words *words, int id)
{
    int message = mem_look(mem)->messages[id];
    const struct snapshot_request *request = snapshot_request_of(&mem->before, id);
    const struct snapshot_segment *hole = snapshot_segment_at(&mem->before, message);
    words_add(words, "%s", words->used > 0 ? " " : "");
    if (request != NULL)
        words_add(words, "The server takes %d:%d, ", id, request->size);
    else
        words_add(words, "The server goes on with the request of T%d, ", id);
    if (message == SNAPSHOT_NO_PLACE)
        words_add(words, "finds no hole so large (the largest has %d), ",
                  snapshot_sum(&mem->before).largest);
    else if (hole != NULL && hole->id == SNAPSHOT_HOLE && hole->index == message)
        words_add(words, "finds the hole at %d (%lld %s), ", hole->index,
                  WORDS_COUNT(hole->size, "byte"));
    words_add(words, "answers %d%s T%d.", message,
              study_can_run(&mem->study, (thread_slot)id) ? " and wakes" : ", but does not wake",
              id);
}

/* "T1 marks bytes 0-39." */
static void tell_woken(struct mem *mem, struct words *words, int id)
{
    const struct snapshot_segment *own = snapshot_segment_of(mem_look(mem), id);
    enum thread_state state = study_state(&mem->study, (thread_slot)id);
    words_add(words, "%s", words->used > 0 ? " " : "");
    if (state == STATE_HOLDING && own != NULL && snapshot_is_marked(&mem->now, own))
        words_add(words, "T%d marks bytes %d-%d.", id, own->index, own->index + own->size - 1);
    else if (state == STATE_DONE)
        words_add(words, "T%d ends%s.", id, own == NULL ? "" : " and keeps its bytes");
    else {
        strokes_add_stuck(mem, words, (thread_slot)id);
        words_add(words, ".");
    }
}

static bool was_served(const struct service *service, int id)
{
    int n = 0;
    while (n < service->count && service->served[n] != id)
        n++;
    return n < service->count;
}

/* Lets each thread go on that could not before the server ran, or was served, and can now. */
static struct stop run_woken(struct mem *mem, struct console *console,
                             const struct service *service, struct words *words)
{
    struct stop stop = {.reason = STOP_DONE};
    for (int id = 0; id < mem->settings.threads && !strokes_end_with(&stop); id++) {
        bool is_meant = !service->could[id] || was_served(service, id);
        if (!is_meant || !study_can_run(&mem->study, (thread_slot)id))
            continue;
        stop = strokes_go_on(mem, (thread_slot)id);
        narrate_heard(&mem->study, console, words);
        if (!strokes_end_with(&stop))
            tell_woken(mem, words, id);
    }
    return stop;
}

/* One request, or as many as the server takes before it lets anybody go on; how many that were, 0
 * when the stroke ends here. */
static int serve_some(struct mem *mem, struct console *console, struct stop *stop)
{
    struct service service = {.count = 0};
    struct words words;
    words_clear(&words);
    for (int id = 0; id < mem->settings.threads; id++)
        service.could[id] = study_can_run(&mem->study, (thread_slot)id);
    snapshot_copy(&mem->before, mem_look(mem));
    *stop = run_server(mem, &service);
    narrate_heard(&mem->study, console, &words);
    bool goes_on = stop->reason == STOP_DONE;
    if (goes_on) {
        for (int n = 0; n < service.count; n++)
            tell_service(mem, &words, service.served[n]);
        if (service.count == 0)
            words_add(&words, "The server finds no request in the queue and answers nobody.");
        *stop = run_woken(mem, console, &service, &words);
    } else if (!strokes_end_with(stop)) {
        words_add(&words, "The server cannot go on: ");
        strokes_add_stuck(mem, &words, mem_server(mem));
        words_add(&words, ".");
    }
    words_print(&words, console, 0);
    if (!goes_on || strokes_end_with(stop))
        return 0;
    return service.count > 0 ? service.count : 1;
}

/* How many requests the server could come to: those in the queue, and the one it has in hand. */
static int requests_ahead(struct mem *mem)
{
    int in_hand = find_in_hand(mem);
    return mem->now.request_count + (in_hand >= 0 ? 1 : 0);
}

static bool wakes_others(enum operation_kind kind)
{
    return kind == OPERATION_POST || kind == OPERATION_SIGNAL || kind == OPERATION_BROADCAST;
}

/* True when the thread has begun a request and has not come to tell the server of it. */
static bool is_asking(const struct mem *mem, int id)
{
    enum thread_state state = study_state(&mem->study, (thread_slot)id);
    if (state == STATE_NEW || state == STATE_DONE || asleep_for_answer(mem, id))
        return false;
    for (uint64_t step = study_machine(&mem->study)->step; step > 0; step--) {
        const struct trace_entry *entry = stepper_trace(mem->study.stepper, step);
        if (entry == NULL || (entry->thread == id && wakes_others(entry->operation.kind)))
            return false;
        if (entry->thread == id && entry->operation.kind == OPERATION_START)
            return true;
    }
    return true;
}

/* Says why the server has nothing to do: nobody asked, or somebody only began to. */
static void refuse_nothing(const struct mem *mem, struct console *console)
{
    int id = 0;
    while (id < mem->settings.threads && !is_asking(mem, id))
        id++;
    if (id < mem->settings.threads)
        command_refuse(console,
                       "nobody has asked yet: T%d is on its way, but has not woken the server; "
                       "next T%d goes on",
                       id, id);
    else
        command_refuse(console, "the queue is empty: nobody asked; enqueue first");
}

static bool may_serve(struct mem *mem, struct console *console, int64_t wanted)
{
    int ahead = requests_ahead(mem);
    if (study_state(&mem->study, mem_server(mem)) == STATE_DONE)
        command_refuse(console, "the server has ended; back or reset goes on");
    else if (ahead == 0 && !study_can_run(&mem->study, mem_server(mem)))
        refuse_nothing(mem, console);
    else if (wanted > ahead && !(wanted == 1 && study_can_run(&mem->study, mem_server(mem))))
        command_refuse(console, "serve %" PRId64 ": there %s only %d to serve", wanted,
                       ahead == 1 ? "is" : "are", ahead);
    else
        return true;
    return false;
}

static enum outcome run_serve(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    int64_t wanted = 1;
    struct stop stop = {.reason = STOP_DONE};
    if (!strokes_may(mem, console))
        return OUTCOME_ERROR;
    if (count > 0 && !words_number(arguments[0], 1, INT_MAX, &wanted))
        return command_refuse(console, "serve takes a number of requests, 1 or more, not \"%s\"",
                              arguments[0]);
    if (!may_serve(mem, console, wanted) ||
        !stepping_begin(&mem->study, console, wanted == 1 ? "serve" : "serve %" PRId64, wanted))
        return OUTCOME_ERROR;
    for (int64_t done = 0, some = 1; done < wanted && some > 0; done += some)
        some = serve_some(mem, console, &stop);
    return stepping_end(&mem->study, console, &stop);
}

/* ---- free ------------------------------------------------------------------------------------ */

/* True when the thread was told to give its bytes back and is about to. */
static bool was_released(struct mem *mem, int id)
{
    const struct machine *machine = study_machine(&mem->study);
    uint64_t released = asleep_released(mem, id);
    const struct sync_object *object = machine_object(machine, released);
    if (object != NULL && object->value > 0)
        return true;
    for (uint64_t step = machine->step; step > 0; step--) {
        const struct trace_entry *entry = stepper_trace(mem->study.stepper, step);
        if (entry == NULL || (entry->thread == id && entry->operation.kind == OPERATION_START))
            return false;
        if (entry->thread == id && entry->operation.kind == OPERATION_WAIT &&
            entry->operation.object == released)
            return true;
    }
    return false;
}

/* Refuses to free what a thread does not hold, with its state. */
static bool may_free(struct mem *mem, struct console *console, int id)
{
    const struct snapshot_segment *own = snapshot_segment_of(mem_look(mem), id);
    enum thread_state state = study_state(&mem->study, (thread_slot)id);
    if (state == STATE_HOLDING)
        return true;
    if (asleep_for_answer(mem, id))
        command_refuse(console,
                       "T%d still waits for its answer and holds nothing; serve answers it", id);
    else if (state == STATE_DONE && own != NULL)
        command_refuse(console,
                       "T%d ended without giving bytes %d-%d back; nobody can free them now", id,
                       own->index, own->index + own->size - 1);
    else if (own == NULL || state == STATE_NEW || state == STATE_DONE)
        command_refuse(console, "T%d is %s: it holds nothing to give back", id,
                       study_state_name(state));
    else if (was_released(mem, id))
        command_refuse(console, "T%d is giving its bytes back already; next T%d goes on with it",
                       id, id);
    else
        return true;
    return false;
}

/* "T1 gives bytes 0-39 back and ends; the hole at 0 now has 150 bytes." */
static void tell_freed(struct mem *mem, struct words *words, int id)
{
    const struct snapshot_segment *own = snapshot_segment_of(&mem->before, id);
    const struct snapshot_segment *still = snapshot_segment_of(mem_look(mem), id);
    bool is_done = study_state(&mem->study, (thread_slot)id) == STATE_DONE;
    if (!is_done) {
        strokes_add_stuck(mem, words, (thread_slot)id);
        words_add(words, ".");
        return;
    }
    if (own == NULL || still != NULL) {
        words_add(words, "T%d ends%s.", id, still != NULL ? " without giving its bytes back" : "");
        return;
    }
    const struct snapshot_segment *hole = snapshot_segment_at(&mem->now, own->index);
    words_add(words, "T%d gives bytes %d-%d back and ends", id, own->index,
              own->index + own->size - 1);
    if (hole != NULL && hole->size == own->size)
        words_add(words, ": a hole of %lld %s at %d", WORDS_COUNT(hole->size, "byte"), hole->index);
    else if (hole != NULL)
        words_add(words, "; they merge into a hole of %lld %s at %d",
                  WORDS_COUNT(hole->size, "byte"), hole->index);
    words_add(words, ".");
}

static enum outcome run_free(void *context, struct console *console, int count, char **arguments)
{
    struct mem *mem = context;
    struct words words;
    int id;
    (void)count;
    if (!strokes_may(mem, console) || !strokes_read_id(mem, console, arguments[0], &id) ||
        !may_free(mem, console, id) || !asking_may_call(&mem->study, console) ||
        !stepping_begin(&mem->study, console, "free %d", id))
        return OUTCOME_ERROR;
    words_clear(&words);
    snapshot_copy(&mem->before, mem_look(mem));
    const uint64_t argument = (uint64_t)id;
    struct stop stop = asking_call(&mem->study, mem->subject.release_memory, &argument, 1);
    if (stop.reason == STOP_ENDED) {
        stop = strokes_go_on(mem, (thread_slot)id);
        narrate_heard(&mem->study, console, &words);
        if (!strokes_end_with(&stop))
            tell_freed(mem, &words, id);
    }
    words_print(&words, console, 0);
    return stepping_end(&mem->study, console, &stop);
}

const struct command serving_commands[] = {
    {.name = "serve",
     .arguments = "[N]",
     .help = "the server handles one request, or N; the threads it wakes act on their answers",
     .example = "serve 2 -- the two oldest requests are answered",
     .most = 1,
     .group = GROUP_FIRST,
     .run = run_serve},
    {.name = "free",
     .arguments = "ID",
     .help = "thread ID gives its bytes back and ends; neighbouring holes merge",
     .example = "free 1 -- the bytes of T1 are free again",
     .least = 1,
     .most = 1,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_ID,
     .run = run_free},
    {.name = NULL},
};
