#include "grade/mems/statistics.h"

#include "program/host/mishaps.h"
#include "program/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void print_intervals(FILE *text, const struct mems_model *model, int main)
{
    for (size_t index = 0; index < model->count; index++) {
        const struct model_interval *place = &model->intervals[index];
        if (place->main == main)
            fprintf(text, "%c[%" PRIu64 ":%" PRIu64 "] <-> ", place->is_block ? 'P' : 'H',
                    place->start, place->start + place->size - 1);
    }
}

static size_t count_intervals(const struct mems_model *model, int main)
{
    size_t count = 0;
    for (size_t index = 0; index < model->count; index++)
        count += model->intervals[index].main == main;
    return count;
}

/* What the heap of the model looks like in print. */
static void print(FILE *text, const struct mems_model *model)
{
    struct model_totals totals = model_sum(model);
    int mains = (int)model->main_count;
    fprintf(text, "----- MeMS SYSTEM STATS -----\n");
    for (int main = 0; main < mains; main++) {
        const struct model_main *node = &model->mains[main];
        fprintf(text, "MAIN[%" PRIu64 ":%" PRIu64 "]-> ", node->start,
                node->start + node->size - 1);
        print_intervals(text, model, main);
        fprintf(text, "NULL\n");
    }
    fprintf(text, "Pages used:\t%" PRIu64 "\nSpace unused:\t%" PRIu64 "\n",
            totals.mapped_bytes / MEMS_PAGE, totals.hole_bytes);
    fprintf(text, "Main Chain Length:\t%d\nSub-chain Length array: [", mains);
    for (int main = 0; main < mains; main++)
        fprintf(text, "%zu, ", count_intervals(model, main));
    fprintf(text, "]\n-----------------------------\n");
}

/* The length of a line without the blanks at its end. */
static size_t trim(const char *line, size_t length)
{
    while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
        length--;
    return length;
}

/* "nothing more", or the line itself. */
static void quote(struct phrase *phrase, const char *line, size_t length)
{
    if (*line == '\0')
        phrase_add(phrase, "nothing more is printed");
    else
        phrase_add(phrase, "%.*s", (int)length, line);
}

static bool compare(struct trial *trial, const char *wanted, const char *printed)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    while (*wanted != '\0' || *printed != '\0') {
        size_t wanted_line = strcspn(wanted, "\n"), printed_line = strcspn(printed, "\n");
        size_t length = trim(wanted, wanted_line);
        if (length != trim(printed, printed_line) || memcmp(wanted, printed, length) != 0) {
            quote(&expected, wanted, length);
            quote(&got, printed, trim(printed, printed_line));
            return trial_fail(trial, &(struct finding){.kind = "wrong report",
                                                       .manner = "print",
                                                       .expected = expected.bytes,
                                                       .got = got.bytes,
                                                       .look = "`stats`"});
        }
        wanted += wanted_line + (wanted[wanted_line] == '\n');
        printed += printed_line + (printed[printed_line] == '\n');
    }
    return true;
}

bool statistics_agree(struct trial *trial, const struct mems_model *model, const char *printed)
{
    struct text_stream text;
    char *wanted = NULL;
    if (text_stream_open(&text)) {
        print(text.out, model);
        wanted = text_stream_close(&text);
    }
    if (wanted == NULL)
        mishap_note("no memory left");
    bool agrees = wanted == NULL || compare(trial, wanted, printed);
    free(wanted);
    return agrees;
}
