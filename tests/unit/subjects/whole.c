/* whole.c: a program with a main() of its own; what it does is told by its first argument. */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static sem_t semaphore;
static int *early;

static void set(int **place, const int *value)
{
    *place = malloc(sizeof *value);
    **place = *value;
}

__attribute__((constructor)) static void begin(void)
{
    int value = 2;
    set(&early, &value);
}

__attribute__((destructor)) static void end(void)
{
    if (*early != 2)
        printf("the constructor did not run\n");
    free(early);
    printf("the end\n");
}

static void say_bye(void)
{
    printf("bye\n");
}

static void say_first(void)
{
    printf("first ");
}

static void say_status(int status, void *argument)
{
    printf("%d %s\n", status, (char *)argument);
}

static void *wait_and_print(void *argument)
{
    sem_wait(&semaphore);
    printf("still here: %s\n", (char *)argument);
    return NULL;
}

static void *post_and_leave(void *argument)
{
    sem_post(&semaphore);
    exit((int)(long)argument);
}

static int draws[2][3];

static void *draw(void *argument)
{
    int *drawn = draws[(long)argument];
    for (int index = 0; index < 3; index++) {
        sem_post(&semaphore);
        drawn[index] = rand();
    }
    return NULL;
}

/* Two threads draw by turns, as the schedule has it: the output must not depend on it. */
static void draw_by_two(void)
{
    pthread_t threads[2];
    unsigned seed = 5;
    sem_init(&semaphore, 0, 0);
    srand(42);
    for (long index = 0; index < 2; index++)
        pthread_create(&threads[index], NULL, draw, (void *)index);
    for (int index = 0; index < 2; index++)
        pthread_join(threads[index], NULL);
    for (int index = 0; index < 3; index++)
        printf("%d %d\n", draws[0][index], draws[1][index]);
    int first = rand();
    srand(42);
    printf("%d", first == rand());
    srandom(42);
    printf("%d", first == random());
    printf("%d", rand_r(&seed) != rand_r(&seed));
    srand48(1);
    double real = drand48();
    printf("%d", real >= 0 && real < 1 && lrand48() >= 0 && mrand48() != lrand48());
    printf("%d", arc4random_uniform(10) < 10);
    unsigned char bytes[8] = {0};
    printf("%d", getrandom(bytes, 8, 0) == 8 && bytes[0] + bytes[1] + bytes[2] > 0);
    arc4random_buf(bytes, 4);
    printf("%d", getentropy(bytes, 8) == 0 && arc4random() != arc4random());
    printf("\n");
}

/* Time goes by between readings, and for who waits for it by reading. */
static void read_clocks(void)
{
    struct timespec before, after, resolution;
    struct timeval now;
    time_t start = time(NULL), stored;
    clock_gettime(CLOCK_MONOTONIC, &before);
    while (time(&stored) < start + 5)
        ;
    clock_gettime(CLOCK_MONOTONIC, &after);
    gettimeofday(&now, NULL);
    timespec_get(&before, TIME_UTC);
    clock_getres(CLOCK_REALTIME, &resolution);
    printf("%ld %d %d %d %d %d %d\n", (long)start, after.tv_sec >= 4, now.tv_sec >= stored,
           before.tv_sec >= now.tv_sec, stored >= start + 5, clock() >= 5 * CLOCKS_PER_SEC,
           resolution.tv_nsec == 1);
}

static void show_process(void)
{
    printf("%d %d %d %d %d %d %d\n", getpid(), getppid(), gettid(), (int)syscall(SYS_gettid),
           getuid() == geteuid() && getgid() == getegid(), (int)sysconf(_SC_NPROCESSORS_ONLN),
           get_nprocs() == get_nprocs_conf());
}

static int show_arguments(int argc, char **argv, char **environment)
{
    for (int index = 1; index < argc; index++)
        printf("[%s]", argv[index]);
    argv[1][0] = 'X';
    printf(" %s %d %d\n", argv[1], argv[argc] == NULL, environment[0] == NULL);
    argv[1] = NULL;
    return argc;
}

int main(int argc, char **argv, char **environment)
{
    pthread_t thread;
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "arguments") == 0)
        return show_arguments(argc, argv, environment);
    if (strcmp(what, "chance") == 0)
        draw_by_two();
    if (strcmp(what, "clocks") == 0)
        read_clocks();
    if (strcmp(what, "process") == 0)
        show_process();
    atexit(say_bye);
    atexit(say_first);
    if (strcmp(what, "exit") == 0)
        exit(7); /* exit */
    if (strcmp(what, "handlers") == 0)
        on_exit(say_status, "is the status");
    if (strcmp(what, "_exit") == 0)
        _Exit(9);
    if (strcmp(what, "quick") == 0) {
        at_quick_exit(say_bye);
        quick_exit(4);
    }
    if (strcmp(what, "thread") == 0) {
        sem_init(&semaphore, 0, 0);
        pthread_create(&thread, NULL, post_and_leave, (void *)5);
        pthread_join(thread, NULL);
    }
    if (strcmp(what, "leave-others") == 0) {
        sem_init(&semaphore, 0, 1);
        pthread_create(&thread, NULL, wait_and_print, argv[1]);
        pthread_exit(NULL);
    }
    if (strcmp(what, "free-argv") == 0)
        free(argv);
    if (strcmp(what, "behind-argv") == 0)
        argv[1][100] = 'x';
    return 3; /* return */
}
