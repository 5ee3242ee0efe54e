#include "results/result.h"

#include "program/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void free_check(struct result_check *check)
{
    free(check->name);
    free(check->kind);
    free(check->text);
    free(check->session);
}

void result_free(struct result *result)
{
    for (size_t index = 0; index < result->check_count; index++)
        free_check(&result->checks[index]);
    for (size_t index = 0; index < result->session_count; index++) {
        free(result->sessions[index].name);
        free(result->sessions[index].text);
    }
    free(result->checks);
    free(result->sessions);
    free(result->title);
    free(result->whose);
    free(result->reason);
    free(result->sandbox);
    free(result->head);
    free(result->tail);
    *result = (struct result){.lab = 0};
}

void result_begin(struct result *result, int lab, unsigned seed)
{
    *result = (struct result){.lab = lab, .seed = seed};
    char **const strings[] = {&result->title, &result->reason, &result->sandbox, &result->head,
                              &result->tail};
    for (size_t index = 0; index < sizeof strings / sizeof *strings; index++)
        result_set(result, strings[index], "");
}

void result_set(struct result *result, char **string, const char *text)
{
    free(*string);
    *string = text == NULL ? NULL : strdup(text);
    result->is_lacking = result->is_lacking || *string == NULL;
}

void result_join(struct result *result, char **string, const char *before, const char *behind)
{
    char *joined = text_format("%s%s%s", before, *string == NULL ? "" : *string, behind);
    free(*string);
    *string = joined;
    result->is_lacking = result->is_lacking || joined == NULL;
}

void result_add_check(struct result *result, const struct result_check *check)
{
    struct result_check *grown = realloc(result->checks, (result->check_count + 1) * sizeof *grown);
    if (grown == NULL) {
        result->is_lacking = true;
        return;
    }
    result->checks = grown;
    struct result_check *copy = &grown[result->check_count++];
    *copy = (struct result_check){.number = check->number,
                                  .points = check->points,
                                  .most = check->most,
                                  .is_passed = check->is_passed,
                                  .is_hidden = check->is_hidden};
    result_set(result, &copy->name, check->name);
    result_set(result, &copy->kind, check->kind);
    result_set(result, &copy->text, check->text);
    if (check->session != NULL)
        result_set(result, &copy->session, check->session);
}

void result_add_session(struct result *result, const char *name, const char *text)
{
    struct result_session *grown =
        realloc(result->sessions, (result->session_count + 1) * sizeof *grown);
    if (grown == NULL) {
        result->is_lacking = true;
        return;
    }
    result->sessions = grown;
    struct result_session *copy = &grown[result->session_count++];
    *copy = (struct result_session){NULL, NULL};
    result_set(result, &copy->name, name);
    result_set(result, &copy->text, text);
}

struct result_name result_session_name(int lab, int number)
{
    struct result_name name;
    snprintf(name.text, sizeof name.text, "fail-lab%d-%d.mem", lab, number);
    return name;
}

const char *result_session(const struct result *result, const char *name)
{
    for (size_t index = 0; index < result->session_count; index++)
        if (strcmp(result->sessions[index].name, name) == 0)
            return result->sessions[index].text;
    return NULL;
}

char *result_report(const struct result *result)
{
    struct text_stream report;
    if (!text_stream_open(&report))
        return NULL;
    fputs(result->head, report.out);
    for (size_t index = 0; index < result->check_count; index++)
        fputs(result->checks[index].text, report.out);
    fputs(result->tail, report.out);
    return text_stream_close(&report);
}
