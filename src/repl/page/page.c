#include "repl/page/page.h"

#include "program/host/mishaps.h"
#include "repl/export/keeping.h"
#include "repl/inspect/tracing.h"
#include "repl/page/failure.h"
#include "repl/page/template.h"
#include "repl/state/boxes.h"
#include "repl/state/calls.h"
#include "repl/state/facts.h"
#include "repl/study/blocks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_MARK "<!doctype html><!-- Made by memrepl. -->" /* the first line of page.html */

enum { OUTPUT_SHOWN = 14 }; /* lines of what the program printed */

struct page {
    struct study *study; /* and the context of the kind */
    const struct page_kind *kind;
    struct frames frames;
    struct facts_files files;
    struct calls calls;
    struct blocks blocks;
    struct explain_before before;
    struct failure failure;
    uint64_t *positions; /* of the frames: just behind each move */
    size_t count;
    thread_slot begun_by; /* who has printed part of a line, last; else NO_THREAD */
    size_t typed;         /* commands that led to the frames so far, or to what was before them */
    uint64_t first_step, last_step; /* of the frames */
    bool begins_later;              /* there were more moves than there is room for */
    struct json text;               /* all of it */
    unsigned mishaps;               /* before the page was begun: with more it may lack something */
};

/* ---- Which frames there are ------------------------------------------------------------------ */

/* Fills in the positions from the last move backwards, and turns them round. Goes to the last. */
static bool find_frames(struct page *page, size_t most)
{
    struct stepper *stepper = page->study->stepper;
    uint64_t length = stepper_length(stepper), moves = 0;
    size_t room = length < most ? (size_t)length : most;
    page->positions = calloc(room + 2, sizeof page->positions[0]);
    if (page->positions == NULL)
        return false;
    stepper_goto(stepper, length);
    uint64_t last = length;
    for (size_t wanted = 1; wanted <= room; wanted++) {
        moves = wanted;
        uint64_t position = stepper_moves_back(stepper, &moves);
        if (moves < wanted)
            break;
        if (wanted == 1 && position + 1 < length)
            page->positions[page->count++] = length;
        page->positions[page->count++] = position + 1;
        last = position;
    }
    moves = page->count == 0 ? 1 : (uint64_t)page->count + 1;
    stepper_moves_back(stepper, &moves);
    page->begins_later = page->count > 0 && moves > page->count;
    page->positions[page->count++] = page->begins_later ? last : 0;
    for (size_t low = 0, high = page->count - 1; low < high; low++, high--) {
        uint64_t position = page->positions[low];
        page->positions[low] = page->positions[high];
        page->positions[high] = position;
    }
    return true;
}

/* ---- One frame ------------------------------------------------------------------------------- */

/* Adds a sentence to the frame, and empties it. */
static void say(struct page *page, struct words *words)
{
    while (words->used > 0 && words->text[words->used - 1] == ' ')
        words->text[--words->used] = '\0';
    words_capital(words);
    if (words->used > 0)
        frames_say(&page->frames, words->text);
    words_clear(words);
}

/* What was typed and led from the frame before to this one. Both are in the order of time. */
static int32_t typed_before(struct page *page, size_t index)
{
    const struct history *history = &page->study->history;
    struct words words;
    words_clear(&words);
    for (; index > 0 && page->typed < history->count; page->typed++) {
        const struct prompt_command *command = &history->commands[page->typed];
        if (command->acts && command->first >= page->positions[index])
            break;
        if (command->acts && command->first >= page->positions[index - 1])
            words_add(&words, "%s%s", words.used > 0 ? "; " : "", command->line);
    }
    return words.used == 0 ? -1 : (int32_t)pool_add_text(&page->frames.pool, words.text);
}

/* The operation of a step, as it stands in its thread's lane. */
static int32_t what_was_done(struct page *page, const struct trace_entry *entry)
{
    struct facts_place place = facts_place(&page->files, page->study, entry->operation.pc);
    struct json item = {0};
    json_mark(&item, '[');
    json_text(&item, tracing_cell(page->study, entry).text);
    json_number(&item, place.file);
    json_number(&item, place.line);
    json_mark(&item, ']');
    int32_t number = (int32_t)pool_add(&page->frames.pool, &item);
    json_close(&item);
    return number;
}

/* Adds what the prompt says of an event or a deadlock, line by line. */
static void say_end(struct page *page)
{
    char *said = explain_end(page->study);
    page->frames.words.is_broken |= said == NULL;
    for (char *line = said == NULL ? NULL : strtok(said, "\n"); line != NULL;
         line = strtok(NULL, "\n"))
        frames_say(&page->frames, line + strspn(line, " "));
    free(said);
}

/* What the move meant for the program's own data may be all there is to say: then true. */
static bool explain(struct page *page, const struct trace_entry *entry, thread_slot mover)
{
    const struct study *study = page->study;
    struct words words, own;
    words_clear(&words);
    words_clear(&own);
    bool is_all =
        page->kind->explain != NULL && page->kind->explain(page->study, &own, mover == NO_THREAD);
    bool is_told = is_all || mover == NO_THREAD;
    if (!is_told && entry != NULL)
        explain_operation(study, &words, entry);
    say(page, &words);
    say(page, &own);
    if (!is_told) {
        bool has_ended = study_state(study, mover) == STATE_DONE;
        if (has_ended)
            explain_standing(study, &words, mover);
        explain_woken(study, &words, &page->before, mover);
        say(page, &words);
        if (!has_ended)
            explain_standing(study, &words, mover);
        say(page, &words);
    }
    say_end(page);
    return is_all;
}

/* The end of a line that a thread had begun is no line of its own: puts() writes it apart. */
static size_t skip_line_end(struct page *page, const struct output *output)
{
    bool is_end = output->size > 0 && output->bytes[0] == '\n' && page->begun_by == output->thread;
    if (output->size > 0)
        page->begun_by = output->bytes[output->size - 1] != '\n' ? output->thread : NO_THREAD;
    return is_end ? 1 : 0;
}

/* What the program printed on the way to this frame, in whole lines as far as it goes. */
static void take_output(struct page *page)
{
    struct output output;
    frames_keep(&page->frames, PART_OUTPUT, OUTPUT_SHOWN - 1);
    while (stepper_next_output(page->study->stepper, &output))
        for (size_t from = skip_line_end(page, &output), to; from < output.size; from = to + 1) {
            const char *end = memchr(output.bytes + from, '\n', output.size - from);
            to = end == NULL ? output.size : (size_t)(end - output.bytes);
            struct json *item = frames_begin_item(&page->frames);
            json_number(item, output.thread);
            json_bytes(item, output.bytes + from, to - from);
            frames_end_item(&page->frames, PART_OUTPUT);
        }
}

static void take_variables(struct page *page)
{
    struct study *study = page->study;
    struct roots roots = {.count = 0};
    if (page->kind->look != NULL) {
        page->kind->look(study, &page->frames);
        calls_add(&page->calls, &page->frames, &page->files, study, NULL);
        return;
    }
    facts_add_globals(&page->frames, study, &roots);
    calls_add(&page->calls, &page->frames, &page->files, study, &roots);
    boxes_add(&page->frames, study, &roots);
}

static void take_frame(struct page *page, size_t index)
{
    struct study *study = page->study;
    struct frames *frames = &page->frames;
    const struct machine *machine = study_machine(study);
    struct frame frame = {.step = machine->step, .slot = -1, .what = -1, .typed = -1};
    const struct trace_entry *entry = NULL;
    thread_slot mover = index > 0 ? machine->running : NO_THREAD;
    blocks_forget(&page->blocks);
    facts_add_threads(frames, &page->files, study);
    facts_add_objects(frames, study);
    take_variables(page);
    take_output(page);
    if (index > 0 && machine->step > page->before.step)
        entry = stepper_trace(study->stepper, machine->step);
    frame.slot = mover;
    frame.typed = typed_before(page, index);
    bool is_call = explain(page, entry, mover);
    failure_note(&page->failure, study,
                 &(struct failure_frame){.number = index,
                                         .is_last = index + 1 == page->count,
                                         .position = page->positions[index],
                                         .mover = mover,
                                         .is_step = entry != NULL});
    if (entry != NULL && !is_call)
        frame.what = what_was_done(page, entry);
    explain_note(&page->before, study);
    page->first_step = index == 0 ? machine->step : page->first_step;
    page->last_step = machine->step;
    frames_end(frames, &frame);
}

/* Goes through the frames and comes back. False when the program does not come through, or the person
 * at the prompt has had enough. */
static bool take_frames(struct page *page)
{
    struct stepper *stepper = page->study->stepper;
    bool is_whole = true;
    for (size_t index = 0; index < page->count && is_whole; index++) {
        struct stop stop = stepper_goto(stepper, page->positions[index]);
        stepper_hear(stepper, true);
        is_whole = stop.reason != STOP_DIED && stop.reason != STOP_INTERRUPTED &&
                   !page->study->is_interrupted;
        if (is_whole)
            take_frame(page, index);
    }
    stepper_hear(stepper, false);
    return is_whole;
}

/* ---- The file -------------------------------------------------------------------------------- */

static void write_names(const struct page *page, struct json *json)
{
    json_name(json, "names");
    json_mark(json, '[');
    for (thread_slot slot = 0; slot < study_slots(page->study); slot++)
        json_text(json, study_thread_name(page->study, slot).text);
    json_mark(json, ']');
}

static void write_array(struct json *json, const char *name, const struct json *members)
{
    json_name(json, name);
    json_mark(json, '[');
    if (members->used > 0)
        json_raw(json, members->text, members->used);
    json_mark(json, ']');
}

static void write_data(struct page *page)
{
    struct json *json = &page->text;
    json_mark(json, '{');
    json_name(json, "format");
    json_text(json, "memrepl page 1");
    json_name(json, "about");
    json_text(json, page->kind->name);
    json_name(json, "later");
    json_number(json, page->begins_later);
    json_name(json, "failure");
    json_mark(json, '[');
    if (page->failure.text.used > 0) {
        json_number(json, (int64_t)page->failure.frame);
        json_text(json, page->failure.text.text);
    }
    json_mark(json, ']');
    write_names(page, json);
    json_name(json, "sources");
    facts_write_sources(&page->files, json, page->study);
    write_array(json, "values", &page->frames.pool.all);
    write_array(json, "keys", &page->frames.keys);
    write_array(json, "frames", &page->frames.all);
    json_mark(json, '}');
    json->is_broken |= !frames_is_whole(&page->frames);
}

static void write_page(const void *context, FILE *file, const char *path)
{
    const struct page *page = context;
    (void)path;
    template_write(file, page->text.text, page->text.used);
}

static enum outcome save(struct page *page, struct console *console, const char *path)
{
    const struct keeping keeping = {
        .mark = PAGE_MARK, .what = "page that export wrote", .write = write_page, .context = page};
    if (!json_is_whole(&page->text))
        return command_refuse_lack(console, "for the page");
    if (mishap_count() != page->mishaps)
        return command_refuse(console, "no page: %s", mishap_reason());
    uint64_t steps = page->last_step - page->first_step;
    enum outcome outcome = keeping_save(&keeping, console, path);
    if (outcome == OUTCOME_OK)
        words_say(console, "Written: %s shows %s%lld %s%s. A browser opens it.", path,
                  page->begins_later ? "the last " : "", WORDS_COUNT(steps > 0 ? steps : 1, "step"),
                  page->failure.is_ahead ? ", the last of which is still to be taken" : "");
    return outcome;
}

static enum outcome refuse_copy(struct console *console, char *error)
{
    command_refuse(console, "no page: %s", error != NULL ? error : "no memory left");
    free(error);
    return OUTCOME_ERROR;
}

static enum outcome make(struct page *page, struct console *console, const char *path, size_t most)
{
    struct study *study = page->study;
    uint64_t present = stepper_position(study->stepper);
    char *error;
    study->is_interrupted = 0;
    if (page->kind->begin != NULL)
        page->kind->begin(study);
    bool is_open = failure_open(&page->failure, study, &error);
    bool is_found = is_open && find_frames(page, most);
    study->blocks = &page->blocks;
    bool is_whole = is_found && take_frames(page);
    study->blocks = NULL;
    if (is_whole)
        write_data(page);
    failure_close(&page->failure, study);
    stepper_goto(study->stepper, present);
    if (page->kind->end != NULL)
        page->kind->end(study);
    if (!is_open)
        return refuse_copy(console, error);
    if (!is_found)
        return command_refuse_lack(console, "for the page");
    if (!is_whole)
        return command_refuse(console, "no page: going through the steps was interrupted");
    return save(page, console, path);
}

/* ---- export html ----------------------------------------------------------------------------- */

enum outcome page_export(void *context, struct console *console, int count, char **arguments,
                         const struct page_kind *kind)
{
    struct page page = {
        .study = context, .kind = kind, .begun_by = NO_THREAD, .mishaps = mishap_count()};
    int64_t most = PAGE_STEPS_MOST;
    if (count == 0)
        return command_refuse(console, "export html takes a file, such as session.html");
    if (count > 2 || (count == 2 && !words_number(arguments[1], 1, PAGE_STEPS_MOST, &most)))
        return command_refuse(console,
                              "a number of steps, 1 to %d, stands behind the file, not \"%.40s\"",
                              PAGE_STEPS_MOST, arguments[1]);
    if (stepper_length(page.study->stepper) == 0 && page.study->foreseen.story == NULL)
        return command_refuse(console, "no page: nobody has taken a step yet");
    enum outcome outcome = make(&page, console, arguments[0], (size_t)most);
    frames_close(&page.frames);
    calls_close(&page.calls);
    blocks_close(&page.blocks);
    json_close(&page.text);
    free(page.positions);
    return outcome;
}

const struct page_kind page_of_program = {.name = "a program"};
