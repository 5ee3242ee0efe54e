#include "repl/act/scheduling.h"

#include "repl/act/stepping.h"
#include "repl/words/narrate.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    ENTRIES_MOST = 1024, /* of one line: a line of a session has no room for more */
    WOKEN_MOST = 256,    /* what stepper_step_waking() can name */
};

/* ---- Entries --------------------------------------------------------------------------------- */

/* "T1:lock(queue_lock)*2", "T1:signal(ready)!2". */
struct entry {
    char *thread;
    char *operation; /* what its next operation has to be, NULL: whatever it is */
    int64_t woken;   /* of those who wait for a signal, whom it wakes: 1 waits longest */
    int64_t count;
};

/* Cuts off the number behind the mark, when there is one; false when it is not allowed. */
static bool cut_number(char *word, char mark, int64_t most, int64_t *number)
{
    char *at = strrchr(word, mark);
    *number = 1;
    if (at == NULL)
        return true;
    *at = '\0';
    return words_number(at + 1, 1, most, number);
}

/* Cuts a word into its parts; false when what stands behind ! or * is no number. */
static bool read_entry(char *word, struct entry *entry)
{
    *entry = (struct entry){.thread = word};
    if (!cut_number(word, '*', INT64_MAX, &entry->count) ||
        !cut_number(word, '!', WOKEN_MOST, &entry->woken))
        return false;
    char *colon = strchr(word, ':');
    if (colon != NULL) {
        *colon++ = '\0';
        entry->operation = colon;
    }
    return true;
}

/* A name that can stand in an entry as it is: an address differs from run to run. */
static bool is_plain(const char *name)
{
    if (name[0] == '\0' || strncmp(name, "0x", 2) == 0)
        return false;
    while (isalnum((unsigned char)*name) || (*name != '\0' && strchr("_.[]->", *name) != NULL))
        name++;
    return *name == '\0';
}

/* "lock(queue_lock)", or "lock" where the object has no name. */
static struct operation_text operation_word(const struct study *study,
                                            const struct operation *operation)
{
    struct operation_text word;
    struct object_name operand = narrate_operand(study, operation);
    if (is_plain(operand.text))
        snprintf(word.text, sizeof word.text, "%s(%s)", operation_verb(operation->kind),
                 operand.text);
    else
        snprintf(word.text, sizeof word.text, "%s", operation_verb(operation->kind));
    return word;
}

/* An entry without an object agrees with any. */
static bool agrees(const struct study *study, const struct operation *operation,
                   const char *expected)
{
    bool has_object = strchr(expected, '(') != NULL;
    return strcmp(expected, has_object ? operation_word(study, operation).text
                                       : operation_verb(operation->kind)) == 0;
}

/* ---- Writing --------------------------------------------------------------------------------- */

/* The thread as study_find_thread() finds it again: a name that two threads have, or that has
 * blanks, is left for the number of the slot. */
static struct thread_name entry_name(const struct study *study, thread_slot slot)
{
    struct thread_name name = study_thread_name(study, slot);
    if (!is_plain(name.text) || study_find_thread(study, name.text) != slot)
        snprintf(name.text, sizeof name.text, "T%d", slot);
    return name;
}

/* Writes an entry; begins a line where there is none, or where this one is full. */
static void write_entry(FILE *file, int columns, const char *entry, uint64_t count, int *column)
{
    char times[24] = "";
    if (count > 1)
        snprintf(times, sizeof times, "*%" PRIu64, count);
    int length = (int)(strlen(entry) + strlen(times));
    if (*column > 0 && *column + 1 + length > columns) {
        fputc('\n', file);
        *column = 0;
    }
    if (*column == 0)
        *column = fprintf(file, "schedule");
    *column += fprintf(file, " %s%s", entry, times);
}

bool scheduling_write(struct study *study, FILE *file, int columns, uint64_t from, uint64_t to)
{
    char last[256] = "", entry[256];
    uint64_t count = 0;
    int column = 0;
    stepper_recall(study->stepper, study_machine(study)->step - from);
    for (uint64_t step = from + 1; step <= to; step++) {
        const struct trace_entry *done = stepper_trace(study->stepper, step);
        if (done == NULL)
            return false;
        int used = snprintf(entry, sizeof entry, "%s:%s", entry_name(study, done->thread).text,
                            operation_word(study, &done->operation).text);
        if (done->operation.kind == OPERATION_SIGNAL && done->operation.argument > 0)
            snprintf(entry + used, sizeof entry - (size_t)used, "!%" PRId64,
                     done->operation.argument + 1);
        if (count > 0 && strcmp(entry, last) != 0) {
            write_entry(file, columns, last, count, &column);
            count = 0;
        }
        memcpy(last, entry, sizeof last);
        count++;
    }
    if (count > 0)
        write_entry(file, columns, last, count, &column);
    fputs(column > 0 ? "\n" : "", file);
    return true;
}

/* ---- Doing ----------------------------------------------------------------------------------- */

/* True when the thread can take the step that the entry wants; else *problem says why not. */
static bool can_do(struct study *study, const struct entry *entry, thread_slot slot,
                   struct words *problem)
{
    const struct thread *thread = study_thread(study, slot);
    struct spoken_name name = narrate_name(study, slot);
    bool is_parked = thread->phase == PHASE_PARKED;
    if (thread->phase == PHASE_DONE)
        words_add(problem, "%s has ended", name.text);
    else if (is_parked && entry->operation != NULL &&
             !agrees(study, &thread->pending, entry->operation))
        words_add(problem, "%s stands before %s (%s), not before %s", name.text,
                  operation_word(study, &thread->pending).text,
                  study_place(study, thread->pending.pc).text, entry->operation);
    else if (!study_can_run(study, slot))
        narrate_wait(study, problem, slot);
    return problem->used == 0;
}

/* Does one step of an entry; false when it cannot be done, or ended otherwise than well. */
static bool do_step(struct study *study, struct console *console, const struct entry *entry,
                    struct stop *stop, struct words *problem)
{
    thread_slot slot = study_find_thread(study, entry->thread);
    if (slot == NO_THREAD)
        words_add(problem, "there is no thread \"%s\"", entry->thread);
    else if (study_state(study, slot) == STATE_NEW && !stepping_has_run(study, console, slot))
        words_add(problem, "%s cannot be started", narrate_name(study, slot).text);
    if (problem->used > 0 || !can_do(study, entry, slot, problem))
        return false;
    *stop = stepper_step_waking(study->stepper, slot, (uint8_t)(entry->woken - 1));
    if (study->is_interrupted && stop->reason == STOP_DONE)
        stop->reason = STOP_INTERRUPTED;
    return stop->reason == STOP_DONE || stop->reason == STOP_ENDED;
}

/* Adds an entry as it can be typed again, with the steps that were done of it. */
static void note_done(FILE *line, const struct entry *entry, int64_t done)
{
    if (done == 0)
        return;
    const char *quote = strpbrk(entry->thread, " \t") == NULL ? "" : "\"";
    fprintf(line, " %s%s%s%s%s", quote, entry->thread, quote, entry->operation == NULL ? "" : ":",
            entry->operation == NULL ? "" : entry->operation);
    if (entry->woken > 1)
        fprintf(line, "!%" PRId64, entry->woken);
    if (done > 1)
        fprintf(line, "*%" PRId64, done);
}

/* Does the entries up to the first that cannot be done; returns how many were. *problem is why the
 * next one was not: empty when a stop, an event or the user came in between. */
static int do_entries(struct study *study, struct console *console, struct entry *entries,
                      int count, FILE *line, struct stop *stop, struct words *problem)
{
    study->is_interrupted = 0;
    for (int index = 0; index < count; index++) {
        bool is_fine = true;
        int64_t done = 0;
        while (is_fine && done < entries[index].count) {
            is_fine = do_step(study, console, &entries[index], stop, problem);
            done += problem->used == 0;
        }
        note_done(line, &entries[index], done);
        if (!is_fine)
            return done < entries[index].count ? index : index + 1;
    }
    return count;
}

/* Says at which entry the schedule ended before its time. */
static enum outcome explain_end(struct console *console, const struct entry *entry, int number,
                                int count, const struct words *problem)
{
    struct words words;
    words_clear(&words);
    words_add(&words, "stopped at entry %d of %d, %s%s%s", number, count, entry->thread,
              entry->operation == NULL ? "" : ":",
              entry->operation == NULL ? "" : entry->operation);
    if (problem->used > 0)
        words_add(&words, ": %s", problem->text);
    console_message(console, "schedule", words.text);
    return OUTCOME_FAILED;
}

static enum outcome do_schedule(struct study *study, struct console *console, struct entry *entries,
                                int count)
{
    char *line = NULL;
    size_t size;
    struct words problem;
    FILE *stream = open_memstream(&line, &size);
    if (stream == NULL || !stepping_begin(study, console, "schedule")) {
        if (stream != NULL)
            fclose(stream);
        free(line);
        return command_refuse_lack(console, "for a schedule");
    }
    const struct before before = stepping_look(study);
    struct stop stop = {.reason = STOP_DONE, .thread = NO_THREAD};
    words_clear(&problem);
    fprintf(stream, "schedule");
    int done = do_entries(study, console, entries, count, stream, &stop, &problem);
    bool is_written = fclose(stream) == 0;
    enum outcome outcome =
        stepping_tell(study, console, &before, &stop, NO_THREAD, is_written ? line : NULL);
    free(line);
    return done == count ? outcome
                         : explain_end(console, &entries[done], done + 1, count, &problem);
}

static enum outcome show_schedule(struct study *study, struct console *console)
{
    uint64_t step = study_machine(study)->step;
    uint64_t from = step > STEPPER_TRACE_ENTRIES ? step - STEPPER_TRACE_ENTRIES : 0;
    if (step == 0)
        words_say(console, "Nothing was done yet: this is step 0.");
    if (from > 0)
        words_say(console, "The first %" PRIu64 " steps are left out.", from);
    scheduling_write(study, console->out, console->width, from, step);
    return OUTCOME_OK;
}

static enum outcome run_schedule(void *context, struct console *console, int count,
                                 char **arguments)
{
    struct study *study = context;
    struct entry entries[ENTRIES_MOST];
    char *words[ENTRIES_MOST];
    const char *error = NULL;
    if (count == 0)
        return show_schedule(study, console);
    int entry_count = command_split(arguments[0], words, ENTRIES_MOST, &error);
    if (entry_count < 0)
        return command_refuse(console, "schedule: %s", error);
    for (int index = 0; index < entry_count; index++)
        if (!read_entry(words[index], &entries[index]))
            return command_refuse(console,
                                  "entry %d of the schedule: behind * stands how many steps %s "
                                  "takes, behind ! which waiter a signal wakes: 1 or more",
                                  index + 1, entries[index].thread);
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    return do_schedule(study, console, entries, entry_count);
}

/* ---- scheduler ------------------------------------------------------------------------------- */

static const char *const scheduler_words[] = {"manual", "round-robin", "random", "laggard", NULL};

static void show_scheduler(const struct study *study, struct console *console)
{
    static const char *const meanings[] = {
        [SCHEDULER_MANUAL] = "the thread that ran last goes on as long as it can",
        [SCHEDULER_ROUND_ROBIN] = "each ready thread takes one step in turn",
        [SCHEDULER_RANDOM] = "any ready thread, as the seed has it",
        [SCHEDULER_LAGGARD] = "as the seed has it, one falls behind until no other can go on",
    };
    const struct scheduler_state *scheduler = &study_machine(study)->scheduler;
    if (scheduler_has_seed(scheduler->kind))
        words_say(console, "scheduler %s, seed %" PRIu64 ": %s.", scheduler_name(scheduler->kind),
                  scheduler->seed, meanings[scheduler->kind]);
    else
        words_say(console, "scheduler %s: %s.", scheduler_name(scheduler->kind),
                  meanings[scheduler->kind]);
}

static enum outcome run_scheduler(void *context, struct console *console, int count,
                                  char **arguments)
{
    struct study *study = context;
    enum scheduler_kind kind = 0;
    int64_t seed = 1;
    if (count == 0) {
        show_scheduler(study, console);
        return OUTCOME_OK;
    }
    if (!stepping_may_act(study, console))
        return OUTCOME_ERROR;
    while (kind < SCHEDULER_KINDS && strcmp(arguments[0], scheduler_name(kind)) != 0)
        kind++;
    if (kind == SCHEDULER_KINDS)
        return command_refuse(
            console, "no scheduler \"%s\"; manual, round-robin, random or laggard", arguments[0]);
    if (count > 1 && !words_number(arguments[1], 0, UINT32_MAX, &seed))
        return command_refuse(console, "a seed is a number, 0 to %u, not \"%s\"", UINT32_MAX,
                              arguments[1]);
    if (!stepping_begin(study, console, "scheduler %s %" PRId64, scheduler_name(kind), seed))
        return OUTCOME_ERROR;
    stepper_set_scheduler(study->stepper, kind, (uint64_t)seed);
    history_end(study, NULL);
    show_scheduler(study, console);
    return OUTCOME_OK;
}

const struct command scheduling_commands[] = {
    {.name = "schedule",
     .arguments = "[THREAD[:WHAT][*N]...]",
     .help = "steps in the order given, up to the first that cannot be done, or is to do something "
             "else than WHAT; !2 has a signal wake the second who waits; alone: the steps done so "
             "far, in this form",
     .example = "schedule T1*3 T2:lock -- three steps of T1, and one of T2, which must be a lock",
     .most = -1,
     .group = GROUP_MORE,
     .complete = ARGUMENT_THREAD,
     .run = run_schedule},
    {.name = "scheduler",
     .arguments = "[NAME [SEED]]",
     .help =
         "who runs next in step and run: manual, round-robin, random, or laggard, where now and "
         "then one falls behind until no other can go on",
     .example = "scheduler random 7 -- a random order that the seed 7 repeats",
     .most = 2,
     .group = GROUP_MORE,
     .complete = ARGUMENT_WORD,
     .words = scheduler_words,
     .run = run_scheduler},
    {.name = NULL},
};
