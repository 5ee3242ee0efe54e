#include "explore/crew.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program/host/mishaps.h"

enum {
    PARTS_LEAST = 2000, /* into which the whole is split */
    SPLIT_FIRST = 4,    /* choices */
    SPLIT_MOST = 40,
    TICK_MS = 20
};

/* What the processes share besides their workshops. */
struct crew {
    volatile uint64_t next_share;
    volatile int stop;
    bool is_enough; /* stopped because the whole is too large */
    uint64_t parts; /* of the whole, as far as they are ours */
    int size;
    pid_t processes[EXPLORE_JOBS_MOST];
    struct workshop workshops[EXPLORE_JOBS_MOST];
};

/* The lowest number of choices that splits the whole into enough parts. */
static uint32_t find_split(struct inquiry *inquiry, struct search_options options)
{
    options.only_counts_parts = true;
    options.share = 0;
    options.shares = 1;
    for (options.split = SPLIT_FIRST; options.split < SPLIT_MOST; options.split += 2)
        if (inquiry_run(inquiry, &options) != WORKSHOP_FINISHED ||
            inquiry->workshop.search->parts >= PARTS_LEAST)
            break;
    return options.split;
}

static bool crew_goes_on(void *context)
{
    struct crew *crew = context;
    return !crew->stop;
}

/* In a process of its own. */
static _Noreturn void work(struct workshop *workshop, const struct explore_options *options,
                           struct crew *crew)
{
    char *error = NULL;
    signal(SIGINT, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    workshop->search->next_share = &crew->next_share;
    workshop->search->own_part = __atomic_fetch_add(&crew->next_share, 1, __ATOMIC_RELAXED);
    bool is_fine = workshop_load(workshop, options, &error);
    if (is_fine)
        workshop_search(workshop, crew_goes_on, crew);
    workshop_unload(workshop);
    _exit(is_fine && mishap_reason() == NULL ? 0 : 1);
}

static void tell_crew_progress(struct inquiry *inquiry, struct crew *crew)
{
    uint64_t executions = 0;
    uint32_t findings = 0;
    for (int index = 0; index < crew->size; index++) {
        executions += crew->workshops[index].search->executions;
        findings += crew->workshops[index].search->findings->count;
    }
    uint64_t most = inquiry->options->executions;
    crew->is_enough = crew->is_enough || executions >= (most != 0 ? most : EXPLORE_EXECUTIONS);
    inquiry->part = (double)crew->next_share / (double)(crew->parts + 1);
    if (!inquiry_goes_on(inquiry, executions, findings) || crew->is_enough)
        crew->stop = 1;
}

/* Until all have ended. False when one of them failed. */
static bool await_crew(struct inquiry *inquiry, struct crew *crew)
{
    bool is_fine = true;
    for (int index = 0; index < crew->size; index++) {
        int status;
        pid_t ended;
        while ((ended = waitpid(crew->processes[index], &status, WNOHANG)) == 0 ||
               (ended < 0 && errno == EINTR)) {
            tell_crew_progress(inquiry, crew);
            usleep(TICK_MS * 1000);
        }
        is_fine = is_fine && ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    return is_fine;
}

static bool start_crew(struct inquiry *inquiry, struct crew *crew,
                       const struct search_options *options)
{
    for (; crew->size < inquiry->options->jobs; crew->size++) {
        struct workshop *workshop = &crew->workshops[crew->size];
        if (!workshop_open(workshop, inquiry->workshop.stride))
            return false;
        workshop_reset(workshop, options);
        inquiry_inherit(workshop->search, inquiry->workshop.search);
        fflush(NULL);
        pid_t process = fork();
        if (process == 0)
            work(workshop, inquiry->options, crew);
        if (process < 0) {
            workshop_close(workshop);
            return false;
        }
        crew->processes[crew->size] = process;
    }
    return true;
}

/* What they found and counted, as if one had done it. How far each came by the time they were stopped
 * is chance: then nothing of it counts. */
static void add_up(struct inquiry *inquiry, const struct crew *crew)
{
    struct search *sum = inquiry->workshop.search;
    if (crew->is_enough && !inquiry->is_stopped)
        return;
    sum->executions = sum->blocked = sum->cut = sum->cut_pc = 0;
    sum->needs_restart = false;
    for (int index = 0; index < crew->size; index++) {
        const struct search *search = crew->workshops[index].search;
        sum->executions += search->executions;
        sum->blocked += search->blocked;
        sum->cut += search->cut;
        if (search->cut_pc > sum->cut_pc)
            sum->cut_pc = search->cut_pc;
        sum->needs_restart |= search->needs_restart;
        sum->is_patient |= search->is_patient;
        if (search->steps_longest > sum->steps_longest)
            sum->steps_longest = search->steps_longest;
        if (search->threads_most > sum->threads_most)
            sum->threads_most = search->threads_most;
        memory_copy_switches(sum->memory, search->memory);
        findings_merge(sum->findings, search->findings);
    }
}

enum workshop_pause crew_run(struct inquiry *inquiry)
{
    struct search_options options = inquiry_options(inquiry, STRATEGY_ALL);
    struct crew *crew =
        mmap(NULL, sizeof *crew, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (crew == MAP_FAILED)
        return WORKSHOP_STOPPED;
    options.split = find_split(inquiry, options);
    crew->parts = inquiry->workshop.search->parts / options.shares;
    bool is_fine = start_crew(inquiry, crew, &options);
    if (!is_fine)
        crew->stop = 1;
    is_fine = await_crew(inquiry, crew) && is_fine;
    if (!is_fine)
        mishap_note("the system refused or killed a process that explores");
    add_up(inquiry, crew);
    for (int index = 0; index < crew->size; index++)
        workshop_close(&crew->workshops[index]);
    bool is_enough = crew->is_enough;
    munmap(crew, sizeof *crew);
    const struct search *sum = inquiry->workshop.search;
    if (!is_fine || inquiry->is_stopped)
        return WORKSHOP_STOPPED;
    if (is_enough)
        return WORKSHOP_ENOUGH;
    return sum->needs_restart ? WORKSHOP_RESTART : WORKSHOP_FINISHED;
}
