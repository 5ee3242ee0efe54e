#include "repl/export/schedule.h"

#include "repl/inspect/tracing.h"
#include "repl/words/events.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_MOST = 400, /* rows: some three metres of paper */
    ROW = 24,         /* from step to step */
    BOX = 18,         /* height of a step */
    LANE_X = 7,       /* of the lane in its column */
    TEXT_X = 15,      /* of what stands in a box */
    BAR = 8,          /* width of a blocked stretch */
    GAP = 14,         /* between columns */
    HEADING_Y = SVG_MARGIN + SVG_TEXT / 2,
    FIRST_Y = SVG_MARGIN + ROW + BOX / 2,
};

/* What a thread is between two steps. */
enum life { LIFE_NONE, LIFE_READY, LIFE_BLOCKED, LIFE_HOLDING, LIFE_ENDED };

/* The state after a step: lives[slot]. Row 0 is the state before the first step drawn. */
struct lanes {
    struct study *study;
    struct svg *svg;
    uint64_t from, to; /* steps from < step <= to */
    size_t rows;       /* to - from + 1 */
    thread_slot slots;
    unsigned char *lives;       /* of slot s after row r: lives[r * slots + s] */
    int x[MACHINE_THREADS];     /* left edge of the column; 0: has none */
    int width[MACHINE_THREADS]; /* of its boxes */
    int step_width, place_width;
};

static enum life life_at(const struct lanes *lanes, size_t row, thread_slot slot)
{
    return lanes->lives[row * (size_t)lanes->slots + (size_t)slot];
}

static const struct trace_entry *entry_at(const struct lanes *lanes, size_t row)
{
    return stepper_trace(lanes->study->stepper, lanes->from + row);
}

static int row_y(size_t row)
{
    return FIRST_Y + ((int)row - 1) * ROW;
}

/* ---- What is the case after each step -------------------------------------------------------- */

static enum life life_of(const struct study *study, thread_slot slot)
{
    const struct thread *thread = study_thread(study, slot);
    if (slot >= study_slots(study) || thread->phase == PHASE_UNUSED)
        return LIFE_NONE;
    if (thread->phase == PHASE_DONE || thread->phase == PHASE_CRASHED)
        return LIFE_ENDED;
    if (study_state(study, slot) == STATE_HOLDING)
        return LIFE_HOLDING;
    const struct machine *machine = study_machine(study);
    bool is_blocked = machine_is_waiting(machine, slot) && !machine_can_run(machine, slot);
    return is_blocked ? LIFE_BLOCKED : LIFE_READY;
}

static void look_row(struct lanes *lanes, size_t row)
{
    for (thread_slot slot = 0; slot < lanes->slots; slot++)
        lanes->lives[row * (size_t)lanes->slots + (size_t)slot] =
            (unsigned char)life_of(lanes->study, slot);
}

/* Goes through the steps and comes back. The last row is the present, which may be further on than
 * its last step. */
static void look(struct lanes *lanes)
{
    struct stepper *stepper = lanes->study->stepper;
    uint64_t present = stepper_position(stepper), position;
    look_row(lanes, lanes->rows - 1);
    for (size_t row = 0; row + 1 < lanes->rows; row++) {
        if (!stepper_find_step(stepper, lanes->from + row, &position))
            continue;
        stepper_goto(stepper, position);
        look_row(lanes, row);
    }
    stepper_goto(stepper, present);
    stepper_recall(stepper, lanes->to - lanes->from);
}

/* ---- Where things stand ---------------------------------------------------------------------- */

static void widen(int *width, const char *text)
{
    int wanted = svg_width(text);
    *width = wanted > *width ? wanted : *width;
}

/* A thread has a column when it takes a step, or is blocked at the end. */
static void measure(struct lanes *lanes)
{
    const struct study *study = lanes->study;
    for (size_t row = 1; row < lanes->rows; row++) {
        const struct trace_entry *entry = entry_at(lanes, row);
        char step[24];
        if (entry == NULL)
            continue;
        snprintf(step, sizeof step, "#%" PRIu64, entry->step);
        widen(&lanes->step_width, step);
        widen(&lanes->place_width, study_place(study, entry->operation.pc).text);
        widen(&lanes->width[entry->thread], tracing_cell(study, entry).text);
    }
    for (thread_slot slot = 0; slot < lanes->slots; slot++) {
        bool is_blocked = life_at(lanes, lanes->rows - 1, slot) == LIFE_BLOCKED;
        if (is_blocked)
            widen(&lanes->width[slot],
                  tracing_wait(study, &study_thread(study, slot)->pending).text);
        if (lanes->width[slot] > 0)
            widen(&lanes->width[slot], study_thread_name(study, slot).text);
    }
}

static void place_columns(struct lanes *lanes)
{
    int x = SVG_MARGIN + lanes->step_width + GAP + lanes->place_width + GAP;
    for (thread_slot slot = 0; slot < lanes->slots; slot++) {
        if (lanes->width[slot] == 0)
            continue;
        lanes->width[slot] += TEXT_X + GAP / 2;
        lanes->x[slot] = x;
        x += lanes->width[slot] + GAP;
    }
}

/* ---- Drawing --------------------------------------------------------------------------------- */

/* What a thread that is blocked behind `row` waits for: its next step, or what it never got to. */
static struct operation_text awaited(const struct lanes *lanes, size_t row, thread_slot slot)
{
    for (row++; row < lanes->rows; row++) {
        const struct trace_entry *entry = entry_at(lanes, row);
        if (entry != NULL && entry->thread == slot)
            return tracing_wait(lanes->study, &entry->operation);
    }
    return tracing_wait(lanes->study, &study_thread(lanes->study, slot)->pending);
}

/* The part of a lane from behind `row` to the row of its next change, which is returned. */
static size_t draw_stretch(const struct lanes *lanes, size_t row, thread_slot slot)
{
    enum life life = life_at(lanes, row, slot);
    size_t end = row + 1;
    while (end < lanes->rows && life_at(lanes, end, slot) == life)
        end++;
    int x = lanes->x[slot] + LANE_X, y = row_y(row) + ROW / 2, length = (int)(end - row) * ROW;
    if (life == LIFE_READY)
        svg_line(lanes->svg, x, y, x, y + length, SVG_LANE);
    else if (life == LIFE_HOLDING)
        svg_rect(lanes->svg, x - BAR / 2, y, BAR, length, SVG_HOLD);
    else if (life == LIFE_BLOCKED) {
        svg_rect(lanes->svg, x - BAR / 2, y, BAR, length, SVG_WAIT);
        svg_text(lanes->svg, lanes->x[slot] + TEXT_X, y + ROW / 2, SVG_LEFT, SVG_ALARM, "%s",
                 awaited(lanes, row, slot).text);
    }
    return end;
}

static void draw_lane(const struct lanes *lanes, thread_slot slot)
{
    for (size_t row = 0; row < lanes->rows;)
        row = draw_stretch(lanes, row, slot);
}

/* True when the step of that row let a thread go on that could not, or made it. */
static bool wakes(const struct lanes *lanes, size_t row, thread_slot slot)
{
    enum life before = life_at(lanes, row - 1, slot);
    const struct trace_entry *entry = entry_at(lanes, row);
    if (entry->thread == slot || life_at(lanes, row, slot) != LIFE_READY)
        return false;
    return before == LIFE_BLOCKED || before == LIFE_HOLDING ||
           (before == LIFE_NONE && entry->operation.kind == OPERATION_CREATE);
}

/* An arrow from the thread whose step it was to each that it let go on. */
static void draw_wakes(const struct lanes *lanes, size_t row)
{
    int y = row_y(row) + ROW / 2, from = lanes->x[entry_at(lanes, row)->thread] + LANE_X;
    for (thread_slot slot = 0; slot < lanes->slots; slot++) {
        if (lanes->x[slot] == 0 || !wakes(lanes, row, slot))
            continue;
        int to = lanes->x[slot] + LANE_X;
        svg_dot(lanes->svg, from, y, SVG_WAKE);
        svg_arrow(lanes->svg, from, y, to > from ? to - 1 : to + 1, y, SVG_WAKE);
    }
}

static void draw_step(const struct lanes *lanes, size_t row)
{
    const struct trace_entry *entry = entry_at(lanes, row);
    int x = lanes->x[entry->thread], y = row_y(row);
    svg_text(lanes->svg, SVG_MARGIN, y, SVG_LEFT, SVG_DATA, "#%" PRIu64, entry->step);
    svg_text(lanes->svg, SVG_MARGIN + lanes->step_width + GAP, y, SVG_LEFT, SVG_NOTE, "%s",
             study_place(lanes->study, entry->operation.pc).text);
    svg_rect(lanes->svg, x, y - BOX / 2, lanes->width[entry->thread], BOX, SVG_STEP);
    svg_text(lanes->svg, x + TEXT_X, y, SVG_LEFT, SVG_DATA, "%s",
             tracing_cell(lanes->study, entry).text);
}

static void draw_headings(const struct lanes *lanes)
{
    for (thread_slot slot = 0; slot < lanes->slots; slot++)
        if (lanes->x[slot] > 0)
            svg_text(lanes->svg, lanes->x[slot], HEADING_Y, SVG_LEFT, SVG_HEADING, "%s",
                     study_thread_name(lanes->study, slot).text);
}

static void draw(const struct lanes *lanes)
{
    draw_headings(lanes);
    for (thread_slot slot = 0; slot < lanes->slots; slot++)
        if (lanes->x[slot] > 0)
            draw_lane(lanes, slot);
    for (size_t row = 1; row < lanes->rows; row++)
        if (entry_at(lanes, row) != NULL) {
            draw_step(lanes, row);
            draw_wakes(lanes, row);
        }
}

/* ---- How it ended, in words ------------------------------------------------------------------ */

static void tell_end(const struct lanes *lanes, struct words *words)
{
    const struct study *study = lanes->study;
    const struct event *event = &study_machine(study)->event;
    if (event->kind != EVENT_NONE && event->kind != EVENT_EXIT)
        events_story(study, words, event);
    else if (study_is_deadlocked(study))
        words_add(words, "Deadlock: nobody can run");
}

static void draw_end(const struct lanes *lanes)
{
    struct words words;
    words_clear(&words);
    tell_end(lanes, &words);
    words_capital(&words);
    if (words.used > 0)
        svg_text(lanes->svg, SVG_MARGIN, row_y(lanes->rows) + ROW / 2 + BOX / 2, SVG_LEFT,
                 SVG_ALARM, "%s.", words.text);
}

/* "#7 T1 lock a; #8 ... T2 waits: lock b." */
static void describe(const struct lanes *lanes, struct words *words)
{
    for (size_t row = 1; row < lanes->rows; row++) {
        const struct trace_entry *entry = entry_at(lanes, row);
        if (entry != NULL)
            words_add(words, "%s#%" PRIu64 " %s %s", row > 1 ? "; " : "", entry->step,
                      study_thread_name(lanes->study, entry->thread).text,
                      tracing_cell(lanes->study, entry).text);
    }
    words_add(words, ".");
    for (thread_slot slot = 0; slot < lanes->slots; slot++)
        if (lanes->x[slot] > 0 && life_at(lanes, lanes->rows - 1, slot) == LIFE_BLOCKED)
            words_add(words, " %s waits: %s.", study_thread_name(lanes->study, slot).text,
                      awaited(lanes, lanes->rows - 1, slot).text);
}

bool schedule_draw(void *context, struct svg *svg, struct words *description, int64_t last)
{
    struct lanes lanes = {.study = context, .svg = svg};
    lanes.to = study_machine(lanes.study)->step;
    uint64_t shown = last > 0 && last < STEPS_MOST ? (uint64_t)last : STEPS_MOST;
    lanes.from = lanes.to > shown ? lanes.to - shown : 0;
    lanes.rows = lanes.to - lanes.from + 1;
    lanes.slots = study_slots(lanes.study);
    if (lanes.to == 0) {
        words_add(description, "nobody has taken a step yet");
        return false;
    }
    lanes.lives = calloc(lanes.rows, (size_t)lanes.slots);
    if (lanes.lives == NULL) {
        words_add(description, "no memory left");
        return false;
    }
    look(&lanes);
    measure(&lanes);
    place_columns(&lanes);
    draw(&lanes);
    draw_end(&lanes);
    describe(&lanes, description);
    free(lanes.lives);
    return true;
}

/* ---- export ---------------------------------------------------------------------------------- */

static const struct picture pictures[] = {
    {.name = "schedule", .draw = schedule_draw, .takes_steps = true},
    {.name = NULL},
};

static enum outcome run_export(void *context, struct console *console, int count, char **arguments)
{
    return export_run(context, console, count, arguments, pictures, &page_of_program);
}

static const char *const forms[] = {"html", "svg", "schedule", NULL};

const struct command schedule_export_commands[] = {
    {.name = "export",
     .reaches_out = true,
     .arguments = "html FILE [N] | svg [schedule] FILE [N]",
     .help = "write all steps, or the last N, as a page for a browser; or draw them as a picture: "
             "a lane for each thread",
     .example = "export html steps.html -- every step, to go through in a browser",
     .least = 1,
     .most = 4,
     .group = GROUP_MORE,
     .complete = ARGUMENT_FILE,
     .words = forms,
     .run = run_export},
    {.name = NULL},
};
