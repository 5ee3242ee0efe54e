#include "program/arena.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the regions lie in the file, in the order of enum region; sizes are filled in per arena. */
struct extent {
    uint64_t address;
    size_t offset;
    size_t bytes;
};

#define BYTES_BEFORE_CONTROL \
    (ARENA_DATA_BYTES + 2 * ARENA_HEAP_BYTES + ARENA_PAGES_BYTES + ARENA_SLOTS * ARENA_SLOT_BYTES)

static size_t page_round(size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (bytes + page - 1) / page * page;
}

/* One region after the other; the control block takes what is left of the file. */
static void lay_out(const struct arena *arena, struct extent extents[REGION_COUNT])
{
    size_t offset = ARENA_DATA_BYTES;
    extents[REGION_SEALED] =
        (struct extent){arena->data_address - arena->sealed_bytes, 0, arena->sealed_bytes};
    extents[REGION_DATA] =
        (struct extent){arena->data_address, arena->sealed_bytes, arena->data_bytes};
    extents[REGION_HEAP] = (struct extent){ARENA_HEAP_ADDRESS, 0, ARENA_HEAP_BYTES};
    extents[REGION_PAGES] = (struct extent){ARENA_PAGES_ADDRESS, 0, ARENA_PAGES_BYTES};
    extents[REGION_SHADOW] = (struct extent){ARENA_SHADOW_ADDRESS, 0, ARENA_HEAP_BYTES};
    extents[REGION_STACKS] =
        (struct extent){ARENA_STACKS_ADDRESS, 0, ARENA_SLOTS * ARENA_SLOT_BYTES};
    extents[REGION_CONTROL] =
        (struct extent){ARENA_CONTROL_ADDRESS, 0, arena->bytes - BYTES_BEFORE_CONTROL};
    for (int region = REGION_HEAP; region < REGION_COUNT; region++) {
        extents[region].offset = offset;
        offset += extents[region].bytes;
    }
}

static bool map_view(struct arena *arena)
{
    arena->view = mmap(NULL, arena->bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
                       arena->file, 0);
    return arena->view != MAP_FAILED;
}

bool arena_join(struct arena *arena, int file)
{
    struct stat about;
    *arena = (struct arena){.file = file};
    if (fstat(file, &about) != 0 || about.st_size <= (off_t)BYTES_BEFORE_CONTROL)
        return false;
    arena->bytes = (size_t)about.st_size;
    return map_view(arena);
}

bool arena_open(struct arena *arena, size_t control_bytes)
{
    *arena = (struct arena){.file = -1};
    arena->bytes = BYTES_BEFORE_CONTROL + page_round(control_bytes);
    arena->file = memfd_create("memrepl-subject", MFD_CLOEXEC);
    if (arena->file < 0)
        return false;
    if (ftruncate(arena->file, (off_t)arena->bytes) != 0)
        goto failed;
    if (!map_view(arena))
        goto failed;
    return true;

failed:
    close(arena->file);
    *arena = (struct arena){.file = -1};
    return false;
}

void arena_close(struct arena *arena)
{
    if (arena->file < 0)
        return;
    munmap(arena->view, arena->bytes);
    close(arena->file);
    *arena = (struct arena){.file = -1};
}

bool arena_place_data(struct arena *arena, uint64_t low, uint64_t changing, uint64_t high)
{
    if (high - low > ARENA_DATA_BYTES)
        return false;
    arena->data_address = changing;
    arena->data_bytes = high - changing;
    arena->sealed_bytes = changing - low;
    return true;
}

bool arena_wipe(const struct arena *arena)
{
    struct extent extents[REGION_COUNT];
    lay_out(arena, extents);
    return madvise(arena->view, extents[REGION_CONTROL].offset, MADV_REMOVE) == 0;
}

static bool map_fixed(const struct arena *arena, const struct extent *extent, int protection,
                      int flags)
{
    void *place = (void *)extent->address;
    return mmap(place, extent->bytes, protection, MAP_SHARED | MAP_NORESERVE | flags, arena->file,
                (off_t)extent->offset) == place;
}

bool arena_enter(const struct arena *arena)
{
    struct extent extents[REGION_COUNT];
    lay_out(arena, extents);
    for (int region = REGION_HEAP; region < REGION_COUNT; region++) {
        int protection = region == REGION_STACKS ? PROT_NONE : PROT_READ | PROT_WRITE;
        if (!map_fixed(arena, &extents[region], protection, MAP_FIXED_NOREPLACE))
            return false;
    }
    return true;
}

uint64_t arena_stack_low(int slot)
{
    return ARENA_STACKS_ADDRESS + (uint64_t)slot * ARENA_SLOT_BYTES + ARENA_GUARD_BYTES;
}

uint64_t arena_stack_top(int slot)
{
    return ARENA_STACKS_ADDRESS + (uint64_t)(slot + 1) * ARENA_SLOT_BYTES;
}

bool arena_open_stack(int slot)
{
    return mprotect((void *)arena_stack_low(slot), ARENA_SLOT_BYTES - ARENA_GUARD_BYTES,
                    PROT_READ | PROT_WRITE) == 0;
}

bool arena_share_data(const struct arena *arena)
{
    struct extent extents[REGION_COUNT];
    lay_out(arena, extents);
    const struct extent *data = &extents[REGION_DATA], *sealed = &extents[REGION_SEALED];
    if (sealed->bytes > 0)
        memcpy(arena->view + sealed->offset, (const void *)sealed->address, sealed->bytes);
    if (data->bytes == 0)
        return true;
    memcpy(arena->view + data->offset, (const void *)data->address, data->bytes);
    return map_fixed(arena, data, PROT_READ | PROT_WRITE, MAP_FIXED);
}

void *arena_at(const struct arena *arena, uint64_t address, size_t bytes)
{
    struct extent extents[REGION_COUNT];
    lay_out(arena, extents);
    for (int region = 0; region < REGION_COUNT; region++) {
        const struct extent *extent = &extents[region];
        if (address >= extent->address && address - extent->address <= extent->bytes &&
            bytes <= extent->bytes - (address - extent->address))
            return arena->view + extent->offset + (address - extent->address);
    }
    return NULL;
}
