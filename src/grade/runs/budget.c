#include "grade/runs/budget.h"

#include <sys/resource.h>

bool budget_is_spent(const struct budget *budget)
{
    return budget->spent_ms >= budget->most_ms;
}

int64_t budget_left_ms(const struct budget *budget)
{
    return budget_is_spent(budget) ? 1 : budget->most_ms - budget->spent_ms;
}

static int64_t time_ms(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000 + time.tv_usec / 1000;
}

int64_t budget_usage_ms(const struct rusage *usage)
{
    return time_ms(usage->ru_utime) + time_ms(usage->ru_stime);
}

int64_t budget_children_ms(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_CHILDREN, &usage) == 0 ? budget_usage_ms(&usage) : 0;
}

void budget_pay_children(struct budget *budget, int64_t before_ms)
{
    budget->spent_ms += budget_children_ms() - before_ms;
}
