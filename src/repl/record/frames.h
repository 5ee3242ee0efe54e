/* frames.h: what a page shows, step by step, written so that many steps need little room.
 *
 * A frame is the program between two moves. Its state is a few lists (parts) of values; a value is kept
 * once, in a pool, and a list is numbers of values. Of a list only what differs from the frame before
 * is written, as splices, from the front to the back; now and then a key frame has all lists whole. A key
 * frame comes when the splices since the last take more room than it does: so all of it is at most about
 * twice the splices, and a reader goes through no more than that to make one frame from nothing.
 *
 *     [step, slot, what, typed, [sentences], {"part": [[from, removed, value, ...], ...]}]
 *     [step, slot, what, typed, [sentences], {"part": [value, ...]}]                  key frame
 */
#ifndef RECORD_FRAMES_H
#define RECORD_FRAMES_H

#include "repl/record/pool.h"

enum frames_part {
    PART_THREADS, /* [slot, state, file, line, what it does next or waits for, may run] */
    PART_OBJECTS, /* [name, kind, value, holder's slot, state in words, waiting slots...] */
    PART_CALLS, /* [slot, function, file, line], then its variables: [name, value, is parameter] */
    PART_GLOBALS, /* [name, value] */
    PART_LISTS, /* [name, kind, end], then nodes: [address, depth, edge, [tags], [[member, value]...]] */
    PART_MEMORY,   /* [character, how many of it] */
    PART_SEGMENTS, /* [owner, size, index] */
    PART_REQUESTS, /* [id, size]; the queue */
    PART_MESSAGES, /* [id, message] */
    PART_MAINS,    /* [start, size, physical] */
    PART_NODES,    /* [main, start, size, is hole, name, physical] */
    PART_OUTPUT,   /* [slot, a line of what it printed]; the last ones */
    PART_FAULTS,   /* a sentence; where data could not be followed */
    PARTS
};
extern const char *const frames_part_names[PARTS];

struct frames_list {
    uint32_t *values;
    size_t count, room;
};

struct frames {
    struct pool pool;
    struct json item; /* the value that is being written */
    struct json all;  /* the frames, as the members of an array that is still open */
    struct json keys; /* numbers of the key frames, likewise */
    struct frames_list now[PARTS], before[PARTS];
    struct json words; /* sentences of the present frame, likewise */
    size_t count;
    size_t since_key; /* bytes of the splices since then */
};

/* All zeros is an empty list to begin with. */
void frames_close(struct frames *frames);
bool frames_is_whole(const struct frames *frames);

/* Begins a value of the present frame: an array to be filled with json.h. */
struct json *frames_begin_item(struct frames *frames);
/* Ends it, and enters it into a part. */
void frames_end_item(struct frames *frames, enum frames_part part);

/* Enters the last values that a part had in the frame before, at most so many. */
void frames_keep(struct frames *frames, enum frames_part part, size_t most);

/* Adds a sentence of the present frame. */
void frames_say(struct frames *frames, const char *sentence);

struct frame {
    uint64_t step;
    int slot;      /* who moved, -1: nobody */
    int32_t what;  /* value: [operation, file, line]; -1: none */
    int32_t typed; /* value: the command that began with it; -1: none */
};

/* Ends the present frame; the next one begins with empty parts. */
void frames_end(struct frames *frames, const struct frame *frame);

#endif
