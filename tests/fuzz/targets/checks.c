/* A file of a lab's checks. Its first byte says of which lab, and with which seed: a digit is for the
 * first. */
#include "../fuzz.h"

#include "grade/checks.h"

#include <stdlib.h>

static const char *const sets[][TASK_SETS + 1] = {
    {"queue", "server"},
    {"list", "server"},
    {"server", "explore"},
    {"placement", "bitmap", "calls"},
    {"mems"},
    {"mems", "cost"},
    {"breaking"},
    {"explore", "run"},
};
#define SEED_STRIDE 0x07FFFFFFu

enum { LABS = sizeof sets / sizeof sets[0] };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *error, name[TASK_NAME_BYTES];
    if (size == 0)
        return 0;
    uint8_t choice = (uint8_t)(data[0] - '0');
    struct checks checks = {.seed = 1 + choice / LABS * SEED_STRIDE};
    for (size_t i = 0; sets[choice % LABS][i] != NULL; i++)
        fuzz_promise(checks_use(&checks, sets[choice % LABS][i]), "there is such a set of tasks");
    bool is_read = checks_read(&checks, fuzz_file("checks", data + 1, size - 1), &error);
    fuzz_promise(is_read == (error == NULL), "what is refused has a reason");
    for (size_t i = 0; is_read && i < checks.count; i++)
        for (size_t j = 0; j < checks.checks[i].task_count; j++)
            task_function(&checks.checks[i].tasks[j], name, sizeof name);
    fuzz_promise(!is_read || checks_points(&checks) >= 0, "points are positive");
    checks_free(&checks);
    free(error);
    return 0;
}
