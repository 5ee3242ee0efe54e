/* bench_reference: what the other benchmarks compare themselves with. */
#include <stdio.h>

#include "reference.h"

int main(void)
{
    printf("%-44s %10.2f ns\n", "bare assembly switch", reference_switch_ns());
    printf("%-44s %10.2f ns\n", "futex hand-off, one core", reference_handoff_ns());
    return 0;
}
