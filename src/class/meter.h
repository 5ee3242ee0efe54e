/* meter.h: how far a class is: one line that stays where it is on a terminal, a line now and then
 * anywhere else. */
#ifndef CLASS_METER_H
#define CLASS_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { METER_TICK_MS = 250 };

struct meter {
    FILE *out;
    bool is_terminal;
    size_t total, done, graded, ungraded; /* `graded` in this run */
    size_t told;                          /* tenths, off a terminal */
    int64_t begun_ms;
};

void meter_begin(struct meter *meter, size_t total, FILE *out);

/* Draws the line anew, in the width that the terminal has now. */
void meter_show(struct meter *meter);

/* Takes the line away, so that something else can be printed. */
void meter_clear(struct meter *meter);

/* Gradings in a second since the beginning. */
double meter_rate(const struct meter *meter);

int64_t meter_now_ms(void);

/* The line without its end, at most `width` columns of it. Returns its length. */
int meter_line(const struct meter *meter, double rate, int width, char *line, size_t size);

#endif
