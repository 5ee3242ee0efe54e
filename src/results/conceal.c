#include "results/conceal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void remove_session(struct result *result, const char *name)
{
    for (size_t i = 0; i < result->session_count; i++) {
        if (strcmp(result->sessions[i].name, name) != 0)
            continue;
        free(result->sessions[i].name);
        free(result->sessions[i].text);
        result->session_count--;
        memmove(&result->sessions[i], &result->sessions[i + 1],
                (result->session_count - i) * sizeof *result->sessions);
        return;
    }
}

static void conceal(struct result *result, struct result_check *check)
{
    char line[64];
    snprintf(line, sizeof line, "%3d  %3d/%-3d a hidden check\n", check->number, check->points,
             check->most);
    result_set(result, &check->name, "a hidden check");
    result_set(result, &check->kind, "hidden");
    result_set(result, &check->text, line);
    if (check->session != NULL)
        remove_session(result, check->session);
    free(check->session);
    check->session = NULL;
}

void result_conceal(struct result *result)
{
    for (size_t i = 0; i < result->check_count; i++)
        if (result->checks[i].is_hidden)
            conceal(result, &result->checks[i]);
}
