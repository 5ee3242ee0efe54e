#include "repl/record/frames.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *const frames_part_names[] = {
    [PART_THREADS] = "threads",   [PART_OBJECTS] = "objects",   [PART_CALLS] = "calls",
    [PART_GLOBALS] = "globals",   [PART_LISTS] = "lists",       [PART_MEMORY] = "memory",
    [PART_SEGMENTS] = "segments", [PART_REQUESTS] = "requests", [PART_MESSAGES] = "messages",
    [PART_MAINS] = "mains",       [PART_NODES] = "nodes",       [PART_OUTPUT] = "output",
    [PART_FAULTS] = "faults",
};
static_assert(sizeof frames_part_names / sizeof frames_part_names[0] == PARTS, "a name each");

enum {
    LOOK_AHEAD = 48, /* values, for where two lists are alike again */
    RUN_LEAST = 4    /* of them: fewer are shorter as they are */
};

bool frames_is_whole(const struct frames *frames)
{
    return json_is_whole(&frames->pool.all) && json_is_whole(&frames->item) &&
           json_is_whole(&frames->all) && json_is_whole(&frames->keys) &&
           json_is_whole(&frames->words);
}

void frames_close(struct frames *frames)
{
    pool_close(&frames->pool);
    json_close(&frames->item);
    json_close(&frames->all);
    json_close(&frames->keys);
    json_close(&frames->words);
    for (int part = 0; part < PARTS; part++) {
        free(frames->now[part].values);
        free(frames->before[part].values);
    }
    *frames = (struct frames){0};
}

/* ---- Filling a frame ------------------------------------------------------------------------- */

struct json *frames_begin_item(struct frames *frames)
{
    json_clear(&frames->item);
    json_mark(&frames->item, '[');
    return &frames->item;
}

static void enter(struct frames *frames, struct frames_list *list, uint32_t value)
{
    if (list->count == list->room) {
        size_t room = 2 * list->room + 16;
        uint32_t *longer = realloc(list->values, room * sizeof *longer);
        if (longer == NULL) {
            frames->item.is_broken = true;
            return;
        }
        list->values = longer;
        list->room = room;
    }
    list->values[list->count++] = value;
}

void frames_end_item(struct frames *frames, enum frames_part part)
{
    json_mark(&frames->item, ']');
    enter(frames, &frames->now[part], pool_add(&frames->pool, &frames->item));
}

void frames_keep(struct frames *frames, enum frames_part part, size_t most)
{
    const struct frames_list *before = &frames->before[part];
    struct frames_list *now = &frames->now[part];
    size_t kept = before->count < most ? before->count : most;
    for (size_t n = before->count - kept; n < before->count; n++)
        enter(frames, now, before->values[n]);
}

void frames_say(struct frames *frames, const char *sentence)
{
    json_number(&frames->words, pool_add_text(&frames->pool, sentence));
}

/* ---- Writing it ------------------------------------------------------------------------------ */

static void write_values(struct json *json, const struct frames_list *list, size_t from, size_t to)
{
    for (size_t n = from; n < to; n++)
        json_number(json, list->values[n]);
}

/* Two lists, and how far they have been gone through. */
struct walk {
    const struct frames_list *before, *now;
    size_t old, new;
    size_t old_end, new_end; /* what lies behind is the same */
};

/* How many values are the same from there on. */
static size_t run_length(const struct walk *walk, size_t old, size_t new)
{
    size_t length = 0;
    while (old + length < walk->old_end && new + length < walk->new_end &&
           walk->before->values[old + length] == walk->now->values[new + length])
        length++;
    return length;
}

/* Finds how many values are gone, and how many have come, before the lists are alike again: the fewest
 * before a run that is worth a splice of its own, or all. */
static void find_run(const struct walk *walk, size_t *gone, size_t *come)
{
    for (size_t both = 1; both <= LOOK_AHEAD; both++)
        for (*gone = 0; *gone <= both; ++*gone) {
            *come = both - *gone;
            if (run_length(walk, walk->old + *gone, walk->new + *come) >= RUN_LEAST)
                return;
        }
    *gone = walk->old_end - walk->old;
    *come = walk->new_end - walk->new;
}

static void write_changes(struct json *json, struct walk *walk)
{
    while (walk->old < walk->old_end || walk->new < walk->new_end) {
        size_t gone, come;
        find_run(walk, &gone, &come);
        json_mark(json, '[');
        json_number(json, (int64_t)walk->new);
        json_number(json, (int64_t)gone);
        write_values(json, walk->now, walk->new, walk->new + come);
        json_mark(json, ']');
        size_t same = run_length(walk, walk->old + gone, walk->new + come);
        walk->old += gone + same;
        walk->new += come + same;
    }
}

/* A list as what it needs to come from the one before; nothing when it is the same. */
static void write_splice(struct json *json, const char *name, const struct frames_list *before,
                         const struct frames_list *now)
{
    size_t least = before->count < now->count ? before->count : now->count, head = 0, tail = 0;
    while (head < least && before->values[head] == now->values[head])
        head++;
    while (tail < least - head &&
           before->values[before->count - 1 - tail] == now->values[now->count - 1 - tail])
        tail++;
    if (head + tail == before->count && head + tail == now->count)
        return;
    json_name(json, name);
    json_mark(json, '[');
    struct walk walk = {before, now, head, head, before->count - tail, now->count - tail};
    write_changes(json, &walk);
    json_mark(json, ']');
}

static void write_splices(const struct frames *frames, struct json *json)
{
    json_mark(json, '{');
    for (int part = 0; part < PARTS; part++)
        write_splice(json, frames_part_names[part], &frames->before[part], &frames->now[part]);
    json_mark(json, '}');
}

static void write_whole(const struct frames *frames, struct json *json)
{
    json_mark(json, '{');
    for (int part = 0; part < PARTS; part++) {
        if (frames->now[part].count == 0)
            continue;
        json_name(json, frames_part_names[part]);
        json_mark(json, '[');
        write_values(json, &frames->now[part], 0, frames->now[part].count);
        json_mark(json, ']');
    }
    json_mark(json, '}');
}

static void write_state(struct frames *frames)
{
    struct json whole = {0}, splices = {0};
    write_whole(frames, &whole);
    write_splices(frames, &splices);
    bool is_key = frames->count == 0 || frames->since_key + splices.used > whole.used;
    const struct json *state = is_key ? &whole : &splices;
    frames->since_key = is_key ? 0 : frames->since_key + splices.used;
    frames->all.is_broken |= whole.is_broken || splices.is_broken;
    if (!frames->all.is_broken)
        json_raw(&frames->all, state->text, state->used);
    if (is_key)
        json_number(&frames->keys, (int64_t)frames->count);
    json_close(&whole);
    json_close(&splices);
}

static void begin_next(struct frames *frames)
{
    for (int part = 0; part < PARTS; part++) {
        struct frames_list older = frames->before[part];
        frames->before[part] = frames->now[part];
        frames->now[part] = older;
        frames->now[part].count = 0;
    }
    json_clear(&frames->words);
    frames->count++;
}

void frames_end(struct frames *frames, const struct frame *frame)
{
    struct json *all = &frames->all;
    json_mark(all, '[');
    json_number(all, (int64_t)frame->step);
    json_number(all, frame->slot);
    json_number(all, frame->what);
    json_number(all, frame->typed);
    json_mark(all, '[');
    if (frames->words.used > 0)
        json_raw(all, frames->words.text, frames->words.used);
    json_mark(all, ']');
    write_state(frames);
    json_mark(all, ']');
    begin_next(frames);
}
