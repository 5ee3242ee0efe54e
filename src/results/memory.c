#include "results/memory.h"

#include "program/host/mishaps.h"

#include <jansson.h>
#include <stdlib.h>

static void *allocate(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory == NULL)
        mishap_note("no memory left for JSON");
    return memory;
}

void memory_watch(void)
{
    json_set_alloc_funcs(allocate, free);
}
