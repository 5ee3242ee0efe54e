#include "stepper/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "program/image.h"
#include "stepper/child/child.h"

static int64_t cpu_ms(pid_t id)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(id, &clock) != 0 || clock_gettime(clock, &used) != 0)
        return 0;
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/* Waits for the child's byte. Most answers come at once: the clock is read only when one does not. */
static enum process_end hear_answer(const struct process *process, int64_t cpu_ms_most)
{
    enum { LOOK_MS = 250 };
    int64_t idle_ms = 0, interrupted_ms = 0, begun = -1, last = -1;
    struct pollfd answers = {.fd = process->answers, .events = POLLIN};
    char byte;
    while (poll(&answers, 1, LOOK_MS) <= 0) {
        int64_t now = cpu_ms(process->id);
        begun = begun < 0 ? now : begun;
        idle_ms = now == last ? idle_ms + LOOK_MS : 0;
        interrupted_ms = *process->interrupt ? interrupted_ms + LOOK_MS : 0;
        last = now;
        if (idle_ms >= PROCESS_IDLE_MS || interrupted_ms >= PROCESS_INTERRUPT_MS ||
            now - begun >= cpu_ms_most)
            return PROCESS_LATE;
    }
    return read(process->answers, &byte, 1) == 1 ? PROCESS_ANSWERED : PROCESS_LOST;
}

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
    if (pipe2(orders, O_CLOEXEC) != 0)
        return PROCESS_LOST;
    if (pipe2(answers, O_CLOEXEC) != 0) {
        close_both(orders);
        errno = EMFILE;
        return PROCESS_LOST;
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
        return PROCESS_LOST;
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
    ssize_t written;
    do
        written = write(process->orders, "", 1);
    while (written < 0 && errno == EINTR);
    return written == 1 ? hear_answer(process, PROCESS_CPU_MS) : PROCESS_LOST;
}

void process_end(struct process *process)
{
    if (process->id == 0)
        return;
    close(process->orders);
    close(process->answers);
    kill(process->id, SIGKILL);
    while (waitpid(process->id, NULL, 0) < 0 && errno == EINTR)
        continue;
    process->id = 0;
}
