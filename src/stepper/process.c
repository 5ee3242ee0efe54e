#include "stepper/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "program/host/mishaps.h"
#include "program/image/image.h"
#include "stepper/child/child.h"
#include "stepper/stepper.h"

static int64_t cpu_ms(pid_t id)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(id, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

int64_t process_cpu_ms(const struct process *process)
{
    return process->ended_ms + (process->id == 0 ? 0 : cpu_ms(process->id));
}

static bool has_no_time(const struct process *process)
{
    return process->most_ms != 0 && process_cpu_ms(process) >= process->most_ms;
}

/* S: in a call to the kernel that it made itself, which is also said where it cannot be seen; T: stopped;
 * others when it waits for a processor or for the disk. */
static char state_of(pid_t id)
{
    char path[40], text[512];
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)id);
    FILE *file = fopen(path, "re");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof text - 1, file);
    if (file != NULL)
        fclose(file);
    text[length] = '\0';
    const char *name_end = strrchr(text, ')');
    return name_end == NULL || name_end[1] == '\0' ? 'S' : name_end[2];
}

/* ---- Waiting --------------------------------------------------------------------------------- */

/* How long the child was waited for. */
struct patience_used {
    int64_t idle_ms, stopped_ms, interrupted_ms;
    int64_t begun, last; /* its processor time; -1: not looked at yet */
    uint64_t pulse;
};

/* It may have stopped itself. */
static bool continue_if_stopped(pid_t id, char state)
{
    return state == 'T' && kill(id, SIGCONT) == 0;
}

static bool is_to_end(const struct process *process)
{
    return *process->interrupt ||
           (process->attend != NULL && !process->attend(process->attend_context));
}

/* It was waited for `waited_ms` more; true when that is enough. */
static bool is_too_late(const struct process *process, struct patience_used *used,
                        int64_t waited_ms, int64_t cpu_ms_most)
{
    int64_t now = cpu_ms(process->id);
    char state = now == used->last ? state_of(process->id) : 'R';
    bool has_moved = process->attend != NULL && *process->pulse != used->pulse;
    used->begun = used->begun < 0 || has_moved ? now : used->begun;
    used->idle_ms = state == 'S' ? used->idle_ms + waited_ms : 0;
    used->stopped_ms += continue_if_stopped(process->id, state) ? waited_ms : 0;
    used->interrupted_ms = is_to_end(process) ? used->interrupted_ms + waited_ms : 0;
    used->last = now;
    used->pulse = process->attend != NULL ? *process->pulse : 0;
    return used->idle_ms >= PROCESS_IDLE_MS || used->stopped_ms >= PROCESS_IDLE_MS ||
           used->interrupted_ms >= PROCESS_INTERRUPT_MS || now - used->begun >= cpu_ms_most ||
           has_no_time(process);
}

/* True when the limit on it may be what ended the child. */
static bool has_used_its_time(pid_t id)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_CPU, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
           cpu_ms(id) >= ((int64_t)limit.rlim_cur - 1) * 1000;
}

/* It has closed its pipe: most often because it is dead. */
static enum process_end find_end(struct process *process)
{
    enum { LOOK_MS = 2 };
    struct patience_used used = {.begun = -1, .last = -1};
    siginfo_t ended = {0};
    while (waitid(P_PID, (id_t)process->id, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0) {
        if (is_too_late(process, &used, LOOK_MS, PROCESS_LOAD_MS))
            return PROCESS_LATE;
        poll(NULL, 0, LOOK_MS);
    }
    process->death = ended.si_code == CLD_EXITED ? ended.si_status : -ended.si_status;
    bool is_refused = ended.si_code == CLD_EXITED && ended.si_status == CHILD_REFUSED;
    bool is_killed = ended.si_code == CLD_KILLED && mishap_is_signal(ended.si_status) &&
                     !has_used_its_time(process->id);
    return is_refused || is_killed ? PROCESS_TAKEN : PROCESS_LOST;
}

/* Waits for the child's byte. Most answers come at once: the clock is read only when one does not. */
static enum process_end hear_answer(struct process *process, int64_t cpu_ms_most)
{
    enum { LOOK_MS = 250 };
    struct patience_used used = {.begun = -1, .last = -1};
    struct pollfd answers = {.fd = process->answers, .events = POLLIN};
    char byte;
    process->death = STOP_NUMBER_LATE;
    while (poll(&answers, 1, LOOK_MS) <= 0)
        if (is_too_late(process, &used, LOOK_MS, cpu_ms_most))
            return PROCESS_LATE;
    ssize_t got = read(process->answers, &byte, 1);
    if (got < 0)
        return PROCESS_TAKEN; /* it may live, and cannot be heard */
    return got == 1 ? PROCESS_ANSWERED : find_end(process);
}

/* ---- Life ------------------------------------------------------------------------------------ */

static void close_both(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

enum process_end process_start(struct process *process, const struct image *image,
                               const struct arena *arena, const volatile int *interrupt)
{
    int orders[2], answers[2];
    struct range text = image_text(image);
    process->id = 0;
    if (has_no_time(process))
        return PROCESS_LATE;
    if (pipe2(orders, O_CLOEXEC) != 0)
        return PROCESS_TAKEN;
    if (pipe2(answers, O_CLOEXEC) != 0) {
        close_both(orders);
        errno = EMFILE;
        return PROCESS_TAKEN;
    }
    fflush(NULL);
    const struct child child = {.path = image_path(image),
                                .text_low = text.low,
                                .text_high = text.high,
                                .image_high = image_extent(image).high,
                                .constants = constants_find(image_path(image)),
                                .thread_variables = image_thread_template(image),
                                .arena = *arena,
                                .orders = orders[0],
                                .answers = answers[1]};
    pid_t id = fork();
    if (id == 0 && process->is_apart)
        child_main_apart(&child);
    if (id == 0)
        child_main(&child);
    if (id < 0) {
        int refusal = errno;
        close_both(orders);
        close_both(answers);
        errno = refusal;
        return PROCESS_TAKEN;
    }
    close(orders[0]);
    close(answers[1]);
    process->id = id;
    process->orders = orders[1];
    process->answers = answers[0];
    process->interrupt = interrupt;
    return hear_answer(process, PROCESS_LOAD_MS);
}

enum process_end process_obey(struct process *process)
{
    if (process->id == 0)
        return PROCESS_LOST;
    if (has_no_time(process))
        return PROCESS_LATE;
    ssize_t written;
    do
        written = write(process->orders, "", 1);
    while (written < 0 && errno == EINTR);
    if (written < 0 && errno != EPIPE)
        return PROCESS_TAKEN;
    return written == 1 ? hear_answer(process, PROCESS_CPU_MS) : find_end(process);
}

void process_end(struct process *process)
{
    if (process->id == 0)
        return;
    close(process->orders);
    close(process->answers);
    kill(process->id, SIGKILL);
    process->ended_ms = process_cpu_ms(process); /* while it can still be asked for */
    while (waitpid(process->id, NULL, 0) < 0 && errno == EINTR)
        ;
    process->id = 0;
}
