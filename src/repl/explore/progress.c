#include "repl/explore/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

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
    *progress = (struct progress){.is_shown = isatty(STDERR_FILENO), .shown_at = now_seconds()};
}

void progress_end(struct progress *progress)
{
    if (progress->is_line)
        fputs("\r\033[K", stderr);
    progress->is_line = false;
}

static void print_left(double seconds)
{
    if (seconds < 0)
        return;
    if (seconds < 90)
        fprintf(stderr, ", %.0f s left", seconds);
    else if (seconds < 5400)
        fprintf(stderr, ", %.0f min left", seconds / 60);
    else
        fprintf(stderr, ", %.0f h left", seconds / 3600);
}

bool progress_show(void *context, const struct explore_progress *now)
{
    struct progress *progress = context;
    if (!progress->is_shown || now_seconds() - progress->shown_at < PAUSE_SECONDS)
        return true;
    progress->shown_at = now_seconds();
    progress_end(progress);
    if (now->estimate > LARGE_EXECUTIONS && !progress->has_warned) {
        fprintf(stderr,
                "This is large: about %.2g executions in all. Ctrl-C ends it, and keeps what "
                "was found.\n",
                now->estimate);
        progress->has_warned = true;
    }
    fprintf(stderr, "%s: %" PRIu64 " executions, %" PRIu64 " findings", now->stage, now->executions,
            now->findings);
    if (now->part >= 0)
        fprintf(stderr, ", %.0f%%", 100 * now->part);
    print_left(now->seconds_left);
    fflush(stderr);
    progress->is_line = true;
    return true;
}
