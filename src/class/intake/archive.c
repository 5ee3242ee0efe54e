#include "class/intake/archive.h"

#include "class/must.h"
#include "class/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 << 10 };

/* What was told, while it is being read. */
struct told {
    char *bytes;
    size_t size, at;
};

static void set(char **fault, char *sentence)
{
    if (*fault == NULL)
        *fault = sentence;
    else
        free(sentence);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

static bool wait_for_bytes(int from, int64_t until)
{
    struct pollfd pipe_end = {.fd = from, .events = POLLIN};
    for (int64_t left = until - now_ms(); left > 0; left = until - now_ms()) {
        int answer = poll(&pipe_end, 1, (int)left);
        if (answer != 0 && (answer > 0 || errno != EINTR))
            return answer > 0;
    }
    return false;
}

/* What came of it: all, too much, or nothing for so long. */
enum answer { ANSWER_WHOLE, ANSWER_LONG, ANSWER_LATE };

static enum answer listen(struct told *told, int from)
{
    int64_t until = now_ms() + ARCHIVE_MS;
    while (told->size < ARCHIVE_TOLD_BYTES) {
        if (!wait_for_bytes(from, until))
            return ANSWER_LATE;
        told->bytes = realloc(told->bytes, told->size + PIECE_BYTES);
        if (told->bytes == NULL)
            must_give_up("no memory left to unpack an archive");
        ssize_t got = read(from, told->bytes + told->size, PIECE_BYTES);
        if (got <= 0)
            return ANSWER_WHOLE;
        told->size += (size_t)got;
    }
    return ANSWER_LONG;
}

/* Runs the program. NULL, or why it is no fault of the archive's that it was not unpacked: the program
 * limits its processor time itself, by a signal that no one else sends. */
static const char *ask(struct told *told, const char *path, const char *unpack, enum answer *answer)
{
    char *words[] = {(char *)unpack, NULL};
    int ends[2], status = 0;
    int archive = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (pipe2(ends, O_CLOEXEC) != 0)
        ends[0] = ends[1] = -1;
    pid_t process =
        archive < 0 || ends[0] < 0 ? -1 : spawn_start(words, NULL, archive, ends[1], false);
    close(archive);
    close(ends[1]);
    if (process > 0)
        *answer = listen(told, ends[0]);
    close(ends[0]);
    if (process > 0 && *answer != ANSWER_WHOLE)
        spawn_end(process);
    else if (process > 0)
        while (waitpid(process, &status, 0) < 0 && errno == EINTR)
            ;
    if (process <= 0 || (WIFEXITED(status) && WEXITSTATUS(status) != 0))
        return "build/unpack cannot work; make class builds it";
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return "somebody killed build/unpack";
    return *answer == ANSWER_LATE ? "the machine had no time for it" : NULL;
}

/* ---- Understanding --------------------------------------------------------------------------- */

static bool take_number(struct told *told, size_t *number)
{
    size_t begin = told->at;
    *number = 0;
    while (told->at < told->size && told->bytes[told->at] >= '0' && told->bytes[told->at] <= '9' &&
           told->at - begin < 9)
        *number = 10 * *number + (size_t)(told->bytes[told->at++] - '0');
    return told->at > begin && told->at < told->size;
}

static char *take_bytes(struct told *told, size_t size)
{
    if (told->size - told->at < size)
        return NULL;
    char *bytes = must_copy(told->bytes + told->at, size);
    told->at += size;
    return bytes;
}

static bool is_hidden(const char *name)
{
    for (const char *part = name; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        bool is_here = part[0] == '.' && (part[1] == '/' || part[1] == '\0');
        if ((part[0] == '.' && !is_here) || strncmp(part, "__MACOSX/", 9) == 0)
            return true;
    }
    return false;
}

static void add(struct finds *finds, const char *archive, const char *name, char *bytes,
                size_t size)
{
    char *called = must_format("%s: %s", archive, name);
    if (is_hidden(name))
        free(bytes);
    else
        finds_add(finds, called, bytes, size);
    free(called);
}

/* The numbers of a line and the bytes behind it; false at the end, and where it breaks off. */
static bool take_one(struct told *told, struct finds *finds, const char *archive, bool *is_whole)
{
    size_t length, size = 0;
    char kind = told->at + 2 < told->size ? told->bytes[told->at] : 'E';
    *is_whole = told->at < told->size && told->bytes[told->at] == 'E';
    told->at += 2;
    if (kind == 'E' || !take_number(told, &length))
        return false;
    told->at++;
    if (kind == 'F' && !take_number(told, &size))
        return false;
    told->at += kind == 'F';
    char *name = take_bytes(told, length);
    char *bytes = kind == 'F' && name != NULL ? take_bytes(told, size) : NULL;
    bool is_taken = name != NULL && (kind != 'F' || bytes != NULL);
    if (is_taken && kind == 'X') {
        set(&finds->fault, must_format("%s: %s", archive, name));
        *is_whole = true;
        is_taken = false;
    } else if (is_taken)
        add(finds, archive, name, bytes, size);
    else
        free(bytes);
    free(name);
    return is_taken;
}

void archive_look(struct finds *finds, const char *path, const char *name, const char *unpack)
{
    struct told told = {.bytes = NULL};
    enum answer answer = ANSWER_WHOLE;
    bool is_whole = false;
    const char *tool_fault = ask(&told, path, unpack, &answer);
    if (tool_fault != NULL)
        set(&finds->tool_fault, must_format("%s cannot be unpacked: %s", name, tool_fault));
    else if (answer == ANSWER_LONG)
        set(&finds->fault, must_format("%s: the archive has more than 32 MiB of sources", name));
    else
        while (take_one(&told, finds, name, &is_whole))
            ;
    if (finds->fault == NULL && finds->tool_fault == NULL && !is_whole)
        set(&finds->fault,
            must_format("%s: the archive takes too much time or memory to unpack", name));
    free(told.bytes);
}
