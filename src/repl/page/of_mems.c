#include "repl/mems/access.h"
#include "repl/mems/difference.h"
#include "repl/mems/mems.h"
#include "repl/page/kinds.h"

#include <inttypes.h>

/* ---- The state ------------------------------------------------------------------------------- */

/* The chains that stand by themselves begin empty, as `map` goes on to mark what the last command
 * changed. */
static void begin(void *context)
{
    struct mems *mems = context;
    mems->kept[0] = mems->before;
    mems->kept[1] = mems->now;
    mems->before = mems->now = (struct heap){0};
}

static void end(void *context)
{
    struct mems *mems = context;
    heap_close(&mems->before);
    heap_close(&mems->now);
    mems->before = mems->kept[0];
    mems->now = mems->kept[1];
    mems->kept[0] = mems->kept[1] = (struct heap){0};
}

static void add_address(struct json *item, uint64_t address)
{
    char text[24];
    snprintf(text, sizeof text, "0x%" PRIx64, address);
    json_text(item, text);
}

static void add_main(struct frames *frames, const struct heap *heap, size_t index)
{
    const struct heap_main *main = &heap->mains[index];
    struct json *item = frames_begin_item(frames);
    json_number(item, (int64_t)main->start);
    json_number(item, (int64_t)main->size);
    add_address(item, main->first < main->end ? heap->nodes[main->first].physical : 0);
    frames_end_item(frames, PART_MAINS);
}

static void add_node(struct frames *frames, const struct mems *mems, const struct heap_node *node)
{
    const char *name = node->is_hole ? NULL : access_name_of(mems, node->start);
    struct json *item = frames_begin_item(frames);
    json_number(item, (int64_t)node->main);
    json_number(item, (int64_t)node->start);
    json_number(item, (int64_t)node->size);
    json_number(item, node->is_hole);
    json_text(item, name == NULL ? "" : name);
    add_address(item, node->physical);
    frames_end_item(frames, PART_NODES);
}

static void look(void *context, struct frames *frames)
{
    struct mems *mems = context;
    const struct heap *heap = mems_look(mems);
    for (size_t n = 0; n < heap->main_count; n++)
        add_main(frames, heap, n);
    for (size_t n = 0; n < heap->node_count; n++)
        add_node(frames, mems, &heap->nodes[n]);
    if (heap->fault == NULL)
        return;
    struct json *item = frames_begin_item(frames);
    json_text(item, heap->fault);
    frames_end_item(frames, PART_FAULTS);
}

/* ---- What a call did ------------------------------------------------------------------------- */

static void add_malloc(const struct mems *mems, struct words *words, const struct thread *call)
{
    words_add(words, "The call mems_malloc(%" PRIu64 ") answers ", call->arguments[0]);
    if (call->result == 0) {
        words_add(words, "NULL.");
        return;
    }
    const char *name = access_name_of(mems, call->result);
    words_add(words, "%" PRIu64, call->result);
    words_add(words, name != NULL ? " (%s). " : ". ", name);
    difference_add_granted(mems, words, call->result);
}

static void add_other(const struct mems *mems, struct words *words, const struct thread *call)
{
    struct symbol symbol = {.name = "a function"};
    image_symbol_at(mems->study.image, call->function, &symbol);
    bool is_get = call->function == mems->program.mems_get;
    if (is_get)
        words_add(words, "The call mems_get(%" PRIu64 ") answers 0x%" PRIx64 ".",
                  call->arguments[0], call->result);
    else
        words_add(words, "The call of %s() returns.", symbol.name);
}

static bool explain(void *context, struct words *words, bool is_first)
{
    const struct mems *mems = context;
    const struct thread *call = study_thread(&mems->study, MEMS_MAIN);
    if (is_first || call->phase != PHASE_DONE)
        return false;
    if (call->function == mems->program.stepped_malloc)
        add_malloc(mems, words, call);
    else if (call->function == mems->program.mems_free) {
        words_add(words, "The call mems_free(%" PRIu64 "). ", call->arguments[0]);
        difference_add_freed(mems, words, call->arguments[0]);
    } else
        add_other(mems, words, call);
    return true;
}

const struct page_kind page_of_mems = {
    .name = "MeMS", .begin = begin, .end = end, .look = look, .explain = explain};
