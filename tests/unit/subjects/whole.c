/* whole.c: a program with a main() of its own; what it does is told by its first argument. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
