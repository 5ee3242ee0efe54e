#include "grade/mems/chain.h"

#include <inttypes.h>

#include "mems/contract.h"
#include "posix/pages.h"
#include "program/arena.h"

/* ---- Words ----------------------------------------------------------------------------------- */

void chain_describe(struct phrase *phrase, bool is_block, uint64_t start, uint64_t size)
{
    phrase_add(phrase, "a %s of %" PRIu64 " byte%s at %" PRIu64, is_block ? "block" : "hole", size,
               size == 1 ? "" : "s", start);
}

static bool fail(struct trial *trial, const char *kind, const struct phrase *expected,
                 const struct phrase *got)
{
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = "chain",
                                               .expected = expected->bytes,
                                               .got = got->bytes,
                                               .look = "`stats`"});
}

/* A link of the node at `start` leads where it should not. */
static bool fail_link(struct trial *trial, const char *link, const void *value, uint64_t start,
                      const char *wanted)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    phrase_add(&expected, "%s of the node at %" PRIu64 " %s", link, start, wanted);
    phrase_add(&got, value == NULL ? "it is NULL" : "it leads somewhere else");
    return fail(trial, "chains disagree", &expected, &got);
}

/* ---- Mappings -------------------------------------------------------------------------------- */

static bool is_mapped(const struct trial *trial, uint64_t physical, uint64_t size)
{
    uint64_t offset = physical - ARENA_PAGES_ADDRESS;
    if (offset >= ARENA_PAGES_BYTES || size > ARENA_PAGES_BYTES - offset)
        return false;
    for (uint64_t page = offset / MEMS_PAGE; page * MEMS_PAGE < offset + size; page++) {
        unsigned char use;
        if (!worker_read(trial->worker, ARENA_PAGES_ADDRESS + page, &use, 1) || use != PAGE_MAPPED)
            return false;
    }
    return true;
}

/* The main node is mapped from `physical` on, whole, and where no other one is. */
static bool is_sound(const struct trial *trial, const struct mems_model *model,
                     const struct model_main *main, uint64_t physical)
{
    if (physical % MEMS_PAGE != 0 || !is_mapped(trial, physical, main->size))
        return false;
    for (size_t index = 0; index < model->main_count; index++) {
        const struct model_main *other = &model->mains[index];
        if (other != main && other->physical != 0 && physical < other->physical + other->size &&
            other->physical < physical + main->size)
            return false;
    }
    return true;
}

bool chain_learn(const struct trial *trial, struct mems_model *model, int which, uint64_t physical)
{
    struct model_main *main = &model->mains[which];
    if (main->physical == 0 && is_sound(trial, model, main, physical))
        main->physical = physical;
    return physical != 0 && main->physical == physical;
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

/* A walk along the chains and the model at once. */
struct walk {
    struct trial *trial;
    struct mems_model *model;
    size_t index; /* of the interval whose node comes next */
};

/* What a node says of itself that is not what the model says of its interval. */
static const char *kind_of(const struct walk *walk, const struct model_interval *wanted,
                           const SubChainNode *node)
{
    const struct model_main *main = &walk->model->mains[wanted->main];
    uint64_t start = (uint64_t)node->virtual_address;
    SubChainNode next;
    if (node->size == 0)
        return "empty node";
    if (start == wanted->start && start + node->size > main->start + main->size)
        return "merged too far";
    bool has_next = node->next != NULL &&
                    worker_read(walk->trial->worker, (uint64_t)node->next, &next, sizeof next);
    bool is_hole = node->type == MEMS_HOLE && !wanted->is_block;
    if (is_hole && start == wanted->start && node->size < wanted->size && has_next &&
        next.type == MEMS_HOLE)
        return next.size == 0 ? "empty node" : "not merged";
    return "chains disagree";
}

static bool judge_node(const struct walk *walk, const SubChainNode *node)
{
    const struct model_interval *wanted = &walk->model->intervals[walk->index];
    struct phrase expected = {.used = 0}, got = {.used = 0};
    uint64_t start = (uint64_t)node->virtual_address;
    if (start == wanted->start && node->size == wanted->size &&
        (node->type == MEMS_PROCESS) == wanted->is_block &&
        (node->type == MEMS_PROCESS || node->type == MEMS_HOLE))
        return true;
    phrase_add(&expected, "in the chain ");
    chain_describe(&expected, wanted->is_block, wanted->start, wanted->size);
    if (node->type == MEMS_PROCESS || node->type == MEMS_HOLE)
        chain_describe(&got, node->type == MEMS_PROCESS, start, node->size);
    else
        phrase_add(&got, "a node of type %d", node->type);
    return fail(walk->trial, kind_of(walk, wanted, node), &expected, &got);
}

/* A node that is not there, or leads where nothing can be read. */
static bool fail_missing(const struct walk *walk, bool is_wild)
{
    const struct model_interval *wanted = &walk->model->intervals[walk->index];
    struct phrase expected = {.used = 0}, got = {.used = 0};
    phrase_add(&expected, "in the chain ");
    chain_describe(&expected, wanted->is_block, wanted->start, wanted->size);
    phrase_add(&got, is_wild ? "a pointer to no node" : "the end of the sub-chain");
    return fail(walk->trial, "chains disagree", &expected, &got);
}

static bool fail_surplus(const struct walk *walk, uint64_t at, int main)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    SubChainNode node;
    bool is_read = worker_read(walk->trial->worker, at, &node, sizeof node);
    const struct model_main *where = &walk->model->mains[main];
    phrase_add(&expected, "the sub-chain ends at %" PRIu64, where->start + where->size - 1);
    if (is_read)
        chain_describe(&got, node.type == MEMS_PROCESS, (uint64_t)node.virtual_address, node.size);
    else
        phrase_add(&got, "a pointer to no node");
    return fail(walk->trial, is_read && node.size == 0 ? "empty node" : "chains disagree",
                &expected, &got);
}

/* One node of the sub-chain, at `at`; `before` is the one before it, 0 at its head. */
static bool node_agrees(struct walk *walk, uint64_t at, uint64_t before, SubChainNode *node)
{
    const struct model_interval *wanted = &walk->model->intervals[walk->index];
    if (at == 0 || !worker_read(walk->trial->worker, at, node, sizeof *node))
        return fail_missing(walk, at != 0);
    if (!judge_node(walk, node))
        return false;
    if ((uint64_t)node->prev != before)
        return fail_link(walk->trial, "prev", node->prev, wanted->start,
                         before == 0 ? "is NULL: it is the first" : "leads to the one before it");
    const struct model_main *main = &walk->model->mains[wanted->main];
    uint64_t first = (uint64_t)node->physical_address - (wanted->start - main->start);
    return chain_learn(walk->trial, walk->model, wanted->main, first) ||
           fail_link(walk->trial, "physical_address", node->physical_address, wanted->start,
                     "lies as far behind the first byte of its mapping as its virtual address "
                     "behind that of the main node");
}

static bool sub_chain_agrees(struct walk *walk, int main, uint64_t at)
{
    const struct mems_model *model = walk->model;
    uint64_t before = 0;
    SubChainNode node = {0};
    for (; walk->index < model->count && model->intervals[walk->index].main == main;
         walk->index++) {
        if (!node_agrees(walk, at, before, &node))
            return false;
        before = at;
        at = (uint64_t)node.next;
    }
    return at == 0 || fail_surplus(walk, at, main);
}

/* ---- Main nodes ------------------------------------------------------------------------------ */

static bool main_agrees(const struct walk *walk, int which, uint64_t at, uint64_t before,
                        MainChainNode *node)
{
    const struct model_main *wanted = &walk->model->mains[which];
    struct phrase expected = {.used = 0}, got = {.used = 0};
    bool is_read = at != 0 && worker_read(walk->trial->worker, at, node, sizeof *node);
    bool is_right = is_read && (uint64_t)node->start_virtual_address == wanted->start &&
                    node->total_size == wanted->size;
    if (is_right && (uint64_t)node->prev == before)
        return true;
    if (is_right)
        return fail_link(walk->trial, "prev", node->prev, wanted->start,
                         before == 0 ? "is NULL: it is the first"
                                     : "leads to the main node before it");
    phrase_add(&expected, "a main node of %" PRIu64 " bytes at %" PRIu64, wanted->size,
               wanted->start);
    if (is_read)
        phrase_add(&got, "one of %zu bytes at %" PRIu64, node->total_size,
                   (uint64_t)node->start_virtual_address);
    else
        phrase_add(&got, at == 0 ? "the end of the main chain" : "a pointer to no node");
    bool is_placed = is_read && (uint64_t)node->start_virtual_address == wanted->start;
    return fail(walk->trial, is_placed ? "not whole pages" : "chains disagree", &expected, &got);
}

/* Behind the last main node. */
static bool end_agrees(const struct walk *walk, uint64_t at)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    int64_t next = 0;
    worker_number(walk->trial->worker, "next_virtual_address", &next);
    if (at == 0 && (uint64_t)next == walk->model->next)
        return true;
    if (at != 0) {
        phrase_add(&expected, "%zu main node%s", walk->model->main_count,
                   walk->model->main_count == 1 ? "" : "s");
        phrase_add(&got, "the main chain goes on");
    } else {
        phrase_add(&expected, "next_virtual_address is %" PRIu64, walk->model->next);
        phrase_add(&got, "%" PRId64, next);
    }
    return fail(walk->trial, "chains disagree", &expected, &got);
}

bool chain_agrees(struct trial *trial, struct mems_model *model)
{
    struct walk walk = {.trial = trial, .model = model};
    int64_t first = 0;
    uint64_t before = 0;
    worker_number(trial->worker, "head", &first);
    uint64_t at = (uint64_t)first;
    for (int which = 0; which < (int)model->main_count; which++) {
        MainChainNode node = {0};
        if (!main_agrees(&walk, which, at, before, &node) ||
            !sub_chain_agrees(&walk, which, (uint64_t)node.sub_chain_head))
            return false;
        before = at;
        at = (uint64_t)node.next;
    }
    return end_agrees(&walk, at);
}

/* ---- Where the nodes lie --------------------------------------------------------------------- */

static bool fail_origin(struct trial *trial, const char *what, uint64_t start)
{
    struct phrase got = {.used = 0};
    phrase_add(&got, "the %s at %" PRIu64 " lies in no mapping", what, start);
    return trial_fail(trial, &(struct finding){.kind = "malloc called",
                                               .manner = "origin",
                                               .expected = "all memory comes from mmap, that of "
                                                           "the nodes, too",
                                               .got = got.bytes});
}

static bool sub_chain_is_mapped(struct trial *trial, size_t most, uint64_t at)
{
    SubChainNode node;
    for (; most > 0 && worker_read(trial->worker, at, &node, sizeof node); most--) {
        if (!is_mapped(trial, at, sizeof node))
            return fail_origin(trial, "node", (uint64_t)node.virtual_address);
        at = (uint64_t)node.next;
    }
    return true;
}

bool chain_is_mapped(struct trial *trial, const struct mems_model *model)
{
    MainChainNode node;
    size_t most = model->main_count;
    int64_t at = 0;
    worker_number(trial->worker, "head", &at);
    for (; most > 0 && worker_read(trial->worker, (uint64_t)at, &node, sizeof node); most--) {
        if (!is_mapped(trial, (uint64_t)at, sizeof node))
            return fail_origin(trial, "main node", (uint64_t)node.start_virtual_address);
        if (!sub_chain_is_mapped(trial, model->count, (uint64_t)node.sub_chain_head))
            return false;
        at = (int64_t)node.next;
    }
    return true;
}
