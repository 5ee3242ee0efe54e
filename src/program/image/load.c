#include "program/image/load.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <string.h>

static struct range find_destructors(const struct link_map *map)
{
    uint64_t start = 0, bytes = 0;
    for (const ElfW(Dyn) *entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_FINI_ARRAY)
            start = entry->d_un.d_ptr;
        else if (entry->d_tag == DT_FINI_ARRAYSZ)
            bytes = entry->d_un.d_val;
    }
    return (struct range){start, start + bytes};
}

bool load_subject(const char *path, const struct arena *arena, struct range *destructors,
                  char *message, size_t size)
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
    *destructors = find_destructors(map);
    if (!arena_share_data(arena)) {
        snprintf(message, size, "%s: its globals cannot be shared: %s", path, strerror(errno));
        return false;
    }
    return true;
}
