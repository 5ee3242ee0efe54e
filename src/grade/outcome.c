#include "grade/outcome.h"

#include "grade/grade.h"
#include "results/clean.h"
#include "results/writing.h"

#include <stdlib.h>

enum { PATH_BYTES = 4300 };

/* ---- The whole ------------------------------------------------------------------------------- */

bool outcome_open(struct outcome *outcome, int lab, unsigned seed, const char *outbox, FILE *out)
{
    *outcome = (struct outcome){.outbox = outbox};
    result_begin(&outcome->result, lab, seed);
    return tape_open(&outcome->tape, out) && !outcome->result.is_lacking;
}

/* What was printed since the last time becomes one of the result's strings. */
static void keep(struct outcome *outcome, char **string)
{
    char *text = tape_cut(&outcome->tape);
    result_set(&outcome->result, string, text);
    free(text);
}

/* The supervisor misses a result that could not be written. */
void outcome_close(struct outcome *outcome)
{
    if (outcome->tape.out != NULL) {
        const char *error;
        char path[PATH_BYTES];
        keep(outcome, &outcome->result.tail);
        snprintf(path, sizeof path, "%s/%s", outcome->outbox, GRADE_RESULT);
        result_write(&outcome->result, path, &error);
    }
    tape_close(&outcome->tape);
    result_free(&outcome->result);
}

void outcome_head(struct outcome *outcome, const char *title)
{
    result_set(&outcome->result, &outcome->result.title, title);
    keep(outcome, &outcome->result.head);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

void outcome_add_session(struct outcome *outcome, int number, const char *path)
{
    struct result *result = &outcome->result;
    char *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "re");
    if (file != NULL && getdelim(&text, &room, '\0', file) > 0 && !ferror(file)) {
        clean_text(text);
        result_add_session(result, result_session_name(result->lab, number).text, text);
    } else {
        result->is_lacking = true;
    }
    free(text);
    if (file != NULL)
        fclose(file);
}

void outcome_add_check(struct outcome *outcome, int number, const struct check *check,
                       bool is_passed)
{
    struct result *result = &outcome->result;
    struct result_name name = result_session_name(result->lab, number);
    bool has_session = result_session(result, name.text) != NULL;
    result_add_check(result, &(struct result_check){.number = number,
                                                    .name = check->name,
                                                    .kind = check->kind,
                                                    .points = is_passed ? check->points : 0,
                                                    .most = check->points,
                                                    .is_passed = is_passed,
                                                    .is_hidden = check->is_hidden,
                                                    .text = "",
                                                    .session = has_session ? name.text : NULL});
    if (!result->is_lacking)
        keep(outcome, &result->checks[result->check_count - 1].text);
}

/* ---- The last line --------------------------------------------------------------------------- */

void outcome_score(struct outcome *outcome, int points, int most)
{
    struct result *result = &outcome->result;
    result->is_graded = true;
    result->score = points * RESULT_FULL / most;
    fprintf(outcome->tape.out, "\nlab%d: %d/%d\n", result->lab, result->score, RESULT_FULL);
}

void outcome_ungraded(struct outcome *outcome, const char *reason)
{
    fprintf(outcome->tape.out, "UNGRADED: %s\n", reason);
    result_set(&outcome->result, &outcome->result.reason, reason);
    if (outcome->result.reason != NULL)
        clean_text(outcome->result.reason);
}
