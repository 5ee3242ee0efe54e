#include "repl/mem/mem.h"

#include "explore/search/search.h"
#include "program/text.h"
#include "repl/act/asking.h"
#include "repl/act/blocks.h"
#include "repl/act/scheduling.h"
#include "repl/act/stepping.h"
#include "repl/explore/exploring.h"
#include "repl/explore/splitting.h"
#include "repl/export/dump.h"
#include "repl/inspect/describing.h"
#include "repl/inspect/explaining.h"
#include "repl/inspect/looking.h"
#include "repl/inspect/printing.h"
#include "repl/inspect/stack.h"
#include "repl/inspect/tracing.h"
#include "repl/lab.h"
#include "repl/mem/asleep.h"
#include "repl/mem/expect.h"
#include "repl/mem/serving.h"
#include "repl/mem/settings.h"
#include "repl/mem/strokes.h"
#include "repl/mem/views.h"
#include "repl/travel/travel.h"
#include "repl/words/narrate.h"

#include <semaphore.h>
#include <stdlib.h>
#include <string.h>

enum { START_STEPS = 1000 }; /* until the server must have come to its first wait */

static const struct command *const tables[] = {
    blocks_commands,      strokes_commands,
    serving_commands,     views_commands,
    stepping_commands,    scheduling_commands,
    travel_commands,      history_commands,
    looking_commands,     explaining_commands,
    tracing_commands,     asking_commands,
    printing_commands,    stack_commands,
    describing_commands,  stops_commands,
    splitting_commands,   exploring_commands,
    expect_commands,      settings_commands,
    dump_export_commands, NULL,
};

/* ---- Who is who ------------------------------------------------------------------------------ */

thread_slot mem_server(const struct mem *mem)
{
    return (thread_slot)mem->settings.threads;
}

const struct sync_object *mem_held_lock(const struct mem *mem)
{
    const struct machine *machine = study_machine(&mem->study);
    for (uint32_t index = 0; index < machine->object_count; index++)
        if (machine->objects[index].kind == OBJECT_MUTEX &&
            machine->objects[index].owner != NO_THREAD)
            return &machine->objects[index];
    return NULL;
}

const struct snapshot *mem_look(struct mem *mem)
{
    snapshot_take(&mem->now, &mem->study, &mem->subject);
    return &mem->now;
}

/* ---- What study/ asks of this mode ----------------------------------------------------------- */

static const struct mem *mem_of(const struct study *study)
{
    return (const struct mem *)study;
}

static void hook_name(const struct study *study, thread_slot slot, char *text, size_t size)
{
    const struct mem *mem = mem_of(study);
    if (slot < mem_server(mem))
        snprintf(text, size, "T%d", slot);
    else
        snprintf(text, size, "%s", slot == mem_server(mem) ? "server" : "prompt");
}

static bool hook_begin(struct study *study, struct console *console, thread_slot slot)
{
    struct mem *mem = (struct mem *)study;
    if (slot < mem_server(mem) && mem->is_started)
        return strokes_begin(mem, slot, 0);
    command_refuse(console, "%s has nothing to run", narrate_name(study, slot).text);
    return false;
}

static bool hook_is_holding(const struct study *study, thread_slot slot)
{
    return asleep_for_release(mem_of(study), slot);
}

static bool hook_is_resting(const struct study *study, thread_slot slot)
{
    const struct mem *mem = mem_of(study);
    return slot == mem_server(mem) && asleep_server_rests(mem) && !study_can_run(study, slot);
}

static void hook_waker(const struct study *study, thread_slot slot, struct words *words)
{
    const struct mem *mem = mem_of(study);
    bool is_semaphore = study_thread(study, slot)->pending.kind == OPERATION_WAIT;
    const char *wakes = is_semaphore ? "posts it" : "wakes it";
    if (slot == mem_server(mem) && asleep_server_rests(mem))
        words_add(words, "; a thread that asks %s (enqueue)", wakes);
    else if (slot < mem_server(mem) && asleep_for_release(mem, slot))
        words_add(words, "; you let it go on (free %d)", slot);
    else if (slot < mem_server(mem) && asleep_for_answer(mem, slot))
        words_add(words, "; the server %s with the answer (serve)", wakes);
}

static void hook_strokes(const struct study *study, struct words *words)
{
    strokes_suggest(mem_of(study), words);
}

static void hook_idle(const struct study *study, struct search_idle *idle)
{
    const struct mem *mem = mem_of(study);
    idle->arrays[0].address = mem->rest.object;
    idle->arrays[0].bytes = 1;
    idle->arrays[0].thread = mem_server(mem);
    idle->arrays[1].address = mem->subject.released;
    idle->arrays[1].bytes = (uint64_t)mem->settings.threads * sizeof(sem_t);
    idle->arrays[1].thread = NO_THREAD;
}

/* A thread that waits for its answer is in the queue, or with the server. */
static void check_requests(const struct mem *mem, struct words *words)
{
    if (!asleep_server_rests(mem) || mem->now.queue_fault != NULL)
        return;
    for (int id = 0; id < mem->settings.threads && words->used == 0; id++)
        if (asleep_for_answer(mem, id) && snapshot_request_of(&mem->now, id) == NULL)
            words_add(words,
                      "the request of T%d is lost: T%d waits for its answer, but the queue "
                      "does not have it and the server waits for another",
                      id, id);
}

static void hook_check(struct study *study, struct console *console)
{
    struct mem *mem = (struct mem *)study;
    struct words words;
    if (!mem->is_started)
        return;
    words_clear(&words);
    mem_look(mem);
    if (mem->now.queue_fault != NULL)
        words_add(&words, "%s", mem->now.queue_fault);
    if (words.used == 0 && mem_held_lock(mem) == NULL)
        snapshot_check(&mem->now, &words);
    if (words.used == 0)
        check_requests(mem, &words);
    if (words.used > 0)
        words_say(console, "%sCheck:%s %s.", console_colour(console, COLOUR_YELLOW),
                  console_colour(console, COLOUR_PLAIN), words.text);
}

static void hook_settings(const struct study *study, FILE *file, const char *path)
{
    (void)path;
    const struct repl_options *settings = &mem_of(study)->settings;
    fprintf(file, "set threads %d memory %d seed %u\n", settings->threads, settings->memory,
            settings->seed);
    lab_write(settings, file);
}

/* ---- Beginning ------------------------------------------------------------------------------- */

/* Runs a function of the program on the prompt's slot; true when it returned what counts as
 * true. */
static bool start_with(struct mem *mem, uint64_t function, uint64_t first, uint64_t second)
{
    const uint64_t arguments[] = {first, second};
    struct stop stop = asking_call(&mem->study, function, arguments, 2);
    const struct thread *thread = study_thread(&mem->study, mem->study.prompt);
    return stop.reason == STOP_ENDED && thread->phase == PHASE_DONE && (thread->result & 0xFF) != 0;
}

/* Brings the program to step 0. When it does not get there it is left where it stopped: the event
 * or the wait that stands there is what the user has to see. */
static bool run_to_step_zero(struct mem *mem)
{
    struct study *study = &mem->study;
    const struct subject *subject = &mem->subject;
    const struct start server = {
        .slot = mem_server(mem), .name = "server", .function = subject->server_function};
    if (!start_with(mem, subject->memory_server_start, (uint64_t)mem->settings.threads,
                    (uint64_t)mem->settings.memory) ||
        !start_with(mem, subject->workload_start, mem->settings.seed, 0))
        return false;
    struct stop stop = stepper_start(study->stepper, &server);
    for (int step = 0;
         step < START_STEPS && study_can_run(study, server.slot) && stop.reason == STOP_DONE;
         step++)
        stop = stepper_step(study->stepper, server.slot, 1);
    const struct thread *thread = study_thread(study, server.slot);
    if (thread->phase != PHASE_PARKED || study_can_run(study, server.slot) ||
        study_waits_for(study, server.slot) != NO_THREAD)
        return false;
    mem->rest = thread->pending;
    stepper_rebase(study->stepper);
    return true;
}

static struct study_hooks make_hooks(int threads)
{
    return (struct study_hooks){
        .named_slots = (thread_slot)(threads + 2),
        .name = hook_name,
        .begin = hook_begin,
        .is_holding = hook_is_holding,
        .is_resting = hook_is_resting,
        .waker = hook_waker,
        .strokes = hook_strokes,
        .idle = hook_idle,
        .check = hook_check,
        .settings = hook_settings,
    };
}

static void end_session(struct mem *mem)
{
    study_close(&mem->study);
    subject_remove(&mem->subject);
    snapshot_close(&mem->before);
    snapshot_close(&mem->now);
}

/* Fills `mem`, all zeros but for its settings. False with *error, and nothing to end. */
static bool begin_session(struct mem *mem, char **error)
{
    *error = NULL;
    if (!subject_make(&mem->subject, &mem->settings, error))
        return false;
    if (!study_open(&mem->study, mem->subject.path, error) ||
        !subject_find(&mem->subject, mem->study.image, error) ||
        !snapshot_open(&mem->before, mem->settings.memory) ||
        !snapshot_open(&mem->now, mem->settings.memory)) {
        if (*error == NULL)
            *error = text_format("no memory left");
        end_session(mem);
        return false;
    }
    lines_look_below(mem->study.lines, mem->settings.home);
    mem->hooks = make_hooks(mem->settings.threads);
    mem->study.hooks = &mem->hooks;
    mem->study.mode = &mem->mode;
    mem->study.prompt = (thread_slot)(mem_server(mem) + 1);
    mem->is_started = run_to_step_zero(mem);
    mem->study.prompt_runs = study_thread(&mem->study, mem->study.prompt)->runs;
    return true;
}

/* True when the session has these settings and nothing was done in it. */
static bool is_fresh(const struct mem *mem, const struct repl_options *settings)
{
    return mem->settings.threads == settings->threads && mem->settings.memory == settings->memory &&
           mem->settings.seed == settings->seed && mem->settings.lab == 0 && settings->lab == 0 &&
           mem->is_started && mem->study.history.count == 0;
}

bool mem_begin_anew(struct mem *mem, struct console *console, const struct repl_options *settings)
{
    char *error;
    if (is_fresh(mem, settings))
        return true;
    struct mem *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) {
        command_refuse_lack(console, "to begin anew");
        return false;
    }
    fresh->settings = *settings;
    fresh->lab_from = mem->lab_from;
    if (!begin_session(fresh, &error)) {
        command_refuse_lines(console, error);
        free(error);
        free(fresh);
        return false;
    }
    end_session(mem);
    fresh->mode = mem->mode;
    *mem = *fresh;
    mem->study.hooks = &mem->hooks;
    mem->study.mode = &mem->mode;
    free(fresh);
    return true;
}

/* ---- The mode -------------------------------------------------------------------------------- */

static void interrupt(void *context)
{
    study_interrupt(&((struct mem *)context)->study);
}

static const char *const topics[] = {"strokes", "states", "words", "expect", NULL};

static bool topic(void *context, struct console *console, const char *name)
{
    (void)context;
    if (strcmp(name, "expect") == 0)
        expect_explain(console);
    return strcmp(name, "expect") == 0 || explore_wish_explain(console, name) ||
           strokes_explain(console, name);
}

/* Says what kept the program from getting to step 0. */
static void explain_start(struct mem *mem, struct console *console)
{
    if (mem->is_started)
        return;
    words_say(console, "The memory server did not come to its first wait:%s", asleep_why_not(mem));
    stepping_rest(&mem->study, console, NO_THREAD);
}

struct mem *mem_open(const struct repl_options *options, struct console *console, char **error)
{
    struct mem *mem = calloc(1, sizeof *mem);
    if (mem == NULL) {
        *error = text_format("no memory left");
        return NULL;
    }
    mem->settings = *options;
    mem->mode = (struct mode){
        .name = "mem",
        .prompt = "mem> ",
        .context = mem,
        .tables = tables,
        .candidates = looking_candidates,
        .interrupt = interrupt,
        .topic = topic,
        .topics = topics,
    };
    if (!begin_session(mem, error)) {
        free(mem);
        return NULL;
    }
    explain_start(mem, console);
    return mem;
}

void mem_close(struct mem *mem)
{
    if (mem == NULL)
        return;
    end_session(mem);
    free(mem->lab_from);
    free(mem);
}

const struct mode *mem_mode(struct mem *mem)
{
    return &mem->mode;
}

const struct command *const *mem_tables(void)
{
    return tables;
}

static void describe(struct mem *mem, struct console *console, const char *title, const char *hint)
{
    const struct repl_options *settings = &mem->settings;
    char lab[64] = "";
    if (settings->lab != 0)
        snprintf(lab, sizeof lab, "lab %d %.20s, ", settings->lab, lab_whose(settings));
    words_say(console, "%s: %s%lld request %s, one server, %lld %s, first fit.%s", title, lab,
              WORDS_COUNT(settings->threads, "thread"), WORDS_COUNT(settings->memory, "byte"),
              hint);
}

void mem_greet(struct mem *mem, struct console *console)
{
    describe(mem, console, "memrepl", "");
    words_say(console,
              "enqueue 1 40 asks for memory, serve answers, dump shows it; back takes it back.");
    words_say(console, "help tour shows you round in ten minutes; help lists the commands.");
}

void mem_greet_anew(struct mem *mem, struct console *console)
{
    describe(mem, console, "A fresh session", "");
    explain_start(mem, console);
}
