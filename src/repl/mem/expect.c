#include "repl/mem/expect.h"

#include "repl/act/asking.h"
#include "repl/mem/strokes.h"
#include "repl/words/narrate.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* ---- The forms ------------------------------------------------------------------------------- */

static enum verdict judge(bool holds)
{
    return holds ? VERDICT_HOLDS : VERDICT_FAILS;
}

/* Reads a request thread's number, "3" or "T3", without a console. */
static bool read_id(const struct mem *mem, const char *text, int *id)
{
    int64_t number;
    bool is_id = words_number(text[0] == 'T' || text[0] == 't' ? text + 1 : text, 0,
                              mem->settings.threads - 1, &number);
    *id = is_id ? (int)number : 0;
    return is_id;
}

/* message ID == N */
static enum verdict expect_message(struct mem *mem, int count, char **words, struct words *got)
{
    int64_t wanted;
    bool holds;
    int id;
    if (count != 4 || !words_number(words[3], INT_MIN, INT_MAX, &wanted) ||
        !asking_compare(words[2], 0, 0, &holds))
        return VERDICT_UNKNOWN;
    if (!read_id(mem, words[1], &id)) {
        words_add(got, "no request thread \"%s\"", words[1]);
        return VERDICT_WRONG;
    }
    asking_compare(words[2], mem->now.messages[id], wanted, &holds);
    words_add(got, "%d", mem->now.messages[id]);
    return judge(holds);
}

/* "0..39", or "7" for one byte */
static bool read_range(char *text, int64_t most, int64_t *first, int64_t *last)
{
    char *dots = strstr(text, "..");
    if (dots == NULL) {
        bool is_byte = words_number(text, 0, most, first);
        *last = *first;
        return is_byte;
    }
    *dots = '\0';
    bool is_range =
        words_number(text, 0, most, first) && words_number(dots + 2, *first, most, last);
    *dots = '.';
    return is_range;
}

/* memory A..B is MARK */
static enum verdict expect_memory(struct mem *mem, int count, char **words, struct words *got)
{
    int64_t first, last;
    if (count != 4 || strcmp(words[2], "is") != 0 || strlen(words[3]) != 1)
        return VERDICT_UNKNOWN;
    if (mem->now.array_fault != NULL) {
        words_add(got, "%s", mem->now.array_fault);
        return VERDICT_WRONG;
    }
    if (!read_range(words[1], mem->now.memory_size - 1, &first, &last)) {
        words_add(got, "no bytes %s: memory has 0..%d", words[1], mem->now.memory_size - 1);
        return VERDICT_WRONG;
    }
    for (int64_t n = first; n <= last; n++)
        if (mem->now.array[n] != words[3][0]) {
            words_add(got, "%c in byte %" PRId64, mem->now.array[n], n);
            return VERDICT_FAILS;
        }
    return VERDICT_HOLDS;
}

/* Finds the segment that starts at the index in `text`, and says what there is instead. */
static enum verdict judge_segment(const struct mem *mem, const char *text, int64_t id, int64_t size,
                                  struct words *got)
{
    int64_t index;
    if (!words_number(text, 0, mem->now.memory_size - 1, &index)) {
        words_add(got, "no index \"%s\": memory has 0..%d", text, mem->now.memory_size - 1);
        return VERDICT_WRONG;
    }
    const struct snapshot_segment *at = snapshot_segment_at(&mem->now, (int)index);
    if (at == NULL)
        words_add(got, "nothing at %" PRId64, index);
    else if (at->id == SNAPSHOT_HOLE)
        words_add(got, "hole %d size %d", at->index, at->size);
    else
        words_add(got, "segment %d id %d size %d", at->index, at->id, at->size);
    return judge(at != NULL && at->index == index && at->id == id && at->size == size);
}

/* segment INDEX id ID size SIZE */
static enum verdict expect_segment(struct mem *mem, int count, char **words, struct words *got)
{
    int64_t id, size;
    if (count != 6 || strcmp(words[2], "id") != 0 || strcmp(words[4], "size") != 0 ||
        !words_number(words[3], SNAPSHOT_HOLE, INT_MAX, &id) ||
        !words_number(words[5], 0, INT_MAX, &size))
        return VERDICT_UNKNOWN;
    return judge_segment(mem, words[1], id, size, got);
}

/* hole INDEX size SIZE */
static enum verdict expect_hole(struct mem *mem, int count, char **words, struct words *got)
{
    int64_t size;
    if (count != 4 || strcmp(words[2], "size") != 0 || !words_number(words[3], 0, INT_MAX, &size))
        return VERDICT_UNKNOWN;
    return judge_segment(mem, words[1], SNAPSHOT_HOLE, size, got);
}

static enum verdict judge_figure(int count, char **words, int is, struct words *got)
{
    int64_t wanted;
    if (count != 2 || !words_number(words[1], 0, INT_MAX, &wanted))
        return VERDICT_UNKNOWN;
    words_add(got, "%d", is);
    return judge(is == wanted);
}

/* holes N */
static enum verdict expect_holes(struct mem *mem, int count, char **words, struct words *got)
{
    return judge_figure(count, words, snapshot_sum(&mem->now).holes, got);
}

/* free N */
static enum verdict expect_free(struct mem *mem, int count, char **words, struct words *got)
{
    return judge_figure(count, words, snapshot_sum(&mem->now).free, got);
}

/* queue empty, queue ID:SIZE ... */
static enum verdict expect_queue(struct mem *mem, int count, char **words, struct words *got)
{
    struct words is;
    bool is_empty = count == 2 && strcmp(words[1], "empty") == 0;
    if (count < 2)
        return VERDICT_UNKNOWN;
    for (int n = 1; n < count && !is_empty; n++)
        if (strchr(words[n], ':') == NULL)
            return VERDICT_UNKNOWN;
    bool holds =
        mem->now.request_count == (is_empty ? 0 : count - 1) && mem->now.queue_fault == NULL;
    for (int n = 0; holds && n < mem->now.request_count; n++) {
        words_clear(&is);
        words_add(&is, "%d:%d", mem->now.requests[n].id, mem->now.requests[n].size);
        holds = strcmp(is.text, words[n + 1]) == 0;
    }
    words_add(got, "queue ");
    strokes_add_queue(&mem->now, got);
    if (mem->now.queue_fault != NULL)
        words_add(got, ", and %s", mem->now.queue_fault);
    return judge(holds);
}

/* ---- expect ---------------------------------------------------------------------------------- */

static enum verdict judge_words(void *context, int count, char **words, struct words *got)
{
    static const struct {
        const char *word;
        enum verdict (*judge)(struct mem *mem, int count, char **words, struct words *got);
    } forms[] = {
        {"message", expect_message}, {"memory", expect_memory}, {"segment", expect_segment},
        {"hole", expect_hole},       {"holes", expect_holes},   {"free", expect_free},
        {"queue", expect_queue},
    };
    struct mem *mem = context;
    mem_look(mem);
    for (size_t index = 0; index < sizeof forms / sizeof forms[0]; index++)
        if (strcmp(words[0], forms[index].word) == 0)
            return forms[index].judge(mem, count, words, got);
    return asking_expect(&mem->study, count, words, got);
}

static enum outcome run_expect(void *context, struct console *console, int count, char **arguments)
{
    (void)count;
    return asking_judge(console, arguments[0], judge_words, context);
}

void expect_explain(struct console *console)
{
    static const struct console_form rows[] = {
        {"message ID == N", "what thread ID was told: an index, or -1"},
        {"memory A..B is MARK", "bytes A to B, both included; X for free"},
        {"segment INDEX id ID size SIZE", "the segment that starts at byte INDEX"},
        {"hole INDEX size SIZE", "the hole that starts at byte INDEX"},
        {"holes N", "how many holes there are"},
        {"free N", "how many bytes are free"},
        {"queue empty", "nobody waits in the queue"},
        {"queue ID:SIZE ...", "the whole queue, oldest first"},
        {"thread ID STATE", "new ready running blocked holding done crashed"},
        {"step N", "so many operations were performed"},
        {"deadlock, no deadlock", "nobody can run, and somebody waits for ever"},
        {"event NAME, no event", "what ended the run: use after free, exit, ..."},
        {"result == N", "what the last call returned"},
        {"NAME == N", "a variable; also != < <= > >="},
    };
    asking_explain(console, rows, sizeof rows / sizeof rows[0]);
}

const struct command expect_commands[] = {
    {.name = "expect",
     .arguments = "EXPECTATION",
     .help = "check what should be the case; a script ends where it is not",
     .example = "expect memory 0..39 is 1 -- the first 40 bytes belong to T1",
     .least = 1,
     .most = -1,
     .group = GROUP_MORE,
     .run = run_expect},
    {.name = NULL},
};
