#include "program/host/held.h"

#include <assert.h>
#include <signal.h>
#include <stddef.h>

static const int held[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { HELD = sizeof held / sizeof *held };

static volatile sig_atomic_t came; /* 0: none */
static struct sigaction before[HELD];
static int depth;

static void note(int number)
{
    came = number;
}

void held_begin(void)
{
    const struct sigaction action = {.sa_handler = note,
                                     .sa_flags = SA_RESTART}; /* poll() ends all the same */
    if (depth++ > 0)
        return;
    came = 0;
    for (int index = 0; index < HELD; index++) {
        sigaction(held[index], NULL, &before[index]);
        if (before[index].sa_handler != SIG_IGN)
            sigaction(held[index], &action, NULL);
    }
}

const volatile int *held_signal(void)
{
    return &came;
}

int held_end(void)
{
    assert(depth > 0);
    if (--depth == 0)
        for (int index = 0; index < HELD; index++)
            sigaction(held[index], &before[index], NULL);
    return came;
}
