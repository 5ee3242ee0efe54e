#include "class/store.h"

#include "class/must.h"
#include "program/host/plain.h"
#include "program/image/fingerprint.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_OPEN = 16, KIT_FILE_BYTES = 64 << 20 };

/* ---- Reading --------------------------------------------------------------------------------- */

char *store_read(const char *path, size_t most, size_t *size)
{
    char *bytes = plain_read(path, most, size);
    if (bytes == NULL && errno == ENOMEM)
        must_give_up("no memory left to read %s", path);
    return bytes;
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

char **store_list(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_shown, by_bytes);
    if (count < 0)
        return NULL;
    char **names = NULL;
    for (int index = 0; index < count; index++) {
        names = must_grow(names, (size_t)index, sizeof *names);
        names[index] = must_text(entries[index]->d_name);
        free(entries[index]);
    }
    free(entries);
    names = must_grow(names, (size_t)count, sizeof *names);
    names[count] = NULL;
    return names;
}

uint64_t store_fingerprint(uint64_t fingerprint, const char *path)
{
    size_t size;
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    fingerprint = fingerprint_add(fingerprint, name, strlen(name) + 1);
    char **names = store_list(path);
    char *bytes = names == NULL ? store_read(path, KIT_FILE_BYTES, &size) : NULL;
    if (bytes != NULL)
        fingerprint = fingerprint_add(fingerprint, bytes, size);
    free(bytes);
    for (char **entry = names; entry != NULL && *entry != NULL; entry++) {
        char *below = must_format("%s/%s", path, *entry);
        fingerprint = store_fingerprint(fingerprint, below);
        free(below);
        free(*entry);
    }
    free(names);
    return fingerprint;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(file, bytes, size);
        if (put < 0 && errno != EINTR)
            return false;
        bytes += put > 0 ? put : 0;
        size -= put > 0 ? (size_t)put : 0;
    }
    return fsync(file) == 0;
}

void store_withdraw(const char *path)
{
    int error = errno;
    char *draft = must_format("%s.new", path);
    unlink(draft);
    free(draft);
    errno = error;
}

bool store_draft(const char *path, const void *bytes, size_t size)
{
    char *draft = must_format("%s.new", path);
    int file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    bool is_written = file >= 0 && write_all(file, bytes, size);
    int error = errno;
    if (file >= 0 && close(file) != 0 && is_written) {
        error = errno;
        is_written = false;
    }
    free(draft);
    errno = error;
    if (!is_written)
        store_withdraw(path);
    return is_written;
}

bool store_publish(const char *path)
{
    char *draft = must_format("%s.new", path);
    bool is_named = rename(draft, path) == 0;
    int error = errno;
    free(draft);
    errno = error;
    if (!is_named)
        store_withdraw(path);
    return is_named;
}

bool store_write(const char *path, const void *bytes, size_t size)
{
    return store_draft(path, bytes, size) && store_publish(path);
}

bool store_make_folder(const char *path)
{
    char *folder = must_text(path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0755);
        *slash = '/';
    }
    bool is_there = mkdir(folder, 0755) == 0 || errno == EEXIST;
    free(folder);
    return is_there;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about, (void)kind, (void)where;
    remove(path); /* what cannot be is left, and the rest goes */
    return 0;
}

void store_remove(const char *path)
{
    nftw(path, remove_one, FILES_OPEN, FTW_DEPTH | FTW_PHYS);
}
