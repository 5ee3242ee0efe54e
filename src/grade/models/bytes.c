#include "grade/models/bytes.h"

#include <string.h>

void bytes_clear(struct bytes *bytes, int size)
{
    bytes->size = size;
    bytes_own(bytes, 0, size, BYTES_NOBODY);
}

struct run bytes_run(const struct bytes *bytes, int start)
{
    struct run run = {BYTES_NOBODY, start, 0};
    if (start < bytes->size)
        run.owner = bytes->owners[start];
    while (start + run.size < bytes->size && bytes->owners[start + run.size] == run.owner)
        run.size++;
    return run;
}

int bytes_runs(const struct bytes *bytes)
{
    int count = 0;
    for (int start = 0; start < bytes->size; start += bytes_run(bytes, start).size)
        count++;
    return count;
}

struct run bytes_of(const struct bytes *bytes, int owner)
{
    int start = 0;
    while (start < bytes->size && bytes->owners[start] != owner)
        start++;
    return bytes_run(bytes, start);
}

/* True when the hole `run` is to be preferred to `chosen`, which comes before it. */
static bool is_preferred(enum placement how, const struct run *run, const struct run *chosen,
                         int start)
{
    switch (how) {
    case PLACEMENT_BEST:
        return run->size < chosen->size;
    case PLACEMENT_WORST:
        return run->size > chosen->size;
    case PLACEMENT_NEXT: /* the first that does not end before the rover; else the first of all */
        return chosen->start + chosen->size <= start && run->start + run->size > start;
    default:
        return false;
    }
}

struct run bytes_placed(const struct bytes *bytes, enum placement how, int size, int *rover)
{
    struct run run, chosen = {BYTES_NOBODY, bytes->size, 0};
    int from = rover == NULL ? 0 : *rover;
    for (int start = 0; start < bytes->size; start += run.size) {
        run = bytes_run(bytes, start);
        if (run.owner != BYTES_NOBODY || run.size < size)
            continue;
        if (chosen.size == 0 || is_preferred(how, &run, &chosen, from))
            chosen = run;
    }
    if (how == PLACEMENT_NEXT && rover != NULL && chosen.size > 0)
        *rover = chosen.start + size;
    return chosen;
}

void bytes_own(struct bytes *bytes, int start, int size, int owner)
{
    memset(bytes->owners + start, owner, (size_t)size);
    memset(bytes->is_marked + start, 0, (size_t)size * sizeof bytes->is_marked[0]);
}

void bytes_mark(struct bytes *bytes, int owner)
{
    for (int index = 0; index < bytes->size; index++)
        bytes->is_marked[index] = bytes->is_marked[index] || bytes->owners[index] == owner;
}

char bytes_shown(const struct bytes *bytes, int index)
{
    static const char marks[BYTES_THREADS + 1] =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz";
    return bytes->is_marked[index] ? marks[bytes->owners[index]] : 'X';
}
