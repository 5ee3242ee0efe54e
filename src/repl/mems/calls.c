#include "repl/mems/calls.h"

#include "repl/mems/access.h"
#include "repl/mems/mems.h"
#include "repl/study/narrate.h"
#include "repl/study/stepping.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- init, finish ---------------------------------------------------------------------------- */

static uint64_t mapped_bytes(const struct mems *mems)
{
    return study_machine(&mems->study)->pages.mapped_bytes;
}

/* A function without arguments that leaves no heap behind. What it gave back is the kit's own
 * count: records that were forgotten show up there. */
static enum outcome call_plain(struct mems *mems, struct console *console, const char *line,
                               uint64_t function, const char *done)
{
    struct stop stop;
    uint64_t result;
    struct words words;
    if (!mems_may_call(mems, console) || !stepping_begin(&mems->study, console, "%s", line))
        return OUTCOME_ERROR;
    uint64_t blocks = heap_sum(&mems->now).blocks, before = mapped_bytes(mems);
    if (mems_call(mems, function, 0, 0, &stop, &result)) {
        words_clear(&words);
        words_add(&words, "%s", done);
        if (before > mapped_bytes(mems))
            words_add(&words, " %" PRIu64 " bytes went back to the system, with %lld live %s.",
                      before - mapped_bytes(mems), WORDS_COUNT(blocks, "block"));
        if (mapped_bytes(mems) > 0)
            words_add(&words, " %" PRIu64 " bytes are still mapped.", mapped_bytes(mems));
        words_print(&words, console, 0);
    }
    return stepping_end(&mems->study, console, &stop);
}

static enum outcome run_init(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    (void)count, (void)arguments;
    return call_plain(mems, console, "init", mems->program.mems_init,
                      "MeMS begins with an empty heap.");
}

static enum outcome run_finish(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    (void)count, (void)arguments;
    return call_plain(mems, console, "finish", mems->program.mems_finish,
                      "All addresses are unknown now.");
}

/* ---- malloc ---------------------------------------------------------------------------------- */

static const char *plural_pages(uint64_t pages)
{
    return pages == 1 ? "page" : "pages";
}

/* The hole that first fit takes: the lowest with room; NULL when none has. */
static const struct heap_node *first_with_room(const struct heap *heap, uint64_t size)
{
    for (size_t n = 0; n < heap->node_count; n++)
        if (heap->nodes[n].is_hole && heap->nodes[n].size >= size)
            return &heap->nodes[n];
    return NULL;
}

/* Adds what a new main node is for: "No hole has 2000 bytes (the largest has 96)". */
static void add_why_new(const struct heap *before, struct words *words, uint64_t size)
{
    struct heap_totals totals = heap_sum(before);
    if (totals.holes == 0)
        words_add(words, "There is no hole");
    else if (totals.largest_hole >= size)
        words_add(words, "The hole at %" PRIu64 " has room, and yet",
                  first_with_room(before, size)->start);
    else
        words_add(words, "No hole has %" PRIu64 " bytes (the largest has %" PRIu64 ")", size,
                  totals.largest_hole);
}

static void add_new_main(const struct mems *mems, struct words *words,
                         const struct heap_node *block)
{
    const struct heap_main *main = &mems->now.mains[block->main];
    uint64_t pages = main->size / HEAP_PAGE_BYTES;
    add_why_new(&mems->before, words, block->size);
    words_add(words, ": MeMS maps %" PRIu64 " %s, the main node %" PRIu64 "-%" PRIu64 ".", pages,
              plural_pages(pages), main->start, main->start + main->size - 1);
    if (main->size > block->size)
        words_add(words, " Its other %" PRIu64 " bytes are a hole.", main->size - block->size);
}

static size_t holes_below(const struct heap *heap, const struct heap_node *hole)
{
    size_t count = 0;
    for (const struct heap_node *node = heap->nodes; node < hole; node++)
        count += node->is_hole;
    return count;
}

static void add_choice(const struct mems *mems, struct words *words, const struct heap_node *hole,
                       uint64_t size)
{
    static const char *const reasons[PLACEMENTS] = {
        "the first with room",
        "the smallest with room",
        "the largest",
        "the next with room",
    };
    size_t below = holes_below(&mems->before, hole);
    const char *name = placement_names[mems->placement];
    words_add(words, "%c%s fit: the hole %" PRIu64 "-%" PRIu64, toupper((unsigned char)name[0]),
              name + 1, hole->start, heap_node_last(hole));
    if (mems->placement == PLACEMENT_FIRST && first_with_room(&mems->before, size) != hole)
        words_add(words, " is NOT the first with room, which is at %" PRIu64,
                  first_with_room(&mems->before, size)->start);
    else
        words_add(words, " is %s", reasons[mems->placement]);
    if (mems->placement == PLACEMENT_FIRST && below > 0)
        words_add(words, ", behind %lld too small", (long long)below);
}

/* The request went to a hole that was there before. */
static void add_from_hole(const struct mems *mems, struct words *words,
                          const struct heap_node *block, const struct heap_node *hole)
{
    add_choice(mems, words, hole, block->size);
    if (hole->size == block->size)
        words_add(words, ". It fits exactly.");
    else
        words_add(words, ". It is split: %" PRIu64 " bytes stay a hole.", hole->size - block->size);
}

/* Without a look at the chains before and after it, nothing can be told of a call. */
static bool add_unseen(const struct mems *mems, struct words *words)
{
    if (!heap_is_unseen(&mems->before) && !heap_is_unseen(&mems->now))
        return false;
    words_add(words, "There is no memory left to look at the chains: what the call did to them "
                     "cannot be told.");
    return true;
}

void calls_add_granted(const struct mems *mems, struct words *words, uint64_t address)
{
    const struct heap_node *block = heap_start_at(&mems->now, address);
    const struct heap_node *hole = heap_node_at(&mems->before, address);
    if (add_unseen(mems, words))
        return;
    if (block == NULL || block->is_hole)
        words_add(words, "But the chains have no block that starts there.");
    else if (hole == NULL)
        add_new_main(mems, words, block);
    else if (hole->is_hole)
        add_from_hole(mems, words, block, hole);
    else
        words_add(words, "But the block %" PRIu64 "-%" PRIu64 " was there.", hole->start,
                  heap_node_last(hole));
}

/* Says what NULL may mean. Whether mmap was asked, and what it said, is not known here. */
static void tell_refused(const struct mems *mems, struct console *console, uint64_t size)
{
    struct words words;
    words_clear(&words);
    if (add_unseen(mems, &words)) {
        words_print(&words, console, 0);
        return;
    }
    if (size == 0)
        words_add(&words, "A block has at least one byte: mems_malloc(0) is refused");
    else if (heap_sum(&mems->before).largest_hole >= size)
        words_add(&words, "There is a hole with room for %" PRIu64 " bytes", size);
    else
        words_add(&words, "There is no hole with room, and no new main node for %" PRIu64 " bytes",
                  size);
    words_add(&words, heap_is_same(&mems->before, &mems->now)
                          ? "; nothing has changed."
                          : "; and yet the chains have changed: stats shows them.");
    words_print(&words, console, 0);
}

static void tell_malloc(struct mems *mems, struct console *console, uint64_t size, const char *name,
                        uint64_t address)
{
    const char *label = name == NULL ? "address" : name;
    struct words words;
    mems_look(mems);
    if (address != 0) {
        fprintf(console->out, "%s = %" PRIu64 "\n", label, address);
        words_clear(&words);
        calls_add_granted(mems, &words, address);
        words_print(&words, console, 0);
    } else {
        fprintf(console->out, "%s = NULL\n", label);
        tell_refused(mems, console, size);
    }
}

static enum outcome run_malloc(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    uint64_t address;
    int64_t size;
    int element = 0;
    const char *name = count == 3 ? arguments[2] : NULL;
    if (!words_number(arguments[0], 0, INT64_MAX, &size))
        return command_refuse(console, "a size is a number of bytes, 0 or more, not \"%.40s\"",
                              arguments[0]);
    if (count == 2 || (count == 3 && strcmp(arguments[1], "as") != 0))
        return command_refuse(console, "malloc SIZE, or malloc SIZE as NAME; not \"%.40s\"",
                              arguments[1]);
    if (!mems_may_call(mems, console) ||
        (name != NULL && !access_enter_name(mems, console, name, &element)) ||
        !stepping_begin(&mems->study, console, "malloc %" PRId64 "%s%s", size,
                        name != NULL ? " as " : "", name != NULL ? name : ""))
        return OUTCOME_ERROR;
    if (mems_call(mems, mems->program.stepped_malloc, (uint64_t)size, (uint64_t)element, &stop,
                  &address))
        tell_malloc(mems, console, (uint64_t)size, name, address);
    return stepping_end(&mems->study, console, &stop);
}

/* ---- free ------------------------------------------------------------------------------------ */

/* A hole beside the block in the next main node, or the last, does not merge: NULL or that hole. */
static const struct heap_node *hole_across(const struct heap *heap, const struct heap_node *block)
{
    size_t index = (size_t)(block - heap->nodes);
    const struct heap_node *above = index + 1 < heap->node_count ? block + 1 : NULL;
    const struct heap_node *below = index > 0 ? block - 1 : NULL;
    if (above != NULL && above->is_hole && above->main != block->main)
        return above;
    return below != NULL && below->is_hole && below->main != block->main ? below : NULL;
}

/* Adds what the freed block became: "a hole of its own", or merged with which holes. */
static void add_merged(const struct mems *mems, struct words *words, const struct heap_node *block,
                       const struct heap_node *hole)
{
    bool has_below = hole->start < block->start;
    bool has_above = heap_node_last(hole) > heap_node_last(block);
    const struct heap_node *across = hole_across(&mems->before, block);
    if (!has_below && !has_above)
        words_add(words, " becomes a hole of its own.");
    else if (has_below && has_above)
        words_add(words, " merges with the holes on both sides");
    else
        words_add(words, " merges with the hole %s it", has_below ? "below" : "above");
    if (has_below || has_above)
        words_add(words, ": one hole %" PRIu64 "-%" PRIu64 ", %" PRIu64 " bytes.", hole->start,
                  heap_node_last(hole), hole->size);
    if (across != NULL && hole->start <= across->start && across->start <= heap_node_last(hole))
        words_add(words, " But the hole %" PRIu64 "-%" PRIu64 " was in another main node.",
                  across->start, heap_node_last(across));
    else if (across != NULL)
        words_add(words, " The hole %" PRIu64 "-%" PRIu64 " is in another main node: no merge.",
                  across->start, heap_node_last(across));
}

static void add_not_freed(const struct mems *mems, struct words *words, uint64_t address)
{
    const struct heap_node *node = heap_node_at(&mems->before, address);
    words_add(words, "Nothing has changed: %" PRIu64 " ", address);
    if (node == NULL || node->is_hole) {
        words_add(words, "lies ");
        access_add_outside(&mems->before, words, address);
    } else {
        words_add(words, "lies inside the ");
        access_add_block(mems, words, node);
        words_add(words, "; free takes the start of one");
    }
    words_add(words, ".");
}

void calls_add_freed(const struct mems *mems, struct words *words, uint64_t address)
{
    const struct heap_node *block = heap_start_at(&mems->before, address);
    const struct heap_node *hole = heap_node_at(&mems->now, address);
    if (add_unseen(mems, words))
        return;
    if (block == NULL || block->is_hole) {
        add_not_freed(mems, words, address);
        return;
    }
    words_add(words, "The ");
    access_add_block(mems, words, block);
    if (hole == NULL)
        words_add(words, " is gone from the chains.");
    else if (hole->is_hole)
        add_merged(mems, words, block, hole);
    else
        words_add(words, " is still live.");
}

static void tell_free(struct mems *mems, struct console *console, uint64_t address)
{
    struct words words;
    mems_look(mems);
    words_clear(&words);
    calls_add_freed(mems, &words, address);
    words_print(&words, console, 0);
}

static enum outcome run_free(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct stop stop;
    uint64_t address, result;
    (void)count;
    if (!mems_may_call(mems, console) ||
        !access_read_address(mems, console, arguments[0], &address) ||
        !stepping_begin(&mems->study, console, "free %s", arguments[0]))
        return OUTCOME_ERROR;
    bool has_returned = mems_call(mems, mems->program.mems_free, address, 0, &stop, &result);
    narrate_output(&mems->study, console);
    if (has_returned)
        tell_free(mems, console, address);
    return stepping_end(&mems->study, console, &stop);
}

/* ---- check ----------------------------------------------------------------------------------- */

/* What mems_check() found, or NULL. Calls it where a call is possible; the program's sentence is
 * copied into text[size]. */
static bool ask_program(struct mems *mems, struct stop *stop, char *text, size_t size)
{
    uint64_t sentence = 0;
    text[0] = '\0';
    bool has_returned = mems_call(mems, mems->program.mems_check, 0, 0, stop, &sentence);
    for (size_t n = 0; has_returned && sentence != 0 && n + 1 < size; n++) {
        text[n + 1] = '\0';
        if (!stepper_read(mems->study.stepper, sentence + n, &text[n], 1) || text[n] == '\0')
            break;
    }
    return has_returned;
}

static enum outcome run_check(void *context, struct console *console, int count, char **arguments)
{
    struct mems *mems = context;
    struct words words;
    struct stop stop;
    char sentence[200] = "";
    (void)count, (void)arguments;
    if (!mems_may_call(mems, console))
        return OUTCOME_ERROR;
    words_clear(&words);
    heap_check(&mems->now, &words);
    if (words.used > 0) {
        words_say(console, "The chains are broken: %s.", words.text);
        return OUTCOME_FAILED;
    }
    if (mems->program.mems_check == 0) {
        words_say(console, "The chains are sound.");
        return OUTCOME_OK;
    }
    if (!stepping_begin(&mems->study, console, "check"))
        return OUTCOME_ERROR;
    bool has_returned = ask_program(mems, &stop, sentence, sizeof sentence);
    if (has_returned && sentence[0] == '\0')
        words_say(console, "The chains are sound, and mems_check() finds no fault.");
    else if (has_returned)
        words_say(console, "mems_check() says: %s", sentence);
    stepping_end(&mems->study, console, &stop);
    return sentence[0] == '\0' ? OUTCOME_OK : OUTCOME_FAILED;
}

const struct command calls_commands[] = {
    {.name = "init",
     .arguments = "",
     .help = "call mems_init(): begin with an empty heap",
     .example = "init -- whatever the heap held before is given back first",
     .group = GROUP_MORE,
     .run = run_init},
    {.name = "malloc",
     .arguments = "SIZE [as NAME]",
     .help = "call mems_malloc(SIZE); NAME then stands for the answer",
     .example = "malloc 1000 as a -- a is now the virtual address of 1,000 bytes",
     .least = 1,
     .most = 3,
     .group = GROUP_FIRST,
     .run = run_malloc},
    {.name = "free",
     .arguments = "ADDR",
     .help = "call mems_free(ADDR); ADDR is a number, a block's name, or NAME+BYTES",
     .example = "free a -- the block becomes a hole, and merges with holes beside it",
     .least = 1,
     .most = 1,
     .group = GROUP_FIRST,
     .complete = ARGUMENT_ID,
     .run = run_free},
    {.name = "finish",
     .arguments = "",
     .help = "call mems_finish(): give everything back to the system",
     .example = "finish -- unmaps every page; init begins afresh",
     .group = GROUP_MORE,
     .run = run_finish},
    {.name = "check",
     .arguments = "",
     .help = "walk every invariant: the chains, and what mems_check() looks at besides",
     .example = "check -- a script ends here when one does not hold",
     .group = GROUP_MORE,
     .run = run_check},
    {.name = NULL},
};
