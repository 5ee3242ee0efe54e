/* misuse.c: wrong use of libc. test_calls.c knows which event each is, and takes the line from the mark
 * "here: WORD". */
#define _GNU_SOURCE
#include "calls.h"

#include <ctype.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef int comparison(const void *, const void *);

static jmp_buf place;
static char *small;
static FILE *closed;
static volatile long sink; /* of what would not be called for nothing */

static void set_place(void)
{
    setjmp(place);
}

static void misuse_strings(const char *what)
{
    if (strcmp(what, "strcmp-null") == 0)
        sink = (long)strcmp(NULL, "x"); /* here: strcmp-null */
    if (strcmp(what, "strcat-overrun") == 0)
        strcat(strcpy(small, "abc"), "d"); /* here: strcat-overrun */
    if (strcmp(what, "strncat-overrun") == 0)
        strncat(strcpy(small, "ab"), "cde", 2); /* here: strncat-overrun */
    if (strcmp(what, "strchr-end") == 0)
        sink = (long)strchr(memset(small, 'a', 4), 'x'); /* here: strchr-end */
    if (strcmp(what, "strtok-constant") == 0)
        strtok((char *)"a b", " "); /* here: strtok-constant */
    if (strcmp(what, "strtol-wild") == 0)
        sink = (long)strtol((char *)0x5555, NULL, 10); /* here: strtol-wild */
    if (strcmp(what, "mempcpy-overrun") == 0)
        mempcpy(small, "12345", 5); /* here: mempcpy-overrun */
    if (strcmp(what, "asctime-small") == 0)
        asctime_r(&(struct tm){.tm_mday = 1}, small); /* here: asctime-small */
    if (strcmp(what, "isalpha-index") == 0)
        sink = (long)(isalpha)(70000); /* here: isalpha-index */
    if (strcmp(what, "div-zero") == 0)
        sink = div(1, 0).quot; /* here: div-zero */
    if (strcmp(what, "frexp-null") == 0)
        sink = (long)frexp(1.0, NULL); /* here: frexp-null */
    if (strcmp(what, "qsort-huge") == 0)
        qsort(small, SIZE_MAX, 2, (comparison *)strcmp); /* here: qsort-huge */
    if (strcmp(what, "qsort-overrun") == 0)
        qsort(small, 3, 2, (comparison *)strcmp); /* here: qsort-overrun */
}

static void misuse_streams(const char *what, const char *folder)
{
    int number;
    char *line = small;
    size_t room = 4;
    if (strcmp(what, "scanf-null") == 0)
        sscanf("1", "%d", NULL); /* here: scanf-null */
    if (strcmp(what, "scanf-small") == 0)
        sscanf("12345", "%s", small); /* here: scanf-small */
    if (strcmp(what, "scanf-long") == 0)
        sscanf("1", "%ld", (long *)small); /* here: scanf-long */
    if (strcmp(what, "fgets-small") == 0)
        fgets(small, 100, stdin); /* here: fgets-small */
    if (strcmp(what, "fread-small") == 0)
        fread(small, 1, 100, stdin); /* here: fread-small */
    if (strcmp(what, "read-small") == 0)
        read(0, small, 100); /* here: read-small */
    if (strcmp(what, "getline-local") == 0) {
        char own[4];
        line = own;
        room = 2;
        getline(&line, &room, stdin); /* here: getline-local */
    }
    if (strcmp(what, "fclose-twice") == 0)
        fclose(closed); /* here: fclose-twice */
    if (strcmp(what, "fputs-closed") == 0)
        fputs("late", closed); /* here: fputs-closed */
    if (strcmp(what, "fgetc-null") == 0)
        fgetc(fopen("/no/such/file", "r")); /* here: fgetc-null */
    if (strcmp(what, "fprintf-garbage") == 0)
        fprintf((FILE *)&number, "x"); /* here: fprintf-garbage */
    if (strcmp(what, "look-into-file") == 0)
        *(char *)fopen("/dev/null", "r") = 'x'; /* here: look-into-file */
    if (strcmp(what, "write-overrun") == 0)
        write(1, small, 5); /* here: write-overrun */
    if (strcmp(what, "snprintf-small") == 0)
        snprintf(small, 100, "%s", "12345"); /* here: snprintf-small */
    if (strcmp(what, "getchar-closed") == 0) {
        fclose(stdin);
        sink = getchar(); /* here: getchar-closed */
    }
    if (strcmp(what, "getc-loop") == 0)
        while (getchar() != 'x') /* here: getc-loop */
            rewind(stdin);
}

static void misuse_system(const char *what)
{
    if (strcmp(what, "longjmp-unset") == 0)
        longjmp(place, 1); /* here: longjmp-unset */
    if (strcmp(what, "longjmp-returned") == 0) {
        set_place();
        longjmp(place, 1); /* here: longjmp-returned */
    }
    if (strcmp(what, "raise") == 0)
        raise(SIGTERM); /* here: raise */
    if (strcmp(what, "raise-abort") == 0)
        raise(SIGABRT); /* here: raise-abort */
    if (strcmp(what, "syscall") == 0)
        syscall(SYS_futex, NULL, 0, 0); /* here: syscall */
    if (strcmp(what, "time-wild") == 0)
        time((time_t *)0x5555); /* here: time-wild */
    if (strcmp(what, "rand_r-null") == 0)
        rand_r(NULL); /* here: rand_r-null */
    if (strcmp(what, "free-aligned") == 0)
        free((char *)aligned_alloc(64, 64) + 16); /* here: free-aligned */
    if (strcmp(what, "getenv-null") == 0)
        sink = (long)getenv(NULL); /* here: getenv-null */
}

static void misuse_memory(const char *what)
{
    static int values[3];
    volatile long index = 5;
    if (strcmp(what, "index-long") == 0)
        values[index] = 1; /* here: index-long */
    if (strcmp(what, "behind-heap") == 0)
        sink = small[1l << 30]; /* here: behind-heap */
    if (strcmp(what, "read-code") == 0)
        sink = *(const char *)(uintptr_t)misuse_memory; /* here: read-code */
}

static void misuse_locks(const char *what)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    if (strcmp(what, "destroy-twice") == 0) {
        pthread_mutex_destroy(&mutex);
        pthread_mutex_destroy(&mutex); /* here: destroy-twice */
    }
    if (strcmp(what, "wait-unlocked") == 0)
        pthread_cond_wait(&condition, &mutex); /* here: wait-unlocked */
}

void misuse(const char *what, const char *folder)
{
    small = malloc(4);
    closed = fopen("/dev/null", "w");
    fclose(closed);
    misuse_strings(what);
    misuse_streams(what, folder);
    misuse_system(what);
    misuse_memory(what);
    misuse_locks(what);
    free(small);
}
