#include "repl/explore/outputs.h"

#include "program/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    LINES_MOST = 6,     /* of each output that are shown */
    STEPS_MOST = 20000, /* of the other schedule: a program may go on for ever */
};

/* ---- Listening ------------------------------------------------------------------------------- */

/* Which thread goes on: the first or the last of those that can. */
static thread_slot choose(const struct study *study, bool is_first)
{
    thread_slot chosen = NO_THREAD;
    for (thread_slot slot = 0; slot < study_slots(study); slot++)
        if (study_can_run(study, slot) && (chosen == NO_THREAD || !is_first))
            chosen = slot;
    return chosen;
}

static void play_found(struct stage *stage, const struct record *record)
{
    stage_play(stage, record);
    stage_finish(stage, record);
}

static void play_simple(struct stage *stage, const struct record *record, bool is_first)
{
    struct stop stop = {.steps = 1};
    stage_begin(stage, record);
    for (int step = 0; step < STEPS_MOST && stop.steps > 0 && stop.reason != STOP_DIED; step++) {
        thread_slot slot = choose(stage->study, is_first);
        if (slot == NO_THREAD)
            return;
        stop = stage_step(stage, slot);
    }
}

static void play_first(struct stage *stage, const struct record *record)
{
    play_simple(stage, record, true);
}

static void play_last(struct stage *stage, const struct record *record)
{
    play_simple(stage, record, false);
}

/* All that is printed meanwhile; heap string, NULL when out of memory. */
static char *listen(struct stage *stage, const struct record *record,
                    void (*play)(struct stage *stage, const struct record *record))
{
    char *text = NULL;
    size_t size;
    stage->heard = open_memstream(&text, &size);
    if (stage->heard == NULL)
        return NULL;
    play(stage, record);
    fclose(stage->heard);
    stage->heard = NULL;
    return text;
}

/* ---- Telling --------------------------------------------------------------------------------- */

/* How much of both is the same, in whole lines. */
static size_t shared_length(const char *one, const char *other)
{
    size_t shared = 0;
    for (size_t index = 0; one[index] != '\0' && one[index] == other[index]; index++)
        if (one[index] == '\n')
            shared = index + 1;
    return shared;
}

/* From a line on; what a terminal might obey becomes a question mark. */
static void print_lines(const struct console *console, const char *text)
{
    for (int line = 0; line < LINES_MOST && *text != '\0'; line++) {
        fputs("    ", console->out);
        size_t length = strcspn(text, "\n");
        for (size_t index = 0; index < length; index++)
            fputc(text_harmless(text, index), console->out);
        text += length + (text[length] == '\n');
        fputc('\n', console->out);
    }
    if (*text != '\0')
        fputs("    ...\n", console->out);
}

/* One side, without the `shared` bytes that begin both. */
static void print_side(const struct console *console, const char *who, const char *text,
                       size_t shared)
{
    bool is_over = text[shared] == '\0';
    fprintf(console->out, "  %s prints%s%s\n", who, is_over ? " nothing" : "",
            is_over ? shared > 0 ? " more." : "." : ":");
    if (shared > 0 && !is_over)
        fputs("    ...\n", console->out);
    print_lines(console, text + shared);
}

void outputs_tell(struct stage *stage, const struct record *record, struct console *console)
{
    char *other = listen(stage, record, play_first);
    char *here = listen(stage, record, play_found);
    if (here != NULL && other != NULL && strcmp(here, other) == 0) {
        free(other);
        other = listen(stage, record, play_last);
        play_found(stage, record);
    }
    if (here != NULL && other != NULL && strcmp(here, other) != 0) {
        size_t shared = shared_length(here, other);
        print_side(console, "This schedule", here, shared);
        print_side(console, "Another one", other, shared);
    }
    free(here);
    free(other);
}
