/* limits.c: what there is an end of, and how the calls tell that. call_limits() holds wherever there is
 * one at all, call_own() for the kit; exhaust() is wrong use, as in misuse.c, which says what the marks
 * are. */
#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

extern int __cxa_atexit(void (*function)(void *), void *argument, void *object);
extern int __cxa_at_quick_exit(void (*function)(void *), void *object);

static void show_keys(void)
{
    pthread_key_t keys[2048];
    int count = 0, error;
    while ((error = pthread_key_create(&keys[count], NULL)) == 0)
        count++;
    SHOW("%d", error == EAGAIN);
    SHOW("%d", count >= 128);
    SHOW("%d", pthread_key_delete(keys[1]));
    SHOW("%d", pthread_key_create(&keys[count], NULL));
    SHOW("%d", keys[count] == keys[1]);
    SHOW("%d", tss_create(&keys[count], NULL) == thrd_error);
}

static void show_files(void)
{
    FILE *last = fopen("/dev/null", "r"), *next;
    SHOW("%d", freopen("/no/such/file", "r", last) == NULL);
    while ((next = fopen("/dev/null", "r")) != NULL)
        last = next;
    SHOW("%d", errno == EMFILE);
    SHOW("%d", fclose(last));
}

static void show_places(void)
{
    const size_t bytes = 8 * 4096;
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    char *first = mmap(NULL, bytes, PROT_READ, flags, -1, 0);
    SHOW("%d", munmap(first, bytes));
    SHOW("%d", (char *)mmap(first, bytes, PROT_READ, flags, -1, 0) == first);
    SHOW("%d", (char *)mmap(first, bytes, PROT_READ, flags, -1, 0) != first);
}

static void show_time(void)
{
    struct timespec rest = {.tv_nsec = 7};
    const struct timespec moment = {.tv_nsec = 1};
    stack_t stack = {.ss_flags = SS_DISABLE};
    SHOW("%d", nanosleep(&moment, &rest));
    SHOW("%u", alarm(100));
    SHOW("%d", sigaltstack(&stack, NULL));
}

static void say(void *word)
{
    printf("%s at the end\n", (const char *)word);
}

void call_limits(void)
{
    SHOW("%d", printf("%2$d %1$d\n", 1, 2));
    show_keys();
    show_files();
    show_places();
    show_time();
    SHOW("%d", __cxa_atexit(say, "said", NULL));
    SHOW("%d", __cxa_at_quick_exit(say, NULL));
}

/* ---- The kit's own --------------------------------------------------------------------------- */

static void show_semaphores(void)
{
    static sem_t never;
    int value;
    sem_t *first = sem_open("/first", O_CREAT, 0600, 1),
          *last = sem_open("/last", O_CREAT, 0600, 1);
    SHOW("%d", sem_close(first));
    SHOW("%d", sem_close(last));
    SHOW("%d", sem_getvalue(&never, &value) == -1 && errno == EINVAL);
}

/* FOLDER has a file of 8 MiB, by as many names as there are slashes. */
static void show_large_files(const char *folder)
{
    FILE *file = fopen("made", "w");
    char path[128];
    int read = 0;
    SHOW("%d", fseek(file, 8 << 20, SEEK_SET));
    SHOW("%d", fputc('x', file) == EOF && errno == ENOSPC);
    do
        snprintf(path, sizeof path, "%s%.*s%s", folder, ++read, "////////////", "large");
    while ((file = fopen(path, "r")) != NULL && fgetc(file) == 0);
    SHOW("%d", file == NULL && errno == ENOMEM);
    SHOW("%d", read);
    SHOW("%d", fopen(folder, "r") == NULL && errno == EISDIR);
}

void call_own(const char *folder)
{
    SHOW("%d", aligned_alloc(3, 96) == NULL && errno == EINVAL);
    SHOW("%ld", sysconf(_SC_THREAD_THREADS_MAX));
    show_semaphores();
    show_large_files(folder);
}

/* ---- All of it ------------------------------------------------------------------------------- */

static volatile long sink;

/* Aligned blocks use up what lies before them: the heap is full without being written to. */
static void fill_heap(void)
{
    for (size_t alignment = (size_t)1 << 30; alignment >= 32; alignment /= 2)
        while (aligned_alloc(alignment, 1) != NULL)
            ;
    while (malloc(1) != NULL)
        ;
}

static int compare(const void *left, const void *right)
{
    return *(const char *)left - *(const char *)right;
}

static void exhaust_heap(const char *what)
{
    char letters[] = "heap";
    fill_heap();
    if (strcmp(what, "full-qsort") == 0)
        qsort(letters, 4, 1, compare); /* here: full-qsort */
    if (strcmp(what, "full-fopen") == 0)
        sink = (long)fopen("/no/such/file", "w"); /* here: full-fopen */
    if (strcmp(what, "full-strerror") == 0)
        sink = (long)strerror(1000); /* here: full-strerror */
    if (strcmp(what, "full-sem_open") == 0 && sem_open("/s", O_CREAT, 0600, 0) == SEM_FAILED &&
        errno == ENOMEM)
        abort(); /* here: full-sem_open */
}

static void exhaust_objects(void)
{
    for (int count = 0; count < 100000; count++)
        pthread_mutex_init(malloc(sizeof(pthread_mutex_t)), NULL); /* here: objects */
}

void exhaust(const char *what)
{
    if (strncmp(what, "full-", 5) == 0)
        exhaust_heap(what);
    if (strcmp(what, "objects") == 0)
        exhaust_objects();
}
