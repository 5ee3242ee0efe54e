#include "results/formats/formats.h"

/* Of a hidden check neither what it is nor how it failed. */
static void print_check(const struct result_check *check, FILE *out)
{
    if (check->is_hidden)
        fprintf(out, "%3d  %3d/%-3d a hidden check\n", check->number, check->points, check->most);
    else
        fputs(check->text, out);
}

void format_autolab(const struct result *result, FILE *out)
{
    fputs(result->head, out);
    for (size_t index = 0; index < result->check_count; index++)
        print_check(&result->checks[index], out);
    fputs(result->tail, out);
    if (result->is_graded)
        fprintf(out, "{\"scores\": {\"lab%d\": %d}}\n", result->lab, result->score);
}
