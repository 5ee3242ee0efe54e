#include "stepper/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program/image.h"
#include "stepper/child/child.h"

static bool hear_answer(const struct process *process)
{
    char byte;
    ssize_t count;
    do
        count = read(process->answers, &byte, 1);
    while (count < 0 && errno == EINTR);
    return count == 1;
}

bool process_start(struct process *process, const struct image *image, const struct arena *arena)
{
    int orders[2], answers[2];
    struct range text = image_text(image);
    if (pipe2(orders, O_CLOEXEC) != 0)
        return false;
    if (pipe2(answers, O_CLOEXEC) != 0) {
        close(orders[0]);
        close(orders[1]);
        return false;
    }
    fflush(NULL);
    pid_t id = fork();
    if (id == 0)
        child_main(&(struct child){.path = image_path(image),
                                   .text_low = text.low,
                                   .text_high = text.high,
                                   .image_high = image_extent(image).high,
                                   .arena = *arena,
                                   .orders = orders[0],
                                   .answers = answers[1]});
    close(orders[0]);
    close(answers[1]);
    *process = (struct process){.id = id, .orders = orders[1], .answers = answers[0]};
    if (id > 0)
        return hear_answer(process);
    close(orders[1]);
    close(answers[0]);
    process->id = 0;
    return false;
}

bool process_obey(struct process *process)
{
    if (process->id == 0)
        return false;
    ssize_t written;
    do
        written = write(process->orders, "", 1);
    while (written < 0 && errno == EINTR);
    return written == 1 && hear_answer(process);
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
