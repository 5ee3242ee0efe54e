#include "grade/models/bitmap_fields.h"

#include <stdio.h>

#include "grade/models/list_fields.h"
#include "server/bitmap.h"

enum { SHOWN_UNITS = 40 };

static bool number_agrees(struct trial *trial, const char *name, int wanted)
{
    char expected[64], got[64], holds[64];
    int64_t found = -1;
    worker_number(trial->worker, name, &found);
    if (found == wanted)
        return true;
    snprintf(expected, sizeof expected, "%s is %d", name, wanted);
    snprintf(got, sizeof got, "%s is %lld", name, (long long)found);
    snprintf(holds, sizeof holds, "%s == %lld", name, (long long)found);
    return trial_fail(trial, &(struct finding){.kind = "units miscounted",
                                               .manner = "fields",
                                               .expected = expected,
                                               .got = got,
                                               .holds = holds});
}

/* ---- Bits ------------------------------------------------------------------------------------ */

static bool is_taken(const struct model_bitmap *model, int unit)
{
    return unit < model->units &&
           model->bytes.owners[(ptrdiff_t)unit * model->unit] != BYTES_NOBODY;
}

static bool is_set(const unsigned char *bits, int unit)
{
    return (bits[unit / 8] >> unit % 8 & 1) != 0;
}

/* "units from 8 on: 1100". */
static void describe(struct phrase *wanted, struct phrase *found, const struct model_bitmap *model,
                     const unsigned char *bits, int from)
{
    int end = (model->units + 7) / 8 * 8;
    phrase_add(wanted, "bits from unit %d on: ", from);
    phrase_add(found, "bits from unit %d on: ", from);
    for (int unit = from; unit < end && unit < from + SHOWN_UNITS; unit++) {
        phrase_add(wanted, "%d", is_taken(model, unit));
        phrase_add(found, "%d", is_set(bits, unit));
    }
}

static bool bits_agree(struct trial *trial, const struct model_bitmap *model)
{
    unsigned char bits[BYTES_MOST / 8 + 1];
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0},
                  look = {.used = 0};
    uint64_t address = list_pointer(trial, "&bitmap");
    int unit = 0, end = (model->units + 7) / 8 * 8;
    if (!worker_read(trial->worker, address, bits, (size_t)end / 8))
        return trial_fail(trial, &(struct finding){.kind = "bits disagree",
                                                   .manner = "fields",
                                                   .expected = "bitmap points to the bits",
                                                   .got = address == 0 ? "bitmap is NULL"
                                                                       : "bitmap points elsewhere",
                                                   .look = "`print bitmap`"});
    while (unit < end && is_set(bits, unit) == is_taken(model, unit))
        unit++;
    if (unit == end)
        return true;
    describe(&expected, &got, model, bits, unit / 8 * 8);
    phrase_add(&holds, "bitmap[%d] == %d", unit / 8, bits[unit / 8]);
    phrase_add(&look, "`print bitmap[%d]`, the byte of units %d to %d", unit / 8, unit / 8 * 8,
               unit / 8 * 8 + 7);
    return trial_fail(trial, &(struct finding){.kind = "bits disagree",
                                               .manner = "fields",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes,
                                               .look = look.bytes});
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

static bool blocks_agree(struct trial *trial, const struct model_bitmap *model)
{
    struct bitmap_block blocks[BYTES_THREADS];
    char expected[80], got[80], holds[80], look[80];
    int64_t address = 0;
    int id = 0;
    worker_number(trial->worker, "&bitmap_blocks", &address);
    worker_read(trial->worker, (uint64_t)address, blocks, sizeof blocks);
    while (id < BYTES_THREADS && blocks[id].size == model->asked[id] &&
           (blocks[id].size == 0 || blocks[id].start == bytes_of(&model->bytes, id).start))
        id++;
    if (id == BYTES_THREADS)
        return true;
    snprintf(expected, sizeof expected, "bitmap_blocks[%d] has start %d, size %d", id,
             model->asked[id] == 0 ? blocks[id].start : bytes_of(&model->bytes, id).start,
             model->asked[id]);
    snprintf(got, sizeof got, "bitmap_blocks[%d] has start %d, size %d", id, blocks[id].start,
             blocks[id].size);
    snprintf(look, sizeof look, "`print bitmap_blocks[%d]`", id);
    if (blocks[id].size != model->asked[id])
        snprintf(holds, sizeof holds, "bitmap_blocks[%d].size == %d", id, blocks[id].size);
    else
        snprintf(holds, sizeof holds, "bitmap_blocks[%d].start == %d", id, blocks[id].start);
    return trial_fail(trial, &(struct finding){.kind = "wrong owner",
                                               .manner = "fields",
                                               .expected = expected,
                                               .got = got,
                                               .holds = holds,
                                               .look = look});
}

bool bitmap_fields_agree(struct trial *trial, const struct model_bitmap *model)
{
    return number_agrees(trial, "bitmap_unit", model->unit) &&
           number_agrees(trial, "bitmap_units", model->units) &&
           (model->units == 0 || (bits_agree(trial, model) && blocks_agree(trial, model))) &&
           list_array_agrees(trial, &model->bytes);
}
