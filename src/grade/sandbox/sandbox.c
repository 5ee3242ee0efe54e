#include "grade/sandbox/sandbox.h"

#include "grade/sandbox/bubblewrap.h"
#include "grade/sandbox/filter.h"
#include "grade/sandbox/landlock.h"
#include "grade/sandbox/rights.h"
#include "program/host/leftovers.h"
#include "stepper/child/seal.h"

#include <dirent.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { TEXT_BYTES = 4200 };

/* Each far above what a right hand-in takes. Processes are those of one user, and in bubblewrap of
 * one grading. The compiler and the child with the hand-in have limits on files of their own, the
 * latter none at all; the sparse tables of a stepper count as one. */
static const struct {
    int resource;
    rlim_t most;
} limits[] = {
    {RLIMIT_CPU, 120},             /* seconds of one process; the longest grading takes 20 */
    {RLIMIT_AS, (rlim_t)32 << 30}, /* bytes; sparse tables take up to 4 GiB */
    {RLIMIT_NOFILE, 256},
    {RLIMIT_NPROC, 512},
    {RLIMIT_CORE, 0},
    {RLIMIT_MEMLOCK, 0},
    {RLIMIT_MSGQUEUE, 0},
};

static const char *const names[] = {
    [SANDBOX_BUBBLEWRAP] = "bubblewrap",
    [SANDBOX_LANDLOCK] = "landlock",
    [SANDBOX_LIMITS] = "limits",
};
_Static_assert(sizeof names / sizeof *names == SANDBOX_KINDS, "one name each");

const char *sandbox_name(enum sandbox sandbox)
{
    return (unsigned)sandbox < SANDBOX_KINDS ? names[sandbox] : "none";
}

enum sandbox sandbox_of(const char *name)
{
    int sandbox = 0;
    while (sandbox < SANDBOX_KINDS && strcmp(names[sandbox], name) != 0)
        sandbox++;
    return (enum sandbox)sandbox;
}

/* Relative ones point into the kit, or to what is beside it and seen with the rest. */
static void look_at(struct sandbox_view *view, const char *path)
{
    if (view->link_count == SANDBOX_LINKS)
        return;
    struct sandbox_link *link = &view->links[view->link_count];
    ssize_t length = readlink(path, link->points_to, sizeof link->points_to - 1);
    if (length <= 0 || link->points_to[0] != '/' || realpath(path, link->real) == NULL)
        return;
    link->points_to[length] = '\0';
    view->link_count++;
}

static void look_for_links(struct sandbox_view *view, const char *folder)
{
    char path[TEXT_BYTES];
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int index = 0; index < count; index++) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[index]->d_name);
        look_at(view, path);
        free(entries[index]);
    }
    if (count >= 0)
        free(entries);
}

void sandbox_look(struct sandbox_view *view, const char *home, const char *from, const char *folder)
{
    char path[TEXT_BYTES];
    *view = (struct sandbox_view){.home = home, .folder = folder};
    if (getcwd(view->here, sizeof view->here) == NULL)
        snprintf(view->here, sizeof view->here, "/");
    if (from == NULL || realpath(from, view->from) == NULL)
        view->from[0] = '\0';
    look_for_links(view, home);
    snprintf(path, sizeof path, "%s/build", home);
    look_for_links(view, path);
}

/* ---- From outside ---------------------------------------------------------------------------- */

void sandbox_become(enum sandbox sandbox, const struct sandbox_view *view, char *const *words)
{
    char folder[TEXT_BYTES], build[TEXT_BYTES];
    static char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8",
                sealed[] = SEAL_VARIABLE "=1";
    snprintf(folder, sizeof folder, "TMPDIR=%s", view->folder);
    snprintf(build, sizeof build, LEFTOVERS_VARIABLE "=%s/build", view->folder);
    char *environment[] = {path, locale, sealed, folder, build, NULL};
    bool stays_root = geteuid() == 0 && !view->as_nobody;
    if (!(stays_root && sandbox == SANDBOX_BUBBLEWRAP) && !rights_give_up(view->as_nobody))
        return; /* bwrap gives up itself what root may: it could not begin without */
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* is gone with a change of user */
    if (sandbox == SANDBOX_BUBBLEWRAP)
        bubblewrap_become(view, words, environment);
    else
        execve(words[0], words, environment);
}

/* ---- From inside ----------------------------------------------------------------------------- */

/* A lower limit that is there already serves as well. */
static void set_limits(void)
{
    for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
        struct rlimit limit;
        rlim_t most = limits[index].most;
        if (getrlimit((__rlimit_resource_t)limits[index].resource, &limit) == 0 &&
            limit.rlim_max < most)
            most = limit.rlim_max;
        setrlimit((__rlimit_resource_t)limits[index].resource, &(struct rlimit){most, most});
    }
}

bool sandbox_close(enum sandbox sandbox, const struct sandbox_view *view)
{
    set_limits();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !rights_are_gone())
        return false;
    if (sandbox == SANDBOX_LANDLOCK && !landlock_close(view))
        return false;
    return filter_close() || sandbox == SANDBOX_LIMITS;
}
