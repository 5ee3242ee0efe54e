/* counters.c: linked to each program of the measured build, it puts the program's line counters into a file
 * that all processes of the program share.
 *
 * gcc's own runtime writes what was counted when a program ends by exit(). Much of the kit ends
 * otherwise: by _exit(), killed by its parent, behind a filter of system calls, in a sandbox where
 * nothing can be written. Here the counters *are* pages of the file, from the program's first
 * instruction on: whatever a process comes to, what it has counted is there.
 *
 * The file is COUNTERS/NAME-BYTES, after the program. Where it cannot be opened, in a sandbox, it has
 * been inherited: its descriptor stays open over exec, at a place that the kit closes nothing at. Two
 * processes that count the same line at the same time may lose one of the counts; whether a line ran is
 * not lost.
 *
 * Run with COUNTERS_WRITE set, a program adds its counts to its .gcda files, and ends. */
#include <fcntl.h>
#include <gcov.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLACE = 300, PATH_BYTES = 4096, NAME_BYTES = 64, PAGE = 4096 };

/* Where the linker has put the counters (counters.ld): whole pages. */
extern char counters_begin[], counters_end[];

/* The first bytes of a file: whose counters they are. */
static void tell_name(char name[NAME_BYTES], size_t bytes)
{
    char path[PATH_BYTES];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    const char *slash = strrchr(path, '/');
    memset(name, 0, NAME_BYTES);
    snprintf(name, NAME_BYTES, "%.40s-%zu", slash == NULL ? path : slash + 1, bytes);
}

static bool is_of(int file, const char name[NAME_BYTES])
{
    char found[NAME_BYTES];
    return pread(file, found, NAME_BYTES, 0) == NAME_BYTES && strcmp(found, name) == 0;
}

/* -1 when it cannot be opened. */
static int open_file(const char name[NAME_BYTES], size_t bytes)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/%s", COUNTERS, name);
    mode_t mask = umask(0);
    int file = open(path, O_RDWR | O_CREAT, 0666);
    umask(mask);
    if (file < 0)
        return -1;
    if (ftruncate(file, (off_t)(PAGE + bytes)) != 0 ||
        pwrite(file, name, NAME_BYTES, 0) != NAME_BYTES || dup2(file, PLACE) < 0) {
        close(file);
        return -1;
    }
    close(file);
    return PLACE;
}

__attribute__((constructor(101))) static void share_counters(void)
{
    char name[NAME_BYTES];
    size_t bytes = (size_t)(counters_end - counters_begin);
    tell_name(name, bytes);
    int file = is_of(PLACE, name) ? PLACE : open_file(name, bytes);
    if (file < 0 || mmap(counters_begin, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                         file, PAGE) == MAP_FAILED)
        return;
    if (getenv("COUNTERS_WRITE") == NULL)
        return;
    __gcov_dump();
    _exit(0);
}

/* gcc's own runtime does nothing at the end. */
void __wrap___gcov_exit(void);
void __wrap___gcov_exit(void)
{
}
