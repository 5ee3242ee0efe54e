#include "repl/inspect/looking.h"

#include "program/expressions/complete.h"
#include "program/expressions/scan.h"
#include "repl/study/frames.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    CODE_AROUND = 4,   /* source lines above and below the one a thread stands at */
    AT_COLUMN = 19,    /* of where a thread stands */
    DOING_COLUMN = 43, /* of what a thread does next; in a narrow window that goes below */
    BELOW_INDENT = 4,
};

/* ---- threads --------------------------------------------------------------------------------- */

/* Adds what the thread does next, or waits for. */
static void add_doing(const struct study *study, struct words *words, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    enum thread_state state = study_state(study, slot);
    bool is_held_up = state == STATE_BLOCKED && !machine_is_waiting(study_machine(study), slot);
    if (state == STATE_READY || is_held_up)
        words_add(words, "%s%s", narrate_operation(study, &thread->pending).text,
                  machine_needs_time(study_machine(study), slot) ? ", when its time is over" : "");
    else if (thread->pending.kind == OPERATION_JOIN && state == STATE_BLOCKED)
        words_add(words, "the end of %s",
                  study_thread_name(study, (thread_slot)thread->pending.argument).text);
    else if (state == STATE_BLOCKED || state == STATE_HOLDING)
        words_add(words, "%s", study_object(study, thread->pending.object).text);
    if (study_waits_for(study, slot) != NO_THREAD && state == STATE_BLOCKED &&
        thread->pending.kind != OPERATION_JOIN)
        words_add(words, ", %s by %s", thread->pending.kind == OPERATION_ONCE ? "run" : "held",
                  study_thread_name(study, study_waits_for(study, slot)).text);
}

static void print_thread(const struct study *study, struct console *console, thread_slot slot)
{
    struct words doing;
    enum thread_state state = study_state(study, slot);
    words_clear(&doing);
    add_doing(study, &doing, slot);
    bool is_somewhere = state != STATE_NEW && state != STATE_DONE;
    struct place_name at = study_place(study, study_pc(study, slot));
    bool is_beside = DOING_COLUMN + (int)doing.used <= console->width &&
                     strlen(at.text) < (size_t)DOING_COLUMN - AT_COLUMN;
    fprintf(console->out, "%-7s  %-*s", study_thread_name(study, slot).text, is_somewhere ? 8 : 0,
            study_state_name(state));
    if (is_somewhere)
        fprintf(console->out, "  %-*s", doing.used > 0 && is_beside ? DOING_COLUMN - AT_COLUMN : 0,
                at.text);
    if (is_somewhere && doing.used > 0 && !is_beside)
        fprintf(console->out, "\n%*s", BELOW_INDENT, "");
    console_wrap(console, is_beside ? DOING_COLUMN : BELOW_INDENT, BELOW_INDENT,
                 is_somewhere ? doing.text : "");
}

static void print_heading(const struct console *console)
{
    static const char last[] = "next, or waits for";
    bool is_beside = DOING_COLUMN + (int)strlen(last) <= console->width;
    fprintf(console->out, "%-7s  %-8s  %-*s", "thread", "state",
            is_beside ? DOING_COLUMN - AT_COLUMN : 0, "at");
    if (!is_beside)
        fprintf(console->out, "\n%*s", BELOW_INDENT, "");
    fprintf(console->out, "%s\n", last);
}

/* The thread that `call` runs on, while it runs nothing. */
static bool is_idle_prompt(const struct study *study, thread_slot slot)
{
    enum thread_state state = study_state(study, slot);
    return slot == study_prompt(study) && (state == STATE_NEW || state == STATE_DONE);
}

static enum outcome run_threads(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    thread_slot fresh[MACHINE_THREADS];
    size_t fresh_count = 0;
    struct words words;
    (void)count;
    (void)arguments;
    print_heading(console);
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        enum thread_state state = study_state(study, slot);
        if (is_idle_prompt(study, slot))
            continue;
        if (state == STATE_NEW)
            fresh[fresh_count++] = slot;
        else
            print_thread(study, console, slot);
    }
    if (fresh_count == 0)
        return OUTCOME_OK;
    words_clear(&words);
    narrate_list(study, &words, fresh, fresh_count);
    words_add(&words, fresh_count == 1 ? " is new." : " are new.");
    words_print(&words, console, 0);
    return OUTCOME_OK;
}

/* ---- sync ------------------------------------------------------------------------------------ */

/* A semaphore at 0 that nobody waits for says nothing; the memory server has over a hundred, most of
 * them for threads that this session does not have. */
static bool is_dull(const struct study *study, const struct sync_object *object)
{
    thread_slot waiters[MACHINE_THREADS];
    return object->kind == OBJECT_SEMAPHORE && object->value == 0 &&
           study_waiters(study, object->address, waiters) == 0;
}

static void print_object(const struct study *study, struct console *console,
                         const struct sync_object *object)
{
    thread_slot waiters[MACHINE_THREADS];
    size_t count = study_waiters(study, object->address, waiters);
    struct words words;
    words_clear(&words);
    int column = fprintf(console->out, "%-14s  %-9s  ", study_object(study, object->address).text,
                         object_name(object->kind));
    narrate_state(study, &words, object);
    if (count > 0) {
        words_add(&words, "%s", words.used > 0 ? "; " : "");
        narrate_list(study, &words, waiters, count);
        words_add(&words, count == 1 ? " waits" : " wait");
    } else if (words.used == 0)
        words_add(&words, "nobody waits");
    console_wrap(console, column, console->width < CONSOLE_WIDTH_PLAIN ? BELOW_INDENT : column,
                 words.text);
}

static enum outcome run_sync(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    const struct machine *machine = study_machine(study);
    bool has_dull = false, has_shown = false;
    (void)count;
    (void)arguments;
    for (uint32_t index = 0; index < machine->object_count; index++) {
        const struct sync_object *object = &machine->objects[index];
        if (!object->is_live)
            continue;
        if (is_dull(study, object))
            has_dull = true;
        else
            print_object(study, console, object);
        has_shown = true;
    }
    if (!has_shown)
        words_say(console, "No lock or semaphore was used yet.");
    if (has_dull)
        words_say(console, "All other semaphores stand at 0, and nobody waits there.");
    return OUTCOME_OK;
}

/* ---- code ------------------------------------------------------------------------------------ */

/* Adds "  <- T2 and T3" for the other threads that stand at this line. */
static void add_standing(const struct study *study, struct words *words, thread_slot self,
                         const struct place *place, int line)
{
    thread_slot others[MACHINE_THREADS];
    struct place other;
    size_t count = 0;
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        enum thread_state state = study_state(study, slot);
        if (slot != self && state != STATE_NEW && state != STATE_DONE &&
            lines_place(study->lines, study_pc(study, slot), &other) &&
            strcmp(other.file, place->file) == 0 && other.line == line)
            others[count++] = slot;
    }
    if (count == 0)
        return;
    words_add(words, "  <- ");
    narrate_list(study, words, others, count);
}

static void print_line(const struct study *study, struct console *console, thread_slot slot,
                       const struct place *place, int line)
{
    char text[256];
    struct words shown;
    if (line <= 0 || !lines_source_text(study->lines, place->file, line, text, sizeof text))
        return;
    size_t leading = strspn(text, " ");
    int column = fprintf(console->out, "%s %4d  %*s", line == place->line ? "->" : "  ", line,
                         (int)leading, "");
    words_clear(&shown);
    words_add(&shown, "%s", text + leading);
    add_standing(study, &shown, slot, place, line);
    console_line(console, column, column + 4, shown.text);
}

static enum outcome run_code(void *context, struct console *console, int count, char **arguments)
{
    struct study *study = context;
    struct place place;
    char text[8]; /* to see whether there is any */
    thread_slot slot =
        count > 0 ? study_find_thread(study, arguments[0]) : study_thread_of_interest(study);
    if (slot == NO_THREAD)
        return command_refuse(console, "no thread \"%s\"; threads lists them",
                              count > 0 ? arguments[0] : "");
    struct spoken_name name = narrate_name(study, slot);
    if (!lines_place(study->lines, study_pc(study, slot), &place))
        return command_refuse(console, "%s stands at no source line: it is %s", name.text,
                              study_state_name(study_state(study, slot)));
    if (place.line == 0) {
        words_say(console, "%s, in %s, which came without its source.",
                  study_thread_name(study, slot).text,
                  place.function[0] != '\0' ? place.function : "a function");
        return OUTCOME_OK;
    }
    if (!lines_source_text(study->lines, place.file, place.line, text, sizeof text)) {
        words_say(console, "%s, in %s of %s, line %d: that file is not here.",
                  study_thread_name(study, slot).text, place.function, place.file, place.line);
        return OUTCOME_OK;
    }
    words_say(console, "%s, in %s of %s:", study_thread_name(study, slot).text, place.function,
              place.file);
    for (int line = place.line - CODE_AROUND; line <= place.line + CODE_AROUND; line++)
        print_line(study, console, slot, &place, line);
    return OUTCOME_OK;
}

/* ---- Completion ------------------------------------------------------------------------------ */

enum { CANDIDATE_BYTES = 256 }; /* of an expression with its last name completed */

struct candidates {
    char **names;
    size_t count;
    const char *prefix;
};

/* Adds a name that begins with the prefix; keeps the list ended by NULL. */
static void add_candidate(struct candidates *list, const char *name)
{
    if (strncasecmp(name, list->prefix, strlen(list->prefix)) != 0)
        return;
    char **longer = realloc(list->names, (list->count + 2) * sizeof *longer);
    char *copy = strdup(name);
    if (longer != NULL)
        list->names = longer;
    if (longer == NULL || copy == NULL) {
        free(copy);
        return;
    }
    list->names[list->count++] = copy;
    list->names[list->count] = NULL;
}

static void add_threads(const struct study *study, struct candidates *list, bool as_numbers)
{
    for (thread_slot slot = 0; slot < study_slots(study); slot++) {
        struct thread_name name = study_thread_name(study, slot);
        if (is_idle_prompt(study, slot))
            continue;
        if (!as_numbers)
            add_candidate(list, name.text);
        else if (name.text[0] == 'T')
            add_candidate(list, name.text + 1);
    }
}

static void add_places(const struct study *study, struct candidates *list)
{
    for (size_t index = 0; lines_function(study->lines, index) != NULL; index++)
        add_candidate(list, lines_function(study->lines, index));
    for (size_t index = 0; lines_file(study->lines, index) != NULL; index++) {
        struct object_name file;
        snprintf(file.text, sizeof file.text, "%s:", lines_file(study->lines, index));
        add_candidate(list, file.text);
    }
}

/* The word in front of the "::" that stands before text[start]; empty when there is none. */
static void read_scope(const char *text, size_t start, char *scope, size_t size)
{
    size_t end = start >= 2 && text[start - 1] == ':' && text[start - 2] == ':' ? start - 2 : 0;
    size_t first = end;
    while (first > 0 && scan_is_of_name(text[first - 1]))
        first--;
    snprintf(scope, size, "%.*s", (int)(end - first), text + first);
}

/* True when nothing but local variables can stand there: behind "T1::". */
static bool add_locals(const struct study *study, struct candidates *list)
{
    struct local locals[STUDY_LOCALS_MOST];
    char scope[CANDIDATE_BYTES], name[CANDIDATE_BYTES];
    size_t start;
    if (!complete_variable_start(list->prefix, &start))
        return false;
    read_scope(list->prefix, start, scope, sizeof scope);
    size_t count = frames_list(study, scope[0] == '\0' ? NULL : scope, locals);
    for (size_t n = 0; n < count; n++) {
        snprintf(name, sizeof name, "%.*s%s", (int)start, list->prefix, locals[n].name);
        add_candidate(list, name);
    }
    return study_find_thread(study, scope) != NO_THREAD;
}

static void add_expressions(const struct study *study, struct candidates *list)
{
    const struct memory_view view = study_view(study);
    char name[CANDIDATE_BYTES];
    if (add_locals(study, list))
        return;
    for (size_t index = 0;
         complete_expression(study->names, &view, list->prefix, index, name, sizeof name); index++)
        add_candidate(list, name);
}

char **looking_candidates(void *context, enum argument_kind kind, const char *prefix)
{
    const struct study *study = context;
    struct candidates list = {.prefix = prefix};
    if (kind == ARGUMENT_THREAD || kind == ARGUMENT_ID)
        add_threads(study, &list, kind == ARGUMENT_ID);
    else if (kind == ARGUMENT_PLACE)
        add_places(study, &list);
    else if (kind == ARGUMENT_NAME)
        add_expressions(study, &list);
    return list.names;
}

const struct command looking_commands[] = {
    {.name = "threads",
     .arguments = "",
     .help = "each thread: its state, where it stands, why",
     .example = "threads -- who is ready, and who waits for what",
     .group = GROUP_FIRST,
     .run = run_threads},
    {.name = "sync",
     .arguments = "",
     .help = "each lock and semaphore: value or holder, who waits",
     .example = "sync -- who holds which lock, and what each semaphore stands at",
     .group = GROUP_MORE,
     .run = run_sync},
    {.name = "code",
     .arguments = "[THREAD]",
     .help = "the source lines around the place where a thread stands, and who else stands there",
     .example = "code T1 -- what T1 is about to do",
     .most = 1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = run_code},
    {.name = NULL},
};
