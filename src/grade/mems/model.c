#include "grade/mems/model.h"

#include <string.h>

void model_clear(struct mems_model *model)
{
    model->count = model->main_count = model->byte_count = 0;
    model->next = MEMS_FIRST;
}

/* ---- Finding --------------------------------------------------------------------------------- */

/* How many intervals start at the address or below. */
static size_t count_up_to(const struct mems_model *model, uint64_t address)
{
    size_t low = 0, high = model->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (model->intervals[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct model_interval *model_at(const struct mems_model *model, uint64_t address)
{
    size_t count = count_up_to(model, address);
    if (count == 0)
        return NULL;
    const struct model_interval *interval = &model->intervals[count - 1];
    return address - interval->start < interval->size ? interval : NULL;
}

const struct model_interval *model_first_fit(const struct mems_model *model, uint64_t size)
{
    for (size_t index = 0; index < model->count; index++)
        if (!model->intervals[index].is_block && model->intervals[index].size >= size)
            return &model->intervals[index];
    return NULL;
}

/* ---- Changing -------------------------------------------------------------------------------- */

static void insert(struct mems_model *model, size_t index, struct model_interval interval)
{
    struct model_interval *place = &model->intervals[index];
    memmove(place + 1, place, (model->count - index) * sizeof *place);
    *place = interval;
    model->count++;
}

static void erase(struct mems_model *model, size_t index)
{
    struct model_interval *place = &model->intervals[index];
    model->count--;
    memmove(place, place + 1, (model->count - index) * sizeof *place);
}

/* A main node of whole pages behind the others, one hole. */
static void append_main(struct mems_model *model, uint64_t size)
{
    uint64_t bytes = (size + MEMS_PAGE - 1) / MEMS_PAGE * MEMS_PAGE;
    int main = (int)model->main_count;
    model->mains[model->main_count++] = (struct model_main){.start = model->next, .size = bytes};
    insert(model, model->count, (struct model_interval){model->next, bytes, main, false});
    model->next += bytes;
}

uint64_t model_malloc(struct mems_model *model, uint64_t size)
{
    if (size == 0 || model->count + 2 > MODEL_INTERVALS)
        return 0;
    if (model_first_fit(model, size) == NULL) {
        if (model->main_count == MODEL_MAINS)
            return 0;
        append_main(model, size);
    }
    size_t index = (size_t)(model_first_fit(model, size) - model->intervals);
    struct model_interval *block = &model->intervals[index];
    uint64_t rest = block->size - size;
    block->is_block = true;
    block->size = size;
    if (rest > 0)
        insert(model, index + 1,
               (struct model_interval){block->start + size, rest, block->main, false});
    return model->intervals[index].start;
}

/* The interval and the one behind it become one when both are holes of the same main node. */
static void merge(struct mems_model *model, size_t index)
{
    if (index + 1 >= model->count)
        return;
    struct model_interval *left = &model->intervals[index], *right = left + 1;
    if (left->is_block || right->is_block || left->main != right->main)
        return;
    left->size += right->size;
    erase(model, index + 1);
}

static void forget_bytes(struct mems_model *model, uint64_t start, uint64_t size)
{
    size_t kept = 0;
    for (size_t index = 0; index < model->byte_count; index++)
        if (model->bytes[index].address - start >= size)
            model->bytes[kept++] = model->bytes[index];
    model->byte_count = kept;
}

bool model_free(struct mems_model *model, uint64_t address)
{
    const struct model_interval *found = model_at(model, address);
    if (found == NULL || !found->is_block || found->start != address)
        return false;
    size_t index = (size_t)(found - model->intervals);
    model->intervals[index].is_block = false;
    forget_bytes(model, address, found->size);
    merge(model, index);
    if (index > 0)
        merge(model, index - 1);
    return true;
}

/* ---- Bytes ----------------------------------------------------------------------------------- */

void model_write(struct mems_model *model, uint64_t address, unsigned char value)
{
    size_t index = 0;
    while (index < model->byte_count && model->bytes[index].address != address)
        index++;
    if (index == MODEL_BYTES)
        return;
    model->bytes[index] = (struct model_byte){address, value};
    if (index == model->byte_count)
        model->byte_count++;
}

int model_read(const struct mems_model *model, uint64_t address)
{
    for (size_t index = 0; index < model->byte_count; index++)
        if (model->bytes[index].address == address)
            return model->bytes[index].value;
    return -1;
}

/* ---- Sums ------------------------------------------------------------------------------------ */

struct model_totals model_sum(const struct mems_model *model)
{
    struct model_totals totals = {.mapped_bytes = model->next - MEMS_FIRST};
    for (size_t index = 0; index < model->count; index++) {
        const struct model_interval *interval = &model->intervals[index];
        totals.blocks += interval->is_block;
        totals.holes += !interval->is_block;
        totals.hole_bytes += interval->is_block ? 0 : interval->size;
    }
    return totals;
}
