#include "class/books/tally.h"

#include "class/must.h"

#include <stdlib.h>
#include <string.h>

enum { TENTHS = 10 };

static struct tally_check *check_of(struct tally *tally, const struct result_check *check)
{
    for (size_t i = 0; i < tally->check_count; i++)
        if (tally->checks[i].number == check->number)
            return &tally->checks[i];
    tally->checks = must_grow(tally->checks, tally->check_count, sizeof *tally->checks);
    struct tally_check *added = &tally->checks[tally->check_count++];
    *added = (struct tally_check){.number = check->number, .name = must_text(check->name)};
    return added;
}

void tally_add(struct tally *tally, const struct result *result)
{
    tally->graded++;
    tally->unmade += result->check_count == 0;
    tally->counts[result->score]++;
    tally->bars[result->score / 10]++;
    for (size_t i = 0; i < result->check_count; i++) {
        struct tally_check *check = check_of(tally, &result->checks[i]);
        check->asked++;
        check->failed += !result->checks[i].is_passed;
    }
}

static int by_failures(const void *left, const void *right)
{
    const struct tally_check *one = left, *other = right;
    if (one->failed != other->failed)
        return one->failed < other->failed ? 1 : -1;
    return one->number - other->number;
}

void tally_sort(struct tally *tally)
{
    if (tally->check_count > 0)
        qsort(tally->checks, tally->check_count, sizeof *tally->checks, by_failures);
}

int tally_mean(const struct tally *tally)
{
    size_t sum = 0;
    for (size_t score = 0; score <= RESULT_FULL; score++)
        sum += score * tally->counts[score];
    return tally->graded == 0 ? 0 : (int)((TENTHS * sum + tally->graded / 2) / tally->graded);
}

/* The index-th score, from 0, in order of size. */
static int score_at(const struct tally *tally, size_t index)
{
    int score = 0;
    for (size_t seen = tally->counts[0]; seen <= index && score < RESULT_FULL;)
        seen += tally->counts[++score];
    return score;
}

int tally_median(const struct tally *tally)
{
    if (tally->graded == 0)
        return 0;
    return TENTHS / 2 *
           (score_at(tally, (tally->graded - 1) / 2) + score_at(tally, tally->graded / 2));
}

void tally_free(struct tally *tally)
{
    for (size_t i = 0; i < tally->check_count; i++)
        free(tally->checks[i].name);
    free(tally->checks);
}
