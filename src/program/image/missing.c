#include "program/image/missing.h"

#include <dlfcn.h>
#include <fnmatch.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "program/image/image.h"
#include "program/image/lines.h"
#include "program/text.h"

#define REDIRECTED "memrepl_"

/* ---- Which they are -------------------------------------------------------------------------- */

/* True when an earlier use has the same name: the symbol table holds each name once. */
static bool is_repeated(const struct use *uses, const struct use *use)
{
    for (const struct use *earlier = uses; earlier < use; earlier++)
        if (earlier->name == use->name)
            return true;
    return false;
}

size_t missing_list(const struct image *image, bool (*offered)(const char *name),
                    struct missing *missing, size_t capacity)
{
    size_t count = 0, use_count, prefix = strlen(REDIRECTED);
    const struct use *uses = image_uses(image, &use_count);
    for (size_t i = 0; i < use_count; i++) {
        const struct use *use = &uses[i];
        bool is_redirected = strncmp(use->name, REDIRECTED, prefix) == 0;
        if (!is_redirected || use->is_weak || offered(use->name) || is_repeated(uses, use))
            continue;
        if (count < capacity)
            missing[count] = (struct missing){use->name + prefix, use->behind};
        count++;
    }
    return count;
}

static bool is_offered(const char *name)
{
    return dlsym(RTLD_DEFAULT, name) != NULL;
}

/* ---- Why, and what to do instead ------------------------------------------------------------- */

/* The first row with a pattern that the name matches. */
static const struct {
    const char *patterns[20];
    const char *sentence;
} mends[] = {
    {{"fork", "vfork", "clone", "system", "popen", "pclose", "exec*", "posix_spawn*", "wait",
      "waitpid", "wait3", "wait4", "daemon"},
     "is not supported here: a program is one process; let a thread do the work"},
    {{"socket*", "bind", "listen", "accept*", "connect", "send*", "recv*", "shutdown", "*sockopt",
      "getaddrinfo", "gethostby*", "select", "pselect", "poll", "ppoll", "epoll_*"},
     "is not supported here: there is no network; read standard input or a file"},
    {{"kill", "killpg", "tgkill", "pthread_kill", "pthread_sigqueue", "sigqueue", "sigwait*",
      "sigtimedwait", "sigsuspend", "pause", "signalfd", "timer_*", "timerfd_*"},
     "is not supported here: signals are not simulated; wake a thread by a semaphore or a "
     "condition "
     "variable"},
    {{"pthread_cleanup_*", "__pthread_register_cancel*", "__pthread_unregister_cancel*",
      "__pthread_unwind*"},
     "comes of pthread_cleanup_push or pop, which are not supported here: no thread is cancelled; "
     "do at the end what the handler would do"},
    {{"pthread_cancel", "pthread_setcancel*", "pthread_testcancel"},
     "is not supported here: let the thread look at a flag and return"},
    {{"pipe", "pipe2", "mkfifo*", "mknod*", "shm_*", "shmat", "shmctl", "shmdt", "shmget", "msg*",
      "mq_*", "semget", "semop", "semctl", "eventfd", "dup", "dup2"},
     "is not supported here: threads share all memory; use variables and a lock"},
    {{"dlopen", "dlsym", "dlclose", "dlerror"},
     "is not supported here: give all files of the program at once"},
    {{"gets"}, "is not supported: it cannot know how large the buffer is; use fgets"},
    {{"malloc_usable_size", "mallinfo*", "malloc_*", "mallopt", "sbrk", "brk", "mremap",
      "mprotect"},
     "is not supported here: the heap is the kit's, with its own checks"},
    {{"getopt*", "optarg", "optind", "opterr", "optopt", "argp_*"},
     "is not supported here: take the arguments from argv"},
    {{"stat", "fstat", "lstat", "opendir", "readdir*", "mkdir", "rmdir", "chdir", "getcwd", "fcntl",
      "ioctl", "tc*attr", "mkstemp", "scandir"},
     "is not supported here: of the file system there are only files to open, read and write"},
    {{"w*printf", "*wprintf", "w*scanf", "*wscanf", "*wc", "wc*", "*wcs*", "isw*", "tow*", "mb*"},
     "is not supported here: there are no wide characters; use char"},
    {{"_Z*", "__cxa_*", "__gxx_*", "_Unwind_*"},
     "belongs to C++: only programs in C can be stepped"},
};

static const char *mend_of(const char *name)
{
    for (size_t row = 0; row < sizeof mends / sizeof *mends; row++)
        for (const char *const *pattern = mends[row].patterns; *pattern != NULL; pattern++)
            if (fnmatch(*pattern, name, 0) == 0)
                return mends[row].sentence;
    return "is not supported here: leave it out or replace it";
}

/* What is wrong with a name that neither the subject nor the kit defines. */
static const char *missing_sentence(const char *name)
{
    bool is_known = dlsym(RTLD_DEFAULT, name) != NULL || strcmp(name, "gets") == 0 ||
                    strncmp(name, "_Z", 2) == 0; /* of C++ */
    return is_known ? mend_of(name) : "is used, but no file of the program defines it";
}

/* ---- The list -------------------------------------------------------------------------------- */

static char *describe(const struct missing *missing, const struct lines *lines)
{
    struct place place;
    const char *sentence = missing_sentence(missing->name);
    return lines != NULL && lines_place(lines, missing->used_at, &place)
               ? text_format("%s:%d: %s %s", place.file, place.line, missing->name, sentence)
               : text_format("%s %s", missing->name, sentence);
}

/* Adds a line to the text, which is freed; NULL when memory ran out, or has before. */
static char *add_line(char *text, char *line)
{
    char *longer = text == NULL || line == NULL
                       ? NULL
                       : text_format("%s%s%s", text, text[0] == '\0' ? "" : "\n", line);
    free(text);
    free(line);
    return longer;
}

char *missing_describe(const struct image *image)
{
    struct missing missing[MISSING_TOLD];
    struct lines *lines;
    size_t count = missing_list(image, is_offered, missing, MISSING_TOLD);
    if (count == 0)
        return NULL;
    if (lines_open(image, &lines) != IMAGE_OK)
        lines = NULL;
    char *text = text_format("%s", "");
    for (size_t index = 0; index < count && index < MISSING_TOLD; index++)
        text = add_line(text, describe(&missing[index], lines));
    if (count > MISSING_TOLD)
        text = add_line(text, text_format("and %zu more", count - MISSING_TOLD));
    lines_close(lines);
    return text;
}
