#include "repl/mems/difference.h"

#include "repl/mems/access.h"
#include "repl/mems/heap.h"
#include "repl/words/narrate.h"

#include <ctype.h>
#include <inttypes.h>

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
    const struct heap_node *room = first_with_room(before, size);
    if (totals.holes == 0)
        words_add(words, "There is no hole");
    else if (room != NULL)
        words_add(words, "The hole at %" PRIu64 " has room, and yet", room->start);
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
    const struct heap_node *first = first_with_room(&mems->before, size);
    const char *name = placement_names[mems->placement];
    words_add(words, "%c%s fit: the hole %" PRIu64 "-%" PRIu64, toupper((unsigned char)name[0]),
              name + 1, hole->start, heap_node_last(hole));
    if (mems->placement == PLACEMENT_FIRST && first != NULL && first != hole)
        words_add(words, " is NOT the first with room, which is at %" PRIu64, first->start);
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

void difference_add_granted(const struct mems *mems, struct words *words, uint64_t address)
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
void difference_add_refused(const struct mems *mems, struct words *words, uint64_t size)
{
    if (add_unseen(mems, words))
        return;
    if (size == 0)
        words_add(words, "A block has at least one byte: mems_malloc(0) is refused");
    else if (heap_sum(&mems->before).largest_hole >= size)
        words_add(words, "There is a hole with room for %" PRIu64 " bytes", size);
    else
        words_add(words, "There is no hole with room, and no new main node for %" PRIu64 " bytes",
                  size);
    words_add(words, heap_is_same(&mems->before, &mems->now)
                         ? "; nothing has changed."
                         : "; and yet the chains have changed: stats shows them.");
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

void difference_add_freed(const struct mems *mems, struct words *words, uint64_t address)
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
