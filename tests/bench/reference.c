#include "reference.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "stepper/stacks/fiber.h"

enum {
    SWITCHES = 4000000, /* 40 ms at 10 ns */
    HANDOFFS = 40000,   /* 40 ms at 1 us */
    STACK_BYTES = 16384,
    ROUNDS = 3 /* the fastest counts: the others were disturbed */
};

static uint64_t here, there;

double reference_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void switch_back(void)
{
    for (;;)
        fiber_switch(&there, here);
}

static double switches(void)
{
    static _Alignas(16) char stack[STACK_BYTES];
    there = fiber_prepare((uint64_t)(stack + sizeof stack), switch_back);
    double start = reference_now_ns();
    for (int i = 0; i < SWITCHES / 2; i++)
        fiber_switch(&here, there);
    return (reference_now_ns() - start) / SWITCHES;
}

static atomic_int turn;

static void hand_over(int mine)
{
    atomic_store(&turn, !mine);
    syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    while (atomic_load(&turn) != mine)
        syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, !mine, NULL, NULL, 0);
}

static void *partner(void *unused)
{
    (void)unused;
    while (atomic_load(&turn) != 1)
        syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
    for (int i = 0; i < HANDOFFS / 2; i++)
        hand_over(1);
    return NULL;
}

static double handoffs(void)
{
    pthread_t thread;
    atomic_store(&turn, 0);
    if (pthread_create(&thread, NULL, partner, NULL) != 0) {
        perror("bench: pthread_create");
        exit(1);
    }
    double start = reference_now_ns();
    for (int i = 0; i < HANDOFFS / 2; i++)
        hand_over(0);
    double ns = (reference_now_ns() - start) / HANDOFFS;
    atomic_store(&turn, 1);
    syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    pthread_join(thread, NULL);
    return ns;
}

static double fastest(double (*measure)(void))
{
    double best = measure();
    for (int i = 1; i < ROUNDS; i++) {
        double ns = measure();
        best = ns < best ? ns : best;
    }
    return best;
}

double reference_switch_ns(void)
{
    return fastest(switches);
}

double reference_handoff_ns(void)
{
    cpu_set_t before, one;
    sched_getaffinity(0, sizeof before, &before);
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    sched_setaffinity(0, sizeof one, &one);
    double ns = fastest(handoffs);
    sched_setaffinity(0, sizeof before, &before);
    return ns;
}

void reference_report(const char *what, double ns, double count)
{
    double bare = reference_switch_ns() * count, handoff = reference_handoff_ns() * count;
    printf("%-44s %10.2f us  %8.2f x bare switch  %8.4f x futex hand-off\n", what, ns / 1e3,
           ns / bare, ns / handoff);
}
