/* budget.h: the processor time that one hand-in has for all that compiles or runs its code.
 *
 * It is what the system has counted for the processes, and never time on the clock: a machine with much
 * else to do gives the same points. The solutions take up to 1.3 s beside compiling; the slowest right one,
 * of lab 8 with a very long mems_init(), takes 15 s. */
#ifndef GRADE_RUNS_BUDGET_H
#define GRADE_RUNS_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct rusage;

enum { BUDGET_MS = 30000 };

struct budget {
    int64_t most_ms, spent_ms;
};

bool budget_is_spent(const struct budget *budget);

/* What is left; 1 when nothing is, for to a stepper 0 is no limit. */
int64_t budget_left_ms(const struct budget *budget);

int64_t budget_usage_ms(const struct rusage *usage);

/* Takes from it what children took that were begun and waited for since `before_ms`, which is what
 * budget_children_ms() was then. */
int64_t budget_children_ms(void);
void budget_pay_children(struct budget *budget, int64_t before_ms);

#endif
