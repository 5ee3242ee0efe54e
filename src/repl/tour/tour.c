#include "repl/tour/tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "repl/tour/lessons.h"

enum { PATIENCE = 2 /* misses until the hint comes */, LINE_BYTES = 128 };

/* ---- Telling --------------------------------------------------------------------------------- */

static void tell(const struct tour *tour, struct console *console)
{
    const struct lesson *lesson = lesson_at(tour->lesson);
    fprintf(console->out, "\n%sTour %zu of %zu: %s%s\n", console_colour(console, COLOUR_BOLD),
            tour->lesson, lesson_count(), lesson->title, console_colour(console, COLOUR_PLAIN));
    console_wrap(console, 0, 0, lesson->text);
    fprintf(console->out, "Type: %s%s%s\n", console_colour(console, COLOUR_BOLD), lesson->type,
            console_colour(console, COLOUR_PLAIN));
}

static void remind(const struct tour *tour, struct console *console)
{
    char text[4 * LINE_BYTES];
    const struct lesson *lesson = lesson_at(tour->lesson);
    size_t used = (size_t)snprintf(text, sizeof text, "Tour %zu: to go on, type %s.", tour->lesson,
                                   lesson->type);
    if (tour->misses >= PATIENCE)
        snprintf(text + used, sizeof text - used,
                 "%s%s help tour %zu begins this lesson anew; help tour end leaves.",
                 lesson->hint != NULL ? " " : "", lesson->hint != NULL ? lesson->hint : "",
                 tour->lesson);
    console_wrap(console, 0, 0, text);
}

/* ---- Beginning ------------------------------------------------------------------------------- */

/* Brings the session to where a lesson begins. What has taken a step does not count as fresh, whatever
 * break points it has. */
static bool set_the_stage(const struct tour_stage *stage, size_t lesson)
{
    static const char *const fresh[] = {"mem", "step T0", "lab 0",
                                        "set threads 10 memory 150 seed 1"};
    for (size_t index = 0; index < sizeof fresh / sizeof fresh[0]; index++)
        stage->quietly(stage->context, fresh[index]);
    for (size_t before = 1; before < lesson; before++)
        if (stage->quietly(stage->context, lesson_at(before)->type) != OUTCOME_OK ||
            (strcmp(lesson_at(before)->type, "mems") == 0 &&
             stage->quietly(stage->context, "reset") != OUTCOME_OK))
            return false;
    return true;
}

static bool is_at_beginning(const struct tour_stage *stage)
{
    return stage->quietly(stage->context, "expect step 0") == OUTCOME_OK;
}

static enum outcome end(struct tour *tour, struct console *console)
{
    if (tour->lesson == 0)
        return command_refuse(console, "there is no tour to end; help tour begins one");
    char text[LINE_BYTES];
    snprintf(text, sizeof text, "The tour ends here; help tour %zu takes it up again.",
             tour->lesson);
    console_wrap(console, 0, 0, text);
    tour->lesson = 0;
    return OUTCOME_OK;
}

static enum outcome begin(struct tour *tour, const struct tour_stage *stage,
                          struct console *console, size_t lesson)
{
    if (!set_the_stage(stage, lesson))
        return command_refuse(console,
                              "lesson %zu cannot be begun: one before it fails; help tour 1 "
                              "begins with the first",
                              lesson);
    *tour = (struct tour){.lesson = lesson};
    if (lesson == 1)
        console_wrap(console, 0, 0,
                     "A tour of ten minutes. Each lesson waits until you have typed what it asks "
                     "for; look around as you like meanwhile. help tour end leaves, help tour N "
                     "begins with lesson N.");
    tell(tour, console);
    return OUTCOME_OK;
}

enum outcome tour_begin(struct tour *tour, const struct tour_stage *stage, struct console *console,
                        const char *word)
{
    char *rest;
    if (word != NULL && strcmp(word, "end") == 0)
        return end(tour, console);
    unsigned long lesson = word == NULL ? 1 : strtoul(word, &rest, 10);
    if (word != NULL && (*rest != '\0' || lesson_at(lesson) == NULL))
        return command_refuse(console,
                              "help tour takes the number of a lesson, 1 to %zu, or end, not "
                              "\"%.40s\"; example: help tour 3",
                              lesson_count(), word);
    if (word == NULL && tour->lesson == 0 && !is_at_beginning(stage))
        return command_refuse(console,
                              "the tour begins the memory server anew, and the steps of this "
                              "session would be lost: save FILE keeps them, help tour 1 begins");
    return begin(tour, stage, console, lesson);
}

/* ---- Hearing --------------------------------------------------------------------------------- */

static bool is_named(const struct command *row, const char *line)
{
    size_t length = strcspn(line, " ");
    return row != NULL && strlen(row->name) == length && strncmp(row->name, line, length) == 0;
}

static bool is_done(const struct lesson *lesson, const struct tour_stage *stage,
                    const struct command *row)
{
    char line[LINE_BYTES];
    if (!is_named(row, lesson->type))
        return false;
    snprintf(line, sizeof line, "expect %s", lesson->done != NULL ? lesson->done : "");
    return lesson->done == NULL || stage->quietly(stage->context, line) == OUTCOME_OK;
}

void tour_hear(struct tour *tour, const struct tour_stage *stage, struct console *console,
               const struct command *row, enum outcome outcome)
{
    if (tour->lesson == 0 || outcome == OUTCOME_QUIT)
        return;
    if (outcome != OUTCOME_OK || !is_done(lesson_at(tour->lesson), stage, row)) {
        tour->misses++;
        remind(tour, console);
        return;
    }
    tour->misses = 0;
    tour->lesson++;
    if (lesson_at(tour->lesson) != NULL) {
        tell(tour, console);
        return;
    }
    tour->lesson = 0;
    fprintf(console->out, "\n");
    console_wrap(console, 0, 0, lesson_farewell());
}
