#include "repl/mem/mem.h"
#include "repl/page/kinds.h"

/* ---- The state ------------------------------------------------------------------------------- */

static void add_pair(struct frames *frames, enum frames_part part, int first, int second)
{
    struct json *item = frames_begin_item(frames);
    json_number(item, first);
    json_number(item, second);
    frames_end_item(frames, part);
}

static void add_array(struct frames *frames, const struct snapshot *now)
{
    for (int from = 0, to; from < now->memory_size; from = to) {
        to = from + 1;
        while (to < now->memory_size && now->array[to] == now->array[from])
            to++;
        struct json *item = frames_begin_item(frames);
        json_bytes(item, &now->array[from], 1);
        json_number(item, to - from);
        frames_end_item(frames, PART_MEMORY);
    }
}

static void add_segments(struct frames *frames, const struct snapshot *now)
{
    for (int n = 0; n < now->segment_count; n++) {
        struct json *item = frames_begin_item(frames);
        json_number(item, now->segments[n].id);
        json_number(item, now->segments[n].size);
        json_number(item, now->segments[n].index);
        frames_end_item(frames, PART_SEGMENTS);
    }
}

static void add_fault(struct frames *frames, const char *fault)
{
    if (fault == NULL)
        return;
    struct json *item = frames_begin_item(frames);
    json_text(item, fault);
    frames_end_item(frames, PART_FAULTS);
}

static void look(void *context, struct frames *frames)
{
    struct mem *mem = context;
    const struct snapshot *now = mem_look(mem);
    add_array(frames, now);
    add_segments(frames, now);
    for (int n = 0; n < now->request_count; n++)
        add_pair(frames, PART_REQUESTS, now->requests[n].id, now->requests[n].size);
    for (int id = 0; id < mem->settings.threads; id++)
        add_pair(frames, PART_MESSAGES, id, now->messages[id]);
    add_fault(frames, now->array_fault);
    add_fault(frames, now->list_fault);
    add_fault(frames, now->queue_fault);
}

/* ---- What has changed, in words -------------------------------------------------------------- */

static void add_queue(const struct mem *mem, struct words *words)
{
    const struct snapshot *before = &mem->before, *now = &mem->now;
    for (int n = 0; n < before->request_count; n++)
        if (snapshot_request_of(now, before->requests[n].id) == NULL)
            words_add(words, "The request of T%d for %lld %s leaves the queue. ",
                      before->requests[n].id, WORDS_COUNT(before->requests[n].size, "byte"));
    for (int n = 0; n < now->request_count; n++)
        if (snapshot_request_of(before, now->requests[n].id) == NULL)
            words_add(words, "The queue gets a request of T%d for %lld %s. ", now->requests[n].id,
                      WORDS_COUNT(now->requests[n].size, "byte"));
}

static bool has_segment(const struct snapshot *snapshot, const struct snapshot_segment *segment)
{
    const struct snapshot_segment *own = snapshot_segment_of(snapshot, segment->id);
    return own != NULL && own->index == segment->index && own->size == segment->size;
}

static void add_granted(const struct mem *mem, struct words *words,
                        const struct snapshot_segment *own)
{
    const struct snapshot_segment *hole = snapshot_segment_at(&mem->before, own->index);
    words_add(words, "The segment list gives bytes %d-%d to T%d", own->index,
              own->index + own->size - 1, own->id);
    if (hole != NULL && hole->id == SNAPSHOT_HOLE)
        words_add(words, ", %s the hole %d-%d (%lld %s)",
                  hole->size == own->size ? "which are exactly" : "out of", hole->index,
                  hole->index + hole->size - 1, WORDS_COUNT(hole->size, "byte"));
    words_add(words, ". ");
}

static void add_given_back(const struct mem *mem, struct words *words,
                           const struct snapshot_segment *own)
{
    const struct snapshot_segment *hole = snapshot_segment_at(&mem->now, own->index);
    words_add(words, "Bytes %d-%d of T%d go back to the segment list", own->index,
              own->index + own->size - 1, own->id);
    if (hole != NULL && hole->id == SNAPSHOT_HOLE && hole->size > own->size)
        words_add(words, " and merge with their neighbours: one hole %d-%d", hole->index,
                  hole->index + hole->size - 1);
    words_add(words, ". ");
}

static void add_list(const struct mem *mem, struct words *words)
{
    const struct snapshot *before = &mem->before, *now = &mem->now;
    for (int n = 0; n < before->segment_count; n++)
        if (before->segments[n].id != SNAPSHOT_HOLE && !has_segment(now, &before->segments[n]))
            add_given_back(mem, words, &before->segments[n]);
    for (int n = 0; n < now->segment_count; n++)
        if (now->segments[n].id != SNAPSHOT_HOLE && !has_segment(before, &now->segments[n]))
            add_granted(mem, words, &now->segments[n]);
}

static void add_messages(const struct mem *mem, struct words *words)
{
    for (int id = 0; id < mem->settings.threads; id++) {
        int message = mem->now.messages[id];
        if (message == mem->before.messages[id])
            continue;
        words_add(words, "The message for T%d is %d now", id, message);
        words_add(words, message == SNAPSHOT_NO_PLACE ? ". " : ": its bytes begin there. ");
    }
}

static void add_bytes(const struct mem *mem, struct words *words)
{
    const struct snapshot *before = &mem->before, *now = &mem->now;
    int first = 0, last = now->memory_size - 1;
    if (before->memory_size != now->memory_size)
        return;
    while (first <= last && before->array[first] == now->array[first])
        first++;
    while (last > first && before->array[last] == now->array[last])
        last--;
    if (first > last)
        return;
    int alike = first;
    while (alike <= last && now->array[alike] == now->array[first])
        alike++;
    if (alike > last && now->array[first] > ' ' && now->array[first] < 0x7F)
        words_add(words, "Bytes %d-%d of memory are %c now. ", first, last, now->array[first]);
    else
        words_add(words, "Bytes between %d and %d of memory have changed. ", first, last);
}

static bool explain(void *context, struct words *words, bool is_first)
{
    struct mem *mem = context;
    if (!is_first) {
        add_queue(mem, words);
        add_list(mem, words);
        add_messages(mem, words);
        add_bytes(mem, words);
    }
    snapshot_copy(&mem->before, &mem->now);
    return false;
}

const struct page_kind page_of_mem = {
    .name = "the memory server", .look = look, .explain = explain};
