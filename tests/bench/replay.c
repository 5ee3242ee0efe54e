/*
 * replay.c: one trace (.rep, see to-rep.awk) on one allocator.
 *
 * Usage: replay FILE.rep
 * Prints: nanoseconds per operation, the 99.9th percentile of single operations in nanoseconds,
 * and the utilisation.
 *
 * Time: the trace is replayed PASSES times in one process; what it leaves allocated is freed
 * after each pass, off the clock. The fastest pass counts, which is the one least disturbed.
 * Every block is written to at its first and last byte, as its owner would; with MeMS that
 * includes the mems_get(). Single operations are timed in passes of their own.
 *
 * Utilisation: bytes asked for at the fullest moment, divided by the largest amount of anonymous
 * memory that is resident at any of SAMPLES moments of the first pass, records of the allocator
 * included. In that pass each block is written from end to end.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "allocator.h"

enum { PASSES = 25, TIMED_PASSES = 5, SAMPLES = 64 };

struct operation {
    char kind; /* a, r or f as in the file */
    unsigned id;
    size_t size;
};

/* All arrays are mapped, so that loading leaves no mark on the allocator under test. */
struct trace {
    size_t count;
    size_t ids;
    struct operation *operations;
    void **blocks; /* by id */
    size_t *sizes; /* by id; 0 if not allocated */
    float *times;  /* by operation */
};

static void *map_array(size_t count, size_t size)
{
    void *array = mmap(NULL, count * size + 1, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (array == MAP_FAILED) {
        perror("replay");
        exit(2);
    }
    return array;
}

static size_t read_number(const char **text)
{
    return strtoull(*text, (char **)text, 10);
}

static struct trace load(const char *path)
{
    struct trace trace;
    int file = open(path, O_RDONLY);
    off_t length = file < 0 ? -1 : lseek(file, 0, SEEK_END);
    char *text = length <= 0 ? NULL : map_array((size_t)length + 1, 1);
    if (!text || pread(file, text, (size_t)length, 0) != length) {
        fprintf(stderr, "replay: %s cannot be read\n", path);
        exit(2);
    }
    close(file);
    const char *next = text;
    read_number(&next);
    trace.ids = read_number(&next);
    trace.count = read_number(&next);
    read_number(&next);
    trace.operations = map_array(trace.count, sizeof *trace.operations);
    trace.blocks = map_array(trace.ids, sizeof *trace.blocks);
    trace.sizes = map_array(trace.ids, sizeof *trace.sizes);
    trace.times = map_array(trace.count, sizeof *trace.times);
    for (size_t i = 0; i < trace.count; i++) {
        struct operation *operation = &trace.operations[i];
        next += strspn(next, "\n ");
        operation->kind = *next++;
        operation->id = (unsigned)read_number(&next);
        operation->size = operation->kind == 'f' ? 0 : read_number(&next);
    }
    munmap(text, (size_t)length + 2);
    return trace;
}

static inline void touch(void *block, size_t size)
{
    char *bytes = block_pointer(block);
    bytes[0] = 1;
    bytes[size - 1] = 1;
}

static inline void perform(struct trace *trace, const struct operation *operation)
{
    void **block = &trace->blocks[operation->id];
    switch (operation->kind) {
    case 'a':
        *block = block_allocate(operation->size);
        touch(*block, operation->size);
        break;
    case 'r':
        *block = block_resize(*block, operation->size);
        touch(*block, operation->size);
        break;
    default:
        block_free(*block);
    }
}

static void free_leftovers(struct trace *trace)
{
    memset(trace->sizes, 0, trace->ids * sizeof *trace->sizes);
    for (size_t i = 0; i < trace->count; i++)
        trace->sizes[trace->operations[i].id] = trace->operations[i].kind != 'f';
    for (size_t id = 0; id < trace->ids; id++)
        if (trace->sizes[id])
            block_free(trace->blocks[id]);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double nanoseconds_per_operation(struct trace *trace)
{
    double best = 1e30;
    for (int pass = 0; pass < PASSES; pass++) {
        double start = now();
        for (size_t i = 0; i < trace->count; i++)
            perform(trace, &trace->operations[i]);
        double taken = (now() - start) / (double)trace->count;
        if (taken < best)
            best = taken;
        free_leftovers(trace);
    }
    return best;
}

static int compare_times(const void *a, const void *b)
{
    return (*(const float *)a > *(const float *)b) - (*(const float *)a < *(const float *)b);
}

static double slow_operation(struct trace *trace)
{
    double best = 1e30;
    for (int pass = 0; pass < TIMED_PASSES; pass++) {
        for (size_t i = 0; i < trace->count; i++) {
            double start = now();
            perform(trace, &trace->operations[i]);
            trace->times[i] = (float)(now() - start);
        }
        free_leftovers(trace);
        qsort(trace->times, trace->count, sizeof *trace->times, compare_times);
        double slow = trace->times[trace->count - 1 - trace->count / 1000];
        if (slow < best)
            best = slow;
    }
    return best;
}

/* Resident anonymous memory of this process, from its page tables. */
static size_t touched_bytes(void)
{
    static char text[4096];
    int file = open("/proc/self/smaps_rollup", O_RDONLY);
    ssize_t length = file < 0 ? 0 : read(file, text, sizeof text - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    const char *line = strstr(text, "Anonymous:");
    return line ? strtoull(line + strlen("Anonymous:"), NULL, 10) * 1024 : 0;
}

static double utilisation(struct trace *trace)
{
    size_t before = touched_bytes(), most_touched = 0, payload = 0, most_payload = 0;
    for (size_t i = 0; i < trace->count; i++) {
        const struct operation *operation = &trace->operations[i];
        perform(trace, operation);
        if (operation->size)
            memset(block_pointer(trace->blocks[operation->id]), 1, operation->size);
        payload += operation->size - trace->sizes[operation->id];
        trace->sizes[operation->id] = operation->size;
        if (payload > most_payload)
            most_payload = payload;
        if (i % (trace->count / SAMPLES + 1) == 0 || i + 1 == trace->count) {
            size_t touched = touched_bytes() - before;
            if (touched > most_touched)
                most_touched = touched;
        }
    }
    free_leftovers(trace);
    return (double)most_payload / (double)most_touched;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: replay FILE.rep\n");
        return 2;
    }
    struct trace trace = load(argv[1]);
    double used = utilisation(&trace);
    double time = nanoseconds_per_operation(&trace);
    double slow = slow_operation(&trace);
    printf("%.1f %.0f %.3f\n", time, slow, used);
    return 0;
}
