/* misbehaving.c: what can go wrong in a subject, one function each. test_stepper.c knows the lines
 * by the marks: the comment names the event that has to be told at that line. */
#define _GNU_SOURCE
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

volatile int zero;
volatile int flag;
int table[10];
char *nowhere;
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t other_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t checking = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
sem_t semaphore;
sem_t never_initialised;

/* Everything in order, for comparison. */
int sound(int value)
{
    char *copy = malloc(16);
    snprintf(copy, 16, "%d", value);
    int back = atoi(copy);
    free(copy);
    pthread_mutex_lock(&lock);
    table[value % 10]++;
    pthread_mutex_unlock(&lock);
    return back + 1;
}

/* A bit for each way to ask for a block: set when one was given. */
int ask_for_blocks(void)
{
    void *aligned = NULL;
    int given = malloc(10) != NULL;
    given |= (calloc(2, 5) != NULL) << 1;
    given |= (realloc(NULL, 10) != NULL) << 2;
    given |= (reallocarray(NULL, 2, 5) != NULL) << 3;
    given |= (aligned_alloc(64, 64) != NULL) << 4;
    given |= (posix_memalign(&aligned, 64, 10) == 0) << 5;
    given |= (strdup("block") != NULL) << 6;
    return given;
}

int null_read(void)
{
    return *nowhere; /* null pointer */
}

void null_write(void)
{
    *nowhere = 'x'; /* null pointer */
}

void wild_write(void)
{
    char *pointer = (char *)0x123456789a;
    *pointer = 'x'; /* wild pointer */
}

int use_after_free(void)
{
    int *block = malloc(sizeof *block);
    *block = 1;
    free(block);
    return *block; /* use after free */
}

void overrun(void)
{
    char *block = malloc(10);
    for (int index = 0; index <= 10; index++)
        block[index] = 'x'; /* overrun */
}

void underrun(void)
{
    char *block = malloc(10);
    block[-1] = 'x'; /* overrun */
}

void copy_too_much(void)
{
    char *block = malloc(4);
    strcpy(block, "four"); /* overrun */
}

int read_uninitialised(void)
{
    int *block = malloc(sizeof *block);
    return *block; /* uninitialised read */
}

void write_constant(void)
{
    char *text = "constant";
    text[0] = 'C'; /* write to a constant */
}

void double_free(void)
{
    char *block = malloc(10);
    free(block);
    free(block); /* double free */
}

void free_of_a_local(void)
{
    int local = 1;
    int *pointer = &local;
    free(pointer); /* bad free */
}

void free_of_the_middle(void)
{
    char *block = malloc(100);
    free(block + 16); /* bad free */
}

void index_too_high(int index)
{
    table[index + 10] = 1; /* index out of bounds */
}

int division(void)
{
    return 1 / zero; /* division by zero */
}

int remainder_by_zero(void)
{
    return 1 % zero; /* division by zero */
}

static int deeper(int level)
{ /* stack overflow */
    char room[1000];
    memset(room, level, sizeof room);
    return deeper(level + 1) + room[0];
}

int endless_recursion(void)
{
    return deeper(1);
}

int huge_local(int index)
{ /* stack overflow */
    char room[3000000];
    room[index] = 1;
    return room[index];
}

void empty_loop(void)
{
    for (;;) /* endless loop */
        ;
}

void waiting_loop(void)
{
    while (!flag) /* endless loop */
        ;
}

void counting_loop(void)
{
    unsigned count = 0;
    for (;; count++) /* endless loop */
        ;
}

void setting_loop(void)
{
    static char room[1000000];
    for (;;)
        memset(room, 0, sizeof room); /* endless loop */
}

void printing_loop(void)
{
    for (;;)
        printf("and again\n"); /* endless loop */
}

void print_position_too_wide(void)
{
    int *position = malloc(sizeof *position);
    printf("%m, %5s%ln\n", "four", (long *)position); /* overrun */
}

void print_too_wide(void)
{
    printf("%*d\n", 1 << 30, 1); /* limit reached */
}

void write_literal(void)
{
    *(char *)"literal" = 'L'; /* write to a constant */
}

void leave(void)
{
    exit(3); /* exit */
}

void leave_at_once(void)
{
    _Exit(0); /* exit */
}

void give_up(void)
{
    abort(); /* abort */
}

void claim(void)
{
    assert(zero == 1); /* assertion */
}

void unlock_unheld(void)
{
    pthread_mutex_unlock(&lock); /* unlock by a non-owner */
}

int unlock_unheld_checked(void)
{
    return pthread_mutex_unlock(&checking);
}

void lock_twice(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock); /* double lock */
}

void destroy_held(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_destroy(&lock); /* destroyed while in use */
}

void use_destroyed(void)
{
    sem_init(&semaphore, 0, 1);
    sem_destroy(&semaphore);
    sem_wait(&semaphore); /* use after destroy */
}

void wait_uninitialised(void)
{
    sem_wait(&never_initialised); /* use before initialisation */
}

void lock_garbage(void)
{
    pthread_mutex_t *garbage = malloc(sizeof *garbage);
    memset(garbage, 'g', sizeof *garbage);
    pthread_mutex_lock(garbage); /* use before initialisation */
}

void lock_freed(void)
{
    pthread_mutex_t *mutex = malloc(sizeof *mutex);
    pthread_mutex_init(mutex, NULL);
    free(mutex);
    pthread_mutex_lock(mutex); /* use after free */
}

void print_nonsense(void)
{
    char *text = (char *)0x5555;
    printf("%s\n", text); /* wild pointer */
}

void call_null(void)
{
    void (*function)(void) = (void (*)(void))nowhere;
    function(); /* null pointer */
}

void join_itself(void)
{
    pthread_join(pthread_self(), NULL); /* joins itself */
}

void flood(void)
{
    for (int line = 0; line < 100000; line++)
        printf("line %d of a flood that nobody reads to its end\n", line);
}

/* Two threads that take two locks in opposite order. */
void first_then_other(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&other_lock);
    pthread_mutex_unlock(&other_lock);
    pthread_mutex_unlock(&lock);
}

void other_then_first(void)
{
    pthread_mutex_lock(&other_lock);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&other_lock);
}

/* Goes on for ever, with synchronisation in it. */
void busy(void)
{
    for (;;) {
        pthread_mutex_lock(&lock);
        table[0]++;
        pthread_mutex_unlock(&lock);
    }
}

/* A load and a store in each round; then 40 bytes at once. */
void counted(int rounds)
{
    for (int round = 0; round < rounds; round++)
        table[round % 10]++;
    memset(table, 0, sizeof table);
}

/* The child dies of it: no handler can help a process that is killed. */
void killed(void)
{
    __asm__ volatile("" ::: "memory");
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
#if defined __x86_64__
    __asm__ volatile("syscall" : : "a"(231), "D"(9) : "rcx", "r11", "memory"); /* exit_group */
#else
    register long number __asm__("x8") = 94;
    register long status __asm__("x0") = 9;
    __asm__ volatile("svc 0" : : "r"(number), "r"(status) : "memory");
#endif
}

/* Comes to an end, but with a thousand additions for each branch, load or store that is counted. */
#define TEN(what) what what what what what what what what what what
int slow(int rounds)
{
    volatile int sum = 0;
    for (int round = 0; round < rounds; round++) {
        TEN(TEN(TEN(sum = sum + 1;)))
    }
    return sum;
}
