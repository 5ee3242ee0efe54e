/* exec.c: a program for aarch64 under qemu-user can become another such program, which the kernel alone
 * would not run. The script `run` loads this into each, and names itself as RUNNER. What is for this
 * machine, a compiler or a shell, begins without LD_PRELOAD: it could not load this.
 *
 * Leaves out: what a program for this machine becomes, as bubblewrap does. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WORDS_MOST = 200 };

static char runner[PATH_MAX];

__attribute__((constructor)) static void begin(void)
{
    const char *value = getenv("RUNNER");
    strncpy(runner, value != NULL ? value : "", sizeof runner - 1);
    unsetenv("RUNNER");
    unsetenv("LD_PRELOAD");
}

static bool is_for_aarch64(const char *path)
{
    Elf64_Ehdr header;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_whole = file >= 0 && read(file, &header, sizeof header) == sizeof header;
    if (file >= 0)
        close(file);
    return is_whole && memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 &&
           header.e_machine == EM_AARCH64;
}

int execve(const char *path, char *const *words, char *const *environment)
{
    char self[PATH_MAX] = "", *all[WORDS_MOST + 2] = {runner, self};
    if (strcmp(path, "/proc/self/exe") != 0 || readlink(path, self, sizeof self - 1) < 0)
        strncpy(self, path, sizeof self - 1);
    if (!is_for_aarch64(self))
        return (int)syscall(SYS_execve, path, words, environment);
    for (size_t index = 1; words[index] != NULL && index < WORDS_MOST; index++)
        all[index + 1] = words[index];
    return (int)syscall(SYS_execve, runner, all, environment);
}

int execv(const char *path, char *const *words)
{
    return execve(path, words, environ);
}

int execl(const char *path, const char *word, ...)
{
    char *words[WORDS_MOST + 1] = {(char *)word};
    va_list rest;
    va_start(rest, word);
    for (size_t index = 1; words[index - 1] != NULL && index < WORDS_MOST; index++)
        words[index] = va_arg(rest, char *);
    va_end(rest);
    return execve(path, words, environ);
}

/* qemu-user has no seccomp. What a filter would answer is tests/unit/test_filters.c's. */
int seccomp_load(void *const ctx)
{
    return ctx == NULL ? -EINVAL : 0;
}
