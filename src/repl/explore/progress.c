#include "repl/explore/progress.h"

#include "repl/words/narrate.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define PAUSE_SECONDS 0.2
#define LARGE_EXECUTIONS 1e6 /* some seconds */

static double now_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void progress_begin(struct progress *progress)
{
    *progress = (struct progress){.shown_at = now_seconds()};
    console_init(&progress->console, stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->is_line)
        fputs("\r\033[K", stderr);
    progress->is_line = false;
}

/* Adds a piece that fits in the window as a whole; the last column stays free, for the cursor. */
static void add(const struct progress *progress, struct words *line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void add(const struct progress *progress, struct words *line, const char *format, ...)
{
    char piece[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (line->used + strlen(piece) < (size_t)progress->console.width)
        words_add(line, "%s", piece);
}

static void add_left(const struct progress *progress, struct words *line, double seconds)
{
    if (seconds < 0)
        return;
    if (seconds < 90)
        add(progress, line, ", %.0f s left", seconds);
    else if (seconds < 5400)
        add(progress, line, ", %.0f min left", seconds / 60);
    else
        add(progress, line, ", %.0f h left", seconds / 3600);
}

/* Once, above the line. */
static void warn(struct progress *progress, double estimate)
{
    words_say(&progress->console,
              "This is large: about %.2g executions in all. Ctrl-C ends it, and tells what was "
              "found.",
              estimate);
    progress->has_warned = true;
}

bool progress_show(void *context, const struct explore_progress *now)
{
    struct progress *progress = context;
    struct words line;
    if (!progress->console.is_terminal || now_seconds() - progress->shown_at < PAUSE_SECONDS)
        return true;
    progress->shown_at = now_seconds();
    console_measure(&progress->console);
    progress_end(progress);
    if (now->estimate > LARGE_EXECUTIONS && !progress->has_warned)
        warn(progress, now->estimate);
    words_clear(&line);
    words_add(&line, "%s: %" PRIu64 " executions", now->stage, now->executions);
    add(progress, &line, ", found %" PRIu64, now->findings);
    if (now->part >= 0)
        add(progress, &line, ", %.0f%%", 100 * now->part);
    add_left(progress, &line, now->seconds_left);
    add(progress, &line, "; Ctrl-C ends it and tells what was found");
    fprintf(stderr, "%.*s", progress->console.width - 1, line.text);
    fflush(stderr);
    progress->is_line = true;
    return true;
}
