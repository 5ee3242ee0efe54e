#include "grade/budget.h"

bool budget_is_spent(const struct budget *budget)
{
    return budget->spent_ms >= budget->most_ms;
}

int64_t budget_left_ms(const struct budget *budget)
{
    return budget_is_spent(budget) ? 1 : budget->most_ms - budget->spent_ms;
}
