#include "grade/sandbox/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights by the version of the kernel's interface; headers may be older than the kernel. */
enum {
    READ_FILE = LANDLOCK_ACCESS_FS_READ_FILE,
    LOOK = LANDLOCK_ACCESS_FS_EXECUTE | READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    WRITE_FILE = LANDLOCK_ACCESS_FS_WRITE_FILE,
    ALL_FIRST = (1 << 13) - 1, /* of version 1 */
    REFER = 1 << 13,           /* 2: links and renames between folders */
    TRUNCATE = 1 << 14,        /* 3 */
    DEVICE_CONTROL = 1 << 15,  /* 5: ioctl */
    OF_A_FILE = LANDLOCK_ACCESS_FS_EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE | DEVICE_CONTROL,
    TCP = 3,   /* 4: bind and connect */
    SCOPES = 3 /* 6: abstract sockets and signals stay inside */
};

/* The kernel's struct landlock_ruleset_attr, as of version 6. */
struct rules {
    uint64_t files, network, scopes;
};

static int version(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static struct rules rules_of(int known)
{
    struct rules rules = {.files = ALL_FIRST};
    rules.files |= known >= 2 ? REFER : 0;
    rules.files |= known >= 3 ? TRUNCATE : 0;
    rules.files |= known >= 5 ? DEVICE_CONTROL : 0;
    rules.network = known >= 4 ? TCP : 0;
    rules.scopes = known >= 6 ? SCOPES : 0;
    return rules;
}

static size_t size_for(int known)
{
    if (known >= 6)
        return sizeof(struct rules);
    return known >= 4 ? offsetof(struct rules, scopes) : offsetof(struct rules, network);
}

/* What is not there needs no permission. */
static bool permit(int ruleset, const char *path, uint64_t rights)
{
    struct stat about;
    int place = path[0] == '\0' ? -1 : open(path, O_PATH | O_CLOEXEC);
    if (place < 0)
        return true;
    if (fstat(place, &about) == 0 && !S_ISDIR(about.st_mode))
        rights &= OF_A_FILE;
    const struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = place};
    bool is_done =
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(place);
    return is_done;
}

static bool permit_all(int ruleset, const struct sandbox_view *view, uint64_t all)
{
    static const char *const system[] = {"/usr", "/lib", "/lib64",           "/bin",
                                         "/nix", "/gnu", "/etc/ld.so.cache", "/etc/alternatives"};
    for (size_t index = 0; index < sizeof system / sizeof *system; index++)
        if (!permit(ruleset, system[index], LOOK))
            return false;
    for (size_t index = 0; index < view->link_count; index++)
        if (!permit(ruleset, view->links[index].real, LOOK))
            return false;
    return permit(ruleset, "/dev/null", (READ_FILE | WRITE_FILE | TRUNCATE) & all) &&
           permit(ruleset, "/proc", (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)) &&
           permit(ruleset, view->home, LOOK) && permit(ruleset, view->from, LOOK) &&
           permit(ruleset, view->folder, all);
}

bool landlock_close(const struct sandbox_view *view)
{
    int known = version();
    if (known < 1)
        return false;
    const struct rules rules = rules_of(known);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size_for(known), 0);
    if (ruleset < 0)
        return false;
    bool is_closed = permit_all(ruleset, view, rules.files) &&
                     syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return is_closed;
}
