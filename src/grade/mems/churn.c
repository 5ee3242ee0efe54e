#include "grade/mems/churn.h"

#include <stdlib.h>

#include "grade/mems/model.h"

enum { BYTES = 256 };

/* Makes tasks, and learns from a model of its own which addresses these will have. */
struct churn {
    const struct maker *maker;
    struct mems_model *model;
    uint64_t seed;
    int most;
};

/* A block or a hole, whichever comes first from somewhere on; NULL when there is none. */
static const struct model_interval *any(struct churn *churn, bool is_block)
{
    const struct mems_model *model = churn->model;
    if (model->count == 0)
        return NULL;
    size_t from = (size_t)maker_draw(&churn->seed, (int)model->count);
    for (size_t step = 0; step < model->count; step++) {
        const struct model_interval *place = &model->intervals[(from + step) % model->count];
        if (place->is_block == is_block)
            return place;
    }
    return NULL;
}

/* Now and then just what a hole has. */
static int draw_size(struct churn *churn)
{
    enum { EXACT = 6 };
    const struct model_interval *hole = any(churn, false);
    bool is_exact = hole != NULL && maker_draw(&churn->seed, EXACT) == 0;
    return is_exact ? (int)hole->size : 1 + maker_draw(&churn->seed, churn->most);
}

/* The bytes at both ends of a block are written when it is granted, and read before it goes. */
static bool add_malloc(struct churn *churn)
{
    int size = draw_size(churn);
    int start = (int)model_malloc(churn->model, (uint64_t)size);
    int value = 1 + maker_draw(&churn->seed, BYTES - 1);
    return maker_add(churn->maker, "malloc", 0, size, 0) &&
           maker_add(churn->maker, "write", 0, start, value) &&
           maker_add(churn->maker, "write", 0, start + size - 1, value);
}

static bool add_free(struct churn *churn, const struct model_interval *block)
{
    int start = (int)block->start, size = (int)block->size;
    model_free(churn->model, block->start);
    return maker_add(churn->maker, "read", 0, start, 0) &&
           maker_add(churn->maker, "read", 0, start + size - 1, 0) &&
           maker_add(churn->maker, "free", 0, start, 0);
}

/* Any address: most are no block's first. */
static bool add_odd(struct churn *churn, const char *name)
{
    int range = (int)(churn->model->next - MEMS_FIRST) + churn->most;
    int address = MEMS_FIRST - 1 + maker_draw(&churn->seed, range);
    const struct model_interval *place = model_at(churn->model, (uint64_t)address);
    if (place != NULL && place->is_block && place->start == (uint64_t)address)
        return add_free(churn, place);
    return maker_add(churn->maker, name, 0, address, 0);
}

/* The heap grows and shrinks in turn. */
static bool add_call(struct churn *churn, int number)
{
    enum { RUN = 40, DICE = 10 };
    int dice = maker_draw(&churn->seed, DICE), mallocs = number / RUN % 2 == 0 ? 6 : 3;
    const struct model_interval *block = any(churn, true);
    if (dice < mallocs || block == NULL)
        return add_malloc(churn);
    return dice < DICE - 2 ? add_free(churn, block)
                           : add_odd(churn, dice == DICE - 2 ? "get" : "free");
}

bool churn_make(const struct maker *maker, const struct task *order)
{
    struct mems_model *model = calloc(1, sizeof *model);
    struct churn churn = {maker, model, (uint64_t)order->arguments[2], order->arguments[1]};
    bool is_made = model != NULL && maker_add(maker, "init", 0, 0, 0);
    if (model != NULL)
        model_clear(model);
    for (int number = 0; number < order->arguments[0] && is_made; number++)
        is_made = add_call(&churn, number);
    free(model);
    return is_made;
}
