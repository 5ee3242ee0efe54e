#include "program/load.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

bool load_subject(const char *path, const struct arena *arena, char *message, size_t size)
{
    struct link_map *map;
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0) {
        snprintf(message, size, "%s", dlerror());
        return false;
    }
    if (map->l_addr != 0) {
        snprintf(message, size, "%s: its fixed address 0x%llx is taken in this process", path,
                 (unsigned long long)ARENA_TEXT_ADDRESS);
        return false;
    }
    if (!arena_share_data(arena)) {
        snprintf(message, size, "%s: its globals cannot be shared: %s", path, strerror(errno));
        return false;
    }
    return true;
}
