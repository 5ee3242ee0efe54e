#include "class/books/alike.h"

#include "class/store.h"
#include "class/must.h"
#include "class/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_BYTES = 2048, STATUS_NOT_STARTED = 127 };

/* Sorted by key. */
struct names {
    struct name {
        const char *key;
        size_t unit;
    } * list;
    size_t count;
};

/* ---- Asking sim_c ---------------------------------------------------------------------------- */

/* A file with the paths of all that is compared, relative to hand-ins/. */
static bool write_paths(const struct unit *units, size_t count, const struct bench *bench,
                        const char *path)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; out != NULL && i < count; i++) {
        char *folder = must_format("%s/hand-ins/%s", bench->out, units[i].student->key);
        char **names = store_list(folder);
        for (char **name = names; name != NULL && *name != NULL; name++) {
            if (naming_ends(*name, ".c") && strpbrk(*name, " \t\r\n") == NULL)
                fprintf(out, "%s/%s\n", units[i].student->key, *name);
            free(*name);
        }
        free(names);
        free(folder);
    }
    bool is_written = out != NULL && fclose(out) == 0 && store_write(path, text, size);
    free(text);
    return is_written;
}

/* Runs it with the paths on its standard input, its lines into a file. NULL, or a sentence. */
static const char *compare(const struct bench *bench, const char *paths, const char *lines,
                           bool is_each)
{
    char words_least[16], percent_least[16];
    char *words[] = {
        "sim_c", "-p", "-i", "-r", words_least, "-t", percent_least, is_each ? "-e" : NULL, NULL};
    snprintf(words_least, sizeof words_least, "%d", ALIKE_RUN_WORDS);
    snprintf(percent_least, sizeof percent_least, "%d", ALIKE_LEAST_PERCENT);
    char *folder = must_format("%s/hand-ins", bench->out);
    int input = open(paths, O_RDONLY | O_CLOEXEC), status = -1;
    int output = open(lines, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    pid_t process = input < 0 || output < 0 ? -1 : spawn_start(words, folder, input, output, false);
    while (process > 0 && waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    close(input);
    close(output);
    free(folder);
    if (process <= 0)
        return "They were not compared: the program sim_c could not be started.";
    if (WIFEXITED(status) && WEXITSTATUS(status) == STATUS_NOT_STARTED)
        return "They were not compared: the program sim_c is not installed (Debian's package "
               "similarity-tester).";
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return "They were not compared: the program sim_c did not come to its end.";
    return NULL;
}

/* ---- Its lines: "KEY/FILE consists for 87 % of KEY/FILE material" ----------------------------- */

static int by_key(const void *left, const void *right)
{
    return strcmp(((const struct name *)left)->key, ((const struct name *)right)->key);
}

static struct names name_units(const struct unit *units, size_t count)
{
    struct names names = {NULL, count};
    for (size_t i = 0; i < count; i++) {
        names.list = must_grow(names.list, i, sizeof *names.list);
        names.list[i] = (struct name){units[i].student->key, i};
    }
    if (count > 0)
        qsort(names.list, count, sizeof *names.list, by_key);
    return names;
}

/* The unit of KEY/FILE, of which the / is cut off; names.count when there is none. */
static size_t unit_of(const struct names *names, char *path)
{
    path[strcspn(path, "/")] = '\0';
    struct name key = {path, 0};
    const struct name *found =
        names->count == 0 ? NULL
                          : bsearch(&key, names->list, names->count, sizeof *names->list, by_key);
    return found == NULL ? names->count : found->unit;
}

static void add(struct alike *alike, size_t one, size_t other, int percent)
{
    alike->pairs = must_grow(alike->pairs, alike->count, sizeof *alike->pairs);
    alike->pairs[alike->count++] = (struct alike_pair){one, other, percent};
}

/* Students of one group handed the same in, which nobody needs to be told. */
static bool is_one_hand_in(const struct unit *one, const struct unit *other)
{
    return strcmp(one->student->offerings[0].entry, other->student->offerings[0].entry) == 0;
}

static void read_line(struct alike *alike, const struct names *names, const struct unit *units,
                      const char *line)
{
    char one[LINE_BYTES], other[LINE_BYTES];
    int percent;
    if (sscanf(line, "%2047s consists for %d %% of %2047s material", one, &percent, other) != 3)
        return;
    size_t first = unit_of(names, one), second = unit_of(names, other);
    if (first < names->count && second < names->count && first != second &&
        !is_one_hand_in(&units[first], &units[second]))
        add(alike, first, second, percent);
}

static void read_lines(struct alike *alike, const struct names *names, const struct unit *units,
                       const char *path)
{
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "re");
    while (file != NULL && getline(&line, &room, file) > 0)
        read_line(alike, names, units, line);
    if (file != NULL)
        fclose(file);
    free(line);
}

/* ---- Order ----------------------------------------------------------------------------------- */

static size_t lower(const struct alike_pair *pair)
{
    return pair->one < pair->other ? pair->one : pair->other;
}

static size_t upper(const struct alike_pair *pair)
{
    return pair->one < pair->other ? pair->other : pair->one;
}

static int compare_sizes(size_t one, size_t other)
{
    return (one > other) - (one < other);
}

/* The same two next to each other, the higher figure first. */
static int by_pair(const void *left, const void *right)
{
    const struct alike_pair *one = left, *other = right;
    int order = compare_sizes(lower(one), lower(other));
    order = order != 0 ? order : compare_sizes(upper(one), upper(other));
    order = order != 0 ? order : other->percent - one->percent;
    return order != 0 ? order : compare_sizes(one->one, other->one);
}

static int by_percent(const void *left, const void *right)
{
    const struct alike_pair *one = left, *other = right;
    return one->percent != other->percent ? other->percent - one->percent : by_pair(left, right);
}

static void put_in_order(struct alike *alike)
{
    size_t kept = 0;
    if (alike->count == 0)
        return;
    qsort(alike->pairs, alike->count, sizeof *alike->pairs, by_pair);
    for (size_t i = 0; i < alike->count; i++) {
        const struct alike_pair *pair = &alike->pairs[i];
        if (kept > 0 && lower(pair) == lower(&alike->pairs[kept - 1]) &&
            upper(pair) == upper(&alike->pairs[kept - 1]))
            continue;
        alike->pairs[kept++] = *pair;
    }
    alike->count = kept;
    qsort(alike->pairs, alike->count, sizeof *alike->pairs, by_percent);
}

/* ---- Groups ---------------------------------------------------------------------------------- */

static size_t *alone(size_t count)
{
    size_t *groups = NULL;
    for (size_t i = 0; i < count; i++) {
        groups = must_grow(groups, i, sizeof *groups);
        groups[i] = i;
    }
    return groups;
}

static size_t lowest_of(const struct alike *alike, size_t unit)
{
    while (alike->groups[unit] != unit)
        unit = alike->groups[unit];
    return unit;
}

/* What is wholly in another joins it; pairs within a group go. */
static void gather_groups(struct alike *alike, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < alike->count; i++) {
        size_t one = lowest_of(alike, alike->pairs[i].one);
        size_t other = lowest_of(alike, alike->pairs[i].other);
        if (alike->pairs[i].percent >= ALIKE_SAME_PERCENT)
            alike->groups[one > other ? one : other] = one > other ? other : one;
    }
    for (size_t i = 0; i < count; i++)
        alike->groups[i] = lowest_of(alike, i);
    for (size_t i = 0; i < alike->count; i++)
        if (alike->groups[alike->pairs[i].one] != alike->groups[alike->pairs[i].other])
            alike->pairs[kept++] = alike->pairs[i];
    alike->count = kept;
}

struct alike alike_find(const struct unit *units, size_t count, const struct bench *bench)
{
    struct alike alike = {.groups = alone(count), .is_of_each_best = count > ALIKE_EACH_MOST};
    struct names names = name_units(units, count);
    char *paths = must_format("%s/grading/alike.paths", bench->out);
    char *lines = must_format("%s/grading/alike.lines", bench->out);
    if (!write_paths(units, count, bench, paths))
        alike.fault = "They were not compared: the list of them could not be written.";
    else
        alike.fault = compare(bench, paths, lines, !alike.is_of_each_best);
    if (alike.fault == NULL)
        read_lines(&alike, &names, units, lines);
    put_in_order(&alike);
    gather_groups(&alike, count);
    free(names.list);
    store_remove(paths);
    store_remove(lines);
    free(lines);
    free(paths);
    return alike;
}

void alike_free(struct alike *alike)
{
    free(alike->pairs);
    free(alike->groups);
}
