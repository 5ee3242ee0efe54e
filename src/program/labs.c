#include "program/labs.h"

#include "program/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const queue_functions[] = {"queue_init",     "queue_push",    "queue_pop",
                                              "queue_is_empty", "queue_destroy", NULL};

static const struct lab table[] = {
    {1, "lab1-queue", "request_queue.c", "the request queue", queue_functions},
};

/* What of src/server is no exercise. */
static const char *const fixed[] = {"marks.c",         "segment_list.c", "placement.c",
                                    "memory_server.c", "workload.c",     "workload-stepped.c"};

enum {
    LABS = sizeof table / sizeof table[0],
    FIXED = sizeof fixed / sizeof fixed[0],
    SOURCES = FIXED + LABS + 1 /* the desk */
};

const struct lab *labs_find(int number)
{
    for (size_t index = 0; index < LABS; index++)
        if (table[index].number == number)
            return &table[index];
    return NULL;
}

/* The path, or NULL with errno set when it cannot be read. */
static char *if_readable(char *path)
{
    if (path == NULL || access(path, R_OK) == 0)
        return path;
    int error = errno;
    free(path);
    errno = error;
    return NULL;
}

/* What is meant by a place: the file, a folder with the lab's folder, or a folder with the file. */
static char *find_at(const struct lab *lab, const char *place)
{
    size_t length = strlen(place);
    if (length > 2 && strcmp(place + length - 2, ".c") == 0)
        return if_readable(text_format("%s", place));
    char *path = if_readable(text_format("%s/%s/%s", place, lab->folder, lab->file));
    return path != NULL ? path : if_readable(text_format("%s/%s", place, lab->file));
}

char *labs_student_file(const struct lab *lab, const char *home, const char *from)
{
    char *path = from == NULL ? NULL : find_at(lab, from);
    if (path != NULL || (from != NULL && from[0] == '/'))
        return path;
    char *below = text_format("%s/%s", home, from == NULL ? "labs" : from);
    path = below == NULL ? NULL : find_at(lab, below);
    free(below);
    return path;
}

/* The whole list, in which NULL is a path for which there was no memory. */
static size_t list_sources(char **sources, const struct lab *lab, const char *home,
                           const char *file)
{
    size_t count = 0;
    for (size_t index = 0; index < LABS; index++)
        sources[count++] =
            &table[index] == lab
                ? text_format("%s", file)
                : text_format("%s/solutions/%s/%s", home, table[index].folder, table[index].file);
    for (size_t index = 0; index < FIXED; index++)
        sources[count++] = text_format("%s/src/server/%s", home, fixed[index]);
    if (lab != NULL)
        sources[count++] = text_format("%s/labs/%s/desk.c", home, lab->folder);
    return count;
}

char **labs_sources(const struct lab *lab, const char *home, const char *file)
{
    char **sources = calloc(SOURCES + 1, sizeof *sources);
    if (sources == NULL)
        return NULL;
    size_t count = list_sources(sources, lab, home, file);
    bool is_whole = true;
    for (size_t index = 0; index < count; index++)
        is_whole = is_whole && sources[index] != NULL;
    if (is_whole)
        return sources;
    for (size_t index = 0; index < count; index++)
        free(sources[index]);
    free(sources);
    return NULL;
}

void labs_free_sources(char **sources)
{
    for (size_t index = 0; sources != NULL && sources[index] != NULL; index++)
        free(sources[index]);
    free(sources);
}
