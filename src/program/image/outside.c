/* outside.c - the dynamic linker knows; what the kit offers under a libc function's name has that name with a
 * prefix. */
#include "program/image/outside.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#define KIT_PREFIX "memrepl_"

bool outside_describe(uint64_t address, char *text, size_t size)
{
    Dl_info info;
    if (dladdr((const void *)(uintptr_t)address, &info) == 0)
        return false;
    const char *name = (uint64_t)(uintptr_t)info.dli_saddr == address ? info.dli_sname : NULL;
    size_t prefix = strlen(KIT_PREFIX);
    if (name != NULL && strncmp(name, KIT_PREFIX, prefix) == 0)
        name += prefix;
    snprintf(text, size, "%s", name != NULL ? name : "(outside the program)");
    return true;
}
