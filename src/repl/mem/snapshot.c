#include "repl/mem/snapshot.h"

#include "repl/mem/subject.h"
#include "repl/study/study.h"
#include "repl/words/narrate.h"
#include "server/placement.h"
#include "server/request_queue.h"
#include "server/segment_list.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(SNAPSHOT_HOLE == (int)HOLE && SNAPSHOT_NO_PLACE == (int)NO_PLACE,
               "the server's figures");

bool snapshot_open(struct snapshot *snapshot, int bytes)
{
    *snapshot = (struct snapshot){.room = bytes};
    snapshot->array = malloc((size_t)bytes);
    snapshot->segments = malloc(((size_t)bytes + 1) * sizeof snapshot->segments[0]);
    if (snapshot->array != NULL && snapshot->segments != NULL)
        return true;
    snapshot_close(snapshot);
    return false;
}

void snapshot_close(struct snapshot *snapshot)
{
    free(snapshot->array);
    free(snapshot->segments);
    *snapshot = (struct snapshot){0};
}

void snapshot_copy(struct snapshot *to, const struct snapshot *from)
{
    char *array = to->array;
    struct snapshot_segment *copies = to->segments;
    memcpy(array, from->array, (size_t)from->memory_size);
    memcpy(copies, from->segments, (size_t)from->segment_count * sizeof copies[0]);
    *to = *from;
    to->array = array;
    to->segments = copies;
}

/* ---- Taking one ------------------------------------------------------------------------------ */

/* Finds circles in a list while it is walked (Brent): a bookmark is laid down at nodes 1, 2, 4, 8,
 * ...; a list that comes back to it runs in a circle. */
struct walk {
    const void *bookmark;
    int length, next_bookmark;
};

static bool walk_is_circle(struct walk *walk, const void *node)
{
    if (walk->length > 0 && node == walk->bookmark)
        return true;
    if (walk->length == walk->next_bookmark) {
        walk->bookmark = node;
        walk->next_bookmark = walk->length == 0 ? 1 : 2 * walk->length;
    }
    walk->length++;
    return false;
}

static bool peek(struct study *study, const void *address, void *buffer, size_t size)
{
    return stepper_read(study->stepper, (uint64_t)(uintptr_t)address, buffer, size);
}

static void take_array(struct snapshot *snapshot, struct study *study,
                       const struct subject *subject)
{
    const char *bytes = NULL;
    int size = 0;
    stepper_read(study->stepper, subject->memory_size, &size, sizeof size);
    stepper_read(study->stepper, subject->memory, &bytes, sizeof bytes);
    snapshot->array_fault = NULL;
    snapshot->memory_size = 0;
    if (bytes == NULL && size == 0)
        snapshot->array_fault = "there is no memory array yet";
    else if (size < 0 || size > snapshot->room)
        snapshot->array_fault = "memory_size is not what the session began with";
    else if (!peek(study, bytes, snapshot->array, (size_t)size))
        snapshot->array_fault = "memory points where nothing can be read";
    else
        snapshot->memory_size = size;
}

/* Which of the two trackers knows who owns what. */
static void take_tracker(struct snapshot *snapshot, struct study *study,
                         const struct subject *subject)
{
    const void *bitmap = NULL, *list = NULL;
    stepper_read(study->stepper, subject->bitmap, &bitmap, sizeof bitmap);
    stepper_read(study->stepper, subject->segments, &list, sizeof list);
    snapshot->has_bitmap = bitmap != NULL && list == NULL;
}

static void take_segments(struct snapshot *snapshot, struct study *study,
                          const struct subject *subject)
{
    const struct segment *node = NULL;
    struct walk walk = {0};
    struct segment copy;
    snapshot->segment_count = 0;
    snapshot->list_fault = NULL;
    stepper_read(study->stepper, subject->segments, &node, sizeof node);
    for (; node != NULL && snapshot->list_fault == NULL; node = copy.next) {
        if (walk_is_circle(&walk, node))
            snapshot->list_fault = "the list runs in a circle";
        else if (!peek(study, node, &copy, sizeof copy))
            snapshot->list_fault = "the list leads where nothing can be read";
        else if (snapshot->segment_count > snapshot->room)
            snapshot->list_fault = "the list has more segments than there are bytes";
        else
            snapshot->segments[snapshot->segment_count++] =
                (struct snapshot_segment){copy.id, copy.size, copy.index};
        if (snapshot->list_fault != NULL)
            break;
    }
}

static void take_queue(struct snapshot *snapshot, struct study *study,
                       const struct subject *subject)
{
    struct request_queue head = {0};
    struct request copy;
    struct walk walk = {0};
    snapshot->request_count = 0;
    snapshot->queue_fault = NULL;
    stepper_read(study->stepper, subject->queue, &head, sizeof head);
    snapshot->queue_length = head.length;
    for (const struct request *node = head.head; node != NULL; node = copy.next) {
        if (walk_is_circle(&walk, node))
            snapshot->queue_fault = "the queue runs in a circle";
        else if (!peek(study, node, &copy, sizeof copy))
            snapshot->queue_fault = "the queue leads where nothing can be read";
        else if (snapshot->request_count == SNAPSHOT_REQUESTS)
            snapshot->queue_fault = "the queue is longer than this";
        if (snapshot->queue_fault != NULL)
            break;
        snapshot->requests[snapshot->request_count++] =
            (struct snapshot_request){copy.id, copy.size};
    }
}

void snapshot_take(struct snapshot *snapshot, struct study *study, const struct subject *subject)
{
    take_array(snapshot, study, subject);
    take_tracker(snapshot, study, subject);
    take_segments(snapshot, study, subject);
    take_queue(snapshot, study, subject);
    stepper_read(study->stepper, subject->thread_message, snapshot->messages,
                 sizeof snapshot->messages);
    stepper_read(study->stepper, subject->placement, &snapshot->placement,
                 sizeof snapshot->placement);
}

/* ---- Asking one ------------------------------------------------------------------------------ */

const struct snapshot_segment *snapshot_segment_of(const struct snapshot *snapshot, int id)
{
    for (int n = 0; n < snapshot->segment_count; n++)
        if (snapshot->segments[n].id == id)
            return &snapshot->segments[n];
    return NULL;
}

const struct snapshot_segment *snapshot_segment_at(const struct snapshot *snapshot, int index)
{
    for (int n = 0; n < snapshot->segment_count; n++) {
        const struct snapshot_segment *at = &snapshot->segments[n];
        if (index >= at->index && index - at->index < at->size)
            return at;
    }
    return NULL;
}

const struct snapshot_request *snapshot_request_of(const struct snapshot *snapshot, int id)
{
    for (int n = 0; n < snapshot->request_count; n++)
        if (snapshot->requests[n].id == id)
            return &snapshot->requests[n];
    return NULL;
}

char snapshot_mark(int id)
{
    static const char marks[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWYZabcdefghijklmnopqrstuvwyz";
    _Static_assert(sizeof marks - 1 == THREADS_MAX, "the marks of server/marks.h");
    return id >= 0 && id < THREADS_MAX ? marks[id] : (char)MARK_FREE;
}

bool snapshot_is_marked(const struct snapshot *snapshot, const struct snapshot_segment *segment)
{
    int end = segment->index + segment->size;
    if (segment->index < 0 || segment->size < 0 || end > snapshot->memory_size)
        return false;
    for (int n = segment->index; n < end; n++)
        if (snapshot->array[n] != snapshot_mark(segment->id))
            return false;
    return true;
}

struct snapshot_totals snapshot_sum(const struct snapshot *snapshot)
{
    struct snapshot_totals totals = {0};
    for (int n = 0; n < snapshot->segment_count; n++) {
        int size = snapshot->segments[n].size;
        if (snapshot->segments[n].id != SNAPSHOT_HOLE) {
            totals.used += size;
            continue;
        }
        totals.free += size;
        totals.holes++;
        if (size > totals.largest)
            totals.largest = size;
    }
    return totals;
}

/* ---- Invariants ------------------------------------------------------------------------------ */

/* Adds the first byte that shows somebody else than the list says. */
static void check_bytes(const struct snapshot *snapshot, const struct snapshot_segment *at,
                        struct words *words)
{
    char mark = snapshot_mark(at->id);
    for (int n = at->index; n < at->index + at->size; n++)
        if (snapshot->array[n] != mark && snapshot->array[n] != MARK_FREE) {
            words_add(words, "byte %d shows %c, but the list says that it ", n, snapshot->array[n]);
            if (at->id == SNAPSHOT_HOLE)
                words_add(words, "is free");
            else
                words_add(words, "belongs to T%d", at->id);
            return;
        }
}

static void check_segment(const struct snapshot *snapshot, int n, int end, struct words *words)
{
    const struct snapshot_segment *at = &snapshot->segments[n];
    if (at->id < SNAPSHOT_HOLE || at->id >= THREADS_MAX)
        words_add(words, "the segment at %d belongs to %d, which is no thread", at->index, at->id);
    else if (at->index != end)
        words_add(words, "segment %d of the list starts at %d, but the one before it ends at %d",
                  n + 1, at->index, end);
    else if (at->size <= 0 || at->size > snapshot->memory_size - end)
        words_add(words, "the segment at %d has %d bytes; memory has %d", at->index, at->size,
                  snapshot->memory_size);
    else if (n > 0 && at->id == SNAPSHOT_HOLE && at[-1].id == SNAPSHOT_HOLE)
        words_add(words, "the holes at %d and %d are neighbours and were not merged", at[-1].index,
                  at->index);
    else
        check_bytes(snapshot, at, words);
}

void snapshot_check(const struct snapshot *snapshot, struct words *words)
{
    int end = 0;
    size_t empty = words->used;
    if (snapshot->array_fault != NULL || snapshot->list_fault != NULL) {
        words_add(words, "%s",
                  snapshot->list_fault != NULL ? snapshot->list_fault : snapshot->array_fault);
        return;
    }
    for (int n = 0; n < snapshot->segment_count && words->used == empty; n++) {
        check_segment(snapshot, n, end, words);
        end += words->used == empty ? snapshot->segments[n].size : 0;
    }
    if (words->used == empty && end != snapshot->memory_size && !snapshot->has_bitmap)
        words_add(words, "the sizes of the segments sum to %d, but memory has %d bytes", end,
                  snapshot->memory_size);
}
