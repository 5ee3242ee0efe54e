/*
 * What placement and allocation units cost: runs streams of requests on the segment list with each
 * placement, and on the bitmap with units from 1 to 64 bytes, and prints a line for each.
 *
 *     fragmentation STREAM...
 *
 * A stream is a text file (streams/): its first line "memory BYTES", then a line for each event,
 *
 *     ask ID SIZE      thread ID asks for SIZE bytes; it owns none
 *     give ID          thread ID gives its bytes back, if it was granted any
 *
 * and an empty line or one that starts with # is a comment. The figures are
 *
 *     refused      requests for which there was no place
 *     external     what part of the free bytes is not in the largest hole
 *     internal     what part of the bytes that are granted was not asked for
 *
 * the last two on average over the moments after each event. Exit status: 1 when an invariant broke
 * or memory ran out, 2 for a stream that cannot be read. Nothing here is an exercise.
 */
#include <stdio.h>
#include <string.h>

#include "marks.h"
#include "placement.h"
#include "tracker.h"

enum { STATUS_FINE, STATUS_BROKEN, STATUS_UNREADABLE };
enum { LINE_BYTES = 128, NAME_BYTES = 16, WHOLE = 1000 /* shares are counted in thousandths */ };

/* One run of a stream. */
struct measure {
    const struct tracker *tracker;
    int unit, bytes, line;
    int events, asked, refused;
    long external, internal; /* sums of shares, one for each event */
};

static int fail(const char *path, const struct measure *measure, const char *problem)
{
    fprintf(stderr, "%s:%d: %s\n", path, measure->line, problem);
    return STATUS_BROKEN;
}

static long share(int part, int whole)
{
    return whole == 0 ? 0 : (long)part * WHOLE / whole;
}

static void add_figures(struct measure *measure)
{
    struct tracker_figures figures = {0, 0, 0};
    measure->tracker->figures(&figures);
    measure->events++;
    measure->external += share(figures.free_bytes - figures.largest_hole, figures.free_bytes);
    measure->internal += share(figures.lost_bytes, measure->bytes - figures.free_bytes);
}

static bool is_comment(const char *line)
{
    return line[0] == '#' || line[strspn(line, " \t\r\n")] == '\0';
}

static int free_bytes(const struct measure *measure)
{
    struct tracker_figures figures = {0, 0, 0};
    measure->tracker->figures(&figures);
    return figures.free_bytes;
}

/* NULL, or what is wrong with what was granted. */
static const char *ask(struct measure *measure, int id, int size)
{
    int before = free_bytes(measure);
    bool is_refused = measure->tracker->allocate(id, size) == NO_PLACE;
    measure->asked++;
    measure->refused += is_refused;
    if (!is_refused && before - free_bytes(measure) < size)
        return "fewer bytes were granted than asked for";
    return NULL;
}

/* Does one event. NULL, or what is wrong: with the line, or with what the tracker did. */
static const char *perform(struct measure *measure, const char *line)
{
    const char *fault = NULL;
    int id, size;
    if (sscanf(line, "ask %d %d", &id, &size) == 2 && id >= 0 && id < THREADS_MAX && size > 0)
        fault = ask(measure, id, size);
    else if (sscanf(line, "give %d", &id) == 1 && id >= 0 && id < THREADS_MAX)
        measure->tracker->release(id);
    else
        return "neither \"ask ID SIZE\" nor \"give ID\"";
    add_figures(measure);
    return fault != NULL ? fault : measure->tracker->check();
}

/* Reads "memory BYTES", which comes before all events. */
static bool begin(struct measure *measure, FILE *file)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, file) != NULL) {
        measure->line++;
        if (!is_comment(line))
            return sscanf(line, "memory %d", &measure->bytes) == 1 &&
                   measure->bytes >= measure->unit &&
                   measure->tracker->init(measure->bytes, measure->unit);
    }
    return false;
}

static int run_events(struct measure *measure, const char *path, FILE *file)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof line, file) != NULL) {
        measure->line++;
        const char *fault = is_comment(line) ? NULL : perform(measure, line);
        if (fault != NULL)
            return fail(path, measure, fault);
    }
    return STATUS_FINE;
}

static int run_stream(struct measure *measure, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return STATUS_UNREADABLE;
    }
    int status = STATUS_BROKEN;
    if (begin(measure, file)) {
        status = run_events(measure, path, file);
        measure->tracker->destroy();
    } else {
        fail(path, measure, "no memory could be set up");
    }
    fclose(file);
    return status;
}

/* "streams/mixed.txt" is shown as "mixed". */
static void print_line(const struct measure *measure, const char *path, const char *name)
{
    const char *slash = strrchr(path, '/'), *start = slash == NULL ? path : slash + 1;
    long events = measure->events == 0 ? 1 : measure->events;
    long external = measure->external / events, internal = measure->internal / events;
    printf("%-10.*s %-8s %5d of %d %8ld.%ld%% %8ld.%ld%%\n", (int)strcspn(start, "."), start, name,
           measure->refused, measure->asked, external / 10, external % 10, internal / 10,
           internal % 10);
}

static int measure_one(const char *path, const struct tracker *tracker, int unit, const char *name)
{
    struct measure measure = {.tracker = tracker, .unit = unit};
    int status = run_stream(&measure, path);
    if (status == STATUS_FINE)
        print_line(&measure, path, name);
    return status;
}

static int measure_all(const char *path)
{
    int status = STATUS_FINE;
    for (placement = 0; placement < PLACEMENT_COUNT && status == STATUS_FINE; placement++)
        status = measure_one(path, &list_tracker, 1, placement_name(placement));
    for (int unit = 1; unit <= 64 && status == STATUS_FINE; unit *= 2) {
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "unit-%d", unit);
        status = measure_one(path, &bitmap_tracker, unit, name);
    }
    return status;
}

int main(int count, char **paths)
{
    int status = STATUS_FINE;
    printf("%-10s %-8s %12s %10s %10s\n", "stream", "tracker", "refused", "external", "internal");
    for (int index = 1; index < count && status == STATUS_FINE; index++)
        status = measure_all(paths[index]);
    return status;
}
