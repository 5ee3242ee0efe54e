#include "repl/export/keeping.h"

#include "program/host/beside.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* True when nothing is there that may not be replaced. */
static bool may_replace(const struct keeping *keeping, const char *path)
{
    char start[KEEPING_MARK_MOST + 1] = "";
    struct stat status;
    if (stat(path, &status) != 0)
        return errno == ENOENT || errno == ENOTDIR;
    FILE *file = S_ISREG(status.st_mode) ? fopen(path, "r") : NULL;
    if (file == NULL)
        return false;
    bool is_read = fgets(start, sizeof start, file) != NULL;
    fclose(file);
    return is_read && strncmp(start, keeping->mark, strlen(keeping->mark)) == 0;
}

enum outcome keeping_save(const struct keeping *keeping, struct console *console, const char *path)
{
    struct beside beside;
    if (!may_replace(keeping, path))
        return command_refuse(console,
                              "%s is there already, and no %s; give another name, or remove it "
                              "first",
                              path, keeping->what);
    bool is_saved = beside_open(&beside, path);
    if (is_saved) {
        keeping->write(keeping->context, beside.out, beside.path);
        is_saved = beside_close(&beside, true);
    }
    if (!is_saved)
        return command_refuse(console, "cannot save to %s: %s", path, strerror(errno));
    return OUTCOME_OK;
}
