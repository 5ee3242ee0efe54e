#include "stepper/looks/places.h"

#include <string.h>

#include "stepper/stacks/sanitizer.h"

void places_remember(const struct range *parts, uint32_t count, unsigned char *seen)
{
    for (uint32_t part = 0; part < count; part++) {
        size_t size = parts[part].high - parts[part].low;
        sanitizer_forget(parts[part].low, size); /* it may lie on a stack */
        memcpy(seen, (const void *)parts[part].low, size);
        seen += size;
    }
}

bool places_have_changed(const struct range *parts, uint32_t count, const unsigned char *seen)
{
    for (uint32_t part = 0; part < count; part++) {
        size_t size = parts[part].high - parts[part].low;
        sanitizer_forget(parts[part].low, size);
        if (memcmp(seen, (const void *)parts[part].low, size) != 0)
            return true;
        seen += size;
    }
    return false;
}

bool places_are_stored_to(const struct range *parts, uint32_t count, const struct access *access)
{
    for (uint32_t part = 0; access != NULL && access->is_write && part < count; part++)
        if (access->address < parts[part].high && access->address + access->bytes > parts[part].low)
            return true;
    return false;
}

bool places_will_be_stored_to(const struct range *parts, uint32_t count,
                              const struct thread *thread)
{
    return thread->phase == PHASE_MIDSTEP && places_are_stored_to(parts, count, &thread->access);
}
