/*
 * recorder.c: writes down the allocations of a real program, to be replayed by the benchmark.
 *
 * A shared object for LD_PRELOAD. It stands in front of malloc, calloc, realloc, free and the
 * aligned ones, passes each call on to glibc and writes a line for it to $RECORD_TO, once the
 * name of the process ends in $RECORD_PROGRAM (so that `gcc file.c` records cc1 alone):
 *
 *     a ADDRESS SIZE        allocated
 *     r OLD ADDRESS SIZE    reallocated
 *     f ADDRESS             freed
 *
 * to-rep.awk turns the addresses into the numbers of a .rep file. Memory that the program gets in
 * other ways (mmap, a pool of its own inside one block) does not show.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

enum { BUFFER_BYTES = 1 << 16, LONGEST_LINE = 64 };

enum recording { UNDECIDED, ON, OFF };

/* Under `lock`, all of it. */
static struct {
    atomic_flag lock;
    enum recording recording;
    int file;
    size_t used;
    char buffer[BUFFER_BYTES];
} recorder = {.lock = ATOMIC_FLAG_INIT};

/* Set while this thread is inside the recorder, whose own calls are not recorded. */
static _Thread_local int inside;

static void flush(void)
{
    for (size_t done = 0; done < recorder.used;) {
        ssize_t written = write(recorder.file, recorder.buffer + done, recorder.used - done);
        if (written <= 0)
            break;
        done += (size_t)written;
    }
    recorder.used = 0;
}

static int is_wanted_program(void)
{
    const char *wanted = getenv("RECORD_PROGRAM");
    char name[4096] = "";
    ssize_t length = readlink("/proc/self/exe", name, sizeof name - 1);
    size_t tail = wanted ? strlen(wanted) : 0;
    return length >= (ssize_t)tail && memcmp(name + length - tail, wanted ? wanted : "", tail) == 0;
}

static void decide(void)
{
    const char *path = getenv("RECORD_TO");
    recorder.recording = OFF;
    if (!path || !is_wanted_program())
        return;
    int low = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    /* Out of the way of programs that close or number their descriptors. */
    recorder.file = low < 0 ? -1 : fcntl(low, F_DUPFD_CLOEXEC, 900);
    if (low >= 0)
        close(low);
    if (recorder.file >= 0)
        recorder.recording = ON;
}

static void record(const char *format, ...)
{
    if (inside || recorder.recording == OFF)
        return;
    int saved_errno = errno;
    inside = 1;
    while (atomic_flag_test_and_set(&recorder.lock))
        ;
    if (recorder.recording == UNDECIDED)
        decide();
    if (recorder.recording == ON) {
        va_list arguments;
        va_start(arguments, format);
        recorder.used +=
            (size_t)vsnprintf(recorder.buffer + recorder.used, LONGEST_LINE, format, arguments);
        va_end(arguments);
        if (recorder.used > BUFFER_BYTES - LONGEST_LINE)
            flush();
    }
    atomic_flag_clear(&recorder.lock);
    inside = 0;
    errno = saved_errno;
}

__attribute__((destructor)) static void finish(void)
{
    if (recorder.recording == ON)
        flush();
}

void *malloc(size_t size)
{
    void *block = __libc_malloc(size);
    record("a %zx %zu\n", (size_t)(uintptr_t)block, size);
    return block;
}

void *calloc(size_t count, size_t size)
{
    void *block = __libc_calloc(count, size);
    record("a %zx %zu\n", (size_t)(uintptr_t)block, count * size);
    return block;
}

void free(void *block)
{
    if (block)
        record("f %zx\n", (size_t)(uintptr_t)block);
    __libc_free(block);
}

void *realloc(void *old, size_t size)
{
    size_t before = (size_t)(uintptr_t)old;
    void *block = __libc_realloc(old, size);
    if (!before)
        record("a %zx %zu\n", (size_t)(uintptr_t)block, size);
    else if (size)
        record("r %zx %zx %zu\n", before, (size_t)(uintptr_t)block, size);
    else
        record("f %zx\n", before);
    return block;
}

void *memalign(size_t alignment, size_t size)
{
    void *block = __libc_memalign(alignment, size);
    record("a %zx %zu\n", (size_t)(uintptr_t)block, size);
    return block;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    *block = memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}
