/* ends.c: the ways in which a program comes to its end; the argument names one of them. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const int constant = 3;
static const struct timespec a_little = {.tv_nsec = 2000000}, less = {.tv_nsec = 5000};
static double fraction = 0.5;
static long double most = 1.25L;
static union {
    struct {
        int low, high;
    } halves;
    long whole;
} both = {.whole = 7};

static void *wait_long(void *unused)
{
    nanosleep(&less, NULL);
    sleep(100);
    return unused;
}

static void *write_there(void *place)
{
    *(int *)place = 1;
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread;
    const char *end = argc > 1 ? argv[1] : "return";
    void *place = strcmp(end, "constant") == 0 ? (void *)&constant : &both.halves.low;
    nanosleep(&a_little, NULL);
    pthread_create(&thread, NULL, strcmp(end, "return") == 0 ? wait_long : write_there, place);
    if (strcmp(end, "exit") == 0)
        exit((int)fraction);
    if (strcmp(end, "leave") == 0)
        pthread_exit(NULL);
    printf("%Lg\n", most);
    return 0;
}
