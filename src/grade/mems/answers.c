#include "grade/mems/answers.h"

#include <inttypes.h>
#include <string.h>

#include "grade/mems/chain.h"

#define NOT_FOUND "ADDRESS NOT FOUND!!"

/* ---- malloc ---------------------------------------------------------------------------------- */

void answers_describe_malloc(struct phrase *phrase, const struct mems_model *model, uint64_t size,
                             uint64_t wanted)
{
    const struct model_interval *hole = model_first_fit(model, size);
    phrase_add(phrase, "mems_malloc(%" PRIu64 ") answers ", size);
    if (wanted == 0)
        phrase_add(phrase, size == 0 ? "NULL" : "NULL: mmap fails");
    else if (hole == NULL)
        phrase_add(phrase, "%" PRIu64 ", in a new main node", wanted);
    else
        phrase_add(phrase, "%" PRIu64 ", the lowest hole with room (%" PRIu64 " bytes)", wanted,
                   hole->size);
}

static const char *kind_of_malloc(const struct mems_model *model, uint64_t size, uint64_t wanted)
{
    const struct model_interval *hole = model_at(model, wanted);
    if (wanted == 0)
        return "out of memory";
    return hole != NULL && hole->size == size ? "exact fit refused" : "wrong address";
}

bool answers_fail_malloc(struct trial *trial, const struct mems_model *model, uint64_t size,
                         uint64_t wanted, uint64_t address)
{
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    answers_describe_malloc(&expected, model, size, wanted);
    if (address == 0)
        phrase_add(&got, "it answers NULL");
    else
        phrase_add(&got, "it answers %" PRIu64, address);
    phrase_add(&holds, "result == %" PRIu64, address);
    return trial_fail(trial, &(struct finding){.kind = kind_of_malloc(model, size, wanted),
                                               .manner = "address",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes,
                                               .look = "`stats`"});
}

/* ---- free ------------------------------------------------------------------------------------ */

void answers_describe_free(struct phrase *phrase, bool is_block, uint64_t address)
{
    phrase_add(phrase,
               is_block ? "mems_free(%" PRIu64 ") makes the block a hole"
                        : "mems_free(%" PRIu64 ") prints " NOT_FOUND " and changes nothing",
               address);
}

/* `it prints "..."`: the first line. */
static void quote(struct phrase *phrase, const char *printed)
{
    if (*printed == '\0')
        phrase_add(phrase, "it prints nothing");
    else
        phrase_add(phrase, "it prints \"%.*s\"", (int)strcspn(printed, "\n"), printed);
}

bool answers_judge_free(struct trial *trial, bool is_block, uint64_t address, uint64_t accesses)
{
    const char *printed = worker_output(trial->worker);
    struct phrase expected = {.used = 0}, got = {.used = 0};
    bool has_refused = strstr(printed, NOT_FOUND) != NULL;
    bool is_idle = is_block && worker_machine(trial->worker)->accesses == accesses;
    if (has_refused != is_block && !is_idle)
        return true;
    answers_describe_free(&expected, is_block, address);
    if (has_refused || !is_block)
        quote(&got, printed);
    else
        phrase_add(&got, "it changes nothing");
    return trial_fail(trial, &(struct finding){.kind = "wrong free",
                                               .manner = "refusal",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .look = "`stats`"});
}

/* ---- get ------------------------------------------------------------------------------------- */

void answers_describe_get(struct phrase *phrase, const struct mems_model *model, uint64_t address)
{
    const struct model_interval *place = model_at(model, address);
    phrase_add(phrase, "mems_get(%" PRIu64 ") ", address);
    if (place == NULL) {
        phrase_add(phrase, "answers NULL: no block ever was there");
    } else if (place->is_block) {
        phrase_add(phrase,
                   "leads to byte %" PRIu64 " of the block of %" PRIu64 " bytes at %" PRIu64,
                   address - place->start, place->size, place->start);
    } else {
        phrase_add(phrase, "answers NULL: it lies in ");
        chain_describe(phrase, false, place->start, place->size);
    }
}

bool answers_fail_get(struct trial *trial, const struct mems_model *model, uint64_t address,
                      uint64_t physical)
{
    const struct model_interval *place = model_at(model, address);
    bool is_block = place != NULL && place->is_block;
    uint64_t first = is_block ? model->mains[place->main].physical : 0;
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    answers_describe_get(&expected, model, address);
    phrase_add(&holds, "result == %" PRId64, (int64_t)physical);
    if (physical == 0)
        phrase_add(&got, "it answers NULL");
    else if (first == 0)
        phrase_add(&got, "it answers 0x%" PRIx64 "%s", physical,
                   is_block ? ", where no mapping has the main node" : "");
    else
        phrase_add(&got, "it leads %" PRId64 " bytes away from there",
                   (int64_t)(physical - first - (address - model->mains[place->main].start)));
    return trial_fail(trial, &(struct finding){.kind = is_block ? "wrong pointer" : "hole accepted",
                                               .manner = "pointer",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes,
                                               .look = "`stats`"});
}
