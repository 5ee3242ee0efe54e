#include "program/host/orphans.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static bool reap(pid_t child)
{
    pid_t ended;
    while ((ended = waitpid(child, NULL, 0)) < 0 && errno == EINTR)
        ;
    return ended > 0;
}

/* The end of one may bring us its children: from the start again as long as one could be ended. */
void orphans_end(void)
{
    char path[64];
    long child;
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    for (bool has_more = true; has_more;) {
        FILE *children = fopen(path, "r");
        has_more = false;
        while (children != NULL && fscanf(children, "%ld", &child) == 1) {
            kill((pid_t)child, SIGKILL);
            has_more = reap((pid_t)child) || has_more;
        }
        if (children != NULL)
            fclose(children);
    }
}
