#include "program/nearest.h"

#include <string.h>

enum { COMPARED_MOST = 40 }; /* letters: longer names are compared up to here */

static size_t smallest(size_t a, size_t b, size_t c)
{
    return a < b ? (a < c ? a : c) : (b < c ? b : c);
}

/* Letters to insert, delete or replace to get from one word to the other (Levenshtein). */
static size_t distance(const char *from, const char *to)
{
    size_t row[COMPARED_MOST + 1], columns = strnlen(to, COMPARED_MOST);
    for (size_t j = 0; j <= columns; j++)
        row[j] = j;
    for (size_t i = 1; i <= strnlen(from, COMPARED_MOST); i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t replaced = diagonal + (from[i - 1] != to[j - 1]);
            diagonal = row[j];
            row[j] = smallest(row[j] + 1, row[j - 1] + 1, replaced);
        }
    }
    return row[columns];
}

struct nearest nearest_begin(const char *wanted)
{
    return (struct nearest){.wanted = wanted, .distance = strnlen(wanted, COMPARED_MOST) / 3 + 1};
}

void nearest_consider(struct nearest *nearest, const char *candidate)
{
    size_t near = distance(nearest->wanted, candidate);
    if (near < nearest->distance) {
        nearest->distance = near;
        nearest->best = candidate;
    }
}
