#include "class/books/plots.h"

#include "results/formats/markup.h"

#include <stdbool.h>

/* In units of the picture, which is scaled to its place. */
enum {
    WIDTH = 640,
    LEFT = 40,
    BAR_TOP = 24,
    BAR_HEIGHT = 180,
    BAR_FOOT = 24,
    STEP = (WIDTH - LEFT) / TALLY_BARS,
    GAP = 6,
    ROW = 26,
    NAME_WIDTH = 400,
    ROW_BAR = WIDTH - NAME_WIDTH - 64,
    NAME_BYTES = 54
};

/* ---- Scores ---------------------------------------------------------------------------------- */

static size_t highest(const struct tally *tally)
{
    size_t most = 1;
    for (int i = 0; i < TALLY_BARS; i++)
        most = tally->bars[i] > most ? tally->bars[i] : most;
    return most;
}

static void score_label(int bar, char *text, size_t size)
{
    if (bar == TALLY_BARS - 1)
        snprintf(text, size, "100");
    else
        snprintf(text, size, "%d–%d", 10 * bar, 10 * bar + 9);
}

static void score_bar(const struct tally *tally, int bar, size_t most, FILE *out)
{
    char label[24];
    int height = (int)((size_t)BAR_HEIGHT * tally->bars[bar] / most);
    int x = LEFT + bar * STEP, top = BAR_TOP + BAR_HEIGHT - height;
    score_label(bar, label, sizeof label);
    fprintf(out, "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>\n",
            x + GAP / 2, top, STEP - GAP, height);
    if (tally->bars[bar] > 0)
        fprintf(out, "<text class=\"mid\" x=\"%d\" y=\"%d\">%zu</text>\n", x + STEP / 2, top - 6,
                tally->bars[bar]);
    fprintf(out, "<text class=\"mid dim\" x=\"%d\" y=\"%d\">%s</text>\n", x + STEP / 2,
            BAR_TOP + BAR_HEIGHT + 18, label);
}

void plots_scores(const struct tally *tally, FILE *out)
{
    size_t most = highest(tally);
    fprintf(out,
            "<div class=\"wide\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"How many "
            "have which score\">\n",
            WIDTH, BAR_TOP + BAR_HEIGHT + BAR_FOOT);
    for (int bar = 0; bar < TALLY_BARS; bar++)
        score_bar(tally, bar, most, out);
    fprintf(out, "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n</svg></div>\n",
            LEFT, BAR_TOP + BAR_HEIGHT, WIDTH, BAR_TOP + BAR_HEIGHT);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

/* Names are ours: ASCII, and never as long as to be cut in the labs that there are. */
static void check_row(const struct tally *tally, size_t row, FILE *out)
{
    char name[NAME_BYTES + 16];
    const struct tally_check *check = &tally->checks[row];
    int y = (int)row * ROW;
    int width = (int)((size_t)ROW_BAR * check->failed / check->asked);
    snprintf(name, sizeof name, "%d  %.*s", check->number, NAME_BYTES, check->name);
    fprintf(out, "<text class=\"end\" x=\"%d\" y=\"%d\">", NAME_WIDTH - 10, y + 17);
    markup_text(name, out);
    fprintf(out,
            "</text>\n<rect class=\"track\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
            "rx=\"2\"/>\n<rect class=\"bad\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
            "rx=\"2\"/>\n",
            NAME_WIDTH, y + 5, ROW_BAR, ROW - 10, NAME_WIDTH, y + 5, width, ROW - 10);
    fprintf(out, "<text x=\"%d\" y=\"%d\">%zu</text>\n", NAME_WIDTH + ROW_BAR + 8, y + 17,
            check->failed);
}

void plots_checks(const struct tally *tally, FILE *out)
{
    size_t rows = 0;
    while (rows < tally->check_count && rows < PLOTS_CHECKS && tally->checks[rows].failed > 0)
        rows++;
    if (tally->unmade > 0)
        fprintf(out, "<p>%zu hand-in%s no program, and %s counted here.</p>\n", tally->unmade,
                tally->unmade == 1 ? " is" : "s are", tally->unmade == 1 ? "is not" : "are not");
    if (rows == 0) {
        fprintf(out, "<p>No check failed.</p>\n");
        return;
    }
    fprintf(out,
            "<p>The whole bar stands for the hand-ins that were checked, its coloured part and the "
            "number for those that failed.</p>\n");
    fprintf(out,
            "<div class=\"wide\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Checks that "
            "failed most\">\n",
            WIDTH, (int)rows * ROW);
    for (size_t row = 0; row < rows; row++)
        check_row(tally, row, out);
    fprintf(out, "</svg></div>\n");
}
