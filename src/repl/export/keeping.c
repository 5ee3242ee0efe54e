#include "repl/export/keeping.h"

#include "program/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* The file itself, when the path leads to one through symbolic links; heap string, NULL when out of
 * memory. */
static char *real_path(const char *path)
{
    char *real = realpath(path, NULL);
    return real != NULL ? real : strdup(path);
}

static bool write_beside(const struct keeping *keeping, const char *beside, const char *real)
{
    FILE *file = fopen(beside, "wx");
    if (file == NULL)
        return false;
    keeping->write(keeping->context, file, real);
    bool is_written = fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
    return fclose(file) == 0 && is_written;
}

enum outcome keeping_save(const struct keeping *keeping, struct console *console, const char *path)
{
    if (!may_replace(keeping, path))
        return command_refuse(console,
                              "%s is there already, and no %s; give another name, or remove it "
                              "first",
                              path, keeping->what);
    char *real = real_path(path);
    char *beside = real == NULL ? NULL : text_format("%s.%ld.part", real, (long)getpid());
    if (beside == NULL) {
        free(real);
        return command_refuse(console, "no memory left to save");
    }
    bool is_saved = write_beside(keeping, beside, real) && rename(beside, real) == 0;
    int error = errno;
    if (!is_saved)
        unlink(beside);
    free(beside);
    free(real);
    if (!is_saved)
        return command_refuse(console, "cannot save to %s: %s", path, strerror(error));
    return OUTCOME_OK;
}
