#include "grade/recheck/witness.h"

#include "program/image/image.h"
#include "stepper/machine/scheduler.h"

#include <stdarg.h>
#include <stdio.h>

int witness_draw(uint64_t *seed, int least, int most)
{
    return least + (int)(random_next(seed) % (uint64_t)(most - least + 1));
}

bool witness_read(const struct single_run *run, const char *name, void *value, size_t size)
{
    struct symbol symbol;
    return image_symbol(run->image, name, &symbol) &&
           stepper_read(run->stepper, symbol.address, value, size);
}

bool witness_differs(struct difference *difference, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(difference->expected.bytes, sizeof difference->expected.bytes, format, arguments);
    va_end(arguments);
    difference->is_found = true;
    return false;
}
