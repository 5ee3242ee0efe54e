#include "class/meter.h"

#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { TENTHS = 10, WIDTH = 80, LINE_BYTES = 512, BAR_LEAST = 8, BAR_MOST = 30 };

int64_t meter_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void meter_begin(struct meter *meter, size_t total, FILE *out)
{
    *meter = (struct meter){.out = out, .total = total, .begun_ms = meter_now_ms()};
    meter->is_terminal = isatty(fileno(out));
}

double meter_rate(const struct meter *meter)
{
    int64_t passed = meter_now_ms() - meter->begun_ms;
    return passed > 0 ? 1000.0 * (double)meter->graded / (double)passed : 0;
}

/* ---- The line -------------------------------------------------------------------------------- */

static int time_left(const struct meter *meter, double rate, char *text, size_t size)
{
    if (rate <= 0)
        return snprintf(text, size, "%s", "");
    long seconds = lround((double)(meter->total - meter->done) / rate);
    if (seconds >= 3600)
        return snprintf(text, size, "  %ld:%02ld:%02ld left", seconds / 3600, seconds / 60 % 60,
                        seconds % 60);
    return snprintf(text, size, "  %ld:%02ld left", seconds / 60, seconds % 60);
}

static int bar(const struct meter *meter, int width, char *text)
{
    if (width < BAR_LEAST)
        return 0;
    width = width > BAR_MOST ? BAR_MOST : width;
    int full = meter->total == 0 ? 0 : (int)((size_t)(width - 2) * meter->done / meter->total);
    text[0] = '[';
    memset(text + 1, '=', (size_t)full);
    memset(text + 1 + full, ' ', (size_t)(width - 2 - full));
    text[width - 1] = ']';
    text[width] = ' ';
    return width + 1;
}

/* Parts that find no room are left out, those at the end first. */
int meter_line(const struct meter *meter, double rate, int width, char *line, size_t size)
{
    enum { PARTS = 4 };
    char parts[PARTS][64] = {"", "", "", ""};
    int count = 0, used = 0;
    snprintf(parts[0], sizeof parts[0], "%zu/%zu", meter->done, meter->total);
    if (meter->ungraded > 0)
        snprintf(parts[1], sizeof parts[1], "  %zu ungraded", meter->ungraded);
    snprintf(parts[2], sizeof parts[2], "  %.1f/s", rate);
    time_left(meter, rate, parts[3], sizeof parts[3]);
    while (count < PARTS && used + (int)strlen(parts[count]) <= width)
        used += (int)strlen(parts[count++]);
    int at = bar(meter, width - used - 1, line);
    line[at] = '\0';
    for (int i = 0; i < count; i++)
        at += snprintf(line + at, size - (size_t)at, "%s", parts[i]);
    return at;
}

static int terminal_width(const struct meter *meter)
{
    struct winsize size;
    if (ioctl(fileno(meter->out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return WIDTH;
}

/* ---- Showing --------------------------------------------------------------------------------- */

void meter_show(struct meter *meter)
{
    double rate = meter_rate(meter);
    if (meter->is_terminal) {
        char line[LINE_BYTES];
        int width = terminal_width(meter);
        meter_line(meter, rate, width > LINE_BYTES / 2 ? LINE_BYTES / 2 : width - 1, line,
                   sizeof line);
        fprintf(meter->out, "\r\033[K%s", line);
    } else {
        size_t tenth = meter->total == 0 ? TENTHS : meter->done * TENTHS / meter->total;
        if (tenth == meter->told || meter->done == 0)
            return;
        meter->told = tenth;
        fprintf(meter->out, "%zu of %zu\n", meter->done, meter->total);
    }
    fflush(meter->out);
}

void meter_clear(struct meter *meter)
{
    if (meter->is_terminal)
        fputs("\r\033[K", meter->out);
    fflush(meter->out);
}
